// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/remedies.h"

#include "joinery/dialects/decisiontext.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/fillcandidates.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/truthnames.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

const AlterColumn *alterOf(const RowChange &change, const QString &column)
{
    const qsizetype maker = makerOf(change, column);
    return maker < 0 ? nullptr : std::get_if<AlterColumn>(&change.operations[maker]);
}

/// The change with a fill for the column: in the operation that makes it, or in one of its own.
RowChange filled(RowChange change, const QString &column, const QString &expression)
{
    const qsizetype maker = makerOf(change, column);
    if (maker < 0)
        change.operations.prepend(
            AlterColumn {.table = change.change.after.name, .column = column, .fill = expression});
    else if (AddColumn *add = std::get_if<AddColumn>(&change.operations[maker]))
        add->fill = expression;
    else if (AlterColumn *alter = std::get_if<AlterColumn>(&change.operations[maker]))
        alter->fill = expression;
    change.change = tableChange(
        change.schemaBefore, change.schemaAfter, change.change.before.name, change.operations);
    return change;
}

/// Whether the expression names a column that is made only after this one.
bool readsLater(const RowChange &change, const QString &column, const QString &expression)
{
    for (qsizetype i = makerOf(change, column) + 1; i < change.operations.size(); ++i) {
        const AddColumn *add = std::get_if<AddColumn>(&change.operations[i]);
        if (add && !sameName(add->column.name, column) && mentions(expression, add->column.name))
            return true;
    }
    return false;
}

/// The change with a cast for a column that no operation makes.
RowChange converted(RowChange change, const QString &column, const QString &expression)
{
    change.operations.prepend(
        AlterColumn {.table = change.change.after.name, .column = column, .cast = expression});
    change.change = tableChange(
        change.schemaBefore, change.schemaAfter, change.change.before.name, change.operations);
    return change;
}

/// NULL for what repeats the value of another row. Rows that the key does not compare stay.
QString castOfRepeats(const RowRule &rule, const Table &before, const QString &column)
{
    QStringList order {rowidName(before)};
    if (const auto key = effectivePrimaryKey(before); key && order.first().isEmpty())
        order = keyExpressions(key->columns);
    const bool comparesAll = rule.columns.size() == 1 && !rule.compared.contains(u" AND "_s)
        && rule.compared.startsWith(quotedName(column) + u' ');
    return u"CASE WHEN row_number() OVER (%1 ORDER BY %2) = 1%3 THEN %4 END"_s.arg(rule.equals,
        order.join(u", "_s), comparesAll ? QString() : u" OR (%1) IS NOT TRUE"_s.arg(rule.compared),
        plainName(column));
}

/// NULL first, where it may stand; then what else the rules of the column let suppose.
QStringList castsOfBroken(const RowChange &change, const RowRule &rule, const Column &column)
{
    QStringList values;
    if (column.nullable)
        values.append(u"NULL"_s);
    if (rule.columns.size() == 1)
        values += fillCandidates(change.schemaAfter, change.change.after, column);
    for (QString &value : values)
        value
            = u"CASE WHEN %1 THEN %2 ELSE %3 END"_s.arg(rule.broken, value, plainName(column.name));
    return values;
}

/// Whether the values of the column are those that stand there now.
bool standsAsItIs(const RowChange &change, const QString &column)
{
    const Column *old = findColumn(change.change.before, column);
    const Column *now = findColumn(change.change.after, column);
    return old && now && !old->computed && !now->computed && makerOf(change, column) < 0;
}

bool isPrimary(const Table &table, const QString &column)
{
    const auto key = effectivePrimaryKey(table);
    return key && containsName(columnNames(key->columns), column);
}

/// Values that the enum does not know become its first.
QString castToEnum(const QString &column, const QStringList &values)
{
    QStringList literals;
    for (const QString &value : values)
        literals.append(quotedText(value));
    return u"CASE WHEN %1 IS NULL OR %1 IN (%2) THEN %1 ELSE %3 END"_s.arg(
        plainName(column), literals.join(u", "_s), literals.first());
}

