// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/questions.h"

#include "joinery/dialects/decisiontext.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/fillcandidates.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/tablesteps.h"
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

QString from(const QString &rows, const QString &table, const RowRule &rule)
{
    const QString name = quotedName(table);
    const QString ranked = rule.rank.isEmpty()
        ? rows
        : u"SELECT *, %1 AS joinery_rank FROM (%2) AS %3"_s.arg(rule.rank, rows, name);
    return u"FROM (%1) AS %2 WHERE %3"_s.arg(ranked, name, rule.broken);
}

QString columnList(const Table &table)
{
    QStringList names;
    for (const Column &column : table.columns)
        names.append(quotedName(column.name));
    return names.join(u", "_s);
}

QList<qsizetype> shifted(QList<qsizetype> positions, qsizetype first)
{
    for (qsizetype &position : positions)
        position += first;
    return positions;
}

QString holds(const RowRule &rule)
{
    if (rule.code == u"nulls" || rule.code == u"new_not_null")
        return u"NULL"_s;
    if (rule.code == u"duplicates")
        return u"a value that another one has, or none"_s;
    return rule.code == u"lossy_cast" ? u"a value that would change or does not fit"_s
                                      : u"a value that breaks it"_s;
}

QString sentence(const RowRule &rule, qint64 rows, qint64 all)
{
    return u"%1, but %2 %3"_s.arg(
        rule.what, countText(rows, all, u"holds"_s, u"hold"_s), holds(rule));
}

bool sameKey(const ForeignKeyConstraint &a, const ForeignKeyConstraint &b)
{
    const auto same = [](const QStringList &x, const QStringList &y) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), sameName);
    };
    return same(a.columns, b.columns) && same(a.referredColumns, b.referredColumns)
        && sameName(a.referredTable, b.referredTable);
}

const ForeignKeyConstraint *addedKey(const Operation &operation)
{
    const AddConstraint *add = std::get_if<AddConstraint>(&operation);
    return add ? std::get_if<ForeignKeyConstraint>(&add->constraint) : nullptr;
}

/// Puts the expression into the operation that makes the column.
void setFill(Operation &operation, const QString &expression)
{
    if (AddColumn *add = std::get_if<AddColumn>(&operation))
        add->fill = expression;
    if (AlterColumn *alter = std::get_if<AlterColumn>(&operation))
        alter->fill = expression;
}

bool contains(const QStringList &names, const QString &name)
{
    return std::any_of(
        names.begin(), names.end(), [&](const QString &other) { return sameName(other, name); });
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

} // namespace

QString tablesNamedBy(const RowChange &change)
{
    QString text = expressionsOf(change.operations);
    for (const Operation &operation : change.operations) {
        if (const ForeignKeyConstraint *key = addedKey(operation))
            text += u' ' + quotedName(key->referredTable);
    }
    return text;
}

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

RowSet Questions::examples(const QString &query) const
{
    return m_live.query(m_projection.whole(query + u" LIMIT 5"_s)).value_or(RowSet());
}

Result<> Questions::ask(const RowChange &change, qsizetype first)
{
    noteStandingKeys(change, first);
    if (const Result<> done = checkExpressions(change); !done)
        return done;
    for (qsizetype i = 0; i < change.operations.size(); ++i) {
        if (const Result<> done = askDropColumn(change, first, i); !done)
            return done;
        if (const Result<> done = askLoss(change, first, i); !done)
            return done;
    }
    for (const RowRule &rule : rowRules(change)) {
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
                return sameKey(old, *key);
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
    error.hint = aggregates
        ? u"put it into a subquery, (SELECT … FROM …)"_s
        : u"write an SQL expression over the columns of table \"%1\" as they are before the change"_s
              .arg(change.change.before.name);
    return fail(error);
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
        .examples = examples(u"SELECT %1 %2"_s.arg(columnList(before), filled)),
        .operations = {first + operation}});
    return {};
}

Result<> Questions::askLoss(const RowChange &change, qsizetype first, qsizetype operation)
{
    const std::optional<RowRule> rule = lossRule(change, operation);
    if (!rule)
        return {};
    const Table &before = change.change.before;
    const QString source = m_projection.source(before.name);
    const QString changed
        = u"FROM %1 AS %2 WHERE %3"_s.arg(source, quotedName(before.name), rule->broken);
    const Result<qint64> rows = count(changed);
    if (!rows || *rows == 0)
        return rows ? Result<>() : fail(rows.error());
    const Result<qint64> all = count(u"FROM "_s + source);
    m_decisions.append({.code = rule->code,
        .object = rule->object,
        .message = sentence(*rule, *rows, all.value_or(*rows)),
        .rows = *rows,
        .flags = flagsFor(change, *rule),
        .examples = examples(u"SELECT %1 %2"_s.arg(columnList(before), changed)),
        .operations = shifted(rule->operations, first)});
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
    const QString broken = from(rows, after.name, rule);
    const Result<qint64> number = count(broken);
    if (!number)
        return isTrouble(number.error()) ? fail(number.error()) : Result<>();
    if (*number == 0)
        return {};
    const Result<qint64> all = count(u"FROM "_s + m_projection.source(change.change.before.name));
    m_decisions.append({.code = rule.code,
        .object = rule.object,
        .message = sentence(rule, *number, all.value_or(*number)),
        .rows = *number,
        .flags = flagsFor(change, rule),
        .examples = examples(u"SELECT %1 %2"_s.arg(columnList(after), broken)),
        .operations = shifted(rule.operations, first)});
    return {};
}

