// SPDX-License-Identifier: MPL-2.0
#include "support/compared.h"

#include "joinery/operations/describe.h"
#include "joinery/operations/inverse.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

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
    if (normalForm(schema, policy, order) != normalForm(difference.target, policy, order))
        return u"the operations do not reach the target"_s;
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
