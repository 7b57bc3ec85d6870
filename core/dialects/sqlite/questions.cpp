// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/questions.h"

#include "joinery/dialects/decisiontext.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/examples.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/remedies.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/tablesteps.h"
#include "joinery/dialects/sqlite/truthnames.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// A refusal to compute says nothing about the rows; trouble with the database itself ends the
/// search.
bool isTrouble(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Interrupted:
    case ErrorCode::Io:
    case ErrorCode::Locked:
    case ErrorCode::NotADatabase:
        return true;
    default:
        return false;
    }
}

QList<qsizetype> shifted(QList<qsizetype> positions, qsizetype first)
{
    for (qsizetype &position : positions)
        position += first;
    return positions;
}

/// Whether the key of the change was there before it, and named the same columns.
bool sameKey(
    const RowChange &change, const ForeignKeyConstraint &old, const ForeignKeyConstraint &key)
{
    const auto same = [](const QStringList &x, const QStringList &y) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), sameName);
    };
    return same(old.columns, key.columns) && sameName(old.referredTable, key.referredTable)
        && same(
            referredColumns(change.schemaBefore, old), referredColumns(change.schemaAfter, key));
}

/// What the person's own fill or cast makes of the column; empty where they gave none.
QString givenFor(const RowChange &change, const QString &name)
{
    const qsizetype maker = makerOf(change, name);
    if (maker < 0)
        return {};
    const AddColumn *add = std::get_if<AddColumn>(&change.operations[maker]);
    const AlterColumn *alter = std::get_if<AlterColumn>(&change.operations[maker]);
    const QString fill = add ? add->fill : alter ? alter->fill : QString();
    if (!fill.isEmpty())
        return u"the fill %1"_s.arg(fill.simplified());
    return alter && !alter->cast.isEmpty() ? u"the cast %1"_s.arg(alter->cast.simplified())
                                           : QString();
}

QString holds(const RowRule &rule)
{
    if (rule.code == u"nulls" || rule.code == u"new_not_null")
        return u"NULL"_s;
    return rule.code == u"lossy_cast" ? u"a value that would change or does not fit"_s
                                      : u"a value that breaks it"_s;
}

QString sentence(const RowChange &change, const RowRule &rule, qint64 rows, qint64 all)
{
    QString given;
    for (const QString &name : rule.columns)
        given = given.isEmpty() ? givenFor(change, name) : given;
    const bool gives = !given.isEmpty() && (rule.code == u"nulls" || rule.code == u"new_not_null");
    if (gives)
        return u"%1, but %2 gives NULL for %3 of %4 %5"_s.arg(rule.what, given,
            QString::number(rows), QString::number(all), all == 1 ? u"row"_s : u"rows"_s);
    const QString with = given.isEmpty() ? QString() : u"with %1 "_s.arg(given);
    if (rule.code == u"new_not_null")
        return u"%1, and %2"_s.arg(rule.what,
            all == 1 ? u"its 1 row has no value for it"_s
                     : u"none of its %1 rows has a value for it"_s.arg(all));
    return u"%1, but %2%3 %4"_s.arg(
        rule.what, with, countText(rows, all, u"holds"_s, u"hold"_s), holds(rule));
}

/// "…: 2 of 5 rows repeat what another one holds (1 value is held by 3 rows); the first of each
/// stays". `groups` counts the values held more than once, `members` the rows that hold them.
QString duplicatesSentence(const RowChange &change, const RowRule &rule, qint64 rows, qint64 all,
    const std::pair<qint64, qint64> &groups)
{
    QString given;
    for (const QString &name : rule.columns)
        given = given.isEmpty() ? givenFor(change, name) : given;
    const auto [values, members] = groups;
    const qint64 repeats = members - values;
    QStringList parts;
    if (repeats > 0)
        parts.append(u"%1 (%2 by %3 rows; the first of each stays)"_s.arg(
            countText(
                repeats, all, u"repeats the value of another"_s, u"repeat the value of another"_s),
            values == 1 ? u"1 value is held"_s : u"%1 values are held"_s.arg(values),
            QString::number(members)));
    if (rows > repeats)
        parts.append(countText(rows - repeats, all, u"holds none that can be a key"_s,
            u"hold none that can be a key"_s));
    return u"%1, but %2%3"_s.arg(
        rule.what, given.isEmpty() ? QString() : u"with %1 "_s.arg(given), parts.join(u" and "_s));
}

