// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/ftscopy.h"

#include "joinery/dialects/sqlite/ftstable.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/tablechange.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// Columns of a table whose rows a copy by rowid and columns keeps whole.
QStringList copyableColumns(const VirtualTable &table)
{
    const std::optional<FtsTable> fts = ftsTable(table);
    const bool whole
        = fts && fts->content == FtsTable::Content::Own && !fts->options.contains(u"languageid"_s);
    return whole ? fts->columns : QStringList();
}

const CreateVirtualTable *createIn(const Operation &operation, const QString &name)
{
    const auto *create = std::get_if<CreateVirtualTable>(&operation);
    return create && sameName(create->table.name, name) ? create : nullptr;
}

QString namesIn(const FtsCopy &copy)
{
    QStringList names;
    for (const QString &column : copy.columns)
        names.append(quotedName(column));
    return names.join(u", "_s);
}

} // namespace

std::optional<FtsCopy> ftsCopyAt(const QList<Operation> &operations, qsizetype drop)
{
    const auto *dropped = std::get_if<DropVirtualTable>(&operations[drop]);
    if (!dropped)
        return std::nullopt;
    FtsCopy copy {.table = dropped->table.name, .creates = drop + 1};
    while (copy.creates < operations.size() && !createIn(operations[copy.creates], copy.table))
        ++copy.creates;
    if (copy.creates == operations.size())
        return std::nullopt;
    const QStringList after
        = copyableColumns(createIn(operations[copy.creates], copy.table)->table);
    for (const QString &column : copyableColumns(dropped->table))
        (containsName(after, column) ? copy.columns : copy.gone).append(column);
    return copy.columns.isEmpty() ? std::nullopt : std::optional(copy);
}

QList<Statement> holdFtsRows(const FtsCopy &copy, const QString &holding)
{
    return {{.sql = u"CREATE TABLE %1 AS SELECT rowid AS %2, %3 FROM %4"_s.arg(
                 quotedName(holding), rowColumn, namesIn(copy), quotedName(copy.table)),
        .purpose = u"keep the rows of \"%1\""_s.arg(copy.table)}};
}

QList<Statement> takeFtsRows(const FtsCopy &copy, const QString &holding)
{
    const QString table = quotedName(copy.table);
    const QString held = quotedName(holding);
    return {{.sql = u"INSERT INTO %1 (rowid, %2) SELECT %3, %2 FROM %4 ORDER BY %3"_s.arg(
                 table, namesIn(copy), rowColumn, held),
                .purpose = u"put the rows of \"%1\" back"_s.arg(copy.table)},
        {.kind = Statement::Kind::Check,
            .sql
            = u"SELECT 'table ' || %1 || ' had ' || expected || ' rows, now it has ' || copied\n"
              "FROM (SELECT (SELECT count(*) FROM %2) AS expected, (SELECT count(*) FROM %3) AS "
              "copied)\n"
              "WHERE expected <> copied"_s.arg(quotedText(table), held, table),
            .purpose = u"every row of table \"%1\" was copied"_s.arg(copy.table)},
        {.sql = u"DROP TABLE "_s + held}};
}

} // namespace joinery::sqlite
