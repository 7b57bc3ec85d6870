// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/pool.h"

#include <mutex>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Lives as long as the calling thread. Thread ids will not do: they are used again.
const std::shared_ptr<const char> &threadToken()
{
    thread_local const std::shared_ptr<const char> token = std::make_shared<const char>('\0');
    return token;
}

class SingletonThreadPool final : public ConnectionPool
{
public:
    explicit SingletonThreadPool(Open open)
        : m_open(std::move(open))
    { }

    [[nodiscard]] Result<PooledConnection> checkOut(const MayWait &mayWait) override;
    void dispose() override;
    PoolStatus status() const override;

protected:
    void take(PoolEntry entry) override;

private:
    /// A thread's connection: here, or on loan.
    struct Place
    {
        std::weak_ptr<const char> thread;
        const Executor *lent = nullptr; ///< what is on loan; null = nothing is
        PoolEntry entry {};
    };

    std::vector<Place> takeEnded();
    Place &placeOf(const std::shared_ptr<const char> &thread);

    const Open m_open;
    mutable std::mutex m_mutex {};
    std::vector<Place> m_places {};
    quint64 m_generation = 0;
};

tl::unexpected<Error> alreadyLent()
{
    return fail(ErrorCode::Usage,
        u"The database in memory is in use already: each thread has one connection to it, and this thread's is on loan"_s,
        u"End the session or connection that has it first, or use a file, which any number of connections can open."_s);
}

/// Connections of threads that have ended, to be closed by the caller outside of the lock.
std::vector<SingletonThreadPool::Place> SingletonThreadPool::takeEnded()
{
    const auto ended = std::partition(m_places.begin(), m_places.end(),
        [](const Place &place) { return !place.thread.expired() || place.lent; });
    std::vector<Place> taken(
        std::make_move_iterator(ended), std::make_move_iterator(m_places.end()));
    m_places.erase(ended, m_places.end());
    return taken;
}

SingletonThreadPool::Place &SingletonThreadPool::placeOf(const std::shared_ptr<const char> &thread)
{
    const auto found = std::find_if(m_places.begin(), m_places.end(),
        [&](const Place &place) { return place.thread.lock() == thread; });
    return found != m_places.end() ? *found : m_places.emplace_back(Place {.thread = thread});
}

Result<PooledConnection> SingletonThreadPool::checkOut(const MayWait &)
{
    // Opening a database in memory takes no time worth another thread's: the lock is kept.
    std::vector<Place> ended;
    const std::lock_guard lock(m_mutex);
    ended = takeEnded();
    Place &place = placeOf(threadToken());
    if (place.lent)
        return alreadyLent();
    if (!place.entry.executor) {
        Result<std::unique_ptr<Executor>> executor = m_open();
        if (!executor)
            return fail(executor.error());
        place.entry = {*std::move(executor), std::chrono::steady_clock::now(), m_generation};
    }
    place.lent = place.entry.executor.get();
    return lend(std::move(place.entry));
}

void SingletonThreadPool::take(PoolEntry entry)
{
    const std::lock_guard lock(m_mutex);
    const auto place = std::find_if(m_places.begin(), m_places.end(),
        [&](const Place &each) { return each.lent == entry.executor.get(); });
    place->lent = nullptr;
    if (!entry.broken && entry.generation == m_generation)
        place->entry = std::move(entry);
}

void SingletonThreadPool::dispose()
{
    const std::lock_guard lock(m_mutex);
    ++m_generation;
    for (Place &place : m_places)
        place.entry.executor.reset();
}

PoolStatus SingletonThreadPool::status() const
{
    const std::lock_guard lock(m_mutex);
    PoolStatus status;
    for (const Place &place : m_places) {
        status.idle += place.entry.executor ? 1 : 0;
        status.checkedOut += place.lent ? 1 : 0;
    }
    return status;
}

} // namespace

std::shared_ptr<ConnectionPool> singletonThreadPool(ConnectionPool::Open open)
{
    return std::make_shared<SingletonThreadPool>(std::move(open));
}

} // namespace joinery
