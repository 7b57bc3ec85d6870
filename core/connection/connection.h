// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"

#include <QFuture>
#include <QPromise>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace joinery {

/// Where a Connection gets the executor for each of its jobs from, on its thread.
class ExecutorSource
{
public:
    virtual ~ExecutorSource() = default;

    /// The executor for the next job; stays the source's. Waits no longer than until `mayWait`,
    /// asked every few milliseconds, returns false.
    [[nodiscard]] virtual Result<Executor *> acquire(const std::function<bool()> &mayWait) = 0;
    /// The job has ended; called after each acquire() that succeeded.
    virtual void release() { }
};

/// A database with a thread of its own: what must not keep the caller waiting runs there, one job
/// after the other. The database is opened by the first job. All functions may be called from any
/// thread; the provider must outlive the connection.
class Connection
{
public:
    Connection(const DatabaseProvider &provider, const Url &url, const OpenOptions &options);
    /// Takes what its jobs run on from `source`, which ends on the connection's thread.
    explicit Connection(std::unique_ptr<ExecutorSource> source);
    /// Interrupts what runs; what waits ends with Interrupted. Blocks for as long as the running
    /// job takes to notice, which is a few milliseconds inside a statement.
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Queues `job`, a function of `Executor &` that returns a `Result<R>`. The future yields that
    /// Result; or the error of opening; or Interrupted after cancel(). It is never cancelled
    /// itself. Use `future.then(object, f)` to get it in the object's thread. An exception of the
    /// job is thrown again where the future is asked.
    template <typename Job> auto run(Job job) -> QFuture<std::invoke_result_t<Job, Executor &>>;

    /// Ends every job queued until now: the running one by interrupting its statement, those that
    /// wait without running. Returns at once.
    void cancel();

    /// True in a job that was cancelled: for jobs that work between statements. Call it in the job.
    bool isCancelled() const { return m_runningCancelled; }

    /// How many jobs run or wait.
    qsizetype jobs() const;

private:
    struct Task
    {
        virtual ~Task() = default;
        virtual void run(Executor &executor) = 0;
        virtual void fail(const Error &error) = 0;
        /// Makes the outcome of one of the two known.
        virtual void finish() = 0;
    };
    template <typename Job> struct JobTask;

    void push(std::unique_ptr<Task> task);
    void work();
    std::unique_ptr<Task> nextTask();
    void runTask(Task &task);
    void runOn(Executor &executor, Task &task);

    std::unique_ptr<ExecutorSource> m_source; ///< of the thread alone
    mutable std::mutex m_mutex {};
    std::condition_variable m_wake {};
    std::deque<std::unique_ptr<Task>> m_waiting {};
    std::deque<std::unique_ptr<Task>> m_dropped {}; ///< cancelled before they ran
    bool m_busy = false; ///< a job was taken and has not ended
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
    // Joinery throws nothing, but a program's job may, and this thread has nobody to catch it.
    void run(Executor &executor) override
    {
        try {
            outcome.emplace(job(executor));
        } catch (...) {
            thrown = std::current_exception();
        }
    }
    void fail(const Error &error) override { outcome.emplace(joinery::fail(error)); }
    void finish() override
    {
        if (thrown)
            promise.setException(thrown);
        else
            promise.addResult(*std::move(outcome));
        promise.finish();
    }

    Job job;
    std::optional<Outcome> outcome {};
    std::exception_ptr thrown {};
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
