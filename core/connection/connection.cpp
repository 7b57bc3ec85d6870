// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/connection.h"

#include <iterator>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Error interrupted()
{
    return {.code = ErrorCode::Interrupted, .message = u"cancelled"_s};
}

/// One executor for all jobs, opened for the first.
class ProviderSource final : public ExecutorSource
{
public:
    ProviderSource(const DatabaseProvider &provider, const Url &url, const OpenOptions &options)
        : m_provider(provider)
        , m_url(url)
        , m_options(options)
    { }
    [[nodiscard]] Result<Executor *> acquire(const std::function<bool()> &) override
    {
        if (m_executor)
            return m_executor.get();
        Result<std::unique_ptr<Executor>> executor = m_provider.open(m_url, m_options);
        if (!executor)
            return fail(executor.error());
        m_executor = *std::move(executor);
        return m_executor.get();
    }

private:
    const DatabaseProvider &m_provider;
    const Url m_url;
    const OpenOptions m_options;
    std::unique_ptr<Executor> m_executor {};
};

} // namespace

Connection::Connection(const DatabaseProvider &provider, const Url &url, const OpenOptions &options)
    : Connection(std::make_unique<ProviderSource>(provider, url, options))
{ }

Connection::Connection(std::unique_ptr<ExecutorSource> source)
    : m_source(std::move(source))
    , m_thread([this] { work(); })
{ }

Connection::~Connection()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    cancel();
    m_wake.notify_one();
    m_thread.join();
}

void Connection::cancel()
{
    {
        const std::lock_guard lock(m_mutex);
        // They end on the connection's thread like all others: a caller that cancels must not find
        // itself called back meanwhile, least of all in a destructor.
        std::move(m_waiting.begin(), m_waiting.end(), std::back_inserter(m_dropped));
        m_waiting.clear();
        // A job that waits for its executor is cancelled too.
        if (m_busy)
            m_runningCancelled = true;
        if (m_running)
            m_running->interrupt();
    }
    m_wake.notify_one();
}

void Connection::push(std::unique_ptr<Task> task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(task));
    }
    m_wake.notify_one();
}

qsizetype Connection::jobs() const
{
    const std::lock_guard lock(m_mutex);
    return static_cast<qsizetype>(m_waiting.size()) + (m_busy ? 1 : 0);
}

/// The next task to run, or none when the connection ends; meanwhile those that were dropped end.
std::unique_ptr<Connection::Task> Connection::nextTask()
{
    for (;;) {
        std::deque<std::unique_ptr<Task>> dropped;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(
                lock, [this] { return m_closing || !m_waiting.empty() || !m_dropped.empty(); });
            dropped.swap(m_dropped);
            if (dropped.empty() && m_waiting.empty())
                return nullptr;
            if (dropped.empty()) {
                std::unique_ptr<Task> task = std::move(m_waiting.front());
                m_waiting.pop_front();
                m_busy = true;
                m_runningCancelled = m_closing;
                return task;
            }
        }
        for (const std::unique_ptr<Task> &each : dropped) {
            each->fail(interrupted());
            each->finish();
        }
    }
}

void Connection::work()
{
    while (const std::unique_ptr<Task> task = nextTask()) {
        runTask(*task);
        {
            const std::lock_guard lock(m_mutex);
            m_busy = false;
        }
        task->finish();
    }
    m_source.reset();
}

void Connection::runTask(Task &task)
{
    const auto mayGoOn = [this] { return !m_runningCancelled; };
    const Result<Executor *> executor = m_source->acquire(mayGoOn);
    if (!executor) {
        task.fail(m_runningCancelled ? interrupted() : executor.error());
        return;
    }
    // An interrupt that falls between two statements of a job is lost on the driver; this is not.
    (*executor)->setProgressHandler(mayGoOn);
    runOn(**executor, task);
    m_source->release();
}

void Connection::runOn(Executor &executor, Task &task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_running = &executor;
    }
    if (m_runningCancelled)
        task.fail(interrupted());
    else
        task.run(executor);
    const std::lock_guard lock(m_mutex);
    m_running = nullptr;
}

} // namespace joinery
