// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/rawsql.h"

#include "joinery/session/sqlwriter.h"
#include "joinery/sql/tokenizer.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Error usage(const QString &message, const QString &hint)
{
    return Error {.code = ErrorCode::Usage, .message = message, .hint = hint};
}

/// Replaces the parameters of a text, in their order.
class ParameterWriter
{
public:
    ParameterWriter(SqlWriter &writer, const RawStatement &statement)
        : m_writer(writer)
        , m_statement(statement)
        , m_tokens(tokenize(statement.sql))
        , m_used(statement.parameters.size(), false)
    { }

    void write()
    {
        for (qsizetype i = 0; i < m_tokens.size(); ++i) {
            const QStringView text = textOf(m_statement.sql, m_tokens[i]);
            if (m_tokens[i].kind == TokenKind::Variable && !isTypeCast(i))
                writeParameter(text, isBracketed(i));
            else
                m_writer.write(text);
        }
        for (qsizetype i = 0; i < m_used.size(); ++i) {
            if (!m_used[i])
                m_writer.fail(usage(u"The SQL has no place for parameter %1"_s.arg(nameOf(i)),
                    u"Write ? for each parameter without a name and :name for the others."_s));
        }
    }

private:
    /// value::type
    bool isTypeCast(qsizetype token) const
    {
        const Token &it = m_tokens[token];
        return it.start > 0 && m_statement.sql[it.start] == u':'
            && m_statement.sql[it.start - 1] == u':';
    }
    /// (:ids): the brackets of the list are there.
    bool isBracketed(qsizetype token) const
    {
        return beside(token, -1) == u"(" && beside(token, 1) == u")";
    }
    /// The token in front or behind, spaces and comments aside.
    QStringView beside(qsizetype token, int step) const
    {
        do
            token += step;
        while (token >= 0 && token < m_tokens.size()
            && (m_tokens[token].kind == TokenKind::Space
                || m_tokens[token].kind == TokenKind::Comment));
        const bool inside = token >= 0 && token < m_tokens.size();
        return inside ? textOf(m_statement.sql, m_tokens[token]) : QStringView();
    }
    QString nameOf(qsizetype parameter) const
    {
        const QString &name = m_statement.parameters[parameter].name();
        return name.isEmpty() ? QString::number(parameter + 1) : u"\":%1\""_s.arg(name);
    }
    qsizetype next() const
    {
        for (qsizetype i = 0; i < m_used.size(); ++i) {
            if (!m_used[i] && m_statement.parameters[i].name().isEmpty())
                return i;
        }
        return -1;
    }
    qsizetype named(QStringView name) const
    {
        const auto found
            = std::find_if(m_statement.parameters.cbegin(), m_statement.parameters.cend(),
                [&](const SqlParameter &parameter) { return parameter.name() == name; });
        return found == m_statement.parameters.cend()
            ? -1
            : std::distance(m_statement.parameters.cbegin(), found);
    }
    void writeParameter(QStringView text, bool bracketed)
    {
        const qsizetype found = text == u"?" ? next() : named(text.mid(1));
        if (found < 0) {
            m_writer.fail(
                usage(u"The SQL has a parameter %1 that no value is given for"_s.arg(text),
                    u"Give sql() a value for each ?, and {u\"name\"_s, value} for each :name."_s));
            return;
        }
        m_used[found] = true;
        const SqlParameter &parameter = m_statement.parameters[found];
        const bool brackets = parameter.isList() && !bracketed;
        if (brackets)
            m_writer.write(u'(');
        if (parameter.values().isEmpty())
            m_writer.write(u"SELECT 1 WHERE 1 = 0"); // nothing is in an empty list
        m_writer.writeList(parameter.values());
        if (brackets)
            m_writer.write(u')');
    }

    SqlWriter &m_writer;
    const RawStatement &m_statement;
    QList<Token> m_tokens;
    QList<bool> m_used;
};

/// Where each of the model's columns is among those of a result.
Result<QList<int>> orderByName(const ModelInfo &model, const QStringList &columns)
{
    const QString hint = u"Name the columns as the model does: SELECT … AS …"_s;
    QList<int> order;
    for (const Column &column : model.table.columns) {
        const qsizetype found = columns.indexOf(column.name);
        if (found < 0)
            return fail(
                usage(u"The query gives no column \"%1\" for model \"%2\"; it gives %3"_s.arg(
                          column.name, model.name(), columns.join(u", "_s)),
                    hint));
        if (columns.lastIndexOf(column.name) != found)
            return fail(usage(u"The query gives two columns \"%1\" for model \"%2\""_s.arg(
                                  column.name, model.name()),
                hint));
        order.append(int(found));
    }
    for (const QString &column : columns) {
        if (model.table.columnIndex(column) < 0)
            return fail(
                usage(u"The query gives a column \"%1\", which model \"%2\" does not have"_s.arg(
                          column, model.name()),
                    hint));
    }
    return order;
}

} // namespace

Result<CompiledSelect> compile(const RawStatement &statement, const DmlCompiler &dml)
{
    SqlWriter writer(dml);
    ParameterWriter(writer, statement).write();
    return writer.finish({.parts = statement.parts, .byName = statement.byName});
}

Result<RowOrder> RowOrder::of(const CompiledSelect &compiled, const QStringList &columns)
{
    RowOrder order;
    if (compiled.byName) {
        Result<QList<int>> found = orderByName(*compiled.parts.first().model, columns);
        if (!found)
            return fail(std::move(found).error());
        if (!std::is_sorted(found->cbegin(), found->cend()))
            order.m_order = *std::move(found);
        return order;
    }
    const RowPart &last = compiled.parts.last();
    if (columns.size() != last.first + last.count)
        return fail(usage(u"The query gives %1 columns (%2), and its rows take %3"_s.arg(
                              QString::number(columns.size()), columns.join(u", "_s),
                              QString::number(last.first + last.count)),
            u"Let the query give one column for each part of the row, in that order."_s));
    return order;
}

const ValueView *RowOrder::apply(RowView row)
{
    if (m_order.isEmpty())
        return row.data();
    m_row.clear();
    for (const int column : std::as_const(m_order))
        m_row.push_back(row[static_cast<size_t>(column)]);
    return m_row.data();
}

} // namespace joinery
