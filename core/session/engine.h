// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/engineoptions.h"
#include "joinery/session/pool.h"

namespace joinery {

class Dialect;

/// Where a program's connections to one database come from: a URL, a dialect and a pool, as
/// SQLAlchemy's Engine. A handle: copies share the pool, which lives as long as any of them or a
/// connection on loan. Thread-safe.
///
/// A database in memory (sqlite://) has one connection per thread, each with a database of its own;
/// the one of a URL with cache=shared is common to all, as long as one connection is open.
class Engine
{
public:
    /// No connection is made yet; a relative path is one from the current folder. Errors: Parse,
    /// Unsupported (no such dialect in this build), Usage (options that make no sense).
    [[nodiscard]] static Result<Engine> create(const QString &url, EngineOptions options = {});
    /// The same for a URL that was parsed.
    [[nodiscard]] static Result<Engine> create(const Url &url, EngineOptions options = {});
    /// The engine for JOINERY_DB_URL with EngineOptions::fromEnvironment(). Errors: as those two;
    /// NotFound when the variable is not set.
    [[nodiscard]] static Result<Engine> fromEnvironment();
    /// The one engine of the program for this URL, with EngineOptions::fromEnvironment(): made by
    /// the first call, kept until the program ends. Errors: as create().
    [[nodiscard]] static Result<Engine> cached(const QString &url);

    const Url &url() const; ///< of the database, its path absolute
    const EngineOptions &options() const; ///< as they were given
    /// Lives until the program ends.
    const Dialect &dialect() const;

    /// A connection for the calling thread, waited for up to poolTimeout, or until `mayWait`, asked
    /// every few milliseconds, returns false. Errors: those of DatabaseProvider::open(); Locked
    /// when all connections stay in use; Interrupted; Usage when a database in memory is in use by
    /// this thread already.
    [[nodiscard]] Result<PooledConnection> connect(
        const ConnectionPool::MayWait &mayWait = {}) const;
    /// One statement on a connection of its own, committed at once. Errors: as connect() and
    /// Executor::query().
    [[nodiscard]] Result<RowSet> query(
        const QString &sql, const QList<Value> &parameters = {}) const;
    /// The same for a statement without rows: how many rows it changed.
    [[nodiscard]] Result<qint64> execute(
        const QString &sql, const QList<Value> &parameters = {}) const;
    /// Whether the database answers, by SELECT 1. Its error goes to the log (category
    /// "joinery.engine") once, until it is well again. Blocks as connect() does.
    [[nodiscard]] Result<> health() const;

    /// Closes the connections that nobody uses; the others are closed when they come back. The
    /// engine can be used as before. A database in memory is gone with its connection.
    void dispose() const;
    PoolStatus poolStatus() const; ///< at the moment

private:
    struct Shared;
    explicit Engine(std::shared_ptr<Shared> shared);

    std::shared_ptr<Shared> m_shared;
};

} // namespace joinery
