// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/rebuild.h"

#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/standingchecks.h"
#include "joinery/dialects/sqlite/storedtexts.h"
#include "joinery/dialects/sqlite/tabletext.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

bool isAutoincrement(const Table &table)
{
    return hasOption(table.options, options::dialect, options::autoincrement);
}

/// What is copied: the columns of the new table and the expressions over the old one, side by side.
struct Copy
{
    QStringList columns;
    QStringList values;
};

/// The hidden rowid goes along wherever both tables have one that no column carries.
bool copiesRowid(const TableChange &change)
{
    return !rowidName(change.before).isEmpty() && !rowidName(change.after).isEmpty()
        && rowidAlias(change.after).isEmpty();
}

const Column &firstStored(const Table &table)
{
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
        [](const Column &column) { return !column.computed; });
    return found == table.columns.end() ? table.columns.first() : *found;
}

Copy copyOf(const TableChange &change)
{
    Copy copy;
    if (copiesRowid(change)) {
        copy.columns.append(rowidName(change.after));
        copy.values.append(rowidName(change.before));
    }
    for (const ColumnCopy &column : change.columns) {
        if (column.source.isEmpty())
            continue;
        copy.columns.append(quotedName(column.column));
        copy.values.append(column.source);
    }
    if (copy.columns.isEmpty()) { // every column is new: one row of defaults for each old row
        const Column &column = firstStored(change.after);
        copy = {{quotedName(column.name)}, {defaultExpression(column)}};
    }
    return copy;
}

/// With rows left out the values come from a query that knows the new row. Columns that have no
/// source there take their default as they do here.
Copy filteredCopyOf(const TableChange &change)
{
    Copy copy = copyOf(change);
    for (qsizetype i = 0; i < copy.columns.size(); ++i)
        copy.values[i] = i == 0 && copiesRowid(change) ? rowColumn : copy.columns[i];
    return copy;
}

QString orderClause(const QString &name)
{
    return name.isEmpty() ? QString() : u"\nORDER BY "_s + name;
}

/// SELECT for the copy: plain columns where nothing is left out, so that people can read it.
QString selectForCopy(const TableChange &change)
{
    const QString old = quotedName(change.before.name);
    if (change.filters.isEmpty())
        return u"SELECT %1\nFROM %2"_s.arg(copyOf(change).values.join(u", "_s), old)
            + orderClause(rowidName(change.before));
    return u"SELECT %1\nFROM (%2)"_s.arg(
               filteredCopyOf(change).values.join(u", "_s), newRows(change, old))
        + orderClause(rowColumn);
}

/// OR ABORT overrides an ON CONFLICT of the new table that would drop rows in silence.
Statement copyRows(const TableChange &change, const QString &into)
{
    const QStringList columns = copyOf(change).columns;
    return {.sql = u"INSERT OR ABORT INTO %1 (%2)\n"_s.arg(quotedName(into), columns.join(u", "_s))
            + selectForCopy(change)};
}

/// A query that returns a row when the tables differ in their number of rows.
Statement checkCounts(const QString &expected, const QString &copy, const QString &name)
{
    const QString sql = u"SELECT 'table ' || %1 || ' has ' || expected || ' rows to keep, its copy "
                        u"has ' || copied\n"
                        "FROM (SELECT (SELECT count(*) FROM %2) AS expected, (SELECT count(*) FROM "
                        "%3) AS copied)\n"
                        "WHERE expected <> copied"_s.arg(
                            quotedText(quotedName(name)), expected, quotedName(copy));
    return {.kind = Statement::Kind::Check,
        .sql = sql,
        .purpose = u"every row of table \"%1\" was copied"_s.arg(name)};
}

Statement checkCopied(const TableChange &change, const QString &copy)
{
    const QString old = quotedName(change.before.name);
    const QString expected = change.filters.isEmpty() ? old : u'(' + newRows(change, old) + u')';
    return checkCounts(expected, copy, change.before.name);
}

/// The counter of an AUTOINCREMENT table goes to another name, also where the table is empty.
QList<Statement> carryCounter(const QString &from, const QString &to)
{
    const QString purpose = u"keep the AUTOINCREMENT counter"_s;
    return {{.sql = u"DELETE FROM sqlite_sequence WHERE name = "_s + quotedText(to),
                .purpose = purpose},
        {.sql
            = u"INSERT INTO sqlite_sequence (name, seq) SELECT %1, seq FROM sqlite_sequence WHERE name = %2"_s
                  .arg(quotedText(to), quotedText(from)),
            .purpose = purpose}};
}

bool keepsCounter(const TableChange &change)
{
    return isAutoincrement(change.before) && isAutoincrement(change.after);
}

/// The texts that a rebuild writes: those stored, as far as they stay or can be edited.
class Texts
{
public:
    Texts(const TableChange &change, SqliteStoredTexts *stored)
        : m_change(change)
        , m_stored(stored)
    { }

    QString table(const QString &name) const
    {
        const Table &after = m_change.after;
        const QString stored = m_stored ? m_stored->table(m_change.before.name) : QString();
        const QString edited
            = stored.isEmpty() ? QString() : editedTableText(stored, m_change.before, after, name);
        return edited.isNull() ? createTable(after, name) : edited;
    }

