// SPDX-License-Identifier: MPL-2.0
#include "support/manyrevisions.h"

#include "joinery/serialization/projectfile.h"
#include "joinery/serialization/revisionfile.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace joinery::testing {

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

} // namespace

Result<> makeRevisionProject(const QString &folder, qint64 count)
{
    QDir(folder).mkpath(u"models"_s);
    QDir(folder).mkpath(u"migrations/versions"_s);
    const ProjectFile project {
        .project = u"bench"_s, .database = u"sqlite:///bench.db"_s, .dialects = {u"sqlite"_s}};
    if (const Result<> written = writeProjectFile(folder + u"/joinery.yaml"_s, project); !written)
        return written;
    return writeRevisions(folder + u"/migrations/versions"_s, count);
}

QByteArray statementOf(qint64 number)
{
    const QByteArray table = "item_" + QByteArray::number(number / revisionsOfATable);
    if (number % revisionsOfATable == 0)
        return "CREATE TABLE " + table + " (id integer NOT NULL PRIMARY KEY, name varchar(200))";
    return "ALTER TABLE " + table + " ADD COLUMN note_"
        + QByteArray::number(number % revisionsOfATable) + " text";
}

} // namespace joinery::testing
