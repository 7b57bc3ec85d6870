// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/lockholders.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#ifdef Q_OS_LINUX
#include <sys/stat.h>
#endif

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

#ifdef Q_OS_LINUX

constexpr qsizetype mostNamed = 3;

QByteArray inodeOf(const QString &file)
{
    struct stat status
    { };
    if (stat(QFile::encodeName(file).constData(), &status) != 0)
        return {};
    return QByteArray::number(static_cast<qulonglong>(status.st_ino));
}

/// /proc/locks names inodes, which are unique only within a device, and devices, which overlay file
/// systems hide: so the process must also have the very file open. True where that cannot be read.
bool mayHaveOpen(qint64 pid, const QString &file)
{
    const QDir open(u"/proc/%1/fd"_s.arg(pid));
    const QFileInfoList entries
        = open.entryInfoList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
    if (entries.isEmpty())
        return true;
    return std::any_of(entries.cbegin(), entries.cend(),
        [&](const QFileInfo &entry) { return entry.symLinkTarget() == file; });
}

QString processText(qint64 pid)
{
    QFile name(u"/proc/%1/comm"_s.arg(pid));
    if (!name.open(QIODevice::ReadOnly))
        return u"process %1"_s.arg(pid);
    return u"%1, process %2"_s.arg(QString::fromLocal8Bit(name.readAll().trimmed())).arg(pid);
}

struct Holders
{
    QSet<qint64> writers {};
    QSet<qint64> readers {};
};

/// Lines like "1: POSIX  ADVISORY  WRITE 4711 08:01:131074 1073741824 1073742335".
Holders holdersOf(const QString &file)
{
    Holders holders;
    const QByteArray inode = inodeOf(file);
    QFile locks(u"/proc/locks"_s);
    if (inode.isEmpty() || !locks.open(QIODevice::ReadOnly))
        return holders;
    for (const QByteArray &line : locks.readAll().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() < 8 || words[1] == "->" || !words[5].endsWith(':' + inode))
            continue;
        const qint64 pid = words[4].toLongLong();
        if (pid > 0 && mayHaveOpen(pid, file))
            (words[3] == "WRITE" ? holders.writers : holders.readers).insert(pid);
    }
    return holders;
}

#endif

} // namespace

QString lockHolders(const QString &file)
{
#ifdef Q_OS_LINUX
    const QString path = QFileInfo(file).canonicalFilePath();
    Holders holders = holdersOf(path);
    holders.writers += holdersOf(path + u"-shm"_s).writers;
    QSet<qint64> pids = holders.writers.isEmpty() ? holders.readers : holders.writers;
    const bool own = pids.remove(QCoreApplication::applicationPid());
    if (pids.isEmpty())
        return own ? u"another connection of this program"_s : QString();
    QStringList names;
    for (const qint64 pid : std::as_const(pids))
        names.append(processText(pid));
    names.sort();
    return names.mid(0, mostNamed).join(u"; "_s);
#else
    Q_UNUSED(file)
    return {};
#endif
}

} // namespace joinery
