// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/rowquery.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Operator = ColumnFilter::Operator;

/// Wide rows show less of each value: a page must stay small whatever the table is.
constexpr int charactersOfRow = 64'000;
constexpr int maxCharacters = 1000;
constexpr int minCharacters = 32;
constexpr int shownBytes = 256;
/// Statements have at most 2000 result columns; beyond this many, lengths are left out.
constexpr int maxColumnsWithLengths = 900;

QString sign(Operator op)
{
    switch (op) {
    case Operator::NotEqual:
        return u"<>"_s;
    case Operator::Less:
        return u"<"_s;
    case Operator::LessOrEqual:
        return u"<="_s;
    case Operator::Greater:
        return u">"_s;
    case Operator::GreaterOrEqual:
        return u">="_s;
    default:
        return u"="_s;
    }
}

QString likePattern(const Value &value)
{
    QString text = std::get<QString>(value);
    for (const QChar special : {u'!', u'%', u'_'})
        text.replace(special, QString(u'!') + special);
    return u'%' + text + u'%';
}

BoundSql joined(const QList<BoundSql> &conditions)
{
    BoundSql all;
    for (const BoundSql &condition : conditions) {
        if (condition.sql.isEmpty())
            continue;
        all.sql += all.sql.isEmpty() ? condition.sql : u" AND "_s + condition.sql;
        all.parameters += condition.parameters;
    }
    return all;
}

QString marks(qsizetype count)
{
    return QStringList(count, u"?"_s).join(u", ");
}

/// The sort as it stands, up to the column that makes rows unique, then the rest of the address in
/// the direction of the last sort column: an index on that column then serves the order.
QList<SortColumn> completeOrder(const RowQuery &query)
{
    QList<SortColumn> order;
    QStringList missing = query.address ? query.address->columns : QStringList();
    const auto has = [&](const QString &column) {
        return std::any_of(order.begin(), order.end(),
            [&](const SortColumn &other) { return other.column == column; });
    };
    for (const SortColumn &column : query.sort) {
        if (has(column.column))
            continue;
        order.append(column);
        missing.removeAll(column.column);
        if (query.address && missing.isEmpty())
            return order;
    }
    const bool descending = !order.isEmpty() && order.last().descending;
    for (const QString &column : std::as_const(missing))
        order.append({.column = column, .descending = descending});
    return order;
}

} // namespace

RowSql::RowSql(const DmlCompiler &dml, RowQuery query)
    : m_dml(&dml)
    , m_query(std::move(query))
    , m_order(completeOrder(m_query))
{
    QStringList columns;
    for (const SortColumn &column : std::as_const(m_order))
        columns.append(column.column);
    m_keyOrder = m_query.address && columns == m_query.address->columns && isUniform();
}

bool RowSql::inIntegerOrder() const
{
    return m_keyOrder && m_query.address->integer;
}

bool RowSql::isKey(const QString &column) const
{
    return m_query.address && m_query.address->columns.contains(column);
}

bool RowSql::isUniform() const
{
    return std::all_of(m_order.begin(), m_order.end(), [this](const SortColumn &column) {
        return isKey(column.column) && column.descending == m_order.first().descending;
    });
}

QStringList RowSql::keyNames() const
{
    QStringList names;
    if (m_query.address) {
        for (const QString &column : m_query.address->columns)
            names.append(name(column));
    }
    return names;
}

bool RowSql::hasLengths() const
{
    return m_query.columns.size() <= maxColumnsWithLengths;
}

QString RowSql::select(Values values) const
{
    QStringList expressions = keyNames();
    const int count = int(m_query.columns.size());
    const int characters = std::clamp(charactersOfRow / count, minCharacters, maxCharacters);
    for (const QString &column : m_query.columns) {
        const PreviewSql preview = values == Values::Whole
            ? PreviewSql {.value = name(column), .length = {}}
            : m_dml->preview(name(column), characters, shownBytes);
        expressions.append(preview.value);
        if (values == Values::Preview && hasLengths())
            expressions.append(preview.length);
    }
    return u"SELECT %1 FROM %2"_s.arg(expressions.join(u", "), relation());
}

QString RowSql::selectKeys() const
{
    return u"SELECT %1 FROM %2"_s.arg(keyNames().join(u", "), relation());
}

