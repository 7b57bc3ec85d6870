// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <sqlite3.h>

#include <QString>

#include <optional>

namespace joinery::testing {

/// What a FaultyVfs counts and can make fail.
enum class FileCall
{
    Write,
    Sync,
    Truncate,
    Delete,
    Read,
    Open
};

/// A disk with troubles: the default SQLite VFS under another name, which counts the calls that
/// change files and fails those it is told to. Registered while it lives; only one at a time, and
/// it must outlive the connections. Any thread may open connections.
///
///     FaultyVfs disk;
///     for (int n = 1; ; ++n) {
///         disk.failFrom(n);
///         … open "sqlite:///t.db?vfs=joinery_faulty", change it, close it …
///         if (!disk.hasFailed())
///             break; // n was beyond the last call: it succeeded
///         disk.heal();
///         … nothing may have changed …
///     }
class FaultyVfs
{
public:
    /// `forAll`: also those who name no VFS get it.
    explicit FaultyVfs(bool forAll = false);
    ~FaultyVfs();
    Q_DISABLE_COPY_MOVE(FaultyVfs)

    static QString name(); ///< "joinery_faulty"

    /// Only calls of this kind count and fail from now on; without it, those that change files.
    void only(std::optional<FileCall> kind);
    /// The n-th call from now on (from 1) fails, those after it succeed. A write that fails has
    /// written the first half of its bytes.
    void failAt(qint64 n, int sqliteCode = SQLITE_FULL);
    /// The n-th call from now on and all after it fail: a full disk, or a process that was killed.
    void failFrom(qint64 n, int sqliteCode = SQLITE_IOERR);
    /// No call fails any more. The counts and hasFailed() stay.
    void heal();

    bool hasFailed() const; ///< since the last failAt() or failFrom()
    qint64 count() const; ///< calls since the construction
    qint64 count(FileCall call) const;
};

} // namespace joinery::testing
