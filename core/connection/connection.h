// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"

#include <QFuture>
#include <QPromise>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace joinery {

/// A database with a thread of its own: what must not keep the caller waiting runs there, one job
/// after the other. The database is opened by the first job. All functions may be called from any
/// thread; the provider must outlive the connection.
class Connection
{
public:
    Connection(const DatabaseProvider &provider, const Url &url, const OpenOptions &options);
    /// Interrupts what runs; what waits ends with Interrupted. Blocks for as long as the running
    /// job takes to notice, which is a few milliseconds inside a statement.
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Queues `job`, a function of `Executor &` that returns a `Result<R>`. The future yields that
    /// Result; or the error of opening; or Interrupted after cancel(). It is never cancelled
    /// itself. Use `future.then(object, f)` to get it in the object's thread.
    template <typename Job> auto run(Job job) -> QFuture<std::invoke_result_t<Job, Executor &>>;

    /// Ends every job queued until now: the running one by interrupting its statement, those that
    /// wait without running. Returns at once.
    void cancel();

    /// True in a job that was cancelled: for jobs that work between statements. Call it in the job.
    bool isCancelled() const { return m_runningCancelled; }

private:
    struct Task
    {
        virtual ~Task() = default;
        virtual void run(Executor &executor) = 0;
        virtual void fail(const Error &error) = 0;
    };
    template <typename Job> struct JobTask;

    void push(std::unique_ptr<Task> task);
    void work();
    void runTask(Task &task);
    [[nodiscard]] Result<Executor *> opened();

    const DatabaseProvider &m_provider;
    const Url m_url;
    const OpenOptions m_options;
    std::unique_ptr<Executor> m_executor {}; ///< of the thread alone, but for interrupt()
    std::mutex m_mutex {};
    std::condition_variable m_wake {};
    std::deque<std::unique_ptr<Task>> m_waiting {};
    std::deque<std::unique_ptr<Task>> m_dropped {}; ///< cancelled before they ran
    Executor *m_running = nullptr; ///< the executor while a job runs; under the mutex
    std::atomic<bool> m_runningCancelled = false;
    bool m_closing = false;
    std::thread m_thread; ///< last: it uses all the others
};

template <typename Job> struct Connection::JobTask final : Task
{
    using Outcome = std::invoke_result_t<Job, Executor &>;

    explicit JobTask(Job function)
        : job(std::move(function))
    {
        promise.start();
    }
    void run(Executor &executor) override { finish(job(executor)); }
    void fail(const Error &error) override { finish(joinery::fail(error)); }
    void finish(Outcome outcome)
    {
        promise.addResult(std::move(outcome));
        promise.finish();
    }

    Job job;
    QPromise<Outcome> promise {};
};

template <typename Job>
auto Connection::run(Job job) -> QFuture<std::invoke_result_t<Job, Executor &>>
{
    auto task = std::make_unique<JobTask<Job>>(std::move(job));
    auto future = task->promise.future();
    push(std::move(task));
    return future;
}

} // namespace joinery