    QList<Statement> dependents() const
    {
        QList<Statement> statements;
        for (const Index &index : m_change.after.indexes)
            statements.append({.sql = indexText(index)});
        for (const Trigger &trigger : m_change.after.triggers)
            statements.append({.sql = trigger.sql});
        return statements;
    }

private:
    /// The stored text where it says the same, comments included.
    QString indexText(const Index &index) const
    {
        const QString written = createIndex(m_change.after.name, index);
        const QString stored = m_stored && m_change.before.indexes.contains(index)
            ? m_stored->index(index.name)
            : QString();
        const Result<ParsedIndex> a = parseCreateIndex(stored);
        const Result<ParsedIndex> b = parseCreateIndex(written);
        const bool same = a && b && sameName(a->table, b->table)
            && sameIndexes(m_change.after, a->index, b->index);
        return same ? stored : written;
    }

    static bool sameIndexes(const Table &table, const Index &a, const Index &b)
    {
        Table one = table;
        Table other = table;
        one.indexes = {a};
        other.indexes = {b};
        const SqliteComparePolicy policy;
        return policy.normalized(one).indexes == policy.normalized(other).indexes;
    }

    const TableChange &m_change;
    SqliteStoredTexts *m_stored;
};

Statement dropTable(const QString &name)
{
    return {.sql = u"DROP TABLE "_s + quotedName(name)};
}

/// The usual way: a new table under a temporary name, filled, takes the old one's place.
QList<Statement> rebuildByRename(
    const TableChange &change, const QString &temporary, const Texts &texts)
{
    QList<Statement> statements;
    statements.append({.sql = texts.table(temporary)});
    statements += pastStandingChecks(change, copyRows(change, temporary), temporary);
    statements.append(checkCopied(change, temporary));
    if (keepsCounter(change))
        statements += carryCounter(change.before.name, temporary);
    statements.append(dropTable(change.before.name));
    // Without it the rename would fail at every view that names the table, which is gone for the
    // moment.
    statements.append({.sql = u"PRAGMA legacy_alter_table = ON"_s,
        .purpose = u"rename without looking at views and triggers"_s});
    statements.append({.sql = u"ALTER TABLE %1 RENAME TO %2"_s.arg(
                           quotedName(temporary), quotedName(change.after.name))});
    statements.append({.sql = u"PRAGMA legacy_alter_table = OFF"_s});
    return statements + texts.dependents();
}

/// A check that says `table.column` can only be written in a table of that name.
bool namesItself(const Table &table)
{
    const QList<CheckConstraint> checks = withEnumChecks(table);
    return std::any_of(checks.begin(), checks.end(),
        [&](const CheckConstraint &check) { return qualifiesWith(check.sql, table.name); });
}

/// Typeless columns, so that every value waits there as it is.
QString createHolding(const QString &name, const QStringList &columns)
{
    return u"CREATE TABLE %1 (%2)"_s.arg(quotedName(name), columns.join(u", "_s));
}

Statement insertHeld(const TableChange &change, const QString &holding, const QStringList &columns)
{
    QStringList target = columns;
    if (copiesRowid(change))
        target.first() = rowidName(change.after);
    return {.sql = u"INSERT OR ABORT INTO %1 (%2)\nSELECT %3\nFROM %4\nORDER BY rowid"_s.arg(
                quotedName(change.after.name), target.join(u", "_s), columns.join(u", "_s),
                quotedName(holding))};
}

/// The way for tables whose text names the table itself: the rows wait elsewhere while it is made
/// anew.
QList<Statement> rebuildByHolding(
    const TableChange &change, const QString &temporary, const Texts &texts)
{
    QStringList columns = copyOf(change).columns;
    if (copiesRowid(change))
        columns.first() = rowColumn;
    QList<Statement> statements;
    statements.append({.sql = createHolding(temporary, columns)});
    statements.append(
        {.sql = u"INSERT INTO %1 (%2)\n"_s.arg(quotedName(temporary), columns.join(u", "_s))
                + selectForCopy(change)});
    statements.append(checkCopied(change, temporary));
    if (keepsCounter(change))
        statements += carryCounter(change.before.name, temporary);
    statements.append(dropTable(change.before.name));
    statements.append({.sql = texts.table(change.after.name)});
    statements
        += pastStandingChecks(change, insertHeld(change, temporary, columns), change.after.name);
    statements.append(checkCounts(quotedName(temporary), change.after.name, change.after.name));
    if (keepsCounter(change)) {
        statements += carryCounter(temporary, change.after.name);
        statements.append(
            {.sql = u"DELETE FROM sqlite_sequence WHERE name = "_s + quotedText(temporary)});
    }
    statements.append(dropTable(temporary));
    return statements + texts.dependents();
}

} // namespace

QList<Statement> rebuildStatements(
    const TableChange &change, const MetaData &schema, SqliteStoredTexts *texts)
{
    const QString temporary = unusedName(schema, rebuildPrefix + change.after.name);
    const Texts written(change, texts);
    return namesItself(change.after) ? rebuildByHolding(change, temporary, written)
                                     : rebuildByRename(change, temporary, written);
}

} // namespace joinery::sqlite
