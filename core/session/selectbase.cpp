// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/selectbase.h"

namespace joinery {

SelectBase::SelectBase()
    : m_statement(new SelectStatement)
{ }
SelectBase::SelectBase(const SelectBase &other) = default;
SelectBase::SelectBase(SelectBase &&other) noexcept = default;
SelectBase &SelectBase::operator=(const SelectBase &other) = default;
SelectBase &SelectBase::operator=(SelectBase &&other) noexcept = default;
SelectBase::~SelectBase() = default;

SelectBase SelectBase::withItem(const RowItem &item) const
{
    SelectBase copy = *this;
    copy.m_statement->items.append(item);
    return copy;
}

SelectBase SelectBase::withFrom(const TableReference &table) const
{
    SelectBase copy = *this;
    copy.m_statement->from.append(table);
    return copy;
}

SelectBase SelectBase::withJoin(const JoinItem &join) const
{
    SelectBase copy = *this;
    copy.m_statement->joins.append(join);
    return copy;
}

SelectBase SelectBase::withOuterJoin(JoinItem join, std::initializer_list<bool> emptied) const
{
    SelectBase copy = *this;
    join.outer = true;
    copy.m_statement->joins.append(join);
    QList<RowItem> &items = copy.m_statement->items;
    for (size_t i = 0; i < emptied.size() && qsizetype(i) < items.size(); ++i)
        items[qsizetype(i)].nullable |= emptied.begin()[i];
    return copy;
}

SelectBase SelectBase::withWhere(const ExpressionPtr &condition) const
{
    SelectBase copy = *this;
    copy.m_statement->where.append(condition);
    return copy;
}

SelectBase SelectBase::withGroup(const ExpressionPtr &expression) const
{
    SelectBase copy = *this;
    copy.m_statement->groupBy.append(expression);
    return copy;
}

SelectBase SelectBase::withHaving(const ExpressionPtr &condition) const
{
    SelectBase copy = *this;
    copy.m_statement->having.append(condition);
    return copy;
}

SelectBase SelectBase::withOrder(const OrderItem &item) const
{
    SelectBase copy = *this;
    copy.m_statement->orderBy.append(item);
    return copy;
}

SelectBase SelectBase::withUnion(const SelectBase &other, bool all) const
{
    SelectBase copy = *this;
    SelectStatement &statement = *copy.m_statement;
    statement.limitedBeforeUnion
        |= !statement.orderBy.isEmpty() || statement.limit || statement.offset;
    statement.unions.append({all, std::make_shared<const SelectStatement>(other.statement())});
    return copy;
}

SelectBase SelectBase::withOption(const LoaderOption &option) const
{
    SelectBase copy = *this;
    copy.m_statement->options.append(option);
    return copy;
}

SelectBase SelectBase::withLimit(qint64 limit) const
{
    SelectBase copy = *this;
    copy.m_statement->limit = limit;
    return copy;
}

SelectBase SelectBase::withOffset(qint64 offset) const
{
    SelectBase copy = *this;
    copy.m_statement->offset = offset;
    return copy;
}

SelectBase SelectBase::withDistinct() const
{
    SelectBase copy = *this;
    copy.m_statement->distinct = true;
    return copy;
}

SelectBase SelectBase::withForUpdate() const
{
    SelectBase copy = *this;
    copy.m_statement->forUpdate = true;
    return copy;
}

} // namespace joinery
