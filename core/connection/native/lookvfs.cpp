// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/lookvfs.h"

#include <sqlite3.h>

#include <cstring>
#include <map>
#include <memory>
#include <mutex>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Our own question to xFileControl; SQLite leaves the numbers above 100 to applications.
constexpr int askOutdated = 0x4a4f494e;

/// What we know of an open file. The file of the base VFS follows the LookFile in memory.
struct LookState
{
    sqlite3_vfs *base = nullptr;
    const char *name = nullptr; ///< SQLite keeps it alive as long as the file is open
    QByteArray shmName {}; ///< of a database
    const LookState *database = nullptr; ///< of a log: the database it belongs to
    bool isOpen = false; ///< false: a log that does not exist, read as empty
    bool sharedIndex = false; ///< the index of the log is the real -shm file
    bool privateIndex = false; ///< there was no -shm file: SQLite keeps an index of its own
};

struct LookFile
{
    sqlite3_file file;
    LookState *state;
};

LookState &stateOf(sqlite3_file *file)
{
    return *reinterpret_cast<LookFile *>(file)->state;
}

sqlite3_file *realFile(sqlite3_file *file)
{
    return reinterpret_cast<sqlite3_file *>(reinterpret_cast<LookFile *>(file) + 1);
}

sqlite3_vfs *baseOf(sqlite3_vfs *vfs)
{
    return static_cast<sqlite3_vfs *>(vfs->pAppData);
}

bool exists(sqlite3_vfs *base, const char *name)
{
    int found = 0;
    return base->xAccess(base, name, SQLITE_ACCESS_EXISTS, &found) == SQLITE_OK && found != 0;
}

/// A program that opened the database since has made a -shm file before it could change anything;
/// it cannot delete it while our SHARED lock is on the database.
bool outdated(const LookState &state)
{
    const LookState &database = state.database ? *state.database : state;
    return database.privateIndex && exists(database.base, database.shmName.constData());
}

/// Opens a log that has come into being since it was found missing.
bool openLog(sqlite3_file *file)
{
    LookState &state = stateOf(file);
    if (state.isOpen || !exists(state.base, state.name))
        return state.isOpen;
    state.isOpen = state.base->xOpen(state.base, state.name, realFile(file),
                       SQLITE_OPEN_READONLY | SQLITE_OPEN_WAL, nullptr)
        == SQLITE_OK;
    return state.isOpen;
}

// --- file methods
// ---------------------------------------------------------------------------------

int closeFile(sqlite3_file *file)
{
    const std::unique_ptr<LookState> state(&stateOf(file));
    return state->isOpen ? realFile(file)->pMethods->xClose(realFile(file)) : SQLITE_OK;
}

int readFile(sqlite3_file *file, void *buffer, int size, sqlite3_int64 offset)
{
    const LookState &state = stateOf(file);
    if (state.database && !openLog(file)) {
        std::memset(buffer, 0, static_cast<size_t>(size));
        return SQLITE_IOERR_SHORT_READ;
    }
    const int code = realFile(file)->pMethods->xRead(realFile(file), buffer, size, offset);
    // After reading, so that what was read is known to be from before any change.
    return outdated(state) ? SQLITE_PROTOCOL : code;
}

int writeFile(sqlite3_file *, const void *, int, sqlite3_int64)
{
    return SQLITE_READONLY;
}

int truncateFile(sqlite3_file *, sqlite3_int64)
{
    return SQLITE_READONLY;
}

int syncFile(sqlite3_file *, int)
{
    return SQLITE_OK;
}

int fileSize(sqlite3_file *file, sqlite3_int64 *size)
{
    *size = 0;
    if (stateOf(file).database && !openLog(file))
        return SQLITE_OK;
    return realFile(file)->pMethods->xFileSize(realFile(file), size);
}

