// SPDX-License-Identifier: MPL-2.0
// `joinery db migrate` with nothing to do in a project of 500 revisions, the whole process, against
// a process that opens the database and reads one row.
#include "joinery/serialization/projectfile.h"
#include "joinery/serialization/revisionfile.h"
#include "support/contest.h"

#include <QDir>
#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr int revisionsOfATable = 10;

QString idOf(qint64 number)
{
    return number < 0 ? QString() : u"%1"_s.arg(number + 0x100000000000, 12, 16, QChar(u'0'));
}

Operation operationOf(qint64 number)
{
    const QString table = u"item_%1"_s.arg(number / revisionsOfATable);
    if (number % revisionsOfATable != 0)
        return AddColumn {.table = table,
            .column = {.name = u"note_%1"_s.arg(number % revisionsOfATable), .type = {u"text"_s}}};
    return CreateTable {
        .table = {.name = table,
            .columns = {{.name = u"id"_s, .type = {u"integer"_s}, .nullable = false},
                {.name = u"name"_s, .type = {u"varchar(200)"_s}}},
            .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}}};
}

Result<> writeRevisions(const QString &folder, qint64 count)
{
    for (qint64 number = 0; number < count; ++number) {
        const Revision revision {.id = idOf(number),
            .downRevisions = number == 0 ? QStringList() : QStringList {idOf(number - 1)},
            .message = u"step %1"_s.arg(number),
            .created = QDateTime::fromSecsSinceEpoch(1'700'000'000 + number * 60, Qt::UTC),
            .upgrade = {operationOf(number)}};
        const QString path = folder + u'/' + revisionFileStem(revision) + u".yaml"_s;
        if (const Result<> written = writeRevisionFile(path, revision); !written)
            return written;
    }
    return {};
}

Result<> makeProject(const QString &folder, qint64 revisions)
{
    QDir(folder).mkpath(u"models"_s);
    QDir(folder).mkpath(u"migrations/versions"_s);
    const ProjectFile project {
        .project = u"bench"_s, .database = u"sqlite:///bench.db"_s, .dialects = {u"sqlite"_s}};
    if (const Result<> written = writeProjectFile(folder + u"/joinery.yaml"_s, project); !written)
        return written;
    return writeRevisions(folder + u"/migrations/versions"_s, revisions);
}

Result<> contest(const Contest &contest)
{
    const QTemporaryDir folder;
    const Result<> made = makeProject(folder.path(), contest.knob(u"revisions"_s, 500));
    if (!made)
        return made;
    const QString joinery = QString::fromUtf8(JOINERY_CLI);
    const QStringList migrate {joinery, u"db"_s, u"migrate"_s, u"--no-input"_s, u"--yes"_s};
    for (const QStringList &command :
        {migrate, QStringList {joinery, u"pull"_s, u"--no-input"_s}}) {
        if (const auto prepared = costOf(command, folder.path()); !prepared)
            return fail(prepared.error());
    }
    const QStringList read {QString::fromUtf8(JOINERY_BAREREAD), u"bench.db"_s};
    return contest.run(
        u"migrate_noop"_s, 41, [&] { return costOf(migrate, folder.path()); },
        [&] { return costOf(read, folder.path()); });
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
