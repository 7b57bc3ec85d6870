// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/rowrules.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/decisiontext.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/tablesteps.h"
#include "joinery/dialects/sqlite/typename.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

bool changesValues(const AlterColumn &alter)
{
    return alter.to.type || alter.to.computed || alter.to.nullable == std::optional<bool>(false)
        || !alter.cast.isEmpty() || !alter.fill.isEmpty();
}

bool makes(const Operation &operation, const QString &column)
{
    if (const AddColumn *add = std::get_if<AddColumn>(&operation))
        return sameName(add->column.name, column);
    const AlterColumn *alter = std::get_if<AlterColumn>(&operation);
    return alter && sameName(alter->column, column) && changesValues(*alter);
}

/// The rules of one change, as they are found.
class Rules
{
public:
    explicit Rules(const RowChange &change)
        : m_change(change)
        , m_table(change.change.after)
    { }

    QList<RowRule> all()
    {
        for (const Column &column : m_table.columns)
            addColumnRules(column);
        for (qsizetype i = 0; i < m_change.operations.size(); ++i)
            addOperationRules(i);
        addStandingKeys();
        addStandingChecks();
        return m_rules;
    }

private:
    void addColumnRules(const Column &column)
    {
        const qsizetype maker = makerOf(m_change, column.name);
        const bool isRowid = sameName(column.name, rowidAlias(m_table));
        if (maker >= 0 && (isRowid ? becomesRowid(column) : !column.nullable))
            addNotNull(column, maker);
        if (maker >= 0)
            addEnum(column, maker);
        addStrict(column, maker);
    }

    /// A column that was not the rowid can hold what no rowid can be.
    bool becomesRowid(const Column &column) const
    {
        const Table &before = m_change.change.before;
        return findColumn(before, column.name) && sameName(column.name, rowidAlias(m_table))
            && !sameName(column.name, rowidAlias(before));
    }

    void addNotNull(const Column &column, qsizetype maker)
    {
        const bool isNew = std::holds_alternative<AddColumn>(m_change.operations[maker]);
        const bool generated = column.computed.has_value();
        const Column *old = findColumn(m_change.change.before, column.name);
        const QString state = isNew ? u"new column \"%1\" of table \"%2\" is NOT NULL"_s
            : becomesRowid(column)  ? u"column \"%1\" of table \"%2\" becomes the rowid"_s
            : old && !old->nullable ? u"column \"%1\" of table \"%2\" is NOT NULL"_s
                                    : u"column \"%1\" of table \"%2\" becomes NOT NULL"_s;
        m_rules.append({.code = isNew && !generated ? u"new_not_null"_s : u"nulls"_s,
            .object = columnObject(m_table.name, column.name),
            .what = state.arg(column.name, m_table.name),
            .columns = generated ? columnsIn(column.computed->sql) + QStringList {column.name}
                                 : QStringList {column.name},
            .broken = quotedName(column.name) + u" IS NULL"_s,
            .operations = {maker},
            .deletable = !isNew || generated});
    }

    void addEnum(const Column &column, qsizetype maker)
    {
        const Column *old = findColumn(m_change.change.before, column.name);
        const auto check = enumCheck(m_table, column);
        if (!check || (old && enumCheck(m_change.change.before, *old) == check))
            return;
        addCheck(*check, maker, columnObject(m_table.name, column.name), {column.name});
    }

    void addStrict(const Column &column, qsizetype maker)
    {
        const bool looks = isStrict(m_table) && (!isStrict(m_change.change.before) || maker >= 0);
        if (!looks && !becomesRowid(column))
            return;
        const QString refused = refusedByType(quotedName(column.name), m_table, column);
        if (refused.isEmpty())
            return;
        QList<qsizetype> operations {maker};
        if (maker < 0)
            operations = optionMakers();
        if (operations.isEmpty()) // a new key, which is asked about itself
            return;
        // The default of a new column is the same for all rows: none of them is to blame.
        const bool isNew
            = maker >= 0 && std::holds_alternative<AddColumn>(m_change.operations[maker]);
        m_rules.append({.code = u"lossy_cast"_s,
            .object = columnObject(m_table.name, column.name),
            .what = u"column \"%1\" of table \"%2\" takes only %3 values"_s.arg(
                column.name, m_table.name, declaredType(m_table, column)),
            .columns = {column.name},
            .broken = refused,
            .operations = operations,
            .deletable = !isNew});
    }

