// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/temporarycopy.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QRegularExpression>
#include <QSysInfo>
#include <QUuid>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <csignal>
#endif

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Eight digits that are others on another machine: folders can be shared.
QString machine()
{
    const QByteArray name = QSysInfo::machineUniqueId() + QSysInfo::machineHostName().toUtf8();
    return QString::fromLatin1(
        QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex().left(8));
}

/// Where it cannot be told, the process lives.
bool isRunning(qint64 process)
{
#ifdef Q_OS_UNIX
    return ::kill(pid_t(process), 0) == 0 || errno != ESRCH;
#else
    Q_UNUSED(process);
    return true;
#endif
}

bool isStale(const QFileInfo &file, const QRegularExpressionMatch &match)
{
    if (file.lastModified().secsTo(QDateTime::currentDateTime()) > 24 * 60 * 60)
        return true;
    return match.captured(1) == machine() && !isRunning(match.captured(2).toLongLong());
}

} // namespace

QString temporaryCopyName(const QString &file)
{
    return u"%1.%2-%3-%4.tmp"_s.arg(file, machine(),
        QString::number(QCoreApplication::applicationPid()),
        QUuid::createUuid().toString(QUuid::Id128).left(8));
}

void removeWithCompanions(const QString &path)
{
    for (const QString &suffix : {u""_s, u"-journal"_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(path + suffix);
}

void removeStaleCopies(const QString &folder)
{
    static const QRegularExpression name(uR"(\.([0-9a-f]{8})-(\d{1,18})-[0-9a-f]{8}\.tmp$)"_s);
    for (const QFileInfo &file : QDir(folder).entryInfoList({u"*.tmp"_s}, QDir::Files)) {
        const auto match = name.match(file.fileName());
        if (match.hasMatch() && isStale(file, match))
            removeWithCompanions(file.absoluteFilePath());
    }
}

} // namespace joinery
