// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/projection.h"
#include "joinery/session/selectcompiler.h"

#include <span>
#include <vector>

namespace joinery {

/// A parameter of sql(): for the next `?`, or by name for every `:name`. A list stands for as many
/// parameters: `WHERE id IN :ids`.
class SqlParameter
{
public:
    /// For the next `?`.
    template <typename V>
    SqlParameter(const V &value) // NOLINT(google-explicit-constructor): they are written in braces
    {
        add(value);
    }
    /// For every `:name`.
    template <typename V>
    SqlParameter(QString name, const V &value)
        : m_name(std::move(name))
    {
        add(value);
    }

    const QString &name() const { return m_name; } ///< empty: by position
    bool isList() const { return m_list; } ///< stands for as many parameters as it has values
    const QList<ExpressionPtr> &values() const { return m_values; } ///< one, or those of the list

private:
    template <typename V> void add(const V &value) { m_values.append(operandNode(value)); }
    template <typename V> void add(const QList<V> &values) { addAll(values); }
    template <typename V> void add(const std::vector<V> &values) { addAll(values); }
    template <typename List> void addAll(const List &values)
    {
        m_list = true;
        for (const auto &value : values)
            add(value);
    }

    QString m_name {};
    QList<ExpressionPtr> m_values {};
    bool m_list = false;
};

/// What sql() holds: SQL of the program's own, and what its rows are.
struct RawStatement
{
    QString sql {}; ///< its text
    QList<SqlParameter> parameters {}; ///< by position and by name
    QList<RowPart> parts {}; ///< what its columns make
    bool byName = false; ///< the columns are found by the names that the model gives them
};

namespace session_detail {

template <typename T> struct PartsOf
{
    static void add(QList<RowPart> &parts)
    {
        using Plain = withoutOptional<T>;
        const RowPart *last = parts.isEmpty() ? nullptr : &parts.last();
        RowPart part {.first = last ? last->first + last->count : 0, .count = columnsOf<T>()};
        if constexpr (Mapped<Plain>) {
            part.model = &modelInfo<Plain>();
            part.mayBeAbsent = isOptional<T>;
        }
        parts.append(part);
    }
};
template <typename... Ts> struct PartsOf<std::tuple<Ts...>>
{
    static void add(QList<RowPart> &parts)
    {
        (PartsOf<std::remove_reference_t<Ts>>::add(parts), ...);
    }
};
template <PlainStruct S> struct PartsOf<S>
{
    static void add(QList<RowPart> &parts)
    {
        PartsOf<typename decltype(fieldTypes<S>())::type>::add(parts);
    }
};

} // namespace session_detail

/// SQL of the program's own, its rows mapped to Row.
template <typename Row> class RawSelect
{
public:
    using RowType = Row; ///< what its rows become

    /// See sql().
    RawSelect(QString sql, std::initializer_list<SqlParameter> parameters)
        : m_statement {.sql = std::move(sql), .parameters = parameters, .byName = Mapped<Row>}
    {
        session_detail::PartsOf<Row>::add(m_statement.parts);
    }
    const RawStatement &statement() const { return m_statement; } ///< without types

private:
    RawStatement m_statement;
};

/// A query in SQL, for what Select has no words for: common table expressions, windows.
///
///     sql<Hero>(u"WITH RECURSIVE … SELECT * FROM …"_s)
///     sql<std::tuple<QString, qint64>>(u"SELECT name, rank() OVER (ORDER BY age) FROM hero"_s)
///     sql<Hero>(u"SELECT * FROM hero WHERE id IN :ids"_s, {{u"ids"_s, QList<qint64> {1, 2}}})
///
/// A model's columns are found by name: one that is missing, there twice or of no member is an
/// error. Tuples, plain structs and single values take the columns in their order; another number
/// of columns than the row takes is an error.
template <typename Row>
RawSelect<Row> sql(const QString &text, std::initializer_list<SqlParameter> parameters = {})
{
    return RawSelect<Row>(text, parameters);
}

/// Errors: Usage, naming the parameter: one that is missing, left over or does not fit.
[[nodiscard]] Result<CompiledSelect> compile(const RawStatement &statement, const DmlCompiler &dml);

/// Brings the columns of a result into the order of a row's parts.
class RowOrder
{
public:
    /// `columns` are those of the result. Errors: Usage, naming what does not agree.
    [[nodiscard]] static Result<RowOrder> of(
        const CompiledSelect &compiled, const QStringList &columns);

    /// The row's values in that order; good until the next call, or as long as the row.
    const ValueView *apply(RowView row);

private:
    QList<int> m_order {}; ///< of each column where it is in the result; empty: as they come
    std::vector<ValueView> m_row {};
};

} // namespace joinery
