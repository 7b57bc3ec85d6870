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

} // namespace

Connection::Connection(const DatabaseProvider &provider, const Url &url, const OpenOptions &options)
    : m_provider(provider)
    , m_url(url)
    , m_options(options)
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
        if (m_running) {
            m_runningCancelled = true;
            m_running->interrupt();
        }
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

void Connection::work()
{
    for (;;) {
        std::unique_ptr<Task> task;
        std::deque<std::unique_ptr<Task>> dropped;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(
                lock, [this] { return m_closing || !m_waiting.empty() || !m_dropped.empty(); });
            dropped.swap(m_dropped);
            if (dropped.empty() && m_waiting.empty())
                break;
            if (dropped.empty()) {
                task = std::move(m_waiting.front());
                m_waiting.pop_front();
            }
        }
        for (const std::unique_ptr<Task> &each : dropped)
            each->fail(interrupted());
        if (task)
            runTask(*task);
    }
    m_executor.reset();
}

void Connection::runTask(Task &task)
{
    const Result<Executor *> executor = opened();
    if (!executor) {
        task.fail(executor.error());
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_runningCancelled = m_closing;
        m_running = *executor;
    }
    if (m_runningCancelled)
        task.fail(interrupted());
    else
        task.run(**executor);
    const std::lock_guard lock(m_mutex);
    m_running = nullptr;
}

Result<Executor *> Connection::opened()
{
    if (m_executor)
        return m_executor.get();
    Result<std::unique_ptr<Executor>> executor = m_provider.open(m_url, m_options);
    if (!executor)
        return fail(executor.error());
    m_executor = *std::move(executor);
    // An interrupt that falls between two statements of a job is lost on the driver; this is not.
    m_executor->setProgressHandler([this] { return !m_runningCancelled; });
    return m_executor.get();
}

} // namespace joinery