    /// The operations that change what kind of table it is.
    QList<qsizetype> optionMakers() const
    {
        QList<qsizetype> positions;
        for (qsizetype i = 0; i < m_change.operations.size(); ++i) {
            if (std::holds_alternative<AlterTable>(m_change.operations[i]))
                positions.append(i);
        }
        return positions;
    }

    void addOperationRules(qsizetype index)
    {
        std::visit(overloaded {
                       [&](const AddConstraint &add) { addConstraint(add.constraint, index); },
                       [&](const CreateIndex &create) {
                           if (create.index.unique)
                               addKey(create.index.columns, create.index.where, index);
                       },
                       [](const auto &) {},
                   },
            m_change.operations[index]);
    }

    void addConstraint(const Constraint &constraint, qsizetype index)
    {
        std::visit(overloaded {
                       [&](const PrimaryKeyConstraint &key) { addPrimaryKey(key, index); },
                       [&](const UniqueConstraint &key) { addKey(key.columns, {}, index); },
                       [&](const CheckConstraint &check) {
                           const QStringList columns = columnsIn(check.sql);
                           const QString name
                               = check.name.isEmpty() ? columns.join(u", "_s) : check.name;
                           addCheck(check, index, keyObject(m_table.name, {name}), columns);
                       },
                       [](const ForeignKeyConstraint &) {},
                   },
            constraint);
    }

    void addPrimaryKey(const PrimaryKeyConstraint &key, qsizetype index)
    {
        addKey(key.columns, {}, index);
        m_rules.last().broken = u"NOT ("_s + firstOfEachKey(m_table, key.columns).keep + u')';
    }

    void addKey(const QList<KeyPart> &parts, const QString &where, qsizetype index)
    {
        const RowFilter first = firstOfEach(parts, where);
        const QStringList columns = columnsOf(parts);
        m_rules.append({.code = u"duplicates"_s,
            .object = keyObject(m_table.name, columns),
            .what = u"%1 of table \"%2\" must be unique"_s.arg(columns.join(u", "_s), m_table.name),
            .columns = columns,
            .rank = first.rank,
            .equals = equalRows(parts, where),
            .compared = isUnderKey(parts, where),
            .broken = u"NOT ("_s + first.keep + u')',
            .operations = {index},
            .deletable = true});
    }

    void addCheck(const CheckConstraint &check, qsizetype index, const QString &object,
        const QStringList &columns)
    {
        m_rules.append({.code = u"check_violated"_s,
            .object = object,
            .what = u"the check (%1) of table \"%2\" must hold"_s.arg(
                check.sql.simplified(), m_table.name),
            .columns = columns,
            .broken = violatesCheck(check.sql),
            .operations = {index},
            .deletable = !std::holds_alternative<AddColumn>(m_change.operations[index])});
    }

    /// Keys that were there before, with a column that holds other values now.
    void addStandingKeys()
    {
        const Table &before = m_change.change.before;
        if (const auto key = effectivePrimaryKey(m_table);
            key && effectivePrimaryKey(before) == key && !m_table.primaryKey == !before.primaryKey)
            addStandingPrimaryKey(*key);
        for (const UniqueConstraint &key : m_table.uniques) {
            if (before.uniques.contains(key))
                addStanding(key.columns, {});
        }
        for (const Index &index : m_table.indexes) {
            if (index.unique && before.indexes.contains(index))
                addStanding(index.columns, index.where);
        }
    }