const ForeignKeyConstraint *addedKey(const Operation &operation)
{
    const AddConstraint *add = std::get_if<AddConstraint>(&operation);
    return add ? std::get_if<ForeignKeyConstraint>(&add->constraint) : nullptr;
}

} // namespace

Questions::Questions(Executor &live, const Projection &projection)
    : m_live(live)
    , m_projection(projection)
{ }

Result<qint64> Questions::count(const QString &query) const
{
    const Result<RowSet> rows = m_live.query(m_projection.whole(u"SELECT count(*) "_s + query));
    if (!rows)
        return fail(rows.error());
    return toInt(rows->scalar());
}

Result<> Questions::ask(const RowChange &change, qsizetype first)
{
    noteStandingKeys(change, first);
    if (const Result<> done = checkExpressions(change); !done)
        return done;
    for (qsizetype i = 0; i < change.operations.size(); ++i) {
        if (const Result<> done = askDropColumn(change, first, i); !done)
            return done;
        if (const std::optional<RowRule> rule = lossRule(change, i)) {
            if (const Result<> done = askLoss(change, first, *rule); !done)
                return done;
        }
        if (const Result<> done = askCounter(change, first, i); !done)
            return done;
    }
    for (const RowRule &rule : lossRulesOfOptions(change)) {
        if (const Result<> done = askLoss(change, first, rule); !done)
            return done;
    }
    for (const RowRule &rule : rowRules(change)) {
        if (const Result<> done = askRule(change, first, rule); !done)
            return done;
    }
    return askStandingNotNulls(change, first);
}

/// One look at the rows for all of these columns together: it hardly ever finds anything.
Result<> Questions::askStandingNotNulls(const RowChange &change, qsizetype first)
{
    const QList<RowRule> rules = standingNotNulls(change);
    QStringList broken;
    for (const RowRule &rule : rules)
        broken.append(rule.broken);
    if (broken.isEmpty())
        return {};
    const Result<RowSet> any
        = m_live.query(m_projection.whole(u"SELECT 1 FROM %1 AS %2 WHERE %3 LIMIT 1"_s.arg(
            m_projection.source(change.change.before.name), quotedName(change.change.before.name),
            broken.join(u" OR "_s))));
    if (!any)
        return fail(any.error());
    for (const RowRule &rule : any->isEmpty() ? QList<RowRule>() : rules) {
        if (const Result<> done = askRule(change, first, rule); !done)
            return done;
    }
    return {};
}

void Questions::noteStandingKeys(const RowChange &change, qsizetype first)
{
    for (qsizetype i = 0; i < change.operations.size(); ++i) {
        const ForeignKeyConstraint *key = addedKey(change.operations[i]);
        const QList<ForeignKeyConstraint> &before = change.change.before.foreignKeys;
        if (key && std::any_of(before.begin(), before.end(), [&](const ForeignKeyConstraint &old) {
                return sameKey(change, old, *key);
            }))
            m_standingKeys.insert(first + i);
    }
}

Result<> Questions::checkExpressions(const RowChange &change) const
{
    const QString table = change.change.after.name;
    for (const Operation &operation : change.operations) {
        const AddColumn *add = std::get_if<AddColumn>(&operation);
        const AlterColumn *alter = std::get_if<AlterColumn>(&operation);
        const QString column = columnObject(table,
            add         ? add->column.name
                : alter ? alter->column
                        : QString());
        const QString fill = add ? add->fill : alter ? alter->fill : QString();
        if (const Result<> done
            = checkExpression(change, u"the fill of \"%1\""_s.arg(column), fill);
            !done)
            return done;
        const QString cast = alter ? alter->cast : QString();
        if (const Result<> done
            = checkExpression(change, u"the cast of \"%1\""_s.arg(column), cast);
            !done)
            return done;
    }
    return {};
}

