// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/backups.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype keptBackups = 10;
const QString timeFormat = u"yyyyMMdd'T'HHmmsszzz"_s;

QString databaseName(const ProjectContext &context)
{
    return QFileInfo(context.url.database).completeBaseName();
}

/// A name of this moment, or of the next that no other migrator has taken.
QString freePath(const ProjectContext &context, const QString &revision)
{
    const QDir folder(context.project.backupsFolder());
    QDateTime time = QDateTime::currentDateTimeUtc();
    while (true) {
        const QString path = folder.filePath(
            u"%1-%2-%3.db"_s.arg(databaseName(context), time.toString(timeFormat), revision));
        if (!QFileInfo::exists(path))
            return path;
        time = time.addMSecs(1);
    }
}

Backup describeFile(const QFileInfo &file, const QRegularExpressionMatch &match)
{
    Backup backup {.path = file.absoluteFilePath(), .name = file.fileName()};
    backup.takenAt = QDateTime::fromString(match.captured(1), timeFormat);
    backup.takenAt.setTimeSpec(Qt::UTC);
    backup.revision = match.captured(2);
    backup.bytes = file.size();
    return backup;
}

void removeOldest(const ProjectContext &context)
{
    const QList<Backup> all = listBackups(context);
    for (qsizetype i = keptBackups; i < all.size(); ++i)
        QFile::remove(all[i].path);
}

Result<QString> findBackup(const ProjectContext &context, const QString &name)
{
    const QList<Backup> all = listBackups(context);
    if (name.isEmpty() && !all.isEmpty())
        return all.first().path;
    for (const Backup &backup : all) {
        if (backup.name == name)
            return backup.path;
    }
    if (!name.isEmpty() && QFileInfo(name).isFile())
        return QFileInfo(name).absoluteFilePath();
    return fail(ErrorCode::NotFound,
        name.isEmpty() ? u"there is no backup of %1"_s.arg(context.url.display())
                       : u"there is no backup \"%1\""_s.arg(name),
        u"`joinery db backups` lists them"_s);
}

} // namespace

QList<Backup> listBackups(const ProjectContext &context)
{
    const QRegularExpression pattern(u'^' + QRegularExpression::escape(databaseName(context))
        + uR"(-(\d{8}T\d{9})-([0-9a-zA-Z]+)\.db$)"_s);
    QList<Backup> all;
    for (const QFileInfo &file : QDir(context.project.backupsFolder()).entryInfoList(QDir::Files)) {
        if (const auto match = pattern.match(file.fileName()); match.hasMatch())
            all.append(describeFile(file, match));
    }
    std::sort(all.begin(), all.end(),
        [](const Backup &a, const Backup &b) { return a.takenAt > b.takenAt; });
    return all;
}

Result<QString> takeBackup(const ProjectContext &context, Executor &live, const QString &revision)
{
    const QDir folder(context.project.backupsFolder());
    if (!folder.mkpath(u"."_s))
        return fail(ErrorCode::Io, u"the folder %1 cannot be made"_s.arg(folder.path()),
            u"make it, or pass --backup never"_s);
    QString path;
    Result<> copied;
    do {
        path = freePath(context, revision);
        copied = context.provider->copyToFile(live, path);
        // What came into being meanwhile is another migrator's.
    } while (!copied && copied.error().code == ErrorCode::Conflict && QFileInfo::exists(path));
    if (!copied)
        return fail(copied.error());
    removeOldest(context);
    return path;
}

Result<QString> backUpTo(const ProjectContext &context, Executor &live, const QString &path)
{
    const QString target = QFileInfo(path).absoluteFilePath();
    if (QFileInfo::exists(target))
        return fail(ErrorCode::Conflict, u"%1 is there already"_s.arg(target),
            u"name a file that does not exist"_s);
    if (auto copied = context.provider->copyToFile(live, target); !copied)
        return fail(copied.error());
    return target;
}

Result<QString> restoreBackup(const ProjectContext &context, const QString &name)
{
    const Result<QString> path = findBackup(context, name);
    if (!path)
        return fail(path.error());
    const Result<std::unique_ptr<Executor>> source
        = context.provider->open({.dialect = context.url.dialect, .database = *path});
    if (!source)
        return fail(source.error());
    const Result<std::unique_ptr<Executor>> live = connect(context, Access::Create);
    if (!live)
        return fail(live.error());
    Result<QString> saved = takeBackup(context, **live, u"restore"_s);
    if (!saved)
        return failIn(u"backing up what is there"_s, saved.error());
    if (auto copied = context.provider->copyInto(**source, **live); !copied)
        return failIn(u"restoring %1"_s.arg(*path), copied.error());
    return saved;
}

} // namespace joinery