/// " --allow orphans:…" for each key of the column: the parents' table has no row to name. A key
/// that stays as it is has no operation to say it in; the table has.
QString allowedOrphans(const RowChange &change, const QString &column)
{
    const Table &table = change.change.after;
    QStringList flags;
    for (const ForeignKeyConstraint &key : table.foreignKeys) {
        const bool stays = change.change.before.foreignKeys.contains(key);
        if (containsName(key.columns, column))
            flags.append(allowFlag(
                accepts::orphans, stays ? table.name : keyObject(table.name, key.columns)));
    }
    flags.removeDuplicates();
    return u' ' + flags.join(u' ');
}

QString keyOf(const RowRule &rule)
{
    return rule.code + u' ' + rule.object;
}

} // namespace

QString rowsBreaking(const QString &rows, const QString &table, const RowRule &rule)
{
    const QString name = quotedName(table);
    const QString ranked = rule.rank.isEmpty()
        ? rows
        : u"SELECT *, %1 AS joinery_rank FROM (%2) AS %3"_s.arg(rule.rank, rows, name);
    return u"FROM (%1) AS %2 WHERE %3"_s.arg(ranked, name, rule.broken);
}

Remedies::Remedies(Executor &live, const Projection &projection)
    : m_live(live)
    , m_projection(projection)
{ }

QStringList Remedies::flagsFor(const RowChange &change, const RowRule &rule) const
{
    QStringList flags = repairFlags(change, rule);
    for (const QString &name : rule.columns)
        flags += rule.code == u"lossy_cast" ? castFlags(change, rule, name)
                                            : fillFlags(change, rule, name);
    if (rule.deletable && !truthColumn(change.change.before) && !truthColumn(change.change.after))
        flags.append(allowFlag(accepts::deleteRows, rule.object));
    return flags;
}

/// Keeps the rows whose values break a new key or check, with other values there: the last column
/// that can do without. None where values that the change makes are part of it.
QStringList Remedies::repairFlags(const RowChange &change, const RowRule &rule) const
{
    const bool isKey = rule.code == u"duplicates";
    if ((!isKey && rule.code != u"check_violated")
        || !std::all_of(rule.columns.begin(), rule.columns.end(),
            [&](const QString &name) { return standsAsItIs(change, name); }))
        return {};
    for (qsizetype i = rule.columns.size() - 1; i >= 0; --i) {
        const Column &column = *findColumn(change.change.after, rule.columns[i]);
        if (isPrimary(change.change.after, column.name))
            continue;
        QStringList casts = isKey ? QStringList() : castsOfBroken(change, rule, column);
        if (isKey && column.nullable)
            casts.append(castOfRepeats(rule, change.change.before, column.name));
        for (const QString &cast : std::as_const(casts)) {
            if (repairs(change, column.name, cast))
                return {castFlag(change.change.after.name, column.name, cast)};
        }
    }
    return {};
}

/// Whether no rule that reads the column is broken with the cast: another decision may ask for one
/// of its own, and either must do. Rows that had no parent before may stay.
bool Remedies::repairs(const RowChange &change, const QString &column, const QString &cast) const
{
    const QMap<QString, qint64> before = brokenRows(change, column, true);
    const QMap<QString, qint64> now = brokenRows(converted(change, column, cast), column, true);
    const QStringList keys = now.keys();
    return std::all_of(keys.begin(), keys.end(), [&](const QString &key) {
        return now[key] == 0 || (key.startsWith(accepts::orphans) && now[key] <= before.value(key));
    });
}

QStringList Remedies::castFlags(
    const RowChange &change, const RowRule &rule, const QString &name) const
{
    const Table &after = change.change.after;
    const Column *column = findColumn(after, name);
    if (!column)
        return {};
    if (makerOf(change, name) >= 0 && !alterOf(change, name)) // a new column: nothing to convert
        return fillFlags(change, rule, name);
    const bool looks = isStrict(after) || sameName(name, rowidAlias(after));
    const QString cast = looks
        ? u"CAST(%1 AS %2)"_s.arg(plainName(name), declaredType(after, *column))
        : plainName(name);
    QStringList flags;
    if (!column->computed)
        flags.append(castFlag(after.name, name, cast));
    flags.append(allowFlag(accepts::lossyCast, rule.object));
    return flags;
}