    void addStandingPrimaryKey(const PrimaryKeyConstraint &key)
    {
        const Table &before = m_change.change.before;
        const QList<qsizetype> makers = optionMakers();
        addStanding(key.columns, {});
        const Column *rowid = findColumn(m_table, rowidAlias(m_table));
        const bool isAsked = rowid && becomesRowid(*rowid) && makerOf(m_change, rowid->name) >= 0;
        if (isAsked || makers.isEmpty() || !keyTakesNulls(before) || keyTakesNulls(m_table))
            return;
        QStringList nulls;
        for (const KeyPart &part : key.columns)
            nulls.append(quotedName(part.column) + u" IS NULL"_s);
        const QStringList columns = columnsOf(key.columns);
        m_rules.append({.code = u"nulls"_s,
            .object = keyObject(m_table.name, columns),
            .what = u"the primary key (%1) of table \"%2\" takes no NULL any more"_s.arg(
                columns.join(u", "_s), m_table.name),
            .columns = columns,
            .broken = nulls.join(u" OR "_s),
            .operations = {makers.last()},
            .deletable = true});
    }

    /// Whether the column's values, or what counts as equal among them, are other ones now.
    bool isComparedAnew(const QString &column) const
    {
        const Column *old = findColumn(m_change.change.before, column);
        const Column *now = findColumn(m_table, column);
        const qsizetype maker = makerOf(m_change, column);
        const AlterColumn *alter
            = maker < 0 ? nullptr : std::get_if<AlterColumn>(&m_change.operations[maker]);
        return (old && now
                   && (nameKey(old->collation) != nameKey(now->collation)
                       || old->computed != now->computed))
            || (alter && (alter->to.type || !alter->cast.isEmpty() || !alter->fill.isEmpty()));
    }

    /// The last operation on the column.
    qsizetype lastOn(const QString &column) const
    {
        for (qsizetype i = m_change.operations.size() - 1; i >= 0; --i) {
            const AlterColumn *alter = std::get_if<AlterColumn>(&m_change.operations[i]);
            if (alter && sameName(alter->column, column))
                return i;
        }
        return -1;
    }

    void addStanding(const QList<KeyPart> &parts, const QString &where)
    {
        for (const QString &column : columnsOf(parts)) {
            if (const qsizetype last = lastOn(column); last >= 0 && isComparedAnew(column)) {
                addKey(parts, where, last);
                return;
            }
        }
    }

    void addStandingChecks()
    {
        for (const CheckConstraint &check : m_table.checks) {
            if (!m_change.change.before.checks.contains(check))
                continue;
            const QStringList columns = columnsIn(check.sql);
            for (const QString &column : columns) {
                if (const qsizetype maker = makerOf(m_change, column); maker >= 0) {
                    addCheck(check, maker,
                        keyObject(m_table.name, {check.name.isEmpty() ? column : check.name}),
                        columns);
                    break;
                }
            }
        }
    }

    QStringList columnsIn(const QString &sql) const
    {
        QStringList names;
        for (const Column &column : m_table.columns) {
            if (mentions(sql, column.name))
                names.append(column.name);
        }
        return names;
    }

    QStringList columnsOf(const QList<KeyPart> &parts) const
    {
        QStringList names;
        for (const KeyPart &part : parts) {
            if (part.column.isEmpty())
                names += columnsIn(part.expression);
            else
                names.append(part.column);
        }
        return names;
    }

    const RowChange &m_change;
    const Table &m_table;
    QList<RowRule> m_rules;
};

/// Text that is no number does not become wrong in a column for dates or truth values: SQLite keeps
/// it as it is.
bool keepsAnyText(const QString &declared)
{
    const QString type = nameKey(declared);
    return type.contains(u"date") || type.contains(u"time") || type.contains(u"bool");
}

