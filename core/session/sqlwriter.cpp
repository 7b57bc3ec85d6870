// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/sqlwriter.h"

#include "joinery/dialects/dmlcompiler.h"
#include "joinery/mapping/modelinfo.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Kind = ExpressionNode::Kind;

constexpr int comparisonStrength = 4;

/// How strongly an operator binds. Comparisons do not chain.
int strengthOf(SqlOperator op)
{
    switch (op) {
    case SqlOperator::Or:
        return 1;
    case SqlOperator::And:
        return 2;
    case SqlOperator::Not:
        return 3;
    case SqlOperator::Add:
    case SqlOperator::Subtract:
        return 5;
    case SqlOperator::Multiply:
    case SqlOperator::Divide:
    case SqlOperator::Modulo:
        return 6;
    case SqlOperator::Concatenate:
        return 7;
    case SqlOperator::Negate:
        return 8;
    default:
        return comparisonStrength;
    }
}

QStringView wordOf(SqlOperator op)
{
    switch (op) {
    case SqlOperator::Or:
        return u" OR ";
    case SqlOperator::And:
        return u" AND ";
    case SqlOperator::Equal:
        return u" = ";
    case SqlOperator::NotEqual:
        return u" <> ";
    case SqlOperator::Less:
        return u" < ";
    case SqlOperator::LessOrEqual:
        return u" <= ";
    case SqlOperator::Greater:
        return u" > ";
    case SqlOperator::GreaterOrEqual:
        return u" >= ";
    case SqlOperator::Like:
        return u" LIKE ";
    case SqlOperator::Add:
        return u" + ";
    case SqlOperator::Subtract:
        return u" - ";
    case SqlOperator::Multiply:
        return u" * ";
    case SqlOperator::Divide:
        return u" / ";
    case SqlOperator::Modulo:
        return u" % ";
    default:
        return u"";
    }
}

/// Operators whose operands may be of their own kind without parentheses.
bool isAssociative(SqlOperator op)
{
    return op == SqlOperator::Or || op == SqlOperator::And || op == SqlOperator::Add
        || op == SqlOperator::Multiply;
}

} // namespace

void SqlWriter::fail(const Error &error)
{
    if (!m_error)
        m_error = error;
}

void SqlWriter::fail(const QString &message, const QString &hint)
{
    fail(Error {.code = ErrorCode::Usage, .message = message, .hint = hint});
}

QString SqlWriter::quoted(const QString &identifier)
{
    return m_dml.quote(identifier);
}

void SqlWriter::bind(const Value &value)
{
    m_sql += u'?';
    m_parameters.append(value);
}

void SqlWriter::addSource(const TableReference &table, bool outer)
{
    m_scope->sources.append({table, quoted(tableName(table)) + u'.', outer});
}

const SqlWriter::Source *SqlWriter::sourceOf(const TableReference &table) const
{
    for (const Scope *scope = m_scope; scope; scope = scope->outer) {
        for (const Source &source : scope->sources) {
            if (source.table == table)
                return &source;
        }
    }
    return nullptr;
}

QString SqlWriter::taken(const ExpressionPtr &node, int strength)
{
    const qsizetype start = m_sql.size();
    writeExpression(node, strength);
    QString text = m_sql.sliced(start);
    m_sql.truncate(start);
    return text;
}

void SqlWriter::writeExpression(const ExpressionPtr &node, int strength)
{
    const bool enclosed = node->kind == Kind::Operator && strengthOf(node->op) < strength;
    if (enclosed)
        m_sql += u'(';
    switch (node->kind) {
    case Kind::Parameter:
        bind(node->value);
        break;
    case Kind::Column:
        writeColumn(*node);
        break;
    case Kind::Operator:
        writeOperation(*node);
        break;
    case Kind::Function:
        writeFunction(*node);
        break;
    case Kind::Case:
        writeCase(*node);
        break;
    case Kind::Cast:
        m_sql += m_dml.cast(taken(node->operands.first()), node->name);
        break;
    case Kind::Now:
        m_sql += m_dml.now();
        break;
    case Kind::Subquery:
    case Kind::Exists:
        writeSubquery(*node);
        break;
    case Kind::Invalid:
        fail(u"The statement cannot be compiled: %1"_s.arg(node->name));
        break;
    }
    if (enclosed)
        m_sql += u')';
}

