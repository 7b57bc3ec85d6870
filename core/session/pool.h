// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"

#include <chrono>

namespace joinery {

class ConnectionPool;

/// A connection as a pool keeps it.
struct PoolEntry
{
    std::unique_ptr<Executor> executor; ///< the connection
    std::chrono::steady_clock::time_point openedAt {}; ///< when it was opened
    quint64 generation = 0; ///< how often the pool had been disposed of when it was opened
    bool broken = false; ///< to be closed, not kept
};

/// A connection on loan from a pool, for one thread at a time. Destroying it gives the connection
/// back: what is not committed is rolled back, a progress handler is forgotten; temporary tables
/// and settings stay. It keeps its pool alive. Empty after it was moved from.
class PooledConnection
{
public:
    PooledConnection(std::shared_ptr<ConnectionPool> pool, PoolEntry entry); ///< for pools
    /// The loan moves; `other` is empty then.
    PooledConnection(PooledConnection &&other) noexcept;
    /// The same, after giving back what it had.
    PooledConnection &operator=(PooledConnection &&other) noexcept;
    ~PooledConnection();

    /// The connection; stays the pool's.
    Executor &executor() const { return *m_entry.executor; }
    /// It is no good any more: it will be closed instead of being kept.
    void invalidate() { m_entry.broken = true; }

private:
    void giveBack();

    std::shared_ptr<ConnectionPool> m_pool;
    PoolEntry m_entry;
};

/// How many connections a pool keeps, and how.
struct PoolOptions
{
    int size = 5; ///< connections that are kept; 0 = any number
    int maxOverflow = 10; ///< further ones that may be out at a time; -1 = any number
    std::chrono::milliseconds timeout {30'000}; ///< how long one is waited for
    std::chrono::seconds recycle {-1}; ///< older ones are opened anew; -1 = never
    bool prePing = true; ///< whether a kept one is tried before it is given out
};

/// How many connections a pool has at the moment.
struct PoolStatus
{
    int idle = 0; ///< open and waiting
    int checkedOut = 0; ///< on loan

    bool operator==(const PoolStatus &) const = default;
};

/// Where connections come from and go back to. Thread-safe.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool>
{
public:
    /// Opens a new connection. Called on the thread that asks for one.
    using Open = std::function<Result<std::unique_ptr<Executor>>()>;
    /// Asked every few milliseconds while a connection is waited for; false ends the wait.
    using MayWait = std::function<bool()>;

    virtual ~ConnectionPool() = default;

    /// A connection for the calling thread. Errors: those of opening; Locked when none came back in
    /// time; Interrupted when `mayWait` said so; Usage when it would be waited for in vain.
    [[nodiscard]] virtual Result<PooledConnection> checkOut(const MayWait &mayWait = {}) = 0;
    /// Closes the connections that wait; those on loan are closed when they come back.
    virtual void dispose() = 0;
    virtual PoolStatus status() const = 0; ///< at the moment

protected:
    friend class PooledConnection;
    /// `entry` is ready for the next borrower, unless it is broken.
    virtual void take(PoolEntry entry) = 0;

    /// For checkOut().
    PooledConnection lend(PoolEntry entry)
    {
        return PooledConnection(shared_from_this(), std::move(entry));
    }
};

/// SQLAlchemy's QueuePool: any thread gets any connection, the one that came back last first.
std::shared_ptr<ConnectionPool> queuePool(ConnectionPool::Open open, const PoolOptions &options);

/// SQLAlchemy's SingletonThreadPool: each thread has one connection of its own, kept until the
/// thread or the pool ends. Asking for it again while it is on loan is a Usage error.
std::shared_ptr<ConnectionPool> singletonThreadPool(ConnectionPool::Open open);

} // namespace joinery
