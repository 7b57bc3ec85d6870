// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/sample.h"

#include "joinery/project/workflows.h"

#include <QDir>
#include <QDirIterator>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

const QString source = u":/joinery/sample"_s;

Result<> copyFiles(const QString &folder)
{
    QDirIterator files(source, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString target = folder + file.mid(source.size());
        QDir().mkpath(QFileInfo(target).path());
        if (!QFileInfo::exists(target) && !QFile::copy(file, target))
            return fail(ErrorCode::Io, u"cannot write %1"_s.arg(target));
        // Files in the program are read only, and a copy takes that over.
        QFile::setPermissions(
            target, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    }
    return {};
}

Result<> fillDatabase(
    const QString &folder, const DatabaseProvider &provider, const DialectRegistry &dialects)
{
    const Result<Project> project = openProject(folder);
    if (!project)
        return fail(project.error());
    const Result<ProjectContext> context = makeContext(*project, {}, provider, dialects);
    if (!context)
        return fail(context.error());
    if (const Result<MigrateOutcome> migrated = migrateDatabase(*context, {}); !migrated)
        return fail(migrated.error());
    QFile rows(source + u"/rows.sql"_s);
    if (!rows.open(QFile::ReadOnly))
        return fail(ErrorCode::Io, u"cannot read %1"_s.arg(rows.fileName()));
    const auto database = connect(*context, Access::Change);
    return database ? (*database)->executeScript(QString::fromUtf8(rows.readAll()))
                    : fail(database.error());
}

} // namespace

Result<QString> makeSample(
    const QString &folder, const DatabaseProvider &provider, const DialectRegistry &dialects)
{
    if (QFileInfo::exists(folder + u"/record_shop.db"_s))
        return folder;
    if (const Result<> copied = copyFiles(folder); !copied)
        return fail(copied.error());
    if (const Result<> filled = fillDatabase(folder, provider, dialects); !filled)
        return failIn(u"the sample"_s, filled.error());
    return folder;
}

} // namespace joinery