/// Going back to the storage class it had would not give the value again. A cast to integer stops
/// at the greatest there is, so integers that become real are compared as they are: SQLite does
/// that exactly.
QString changesOnTheWay(const QString &value, const QString &stored)
{
    return u"(CASE typeof(%1) WHEN 'integer' THEN CAST(%2 AS INTEGER) WHEN 'real' THEN CAST(%2 AS "
           u"REAL) "
           "WHEN 'text' THEN CAST(%2 AS TEXT) WHEN 'blob' THEN CAST(%2 AS BLOB) END IS NOT %1 "
           "COLLATE BINARY "
           "OR (typeof(%1) = 'integer' AND typeof(%2) = 'real' AND %2 <> %1))"_s.arg(value, stored);
}

/// Text in a column whose type says number.
QString doesNotFit(const QString &value, const QString &stored)
{
    return u"(typeof(%1) = 'text' AND typeof(%2) = 'text')"_s.arg(value, stored);
}

/// Where any value may stand, a text that looks like a number was meant to be a text.
QString becomesNumber(const QString &value, const QString &stored)
{
    return u"(typeof(%1) = 'text' AND typeof(%2) <> 'text')"_s.arg(value, stored);
}

bool isAny(const Table &table, const Column &column)
{
    return nameKey(declaredType(table, column)) == u"any";
}

bool isNumber(Affinity affinity)
{
    return affinity == Affinity::Integer || affinity == Affinity::Real
        || affinity == Affinity::Numeric;
}

/// `rowsGo`: those that a STRICT table refuses are deleted, so nothing of theirs changes.
QString lossCondition(
    const Table &before, const Column &old, const Table &after, const Column &now, bool rowsGo)
{
    const QString from = declaredType(before, old);
    const QString to = declaredType(after, now);
    const QString value = quotedName(old.name);
    const QString stored = storedValue(value, after, now);
    QStringList conditions {changesOnTheWay(value, stored)};
    if (isNumber(affinityOf(to)) && !isNumber(affinityOf(from)) && !keepsAnyText(to))
        conditions.append(doesNotFit(value, stored));
    if (isAny(before, old) && isAny(after, now) && !isStrict(after))
        conditions.append(becomesNumber(value, stored));
    const QString refused = refusedByType(value, after, now);
    if (refused.isEmpty())
        return conditions.join(u" OR "_s);
    return rowsGo ? u"(%1) AND NOT (%2)"_s.arg(conditions.join(u" OR "_s), refused)
                  : conditions.join(u" OR "_s) + u" OR ("_s + refused + u')';
}

bool storesTheSame(const Table &before, const Column &old, const Table &after, const Column &now)
{
    return isStrict(before) == isStrict(after)
        && affinityOf(declaredType(before, old)) == affinityOf(declaredType(after, now))
        && (!isStrict(after) || declaredType(before, old) == declaredType(after, now));
}

/// What stood in the column goes, though it may be just what is generated now.
RowRule becomesGenerated(
    const Table &before, const Table &table, const Column &column, qsizetype operation)
{
    const QString value = quotedName(column.name);
    const bool readsOnlyWhatWas
        = std::all_of(table.columns.begin(), table.columns.end(), [&](const Column &other) {
              return findColumn(before, other.name) || !mentions(column.computed->sql, other.name);
          });
    const QString differs = readsOnlyWhatWas ? u" AND %1 IS NOT (%2) COLLATE BINARY"_s.arg(value,
                                storedValue(inParentheses(column.computed->sql), table, column))
                                             : QString();
    return {.code = u"lossy_cast"_s,
        .object = columnObject(table.name, column.name),
        .what = u"column \"%1\" of table \"%2\" becomes generated"_s.arg(column.name, table.name),
        .columns = {column.name},
        .broken = value + u" IS NOT NULL"_s + differs,
        .operations = {operation}};
}

/// Such a change is asked about with the operation.
bool isAltered(const RowChange &change, const QString &column)
{
    return std::any_of(
        change.operations.begin(), change.operations.end(), [&](const Operation &operation) {
            const AlterColumn *alter = std::get_if<AlterColumn>(&operation);
            return alter && sameName(alter->column, column);
        });
}

} // namespace

