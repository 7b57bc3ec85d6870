// SPDX-License-Identifier: MPL-2.0
#include "support/faultyvfs.h"

#include <array>
#include <mutex>
#include <numeric>

namespace joinery::testing {

namespace {

struct Fault
{
    qint64 at = 0; ///< counted from when it was set
    int code = SQLITE_OK;
    bool stays = false;
};

/// SQLite hands its callbacks no context, so the state of the one registered disk is here.
struct Disk
{
    std::mutex mutex;
    sqlite3_vfs vfs {};
    sqlite3_vfs *real = nullptr;
    std::array<qint64, 6> counts {};
    qint64 sinceSet = 0;
    Fault fault;
    std::optional<FileCall> only;
    bool failed = false;
};

Disk &disk()
{
    static Disk only;
    return only;
}

void set(const Fault &fault)
{
    const std::lock_guard lock(disk().mutex);
    disk().fault = fault;
    disk().sinceSet = 0;
    disk().failed = false;
}

/// Counts the call; what it must fail with, or SQLITE_OK.
int trouble(FileCall call)
{
    const std::lock_guard lock(disk().mutex);
    ++disk().counts[static_cast<size_t>(call)];
    const bool changes = call != FileCall::Read && call != FileCall::Open;
    if (disk().only ? *disk().only != call : !changes)
        return SQLITE_OK;
    const qint64 n = ++disk().sinceSet;
    const Fault &fault = disk().fault;
    if (fault.at == 0 || n < fault.at || (n > fault.at && !fault.stays))
        return SQLITE_OK;
    disk().failed = true;
    return fault.code;
}

/// SQLite allocates szOsFile bytes: ours, followed by the real file.
struct File
{
    sqlite3_file base;
};

sqlite3_file *realFile(sqlite3_file *file)
{
    return reinterpret_cast<sqlite3_file *>(reinterpret_cast<File *>(file) + 1);
}

const sqlite3_io_methods *methods(sqlite3_file *file)
{
    return realFile(file)->pMethods;
}

int closeFile(sqlite3_file *file)
{
    return methods(file)->xClose(realFile(file));
}

int readFile(sqlite3_file *file, void *to, int size, sqlite3_int64 from)
{
    const int code = trouble(FileCall::Read);
    return code == SQLITE_OK ? methods(file)->xRead(realFile(file), to, size, from) : code;
}

int writeFile(sqlite3_file *file, const void *from, int size, sqlite3_int64 to)
{
    const int code = trouble(FileCall::Write);
    if (code == SQLITE_OK)
        return methods(file)->xWrite(realFile(file), from, size, to);
    methods(file)->xWrite(realFile(file), from, size / 2, to);
    return code;
}

int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    const int code = trouble(FileCall::Truncate);
    return code == SQLITE_OK ? methods(file)->xTruncate(realFile(file), size) : code;
}

int syncFile(sqlite3_file *file, int flags)
{
    const int code = trouble(FileCall::Sync);
    return code == SQLITE_OK ? methods(file)->xSync(realFile(file), flags) : code;
}

int fileSize(sqlite3_file *file, sqlite3_int64 *size)
{
    return methods(file)->xFileSize(realFile(file), size);
}

int lockFile(sqlite3_file *file, int level)
{
    return methods(file)->xLock(realFile(file), level);
}

int unlockFile(sqlite3_file *file, int level)
{
    return methods(file)->xUnlock(realFile(file), level);
}

int checkReservedLock(sqlite3_file *file, int *held)
{
    return methods(file)->xCheckReservedLock(realFile(file), held);
}

int fileControl(sqlite3_file *file, int operation, void *argument)
{
    return methods(file)->xFileControl(realFile(file), operation, argument);
}

int sectorSize(sqlite3_file *file)
{
    return methods(file)->xSectorSize(realFile(file));
}

int deviceCharacteristics(sqlite3_file *file)
{
    return methods(file)->xDeviceCharacteristics(realFile(file));
}

int mapShared(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    return methods(file)->xShmMap(realFile(file), page, size, extend, memory);
}

int lockShared(sqlite3_file *file, int offset, int count, int flags)
{
    return methods(file)->xShmLock(realFile(file), offset, count, flags);
}

void sharedBarrier(sqlite3_file *file)
{
    methods(file)->xShmBarrier(realFile(file));
}

int unmapShared(sqlite3_file *file, int remove)
{
    return methods(file)->xShmUnmap(realFile(file), remove);
}

int fetchPage(sqlite3_file *file, sqlite3_int64 offset, int size, void **page)
{
    return methods(file)->xFetch(realFile(file), offset, size, page);
}

int unfetchPage(sqlite3_file *file, sqlite3_int64 offset, void *page)
{
    return methods(file)->xUnfetch(realFile(file), offset, page);
}

constexpr sqlite3_io_methods faultyMethods {3, closeFile, readFile, writeFile, truncateFile,
    syncFile, fileSize, lockFile, unlockFile, checkReservedLock, fileControl, sectorSize,
    deviceCharacteristics, mapShared, lockShared, sharedBarrier, unmapShared, fetchPage,
    unfetchPage};

int openFile(sqlite3_vfs *, const char *path, sqlite3_file *file, int flags, int *flagsOut)
{
    file->pMethods = nullptr;
    if (const int fault = trouble(FileCall::Open); fault != SQLITE_OK)
        return fault;
    const int code = disk().real->xOpen(disk().real, path, realFile(file), flags, flagsOut);
    if (methods(file) != nullptr)
        file->pMethods = &faultyMethods;
    return code;
}

int deleteFile(sqlite3_vfs *, const char *path, int syncFolder)
{
    const int code = trouble(FileCall::Delete);
    return code == SQLITE_OK ? disk().real->xDelete(disk().real, path, syncFolder) : code;
}

} // namespace

