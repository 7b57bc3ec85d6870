// SPDX-License-Identifier: MPL-2.0
#include "support/compared.h"

#include "joinery/operations/describe.h"
#include "joinery/operations/inverse.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

QString textOf(const Column &column)
{
    return u"%1 %2 %3 %4 %5 %6"_s.arg(column.name, column.type.text)
        .arg(column.nullable)
        .arg(column.serverDefault.value_or(u"-"_s), column.computed ? column.computed->sql : u"-"_s,
            column.collation);
}

QString textOf(const Trigger &trigger)
{
    return trigger.sql;
}

template <typename T> QString textOf(const T &element)
{
    if constexpr (std::is_same_v<T, Index>)
        return describe(CreateIndex {.table = {}, .index = element}) + element.where;
    else
        return describe(AddConstraint {.table = {}, .constraint = element});
}

template <typename T> QString listed(const QList<T> &elements)
{
    QStringList texts;
    for (const T &element : elements)
        texts.append(textOf(element));
    return texts.join(u"; "_s);
}

/// The first list of the two that differs.
QString firstDifference(const Table &a, const Table &b)
{
    const auto differ = [](const auto &left, const auto &right) {
        return listed(left) + u" against "_s + listed(right);
    };
    if (a.columns != b.columns)
        return differ(a.columns, b.columns);
    if (a.uniques != b.uniques)
        return differ(a.uniques, b.uniques);
    if (a.checks != b.checks)
        return differ(a.checks, b.checks);
    if (a.foreignKeys != b.foreignKeys)
        return differ(a.foreignKeys, b.foreignKeys);
    if (a.indexes != b.indexes)
        return differ(a.indexes, b.indexes);
    if (a.triggers != b.triggers)
        return differ(a.triggers, b.triggers);
    const auto key = [](const Table &table) {
        return table.primaryKey
            ? describe(AddConstraint {.table = {}, .constraint = *table.primaryKey})
            : u"no primary key"_s;
    };
    return key(a) + u" against "_s + key(b) + u", or options or comment"_s;
}

} // namespace

Difference compared(const MetaData &from, const MetaData &to, const CompareOptions &options)
{
    const PlainPolicy policy;
    Result<Difference> difference = compare(from, to, policy, policy, options);
    if (!difference) {
        QTest::qFail(qPrintable(errorText(difference.error())), __FILE__, __LINE__);
        return {};
    }
    return *std::move(difference);
}

QString firstDifference(const MetaData &a, const MetaData &b)
{
    if (a == b)
        return {};
    if (a.tables.keys() != b.tables.keys() || a.views.keys() != b.views.keys())
        return u"names: %1 against %2"_s.arg((a.tables.keys() + a.views.keys()).join(u", "_s),
            (b.tables.keys() + b.views.keys()).join(u", "_s));
    for (const SchemaObject &object : objects(a)) {
        const QString name = nameOf(object);
        if (const Table *table = std::get_if<Table>(&object); table && *table != b.tables[name])
            return u"table \"%1\": %2"_s.arg(name, firstDifference(*table, b.tables[name]));
        if (const View *view = std::get_if<View>(&object); view && *view != b.views[name])
            return u"view \"%1\": %2 against %3"_s.arg(name, view->sql, b.views[name].sql);
    }
    return u"other objects"_s;
}

QStringList described(const QList<Operation> &operations)
{
    QStringList lines;
    for (const Operation &operation : operations)
        lines.append(describe(operation));
    return lines;
}

QString roundTripTrouble(const MetaData &from, const Difference &difference,
    const ComparePolicy &policy, const ReplayPolicy &replay, const CompareOptions &options)
{
    MetaData schema = from;
    if (const Result<> done = apply(schema, difference.operations, replay); !done)
        return u"apply: "_s + errorText(done.error());
    const bool order = options.columnOrder;
    const QString unreached = firstDifference(
        normalForm(schema, policy, order), normalForm(difference.target, policy, order));
    if (!unreached.isEmpty())
        return u"the operations do not reach the target: %1\nby %2"_s.arg(
            unreached, described(difference.operations).join(u'\n'));
    const Result<Difference> rest
        = compare(schema, difference.target, policy, replay, {.columnOrder = order});
    if (!rest)
        return u"second comparison: "_s + errorText(rest.error());
    if (!rest->isEmpty())
        return u"left over: "_s + described(rest->operations).join(u"; "_s);
    const Result<QList<Operation>> undo = inverse(difference.operations);
    if (!undo)
        return u"inverse: "_s + errorText(undo.error());
    if (const Result<> done = apply(schema, *undo, replay); !done)
        return u"undo: "_s + errorText(done.error());
    return normalForm(schema, policy) == normalForm(from, policy)
        ? QString()
        : u"the inverse does not restore what was"_s;
}

} // namespace joinery::testing
