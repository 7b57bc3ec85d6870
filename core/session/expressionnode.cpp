// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/expressionnode.h"

#include "joinery/mapping/modelinfo.h"
#include "joinery/session/selectstatement.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace joinery::expression {

namespace {

using Kind = ExpressionNode::Kind;

// Compiling and destroying recurse, and databases have limits of this size themselves.
constexpr int deepest = 900;

ExpressionPtr make(ExpressionNode node)
{
    for (const ExpressionPtr &operand : std::as_const(node.operands))
        node.depth = std::max(node.depth, operand->depth + 1);
    if (node.filter)
        node.depth = std::max(node.depth, node.filter->depth + 1);
    if (node.depth > deepest)
        return invalid(u"an expression is nested more than %1 levels deep"_s.arg(deepest));
    return std::make_shared<const ExpressionNode>(std::move(node));
}

bool isNullValue(const ExpressionPtr &node)
{
    return node->kind == Kind::Parameter && isNull(node->value);
}

bool isIdentifier(const QString &name)
{
    const auto fits = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'.'; };
    return !name.isEmpty() && !name.front().isDigit()
        && std::all_of(name.cbegin(), name.cend(), fits);
}

ExpressionPtr called(const QString &name, QList<ExpressionPtr> operands, bool aggregate)
{
    if (!isIdentifier(name))
        return invalid(u"\"%1\" is no name of a function"_s.arg(name));
    const bool star = aggregate && operands.isEmpty();
    return make({.kind = Kind::Function,
        .star = star,
        .aggregate = aggregate,
        .name = name,
        .operands = std::move(operands)});
}

QString escaped(QString text)
{
    return text.replace(u'/', u"//"_s).replace(u'%', u"/%"_s).replace(u'_', u"/_"_s);
}

ExpressionNode withSelect(Kind kind, const SelectStatement &select)
{
    return {.kind = kind, .select = std::make_shared<const SelectStatement>(select)};
}

} // namespace

ExpressionPtr value(Value value)
{
    auto node = std::make_shared<ExpressionNode>();
    node->value = std::move(value);
    return node;
}

ExpressionPtr value(bool fits, const ValueView &view)
{
    return fits ? value(toValue(view)) : invalid(u"a value does not fit into a column"_s);
}

ExpressionPtr text(QString text)
{
    if (!QStringView(text).isValidUtf16())
        return invalid(u"the text \"%1\" is no valid Unicode"_s.arg(text));
    return value(Value(std::move(text)));
}

ExpressionPtr number(qint64 number)
{
    return value(Value(number));
}

ExpressionPtr number(double number)
{
    return number == number ? value(Value(number)) : invalid(u"NaN is no value of a database"_s);
}

ExpressionPtr invalid(const QString &why)
{
    return std::make_shared<const ExpressionNode>(
        ExpressionNode {.kind = Kind::Invalid, .name = why});
}

ExpressionPtr notMapped(const ModelInfo &model)
{
    return invalid(u"a member of model \"%1\" is not mapped to a column"_s.arg(model.name()));
}

ExpressionPtr tooLarge(quint64 number)
{
    return invalid(u"the number %1 does not fit into 64 bits with a sign"_s.arg(number));
}

ExpressionPtr column(const ModelInfo &model, int column, const QString &alias)
{
    auto node = std::make_shared<ExpressionNode>();
    node->kind = Kind::Column;
    node->column = column;
    node->table = {&model, alias};
    return node;
}

ExpressionPtr operation(SqlOperator op, QList<ExpressionPtr> operands)
{
    const bool equality = op == SqlOperator::Equal || op == SqlOperator::NotEqual;
    if (equality && (isNullValue(operands[0]) || isNullValue(operands[1]))) {
        const SqlOperator is
            = op == SqlOperator::Equal ? SqlOperator::IsNull : SqlOperator::IsNotNull;
        return operation(is, operands[isNullValue(operands[1]) ? 0 : 1]);
    }
    return make({.kind = Kind::Operator, .op = op, .operands = std::move(operands)});
}

ExpressionPtr operation(SqlOperator op, const ExpressionPtr &operand)
{
    return operation(op, QList<ExpressionPtr> {operand});
}

ExpressionPtr operation(SqlOperator op, const ExpressionPtr &left, const ExpressionPtr &right)
{
    return operation(op, QList<ExpressionPtr> {left, right});
}

ExpressionPtr operation(SqlOperator op, const ExpressionPtr &operand, const ExpressionPtr &low,
    const ExpressionPtr &high)
{
    return operation(op, QList<ExpressionPtr> {operand, low, high});
}

ExpressionPtr function(const QString &name, QList<ExpressionPtr> operands)
{
    return called(name, std::move(operands), false);
}

ExpressionPtr aggregate(const QString &name, QList<ExpressionPtr> operands)
{
    return called(name, std::move(operands), true);
}

ExpressionPtr withDistinct(const ExpressionPtr &aggregate)
{
    ExpressionNode node = *aggregate;
    node.distinct = true;
    return node.star ? invalid(u"count() of rows cannot be distinct: name a column"_s)
                     : make(std::move(node));
}

ExpressionPtr withFilter(const ExpressionPtr &aggregate, const ExpressionPtr &condition)
{
    ExpressionNode node = *aggregate;
    node.filter = node.filter ? operation(SqlOperator::And, {node.filter, condition}) : condition;
    return make(std::move(node));
}

ExpressionPtr caseOf(QList<ExpressionPtr> parts, bool hasOperand)
{
    return make({.kind = Kind::Case, .star = hasOperand, .operands = std::move(parts)});
}

ExpressionPtr cast(const ExpressionPtr &operand, const QString &type)
{
    return make({.kind = Kind::Cast, .name = type, .operands = {operand}});
}

ExpressionPtr now()
{
    return make({.kind = Kind::Now});
}

ExpressionPtr subquery(const SelectStatement &select)
{
    return make(withSelect(Kind::Subquery, select));
}

ExpressionPtr exists(const SelectStatement &select)
{
    return make(withSelect(Kind::Exists, select));
}

ExpressionPtr inSubquery(const ExpressionPtr &operand, const SelectStatement &select)
{
    return operation(SqlOperator::In, {operand, subquery(select)});
}

ExpressionPtr match(const ExpressionPtr &operand, Match match, const QString &text)
{
    const QString front = match == Match::StartsWith ? QString() : u"%"_s;
    const QString back = match == Match::EndsWith ? QString() : u"%"_s;
    return operation(SqlOperator::Like, {operand, expression::text(front + escaped(text) + back)});
}

} // namespace joinery::expression