FaultyVfs::FaultyVfs(bool forAll)
{
    static const QByteArray called = name().toUtf8();
    Disk &only = disk();
    only.real = sqlite3_vfs_find(nullptr);
    // The other entries work on the default VFS's own data and know nothing of files.
    only.vfs = *only.real;
    only.vfs.pNext = nullptr;
    only.vfs.zName = called.constData();
    only.vfs.szOsFile = static_cast<int>(sizeof(File)) + only.real->szOsFile;
    only.vfs.xOpen = openFile;
    only.vfs.xDelete = deleteFile;
    only.counts = {};
    only.only = std::nullopt;
    set({});
    sqlite3_vfs_register(&only.vfs, forAll ? 1 : 0);
}

FaultyVfs::~FaultyVfs()
{
    sqlite3_vfs_unregister(&disk().vfs);
    sqlite3_vfs_register(disk().real, 1); // what stands next in the list may be another one
}

QString FaultyVfs::name()
{
    return QStringLiteral("joinery_faulty");
}

void FaultyVfs::only(std::optional<FileCall> kind)
{
    const std::lock_guard lock(disk().mutex);
    disk().only = kind;
}

void FaultyVfs::failAt(qint64 n, int sqliteCode)
{
    set({.at = n, .code = sqliteCode, .stays = false});
}

void FaultyVfs::failFrom(qint64 n, int sqliteCode)
{
    set({.at = n, .code = sqliteCode, .stays = true});
}

void FaultyVfs::heal()
{
    const std::lock_guard lock(disk().mutex);
    disk().fault = {};
}

bool FaultyVfs::hasFailed() const
{
    const std::lock_guard lock(disk().mutex);
    return disk().failed;
}

qint64 FaultyVfs::count() const
{
    const std::lock_guard lock(disk().mutex);
    return std::accumulate(disk().counts.begin(), disk().counts.end(), qint64 {0});
}

qint64 FaultyVfs::count(FileCall call) const
{
    const std::lock_guard lock(disk().mutex);
    return disk().counts[static_cast<size_t>(call)];
}

} // namespace joinery::testing
