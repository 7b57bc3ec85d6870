// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"

#include <chrono>
#include <optional>

namespace joinery {

/// Whether statements are written to the log, category "joinery.engine".
enum class Echo
{
    Off,
    Statements, ///< with the values of their parameters
    Masked, ///< the values hidden
};

/// A statement that ran.
struct StatementReport
{
    QString sql; ///< its text
    QList<Value> parameters {}; ///< in order
    qint64 rows = 0; ///< read, or changed where it yields none
    std::chrono::nanoseconds duration {}; ///< until its last row was handed over
    std::optional<Error> error {}; ///< unset: it went well
};

/// Gets each statement after it ran, on the thread that ran it. Must not use that connection.
using StatementObserver = std::function<void(const StatementReport &report)>;

/// How an Engine opens and keeps its connections. The names are SQLAlchemy's.
struct EngineOptions
{
    int poolSize = 5; ///< connections that are kept open; 0 = any number
    int maxOverflow = 10; ///< further ones, closed when they come back; -1 = any number
    std::chrono::milliseconds poolTimeout {30'000}; ///< how long connect() waits for one
    std::chrono::seconds poolRecycle {-1}; ///< older ones are opened anew; -1 = never
    bool prePing = true; ///< whether a kept one is tried before it is given out
    Echo echo = Echo::Off; ///< whether statements are logged
    StatementObserver observer {}; ///< gets each statement
    Access access = Access::Create; ///< what is done with the database
    std::chrono::milliseconds busyTimeout {
        5'000}; ///< how long other programs' locks are waited for
    bool foreignKeys = true; ///< whether the database enforces them
    qint64 mmapSize = 0; ///< bytes of a file read by memory mapping; 0 = the database's own choice
    int keptStatements = 32; ///< prepared statements that each connection keeps

    /// The defaults, changed by the variables that are set: JOINERY_ECHO (true, false or masked),
    /// JOINERY_POOL_SIZE, JOINERY_MAX_OVERFLOW, JOINERY_POOL_TIMEOUT and JOINERY_POOL_RECYCLE
    /// (seconds), JOINERY_POOL_PRE_PING. Errors: Usage, naming the variable and its value.
    [[nodiscard]] static Result<EngineOptions> fromEnvironment();
};

} // namespace joinery