/// " --allow orphans:…" for each key of the column: the parents' table has no row to name.
static QString allowedOrphans(const Table &table, const QString &column)
{
    QString flags;
    for (const ForeignKeyConstraint &key : table.foreignKeys) {
        if (contains(key.columns, column))
            flags += u' ' + allowFlag(accepts::orphans, keyObject(table.name, key.columns));
    }
    return flags;
}

QStringList Questions::flagsFor(const RowChange &change, const RowRule &rule) const
{
    const Table &after = change.change.after;
    QStringList flags;
    for (const QString &name : rule.columns) {
        const qsizetype maker = makerOf(change, name);
        const Column *column = findColumn(after, name);
        if (maker < 0 || !column)
            continue;
        const AlterColumn *alter = std::get_if<AlterColumn>(&change.operations[maker]);
        const bool isFilled = !alter || !alter->fill.isEmpty() || rule.code == u"nulls";
        if (rule.code == u"lossy_cast") {
            const QString cast = isStrict(after)
                ? u"CAST(%1 AS %2)"_s.arg(plainName(name), declaredType(after, *column))
                : plainName(name);
            if (alter && !column->computed)
                flags.append(castFlag(after.name, name, cast));
            if (alter)
                flags.append(allowFlag(accepts::lossyCast, rule.object));
        } else if (const QStringList values = enumValues(column->type);
                   alter && rule.code == u"check_violated" && !values.isEmpty()) {
            flags.append(castFlag(after.name, name, castToEnum(name, values)));
        } else if (isFilled) {
            if (const QString fill = validFill(change, name); !fill.isEmpty())
                flags.append(fillFlag(after.name, name, fill));
            else if (const QString orphan = validFill(change, name, false); !orphan.isEmpty())
                flags.append(fillFlag(after.name, name, orphan) + allowedOrphans(after, name));
        }
    }
    if (rule.deletable)
        flags.append(allowFlag(accepts::deleteRows, rule.object));
    return flags;
}

/// The first candidate that breaks no rule of the column; empty when each does.
QString Questions::validFill(const RowChange &change, const QString &column, bool parentsToo) const
{
    const qsizetype maker = makerOf(change, column);
    const Column *after = findColumn(change.change.after, column);
    for (const QString &candidate :
        fillCandidates(change.schemaAfter, change.change.after, *after)) {
        RowChange trial = change;
        setFill(trial.operations[maker], candidate);
        trial.change = tableChange(
            trial.schemaBefore, trial.schemaAfter, change.change.before.name, trial.operations);
        if (fits(trial, column, parentsToo))
            return candidate;
    }
    return {};
}

bool Questions::fits(const RowChange &trial, const QString &column, bool parentsToo) const
{
    const Table &after = trial.change.after;
    QString names = tablesNamedBy(trial);
    QList<RowRule> rules = rowRules(trial);
    for (const ForeignKeyConstraint &key : after.foreignKeys) {
        if (!parentsToo)
            break;
        const QString parent = sameName(key.referredTable, after.name)
            ? u'(' + m_projection.rowsOf(trial.change, names) + u')'
            : m_projection.source(key.referredTable);
        rules.append({.code = {},
            .object = {},
            .what = {},
            .columns = key.columns,
            .broken = isOrphan(after, key, parent, referredColumns(trial.schemaAfter, key))});
    }
    const QString rows = m_projection.rowsOf(trial.change, names);
    return std::all_of(rules.begin(), rules.end(), [&](const RowRule &rule) {
        return !contains(rule.columns, column)
            || count(from(rows, after.name, rule)).value_or(1) == 0;
    });
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
        .object = name,
        .message = u"table \"%1\" is dropped, but it holds %2"_s.arg(
            name, *rows == 1 ? u"1 row"_s : u"%1 rows"_s.arg(*rows)),
        .rows = *rows,
        .flags = {allowFlag(accepts::dataLoss, name)},
        .examples = examples(u"SELECT %1 FROM %2"_s.arg(columnList(table), source)),
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
        .object = name,
        .message = u"virtual table \"%1\" is dropped, but it holds %2"_s.arg(name,
            !rows            ? u"rows that cannot be counted"_s
                : *rows == 1 ? u"1 row"_s
                             : u"%1 rows"_s.arg(*rows)),
        .rows = rows.value_or(0),
        .flags = {allowFlag(accepts::dataLoss, name)},
        .examples = examples(u"SELECT * FROM main."_s + quotedName(name)),
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
    m_decisions.append({.code = accepts::orphans,
        .object = object,
        .message = u"%1 of table \"%2\" must name a row of \"%3\", but %4 none"_s.arg(
            key->columns.join(u", "_s), child->name, key->referredTable,
            countText(*rows, all.value_or(*rows), u"names"_s, u"name"_s)),
        .rows = *rows,
        .flags = {allowFlag(accepts::orphans, object), allowFlag(accepts::deleteRows, object)},
        .examples = examples(u"SELECT %1 %2"_s.arg(columnList(*child), broken)),
        .operations = {index}});
    return {};
}

} // namespace joinery::sqlite
