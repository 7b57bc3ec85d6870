// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/pool.h"

#include <condition_variable>
#include <mutex>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Clock = std::chrono::steady_clock;

/// How often a wait that may be cancelled looks up.
constexpr std::chrono::milliseconds betweenLooks {10};

class QueuePool final : public ConnectionPool
{
public:
    QueuePool(Open open, const PoolOptions &options)
        : m_open(std::move(open))
        , m_options(options)
    { }

    [[nodiscard]] Result<PooledConnection> checkOut(const MayWait &mayWait) override;
    void dispose() override;
    PoolStatus status() const override;

protected:
    void take(PoolEntry entry) override;

private:
    [[nodiscard]] Result<> waitForPlace(std::unique_lock<std::mutex> &lock, const MayWait &mayWait);
    [[nodiscard]] Result<PooledConnection> openAnew();
    bool hasPlace() const;
    bool isUsable(const PoolEntry &entry) const;
    bool isKept(const PoolEntry &entry) const;
    Error timeoutError() const;

    const Open m_open;
    const PoolOptions m_options;
    mutable std::mutex m_mutex {};
    std::condition_variable m_cameBack {};
    std::vector<PoolEntry> m_idle {}; ///< the one used last comes last
    int m_checkedOut = 0; ///< those being opened included
    quint64 m_generation = 0;
};

bool QueuePool::hasPlace() const
{
    const bool unlimited = m_options.size == 0 || m_options.maxOverflow < 0;
    return !m_idle.empty() || unlimited || m_checkedOut < m_options.size + m_options.maxOverflow;
}

Error QueuePool::timeoutError() const
{
    return {.code = ErrorCode::Locked,
        .message
        = u"All connections are in use: pool of size %1 overflow %2 reached, none came back within %3 s"_s
              .arg(m_options.size)
              .arg(m_options.maxOverflow)
              .arg(double(m_options.timeout.count()) / 1000),
        .hint = u"End sessions and connections soon after use, or raise poolSize, maxOverflow or "
                "poolTimeout."_s};
}

Result<> QueuePool::waitForPlace(std::unique_lock<std::mutex> &lock, const MayWait &mayWait)
{
    const auto until = Clock::now() + m_options.timeout;
    while (!hasPlace()) {
        if (mayWait && !mayWait())
            return fail(ErrorCode::Interrupted, u"cancelled while waiting for a connection"_s);
        if (Clock::now() >= until)
            return fail(timeoutError());
        m_cameBack.wait_until(lock, mayWait ? std::min(until, Clock::now() + betweenLooks) : until);
    }
    return {};
}

Result<PooledConnection> QueuePool::checkOut(const MayWait &mayWait)
{
    PoolEntry entry;
    {
        std::unique_lock lock(m_mutex);
        if (const Result<> place = waitForPlace(lock, mayWait); !place)
            return fail(place.error());
        ++m_checkedOut;
        if (!m_idle.empty()) {
            entry = std::move(m_idle.back());
            m_idle.pop_back();
        }
    }
    if (entry.executor && isUsable(entry))
        return lend(std::move(entry));
    entry.executor.reset();
    return openAnew();
}

bool QueuePool::isUsable(const PoolEntry &entry) const
{
    const bool old = m_options.recycle >= std::chrono::seconds(0)
        && Clock::now() - entry.openedAt > m_options.recycle;
    return !old && (!m_options.prePing || entry.executor->ping().has_value());
}

Result<PooledConnection> QueuePool::openAnew()
{
    quint64 generation = 0;
    {
        const std::lock_guard lock(m_mutex);
        generation = m_generation;
    }
    Result<std::unique_ptr<Executor>> executor = m_open();
    if (executor)
        return lend({*std::move(executor), Clock::now(), generation});
    {
        const std::lock_guard lock(m_mutex);
        --m_checkedOut;
    }
    m_cameBack.notify_one();
    return fail(executor.error());
}

bool QueuePool::isKept(const PoolEntry &entry) const
{
    const bool full = m_options.size > 0 && m_idle.size() >= static_cast<size_t>(m_options.size);
    return !entry.broken && entry.generation == m_generation && !full;
}

void QueuePool::take(PoolEntry entry)
{
    {
        const std::lock_guard lock(m_mutex);
        --m_checkedOut;
        if (isKept(entry))
            m_idle.push_back(std::move(entry));
    }
    m_cameBack.notify_one();
    // What is not kept is closed here, without keeping others waiting.
}

void QueuePool::dispose()
{
    std::vector<PoolEntry> idle;
    const std::lock_guard lock(m_mutex);
    ++m_generation;
    idle.swap(m_idle);
}

PoolStatus QueuePool::status() const
{
    const std::lock_guard lock(m_mutex);
    return {.idle = static_cast<int>(m_idle.size()), .checkedOut = m_checkedOut};
}

} // namespace

std::shared_ptr<ConnectionPool> queuePool(ConnectionPool::Open open, const PoolOptions &options)
{
    return std::make_shared<QueuePool>(std::move(open), options);
}

} // namespace joinery