int lockFile(sqlite3_file *file, int level)
{
    if (level > SQLITE_LOCK_SHARED)
        return SQLITE_READONLY;
    return stateOf(file).isOpen ? realFile(file)->pMethods->xLock(realFile(file), level)
                                : SQLITE_OK;
}

int unlockFile(sqlite3_file *file, int level)
{
    return stateOf(file).isOpen ? realFile(file)->pMethods->xUnlock(realFile(file), level)
                                : SQLITE_OK;
}

int checkReservedLock(sqlite3_file *file, int *reserved)
{
    *reserved = 0;
    return stateOf(file).isOpen
        ? realFile(file)->pMethods->xCheckReservedLock(realFile(file), reserved)
        : SQLITE_OK;
}

int fileControl(sqlite3_file *file, int operation, void *argument)
{
    const LookState &state = stateOf(file);
    if (operation == askOutdated) {
        *static_cast<bool *>(argument) = outdated(state);
        return SQLITE_OK;
    }
    return state.isOpen
        ? realFile(file)->pMethods->xFileControl(realFile(file), operation, argument)
        : SQLITE_NOTFOUND;
}

int sectorSize(sqlite3_file *file)
{
    return stateOf(file).isOpen ? realFile(file)->pMethods->xSectorSize(realFile(file)) : 4096;
}

int deviceCharacteristics(sqlite3_file *file)
{
    return stateOf(file).isOpen ? realFile(file)->pMethods->xDeviceCharacteristics(realFile(file))
                                : 0;
}

int mapShared(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    LookState &state = stateOf(file);
    *memory = nullptr;
    const bool present = exists(state.base, state.shmName.constData());
    if (state.privateIndex)
        return present ? SQLITE_PROTOCOL : SQLITE_READONLY_CANTINIT;
    if (!state.sharedIndex && !present) {
        // SQLite then builds the index in memory of its own: sqlite.org/walformat.html, and
        // walBeginShmUnlocked() in wal.c.
        state.privateIndex = true;
        return SQLITE_READONLY_CANTINIT;
    }
    state.sharedIndex = true;
    return realFile(file)->pMethods->xShmMap(realFile(file), page, size, extend, memory);
}

int lockShared(sqlite3_file *file, int offset, int count, int flags)
{
    if (!stateOf(file).sharedIndex)
        return SQLITE_OK;
    return realFile(file)->pMethods->xShmLock(realFile(file), offset, count, flags);
}

void barrierShared(sqlite3_file *file)
{
    if (stateOf(file).sharedIndex)
        realFile(file)->pMethods->xShmBarrier(realFile(file));
}

int unmapShared(sqlite3_file *file, int)
{
    LookState &state = stateOf(file);
    const bool shared = std::exchange(state.sharedIndex, false);
    state.privateIndex = false;
    return shared ? realFile(file)->pMethods->xShmUnmap(realFile(file), 0) : SQLITE_OK;
}

const sqlite3_io_methods lookMethods {
    2, // without memory mapping: every page is seen by readFile()
    &closeFile,
    &readFile,
    &writeFile,
    &truncateFile,
    &syncFile,
    &fileSize,
    &lockFile,
    &unlockFile,
    &checkReservedLock,
    &fileControl,
    &sectorSize,
    &deviceCharacteristics,
    &mapShared,
    &lockShared,
    &barrierShared,
    &unmapShared,
    nullptr,
    nullptr,
};

// --- VFS methods
// ----------------------------------------------------------------------------------

int readOnlyFlags(int flags)
{
    return (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_DELETEONCLOSE))
        | SQLITE_OPEN_READONLY;
}

int openLookFile(sqlite3_vfs *base, const char *name, sqlite3_file *file, int flags)
{
    auto state = std::make_unique<LookState>();
    state->base = base;
    state->name = name;
    if (flags & SQLITE_OPEN_WAL)
        state->database = &stateOf(sqlite3_database_file_object(name));
    else
        state->shmName = QByteArray(name) + "-shm";
    if (!state->database || exists(base, name)) {
        const int code = base->xOpen(base, name, realFile(file), flags, nullptr);
        if (code != SQLITE_OK)
            return code;
        state->isOpen = true;
    }
    reinterpret_cast<LookFile *>(file)->state = state.release();
    file->pMethods = &lookMethods;
    return SQLITE_OK;
}