QStringList Remedies::fillFlags(
    const RowChange &change, const RowRule &rule, const QString &name) const
{
    const Table &after = change.change.after;
    const Column *column = findColumn(after, name);
    if (!column || column->computed)
        return {};
    const bool isMade = makerOf(change, name) >= 0;
    const AlterColumn *alter = alterOf(change, name);
    const QStringList values = enumValues(column->type);
    if (alter && rule.code == u"check_violated" && !values.isEmpty())
        return {castFlag(after.name, name, castToEnum(name, values))};
    const bool fillable = rule.code == u"nulls" || (isMade && (!alter || !alter->fill.isEmpty()));
    if (!fillable)
        return {};
    if (const QString fill = validFill(change, rule, name, true); !fill.isEmpty())
        return {fillFlag(after.name, name, fill)};
    if (const QString orphan = validFill(change, rule, name, false); !orphan.isEmpty())
        return {fillFlag(after.name, name, orphan) + allowedOrphans(change, name)};
    const QString value = rule.deletable ? QString() : settlingFill(change, rule, name);
    return value.isEmpty() ? QStringList() : QStringList {fillFlag(after.name, name, value)};
}

/// The first candidate that settles the rule and breaks no other whose rows cannot go: the others
/// are asked next.
QString Remedies::settlingFill(
    const RowChange &change, const RowRule &rule, const QString &column) const
{
    const QMap<QString, qint64> before = brokenRows(change, column, false, true);
    const Column *after = findColumn(change.change.after, column);
    for (const QString &candidate :
        fillCandidates(change.schemaAfter, change.change.after, *after)) {
        if (readsLater(change, column, candidate))
            continue;
        const QMap<QString, qint64> now
            = brokenRows(filled(change, column, candidate), column, false, true);
        const QStringList keys = now.keys();
        if (std::all_of(keys.begin(), keys.end(), [&](const QString &key) {
                return now[key] == 0 || (key != keyOf(rule) && now[key] <= before.value(key));
            }))
            return candidate;
    }
    return {};
}

/// The first candidate that settles the rule and breaks no other one further; empty when none does.
QString Remedies::validFill(
    const RowChange &change, const RowRule &rule, const QString &column, bool parentsToo) const
{
    const QMap<QString, qint64> before = brokenRows(change, column, parentsToo);
    const Column *after = findColumn(change.change.after, column);
    for (const QString &candidate :
        fillCandidates(change.schemaAfter, change.change.after, *after)) {
        if (readsLater(change, column, candidate))
            continue;
        const QMap<QString, qint64> now
            = brokenRows(filled(change, column, candidate), column, parentsToo);
        const auto notWorse = [&](const QString &key) {
            return now[key] == 0 || (key != keyOf(rule) && now[key] <= before.value(key));
        };
        const QStringList keys = now.keys();
        if (std::all_of(keys.begin(), keys.end(), notWorse))
            return candidate;
    }
    return {};
}

/// How many rows break each of the rules that read the column; with `firmOnly`, of those whose rows
/// cannot go.
QMap<QString, qint64> Remedies::brokenRows(
    const RowChange &trial, const QString &column, bool parentsToo, bool firmOnly) const
{
    const Table &after = trial.change.after;
    const QString names = tablesNamedBy(trial);
    const QString rows = m_projection.rowsOf(trial.change, names);
    QList<RowRule> rules = rowRules(trial) + standingNotNulls(trial);
    for (const ForeignKeyConstraint &key : after.foreignKeys) {
        if (!parentsToo)
            break;
        const QString parent = sameName(key.referredTable, after.name)
            ? u'(' + rows + u')'
            : m_projection.source(key.referredTable);
        rules.append({.code = accepts::orphans,
            .object = keyObject(after.name, key.columns),
            .what = {},
            .columns = key.columns,
            .broken = isOrphan(after, key, parent, referredColumns(trial.schemaAfter, key))});
    }
    QMap<QString, qint64> broken;
    for (const RowRule &rule : rules) {
        if (!containsName(rule.columns, column) || (firmOnly && rule.deletable))
            continue;
        const auto found = m_live.query(
            m_projection.whole(u"SELECT count(*) "_s + rowsBreaking(rows, after.name, rule)));
        broken[keyOf(rule)] += found ? toInt(found->scalar()) : std::numeric_limits<int>::max();
    }
    return broken;
}

} // namespace joinery::sqlite