void SqlWriter::writeColumn(const ExpressionNode &node)
{
    const ModelInfo &model = *node.table.model;
    const Source *source = sourceOf(node.table);
    const QString &column = node.column < 0
        ? model.table.columns.first().name
        : model.table.columns[model.tableColumn(node.column)].name;
    if (!source) {
        fail(u"Column \"%1\" is of table %2, which the statement does not read"_s.arg(
                 column, tableText(node.table)),
            u"Join the table, or begin with it: selectFrom<…>()."_s);
        return;
    }
    m_sql += source->prefix;
    m_sql += quoted(column);
}

void SqlWriter::writeOperation(const ExpressionNode &node)
{
    const auto &operands = node.operands;
    constexpr int operand = comparisonStrength + 1;
    switch (node.op) {
    case SqlOperator::Not:
        m_sql += u"NOT ";
        writeExpression(operands[0], operand);
        break;
    case SqlOperator::Negate:
        m_sql += u'-';
        writeExpression(operands[0], strengthOf(node.op) + 1);
        break;
    case SqlOperator::IsNull:
    case SqlOperator::IsNotNull:
        writeExpression(operands[0], operand);
        m_sql += node.op == SqlOperator::IsNull ? u" IS NULL" : u" IS NOT NULL";
        break;
    case SqlOperator::Between:
        writeExpression(operands[0], operand);
        m_sql += u" BETWEEN ";
        writeExpression(operands[1], operand);
        m_sql += u" AND ";
        writeExpression(operands[2], operand);
        break;
    case SqlOperator::In:
        writeIn(node);
        break;
    default:
        writeBinary(node);
    }
}

void SqlWriter::writeBinary(const ExpressionNode &node)
{
    const int strength = strengthOf(node.op);
    const bool compares = strength == comparisonStrength;
    for (const ExpressionPtr &operand : node.operands) {
        if (operand->kind == Kind::Invalid && node.operands[0]->kind == Kind::Column) {
            const ExpressionNode &column = *node.operands[0];
            fail(u"Column \"%1\" of model \"%2\" is compared with what it cannot hold: %3"_s.arg(
                column.table.model->columnName(column.column), column.table.model->name(),
                operand->name));
        }
    }
    if (node.op == SqlOperator::Concatenate) {
        const QString left = taken(node.operands[0], strength);
        m_sql += m_dml.concatenation(left, taken(node.operands[1], strength));
        return;
    }
    writeExpression(node.operands[0], compares ? strength + 1 : strength);
    m_sql += wordOf(node.op);
    writeExpression(node.operands[1], isAssociative(node.op) ? strength : strength + 1);
    if (node.op == SqlOperator::Like)
        m_sql += u" ESCAPE '/'";
}

void SqlWriter::writeIn(const ExpressionNode &node)
{
    if (node.operands.size() == 1) {
        m_sql += u"1 = 0"; // in none
        return;
    }
    writeExpression(node.operands[0], comparisonStrength + 1);
    m_sql += u" IN ";
    if (node.operands[1]->kind == Kind::Subquery) {
        writeExpression(node.operands[1]);
        return;
    }
    m_sql += u'(';
    writeList(node.operands.sliced(1));
    m_sql += u')';
}

void SqlWriter::writeFunction(const ExpressionNode &node)
{
    m_sql += node.name;
    m_sql += node.distinct ? u"(DISTINCT " : u"(";
    if (node.star)
        m_sql += u'*';
    writeList(node.operands);
    m_sql += u')';
    if (!node.filter)
        return;
    m_sql += u" FILTER (WHERE ";
    writeExpression(node.filter);
    m_sql += u')';
}

