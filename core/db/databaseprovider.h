// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"
#include "joinery/db/url.h"

#include <memory>

namespace joinery {

enum class Access ///< what is done with a database that is opened
{
    Look, ///< read only; a file stays byte-identical, read-only media work
    Change, ///< read and write; the database must exist
    Create, ///< read and write; a missing SQLite file is made
};

/// How a database is opened.
struct OpenOptions
{
    Access access = Access::Look; ///< what is done with it
    int busyTimeoutMs = 5000; ///< how long another program's lock is waited for
    bool trusted = true; ///< false: the file's own schema may not call risky functions
    bool foreignKeys = true; ///< whether the database enforces them; not asked when looking
    qint64 mmapSize = 0; ///< bytes of a file read by memory mapping; 0 = the database's own choice
    int keptStatements = 32; ///< prepared statements that are kept for the next time
};

/// Where open databases come from. Injected from above, so that migration, data and dialects need
/// no driver. Thread-safe.
class DatabaseProvider
{
public:
    virtual ~DatabaseProvider() = default;

    /// Opens the database. Errors: NotFound, NotADatabase, ReadOnly, Locked, Unsupported (no
    /// driver), Io; each names the file or the masked URL.
    [[nodiscard]] virtual Result<std::unique_ptr<Executor>> open(
        const Url &url, const OpenOptions &options = {}) const = 0;

    /// An empty database that nobody else sees, gone when it is closed.
    [[nodiscard]] virtual Result<std::unique_ptr<Executor>> scratch(
        const QString &dialect) const = 0;

    /// Writes a complete, consistent copy of an open database to a new file, through a temporary
    /// file beside it. `progress` gets pages done and pages in all; returning false cancels.
    /// Errors: Unsupported, Io (also: not enough room), Interrupted; no file is left behind.
    [[nodiscard]] virtual Result<> copyToFile(Executor &source, const QString &file,
        const std::function<bool(qint64, qint64)> &progress = {}) const = 0;

    /// Replaces the whole content of `target` by that of `source`, both open, in one transaction of
    /// the target: other programs see the old or the new content. Journal mode and page size of the
    /// target may become the source's. Errors: Locked, ReadOnly, Unsupported, Io; the target is
    /// then unchanged.
    [[nodiscard]] virtual Result<> copyInto(Executor &source, Executor &target) const = 0;
};

} // namespace joinery