Result<> Questions::checkExpression(
    const RowChange &change, const QString &what, const QString &expression) const
{
    if (expression.isEmpty())
        return {};
    const QString source = m_projection.sourceWithRowid(change.change.before);
    const QString select
        = m_projection.scoped(u"SELECT %1 AS value FROM %2 AS %3"_s.arg(inParentheses(expression),
                                  source, quotedName(change.change.before.name)),
            tablesNamedBy(change));
    // Wrapped, since the select may begin with a WITH of its own.
    const Result<RowSet> first
        = m_live.query(m_projection.whole(u"SELECT value FROM (%1) LIMIT 1"_s.arg(select)));
    const Result<qint64> made = count(u"FROM (%1)"_s.arg(select));
    const Result<qint64> all = count(u"FROM "_s + source);
    if (first && made && all && *made == *all)
        return {};
    Error error = !first ? first.error() : !made ? made.error() : !all ? all.error() : Error {};
    if (isTrouble(error))
        return fail(error);
    const bool aggregates = first && made && all;
    error.code = ErrorCode::Usage;
    error.message = aggregates
        ? u"%1 gives one value for all rows together: %2"_s.arg(what, expression)
        : u"%1 cannot be computed: %2"_s.arg(what, expression);
    error.hint = aggregates ? u"put it into a subquery, (SELECT … FROM …)"_s
                            : expressionHint(change.change.before, expression);
    return fail(error);
}

/// A rename in the same change comes first.
QString Questions::expressionHint(const Table &table, const QString &expression) const
{
    for (const Column &column : table.columns) {
        const QString old = m_projection.liveColumn(table.name, column.name);
        if (old != column.name && !findColumn(table, old) && mentions(expression, old))
            return u"the rename comes first: write \"%1\" instead of \"%2\""_s.arg(
                column.name, old);
    }
    return u"write an SQL expression over the columns of table \"%1\" as they are before the change"_s
        .arg(table.name);
}

Result<> Questions::askDropColumn(const RowChange &change, qsizetype first, qsizetype operation)
{
    const DropColumn *drop = std::get_if<DropColumn>(&change.operations[operation]);
    const Table &before = change.change.before;
    const Column *column = drop ? findColumn(before, drop->column.name) : nullptr;
    if (!column || column->computed || drop->accept.contains(accepts::dataLoss))
        return {};
    const QString source = m_projection.source(before.name);
    const QString filled = u"FROM %1 WHERE %2 IS NOT NULL"_s.arg(source, quotedName(column->name));
    const Result<qint64> rows = count(filled);
    if (!rows || *rows == 0)
        return rows ? Result<>() : fail(rows.error());
    const Result<qint64> all = count(u"FROM "_s + source);
    const QString table = m_projection.liveTable(before.name);
    const QString name = m_projection.liveColumn(before.name, column->name);
    const QString object = columnObject(table, name);
    m_decisions.append({.code = accepts::dataLoss,
        .object = object,
        .message = u"column \"%1\" of table \"%2\" is dropped, but %3 a value in it"_s.arg(
            name, table, countText(*rows, all.value_or(*rows), u"holds"_s, u"hold"_s)),
        .rows = *rows,
        .flags = {allowFlag(accepts::dataLoss, object)},
        .examples = exampleRows(m_live, m_projection,
            exampleColumns(before, {column->name}, m_projection.place(before)), filled),
        .operations = {first + operation}});
    return {};
}

Result<> Questions::askLoss(const RowChange &change, qsizetype first, const RowRule &rule)
{
    const Table &before = change.change.before;
    const QString source = m_projection.source(before.name);
    const QString changed
        = u"FROM %1 AS %2 WHERE %3"_s.arg(source, quotedName(before.name), rule.broken);
    const Result<qint64> rows = count(changed);
    if (!rows || *rows == 0)
        return rows ? Result<>() : fail(rows.error());
    const Result<qint64> all = count(u"FROM "_s + source);
    m_decisions.append({.code = rule.code,
        .object = rule.object,
        .message = sentence(change, rule, *rows, all.value_or(*rows)),
        .rows = *rows,
        .flags = Remedies(m_live, m_projection).flagsFor(change, rule),
        .examples = exampleRows(m_live, m_projection,
            exampleColumns(before, rule.columns, m_projection.place(before)), changed),
        .operations = shifted(rule.operations, first)});
    return {};
}