BoundSql RowSql::orderValues(const QList<Value> &key) const
{
    QStringList names;
    for (const SortColumn &column : m_order)
        names.append(name(column.column));
    const BoundSql same = where(hasKey(key));
    return {.sql = u"SELECT %1 FROM %2"_s.arg(names.join(u", "), relation()) + same.sql,
        .parameters = same.parameters};
}

BoundSql RowSql::condition(const ColumnFilter &filter) const
{
    const QString column = name(filter.column);
    switch (filter.op) {
    case Operator::Contains:
        return {.sql = u"lower(%1) LIKE lower(?) ESCAPE '!'"_s.arg(m_dml->asText(column)),
            .parameters = {likePattern(filter.value)}};
    case Operator::Between:
        return {.sql = column + u" BETWEEN ? AND ?"_s, .parameters = {filter.value, filter.upper}};
    case Operator::IsNull:
        return {.sql = column + u" IS NULL"_s};
    case Operator::IsNotNull:
        return {.sql = column + u" IS NOT NULL"_s};
    default:
        return {.sql = u"%1 %2 ?"_s.arg(column, sign(filter.op)), .parameters = {filter.value}};
    }
}

BoundSql RowSql::where(const BoundSql &more) const
{
    QList<BoundSql> conditions;
    for (const ColumnFilter &filter : m_query.filters)
        conditions.append(condition(filter));
    conditions.append(more);
    BoundSql all = joined(conditions);
    if (!all.sql.isEmpty())
        all.sql.prepend(u" WHERE "_s);
    return all;
}

QString RowSql::orderBy(bool backward) const
{
    QStringList terms;
    for (const SortColumn &column : m_order)
        terms.append(name(column.column) + (column.descending != backward ? u" DESC"_s : u""_s));
    return terms.isEmpty() ? QString() : u" ORDER BY "_s + terms.join(u", ");
}

BoundSql RowSql::rowComparison(const QList<Value> &values, bool backward, bool including) const
{
    QStringList names;
    for (const SortColumn &column : m_order)
        names.append(name(column.column));
    const bool down = m_order.first().descending != backward;
    const QString op = (down ? u"<"_s : u">"_s) + (including ? u"="_s : u""_s);
    if (names.size() == 1)
        return {.sql = u"%1 %2 ?"_s.arg(names.first(), op), .parameters = values};
    return {.sql = u"(%1) %2 (%3)"_s.arg(names.join(u", "), op, marks(names.size())),
        .parameters = values};
}

QList<BoundSql> RowSql::ranges(
    const SortColumn &column, const Value &value, bool backward, bool nullable) const
{
    const QString quoted = name(column.column);
    const bool down = column.descending != backward;
    const bool nullsBehind = down == m_dml->nullsSortFirst();
    if (isNull(value))
        return nullsBehind ? QList<BoundSql>()
                           : QList<BoundSql> {{.sql = quoted + u" IS NOT NULL"_s}};
    QList<BoundSql> all {{.sql = quoted + (down ? u" < ?"_s : u" > ?"_s), .parameters = {value}}};
    if (nullsBehind && nullable)
        all.append({.sql = quoted + u" IS NULL"_s});
    return all;
}

QList<BoundSql> RowSql::beyond(const QList<Value> &values, bool backward, bool including) const
{
    if (m_keyOrder)
        return {rowComparison(values, backward, including)};
    const auto same = [&](qsizetype count) {
        QList<BoundSql> equal;
        for (qsizetype i = 0; i < count; ++i)
            equal.append({.sql = m_dml->sameValue(name(m_order[i].column), u"?"_s),
                .parameters = {values[i]}});
        return joined(equal);
    };
    QList<BoundSql> all;
    if (including)
        all.append(same(m_order.size()));
    for (qsizetype i = m_order.size() - 1; i >= 0; --i) {
        for (const BoundSql &range :
            ranges(m_order[i], values[i], backward, !isKey(m_order[i].column)))
            all.append(joined({same(i), range}));
    }
    return all;
}

BoundSql RowSql::hasKey(const QList<Value> &key) const
{
    QList<BoundSql> parts;
    const QStringList names = keyNames();
    for (qsizetype i = 0; i < names.size(); ++i)
        parts.append({.sql = names[i] + u" = ?"_s, .parameters = {key[i]}});
    return joined(parts);
}

BoundSql RowSql::hasKeyAmong(const QList<Value> &keys) const
{
    return {.sql = u"%1 IN (%2)"_s.arg(keyNames().first(), marks(keys.size())), .parameters = keys};
}

} // namespace joinery