int openFile(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *outFlags)
{
    constexpr int ours = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL;
    constexpr int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    file->pMethods = nullptr;
    if (!name || (flags & (ours | journals)) == 0)
        return baseOf(vfs)->xOpen(baseOf(vfs), name, file, flags, outFlags);
    const int readOnly = readOnlyFlags(flags);
    if (outFlags)
        *outFlags = readOnly;
    if (flags & journals)
        return baseOf(vfs)->xOpen(baseOf(vfs), name, file, readOnly, outFlags);
    return openLookFile(baseOf(vfs), name, file, readOnly);
}

int deleteFile(sqlite3_vfs *, const char *, int)
{
    return SQLITE_READONLY;
}

int accessFile(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    return baseOf(vfs)->xAccess(baseOf(vfs), name, flags, result);
}

int fullPathname(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    return baseOf(vfs)->xFullPathname(baseOf(vfs), name, size, out);
}

int randomness(sqlite3_vfs *vfs, int size, char *out)
{
    return baseOf(vfs)->xRandomness(baseOf(vfs), size, out);
}

int sleepFor(sqlite3_vfs *vfs, int microseconds)
{
    return baseOf(vfs)->xSleep(baseOf(vfs), microseconds);
}

int currentTime(sqlite3_vfs *vfs, double *days)
{
    return baseOf(vfs)->xCurrentTime(baseOf(vfs), days);
}

int lastSystemError(sqlite3_vfs *vfs, int size, char *out)
{
    return baseOf(vfs)->xGetLastError(baseOf(vfs), size, out);
}

/// Owned by the registry for the life of the process, as SQLite wants of a registered VFS.
struct LookVfs
{
    QByteArray name;
    sqlite3_vfs vfs;
};

std::unique_ptr<LookVfs> makeLookVfs(const QByteArray &name, sqlite3_vfs *base)
{
    auto made = std::make_unique<LookVfs>(LookVfs {name, {}});
    sqlite3_vfs &vfs = made->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = static_cast<int>(sizeof(LookFile)) + base->szOsFile;
    vfs.mxPathname = base->mxPathname;
    vfs.zName = made->name.constData();
    vfs.pAppData = base;
    vfs.xOpen = &openFile;
    vfs.xDelete = &deleteFile;
    vfs.xAccess = &accessFile;
    vfs.xFullPathname = &fullPathname;
    vfs.xRandomness = &randomness;
    vfs.xSleep = &sleepFor;
    vfs.xCurrentTime = &currentTime;
    vfs.xGetLastError = &lastSystemError;
    return made;
}

} // namespace

Result<QByteArray> lookVfs(const QByteArray &base)
{
    static std::mutex mutex;
    static std::map<QByteArray, std::unique_ptr<LookVfs>> known;
    const std::lock_guard guard(mutex);
    sqlite3_vfs *real = sqlite3_vfs_find(base.isEmpty() ? nullptr : base.constData());
    if (!real)
        return fail(
            ErrorCode::NotFound, u"There is no SQLite VFS \"%1\""_s.arg(QString::fromUtf8(base)));
    std::unique_ptr<LookVfs> &vfs = known[QByteArray("joinery-look-") + real->zName];
    if (!vfs) {
        vfs = makeLookVfs(QByteArray("joinery-look-") + real->zName, real);
        sqlite3_vfs_register(&vfs->vfs, 0);
    }
    return vfs->name;
}

bool isOutdated(sqlite3 *db)
{
    bool is = false;
    return sqlite3_file_control(db, "main", askOutdated, &is) == SQLITE_OK && is;
}

} // namespace joinery