/// The counter of AUTOINCREMENT keeps ids of deleted rows from being given out again. Where it
/// stands at the highest id, nothing is lost with it.
Result<> Questions::askCounter(const RowChange &change, qsizetype first, qsizetype operation)
{
    const AlterTable *alter = std::get_if<AlterTable>(&change.operations[operation]);
    const Table &before = change.change.before;
    const auto counts = [](const Table &table) {
        return hasOption(table.options, options::dialect, options::autoincrement);
    };
    if (!alter || !counts(before) || counts(change.change.after)
        || alter->accept.contains(accepts::dataLoss))
        return {};
    const QString table = m_projection.liveTable(before.name);
    const QString counter
        = u"FROM main.sqlite_sequence WHERE name = %1 COLLATE NOCASE AND seq > coalesce((SELECT max(rowid) FROM main.%2), 0)"_s
              .arg(quotedText(table), quotedName(table));
    const Result<RowSet> seq = m_live.query(u"SELECT seq "_s + counter);
    if (!seq || seq->isEmpty())
        return seq ? Result<>() : fail(seq.error());
    m_decisions.append({.code = accepts::dataLoss,
        .object = flagName(table),
        .message
        = u"table \"%1\" loses AUTOINCREMENT and its counter, which stands at %2: ids of deleted rows could be given out again"_s
              .arg(table, QString::number(toInt(seq->scalar()))),
        .rows = 1,
        .flags = {allowFlag(accepts::dataLoss, flagName(table))},
        .examples = exampleRows(m_live, m_projection, {u"name"_s, u"seq"_s}, counter),
        .operations = {first + operation}});
    return {};
}

Result<> Questions::askRule(const RowChange &change, qsizetype first, const RowRule &rule)
{
    const Table &after = change.change.after;
    const bool asked
        = std::any_of(m_decisions.begin(), m_decisions.end(), [&](const Decision &decision) {
              return decision.code == rule.code && decision.object == rule.object;
          });
    if (asked)
        return {};
    const QString rows = m_projection.rowsOf(change.change, tablesNamedBy(change));
    const QString broken = rowsBreaking(rows, after.name, rule);
    const Result<qint64> number = count(broken);
    if (!number)
        return isTrouble(number.error()) ? fail(number.error()) : Result<>();
    if (*number == 0)
        return {};
    const Result<qint64> all = count(u"FROM "_s + m_projection.source(change.change.before.name));
    const Result<QString> message = messageFor(change, rule, *number, all.value_or(*number));
    if (!message)
        return fail(message.error());
    const QStringList columns = exampleColumns(after, rule.columns, rowColumn);
    m_decisions.append({.code = rule.code,
        .object = rule.object,
        .message = *message,
        .rows = *number,
        .flags = Remedies(m_live, m_projection).flagsFor(change, rule),
        .examples = exampleRows(m_live, m_projection, columns,
            rule.equals.isEmpty() ? broken : rowsOfGroups(rows, after.name, rule)),
        .operations = shifted(rule.operations, first)});
    return {};
}

Result<QString> Questions::messageFor(
    const RowChange &change, const RowRule &rule, qint64 rows, qint64 all) const
{
    if (rule.equals.isEmpty())
        return sentence(change, rule, rows, all);
    const QString table = quotedName(change.change.after.name);
    const Result<RowSet> groups
        = m_live.query(m_projection.whole(u"SELECT coalesce(sum(joinery_rank = 1), 0), count(*) "_s
            + groupsOf(m_projection.rowsOf(change.change, tablesNamedBy(change)), table, rule)));
    if (!groups)
        return fail(groups.error());
    return duplicatesSentence(change, rule, rows, all,
        {toInt(groups->rows.first().value(0)), toInt(groups->rows.first().value(1))});
}

Result<> Questions::askDrop(const Table &table, const DropTable &drop, qsizetype index)
{
    if (drop.accept.contains(accepts::dataLoss))
        return {};
    const QString source = m_projection.source(table.name);
    const Result<qint64> rows = count(u"FROM "_s + source);
    if (!rows || *rows == 0)
        return rows ? Result<>() : fail(rows.error());
    const QString name = m_projection.liveTable(table.name);
    m_decisions.append({.code = accepts::dataLoss,
        .object = flagName(name),
        .message = u"table \"%1\" is dropped, but it holds %2"_s.arg(
            name, *rows == 1 ? u"1 row"_s : u"%1 rows"_s.arg(*rows)),
        .rows = *rows,
        .flags = {allowFlag(accepts::dataLoss, flagName(name))},
        .examples = exampleRows(m_live, m_projection,
            exampleColumns(table, {}, m_projection.place(table)), u"FROM "_s + source),
        .operations = {index}});
    return {};
}

