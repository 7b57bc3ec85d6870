// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/select.h"
#include "joinery/session/selectcompiler.h"

namespace joinery {

/// An UPDATE or DELETE without types.
struct ChangeStatement
{
    /// SET column = value.
    struct Assignment
    {
        int column = -1; ///< of the model
        ExpressionPtr value {}; ///< of the row before the change
    };

    const ModelInfo *model = nullptr; ///< whose rows change
    bool deletes = false; ///< a DELETE
    QList<Assignment> assignments {}; ///< of an UPDATE
    QList<ExpressionPtr> where {}; ///< all of them
    QList<RowItem> returning {}; ///< what is read of each row; none: nothing
};

/// Errors: as for a SELECT; Usage when nothing is set, or a computed column.
[[nodiscard]] Result<CompiledSelect> compile(
    const ChangeStatement &statement, const DmlCompiler &dml);

/// An UPDATE or DELETE of all rows that fit, made by update() or deleteFrom(). It runs in the
/// database alone: objects that a session has loaded do not know of it until they are refreshed. A
/// version column that is not set counts on.
/// Row is what returning() gives; void without.
template <Mapped T, typename Row = void> class BulkChange
{
public:
    using RowType = Row; ///< what returning() gives

    /// See update() and deleteFrom().
    explicit BulkChange(ChangeStatement statement)
        : m_statement(std::move(statement))
    { }
    const ChangeStatement &statement() const { return m_statement; } ///< without types

    /// Of an update: gives the column a value, or what an expression is before the update.
    template <typename M, typename V>
    BulkChange set(const ColumnOf<T, M> &column, const V &value) const
    {
        static_assert(
            std::same_as<V,
                std::nullopt_t> || session_detail::sameKind<M, session_detail::valueTypeOf<V>>,
            "Joinery: set() gives a column a value of its own kind: numbers to numbers, texts to "
            "texts, anything else to its own type");
        static_assert(
            isOptional<M> || !(std::same_as<V, std::nullopt_t> || session_detail::mayBeNull<V>),
            "Joinery: set() would make a column NULL whose member is no std::optional; "
            "coalesce(…, value) makes an expression that is never NULL");
        BulkChange copy = *this;
        copy.m_statement.assignments.append({column.index, operandNode(value)});
        return copy;
    }
    /// Several conditions must all be true. Without any, all rows change.
    BulkChange where(const Condition &condition) const
    {
        BulkChange copy = *this;
        copy.m_statement.where.append(condition.node());
        return copy;
    }
    /// What is read of each row that was changed: its new values, of a deleted one the last.
    template <typename First, typename... More>
    auto returning(const First &first, const More &...more) const
    {
        using session_detail::TermOf;
        using NewRow = typename session_detail::RowOf<typename TermOf<First>::Row,
            typename TermOf<More>::Row...>::type;
        ChangeStatement changed = m_statement;
        changed.returning = {TermOf<First>::item(first), TermOf<More>::item(more)...};
        return BulkChange<T, NewRow>(std::move(changed));
    }

private:
    ChangeStatement m_statement;
};

/// `update<Hero>().set(col(&Hero::age), col(&Hero::age) + 1).where(col(&Hero::age) < 40)`
template <Mapped T> BulkChange<T> update()
{
    return BulkChange<T>({.model = &modelInfo<T>()});
}
/// `deleteFrom<Hero>().where(col(&Hero::teamId).isNull())`
template <Mapped T> BulkChange<T> deleteFrom()
{
    return BulkChange<T>({.model = &modelInfo<T>(), .deletes = true});
}

} // namespace joinery
