// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/connection.h"
#include "joinery/session/engine.h"

namespace joinery {

/// Runs jobs on threads of its own, each job on a connection from the engine's pool that goes back
/// when the job ends: what it has not committed is rolled back. With one thread jobs run one after
/// the other; with more they run side by side, in no certain order. A database in memory that is
/// not shared has one thread, and a content of its own. All functions may be called from any
/// thread.
class AsyncEngine
{
public:
    /// The threads start; each borrows its first connection when it gets a job.
    explicit AsyncEngine(const Engine &engine, int threads = 1);
    /// Ends all jobs as cancel() does and waits for them: a few milliseconds inside a statement.
    ~AsyncEngine();
    AsyncEngine(const AsyncEngine &) = delete;
    AsyncEngine &operator=(const AsyncEngine &) = delete;

    const Engine &engine() const { return m_engine; } ///< where the connections come from

    /// Queues `job`, a function of `Executor &` that returns a `Result<R>`. The future yields that
    /// Result; or the error of Engine::connect(); or Interrupted after cancel(). It is never
    /// cancelled itself. Use `future.then(object, f)` to get it in the object's thread. An
    /// exception of the job is thrown again where the future is asked.
    template <typename Job>
    requires std::invocable<Job &, Executor &>
    auto run(Job job) { return leastBusy().run(std::move(job)); }

    /// Ends every job queued until now: those that run by interrupting their statements, those that
    /// wait without running. Returns at once.
    void cancel();
    /// True in a job that was cancelled: for jobs that work between statements. Call it in the job.
    static bool isCancelled();

private:
    class PoolSource;

    Connection &leastBusy() const;

    const Engine m_engine;
    std::vector<std::unique_ptr<Connection>> m_threads {}; ///< never empty
};

} // namespace joinery