Result<> Questions::askDropVirtual(const DropVirtualTable &drop, qsizetype index)
{
    if (drop.accept.contains(accepts::dataLoss))
        return {};
    const QString name = drop.table.name;
    const Result<qint64> rows = count(u"FROM main."_s + quotedName(name));
    if (!rows && isTrouble(rows.error()))
        return fail(rows.error());
    if (rows && *rows == 0)
        return {};
    m_decisions.append({.code = accepts::dataLoss,
        .object = flagName(name),
        .message = u"virtual table \"%1\" is dropped, but it holds %2"_s.arg(name,
            !rows            ? u"rows that cannot be counted"_s
                : *rows == 1 ? u"1 row"_s
                             : u"%1 rows"_s.arg(*rows)),
        .rows = rows.value_or(0),
        .flags = {allowFlag(accepts::dataLoss, flagName(name))},
        .examples = exampleRows(m_live, m_projection, {u"*"_s}, u"FROM main."_s + quotedName(name)),
        .operations = {index}});
    return {};
}

Result<> Questions::askFtsColumns(
    const DropVirtualTable &drop, const QStringList &gone, qsizetype index)
{
    if (gone.isEmpty() || drop.accept.contains(accepts::dataLoss))
        return {};
    const QString name = drop.table.name;
    QStringList filled;
    for (const QString &column : gone)
        filled.append(quotedName(column) + u" IS NOT NULL"_s);
    const QString table = u"FROM main."_s + quotedName(name);
    const QString from = u"%1 WHERE %2"_s.arg(table, filled.join(u" OR "_s));
    const Result<qint64> rows = count(from);
    if (!rows || *rows == 0)
        return rows ? Result<>() : fail(rows.error());
    const Result<qint64> all = count(table);
    m_decisions.append({.code = accepts::dataLoss,
        .object = name,
        .message = u"virtual table \"%1\" loses %2, but %3 a value there"_s.arg(
            name, gone.join(u", "_s), countText(*rows, all.value_or(*rows), u"holds"_s, u"hold"_s)),
        .rows = *rows,
        .flags = {allowFlag(accepts::dataLoss, name)},
        .examples = exampleRows(m_live, m_projection, {u"rowid"_s, u"*"_s}, from),
        .operations = {index}});
    return {};
}

Result<> Questions::askOrphans(const MetaData &schema, const Operation &operation, qsizetype index)
{
    const ForeignKeyConstraint *key = addedKey(operation);
    const Table *child = key ? findTable(schema, targetOf(operation)) : nullptr;
    if (!child || !m_projection.isLive(child->name) || m_standingKeys.contains(index)
        || std::get<AddConstraint>(operation).accept.contains(accepts::orphans))
        return {};
    const QString source = m_projection.source(child->name);
    const QString parent = findTable(schema, key->referredTable)
        ? m_projection.source(key->referredTable)
        : u"(SELECT 1 WHERE FALSE)"_s;
    const QStringList columns
        = findTable(schema, key->referredTable) ? referredColumns(schema, *key) : QStringList();
    const QString broken = u"FROM %1 AS %2 WHERE %3"_s.arg(
        source, quotedName(child->name), isOrphan(*child, *key, parent, columns));
    const Result<qint64> rows = count(broken);
    if (!rows)
        return isTrouble(rows.error()) ? fail(rows.error()) : Result<>();
    if (*rows == 0)
        return {};
    const Result<qint64> all = count(u"FROM "_s + source);
    const QString object = keyObject(child->name, key->columns);
    QStringList flags {allowFlag(accepts::orphans, object)};
    if (!truthColumn(*child))
        flags.append(allowFlag(accepts::deleteRows, object));
    m_decisions.append({.code = accepts::orphans,
        .object = object,
        .message = u"%1 of table \"%2\" must name a row of \"%3\", but %4 none"_s.arg(
            key->columns.join(u", "_s), child->name, key->referredTable,
            countText(*rows, all.value_or(*rows), u"names"_s, u"name"_s)),
        .rows = *rows,
        .flags = flags,
        .examples = exampleRows(m_live, m_projection,
            exampleColumns(*child, key->columns, m_projection.place(*child)), broken),
        .operations = {index}});
    return {};
}

} // namespace joinery::sqlite