void SqlWriter::writeCase(const ExpressionNode &node)
{
    m_sql += u"CASE";
    qsizetype at = 0;
    if (node.star) {
        m_sql += u' ';
        writeExpression(node.operands[at++]);
    }
    for (; at + 1 < node.operands.size(); at += 2) {
        m_sql += u" WHEN ";
        writeExpression(node.operands[at]);
        m_sql += u" THEN ";
        writeExpression(node.operands[at + 1]);
    }
    if (at < node.operands.size()) {
        m_sql += u" ELSE ";
        writeExpression(node.operands[at]);
    }
    m_sql += u" END";
}

void SqlWriter::writeSubquery(const ExpressionNode &node)
{
    const bool exists = node.kind == Kind::Exists;
    m_sql += exists ? u"EXISTS (" : u"(";
    m_valuesOnly = exists;
    writeSelect(*node.select);
    m_sql += u')';
}

void SqlWriter::writeList(const QList<ExpressionPtr> &nodes)
{
    for (qsizetype i = 0; i < nodes.size(); ++i) {
        if (i > 0)
            m_sql += u", ";
        writeExpression(nodes[i]);
    }
}

void SqlWriter::writeAssigned(const ExpressionPtr &value, const ModelInfo &model, int column)
{
    if (value->kind == Kind::Invalid)
        fail(u"Column \"%1\" of model \"%2\" is set to what it cannot hold: %3"_s.arg(
            model.columnName(column), model.name(), value->name));
    writeExpression(value);
}

void SqlWriter::writeItems(const QList<RowItem> &items)
{
    bool first = true;
    for (const RowItem &item : items) {
        if (!std::exchange(first, false))
            m_sql += u", ";
        if (item.expression)
            writeExpression(item.expression);
        else
            writeModel(item.table);
    }
}

void SqlWriter::writeModel(const TableReference &table)
{
    const Source *source = sourceOf(table);
    if (!source) {
        fail(u"The statement does not read table %1, whose objects it gives"_s.arg(
            tableText(table)));
        return;
    }
    bool first = true;
    for (const Column &column : table.model->table.columns) {
        if (!std::exchange(first, false))
            m_sql += u", ";
        m_sql += source->prefix;
        m_sql += quoted(column.name);
    }
}

void SqlWriter::writeAll(const QList<ExpressionPtr> &conditions)
{
    const int strength = conditions.size() > 1 ? strengthOf(SqlOperator::And) : 0;
    for (qsizetype i = 0; i < conditions.size(); ++i) {
        if (i > 0)
            m_sql += u" AND ";
        writeExpression(conditions[i], strength);
    }
}

QList<RowPart> partsOf(const QList<RowItem> &items)
{
    QList<RowPart> parts;
    int at = 0;
    for (const RowItem &item : items) {
        RowPart part {.first = at};
        if (!item.expression) {
            part.model = item.table.model;
            part.count = int(part.model->columns.size()) + (part.model->hiddenKey ? 1 : 0);
            part.mayBeAbsent = item.nullable;
        }
        at += part.count;
        parts.append(part);
    }
    return parts;
}

Result<CompiledSelect> SqlWriter::finish(CompiledSelect compiled)
{
    if (!m_error && m_parameters.size() > m_dml.maxParameters())
        fail(u"The statement has %1 parameters, and the database takes %2 at most"_s
                 .arg(m_parameters.size())
                 .arg(m_dml.maxParameters()),
            u"Ask for the values of a long in(…) in several queries, or through a table."_s);
    if (m_error)
        return joinery::fail(*m_error);
    compiled.sql = std::move(m_sql);
    compiled.parameters = std::move(m_parameters);
    return compiled;
}

} // namespace joinery