QString tablesNamedBy(const RowChange &change)
{
    QString text = expressionsOf(change.operations);
    for (const Operation &operation : change.operations) {
        const AddConstraint *add = std::get_if<AddConstraint>(&operation);
        const auto *key = add ? std::get_if<ForeignKeyConstraint>(&add->constraint) : nullptr;
        if (key)
            text += u' ' + quotedName(key->referredTable);
    }
    return text;
}

qsizetype makerOf(const RowChange &change, const QString &column)
{
    for (qsizetype i = change.operations.size() - 1; i >= 0; --i) {
        if (makes(change.operations[i], column))
            return i;
    }
    return -1;
}

QList<RowRule> standingNotNulls(const RowChange &change)
{
    QList<RowRule> rules;
    const Table &after = change.change.after;
    for (const Column &column : after.columns) {
        const Column *old = findColumn(change.change.before, column.name);
        if (!change.copies || column.nullable || column.computed || !old || old->nullable
            || old->computed || sameName(column.name, rowidAlias(after))
            || makerOf(change, column.name) >= 0)
            continue;
        // IS NULL would not look: SQLite takes the column's word for it.
        rules.append({.code = u"nulls"_s,
            .object = columnObject(after.name, column.name),
            .what
            = u"column \"%1\" of table \"%2\" is NOT NULL, which the copy of the table enforces"_s
                  .arg(column.name, after.name),
            .columns = {column.name},
            .broken = u"typeof(%1) = 'null'"_s.arg(quotedName(column.name)),
            .deletable = true});
    }
    return rules;
}

QList<RowRule> rowRules(const RowChange &change)
{
    return Rules(change).all();
}

std::optional<RowRule> lossRule(const RowChange &change, qsizetype operation)
{
    const AlterColumn *alter = std::get_if<AlterColumn>(&change.operations[operation]);
    if (!alter || !alter->cast.isEmpty() || alter->accept.contains(accepts::lossyCast))
        return std::nullopt;
    const Column *old = findColumn(change.change.before, alter->column);
    const Column *now = findColumn(change.change.after, alter->column);
    if (!old || !now || old->computed)
        return std::nullopt;
    if (now->computed)
        return becomesGenerated(change.change.before, change.change.after, *now, operation);
    if (storesTheSame(change.change.before, *old, change.change.after, *now))
        return std::nullopt;
    const QString declared = declaredType(change.change.after, *now);
    return RowRule {.code = u"lossy_cast"_s,
        .object = columnObject(change.change.after.name, now->name),
        .what = u"column \"%1\" of table \"%2\" becomes %3"_s.arg(
            now->name, change.change.after.name, declared.isEmpty() ? u"typeless"_s : declared),
        .columns = {now->name},
        .broken = lossCondition(change.change.before, *old, change.change.after, *now,
            alter->accept.contains(accepts::deleteRows)),
        .operations = {operation},
        .deletable = isStrict(change.change.after)};
}

QList<RowRule> lossRulesOfOptions(const RowChange &change)
{
    QList<RowRule> rules;
    const Table &before = change.change.before;
    const Table &after = change.change.after;
    if (!isStrict(before) || isStrict(after))
        return rules;
    for (const Column &column : after.columns) {
        const Column *old = findColumn(before, column.name);
        const bool keepsType = old && !old->computed && !column.computed && isAny(before, *old)
            && isAny(after, column);
        if (!keepsType || isAltered(change, column.name))
            continue;
        rules.append({.code = u"lossy_cast"_s,
            .object = columnObject(after.name, column.name),
            .what
            = u"table \"%1\" is no longer STRICT, which makes numbers of texts in its column \"%2\" of the type ANY"_s
                  .arg(after.name, column.name),
            .columns = {column.name},
            .broken = lossCondition(before, *old, after, column, false)});
    }
    return rules;
}

} // namespace joinery::sqlite
