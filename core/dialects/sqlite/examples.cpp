// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/examples.h"

#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/truthnames.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

constexpr qsizetype mostColumns = 6;
constexpr qsizetype longestText = 60;
constexpr qsizetype longestBlob = 16;

QStringList keyColumns(const Table &table)
{
    QStringList names;
    if (const auto key = effectivePrimaryKey(table)) {
        for (const KeyPart &part : key->columns)
            names.append(part.column);
    }
    return names;
}

Value cut(const Value &value)
{
    if (const QString *text = std::get_if<QString>(&value); text && text->size() > longestText)
        return text->left(longestText - 1) + u'…';
    if (const QByteArray *blob = std::get_if<QByteArray>(&value);
        blob && blob->size() > longestBlob)
        return blob->left(longestBlob);
    return value;
}

/// The rows, numbered within the groups that the key takes for equal, and counted.
QString grouped(const QString &rows, const QString &table, const RowRule &rule)
{
    return u"(SELECT *, %1 AS joinery_rank, count(*) OVER (%2) AS joinery_size FROM (%3) AS %4) AS %4"_s
        .arg(rule.rank, rule.equals, rows, table);
}

} // namespace

QStringList exampleColumns(const Table &table, const QStringList &inQuestion, const QString &place)
{
    QStringList shown = keyColumns(table) + inQuestion;
    for (const Column &column : table.columns) {
        if (!containsName(shown, column.name) && shown.size() < mostColumns)
            shown.append(column.name);
    }
    QStringList columns;
    const bool hidden = hasRowid(table) && !effectivePrimaryKey(table) && !place.isEmpty();
    if (hidden && !findColumn(table, u"rowid"_s))
        columns.append(place + u" AS rowid"_s);
    for (const Column &column : table.columns) {
        if (containsName(shown, column.name))
            columns.append(quotedName(column.name));
    }
    return columns;
}

RowSet exampleRows(
    Executor &live, const Projection &projection, const QStringList &columns, const QString &from)
{
    const QString query = u"SELECT %1 %2 LIMIT 5"_s.arg(columns.join(u", "_s), from);
    RowSet found = live.query(projection.whole(query)).value_or(RowSet());
    for (QList<Value> &row : found.rows)
        std::transform(row.begin(), row.end(), row.begin(), cut);
    std::transform(
        found.columns.begin(), found.columns.end(), found.columns.begin(), withoutTruthName);
    return found;
}

QString groupsOf(const QString &rows, const QString &table, const RowRule &rule)
{
    return u"FROM %1 WHERE joinery_size > 1 AND %2"_s.arg(
        grouped(rows, table, rule), rule.compared);
}

QString rowsOfGroups(const QString &rows, const QString &table, const RowRule &rule)
{
    const QString within = QString(rule.equals).replace(u"PARTITION BY "_s, QString());
    return u"FROM %1 WHERE (%2) OR (joinery_size > 1 AND %3) ORDER BY %4, joinery_rank"_s.arg(
        grouped(rows, table, rule), rule.broken, rule.compared, within);
}

} // namespace joinery::sqlite
