// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/selectstatement.h"

#include <QSharedDataPointer>

namespace joinery {

/// What all Select<…> have in common: the statement, shared until it is changed. A changed one is
/// another one.
class SelectBase
{
public:
    /// What the compiler reads; see joinery/session/selectcompiler.h.
    const SelectStatement &statement() const { return *m_statement; }

    // Not left to the compiler, which would make them anew in each file that has a query.
    SelectBase(const SelectBase &other);
    SelectBase(SelectBase &&other) noexcept;
    SelectBase &operator=(const SelectBase &other);
    SelectBase &operator=(SelectBase &&other) noexcept;
    ~SelectBase();

protected:
    SelectBase();

    SelectBase withItem(const RowItem &item) const;
    SelectBase withFrom(const TableReference &table) const;
    SelectBase withJoin(const JoinItem &join) const;
    /// `emptied` says of each item whether the type of the row has room for there being none.
    SelectBase withOuterJoin(JoinItem join, std::initializer_list<bool> emptied) const;
    SelectBase withWhere(const ExpressionPtr &condition) const;
    SelectBase withGroup(const ExpressionPtr &expression) const;
    SelectBase withHaving(const ExpressionPtr &condition) const;
    SelectBase withOrder(const OrderItem &item) const;
    SelectBase withUnion(const SelectBase &other, bool all) const;
    SelectBase withOption(const LoaderOption &option) const;
    SelectBase withLimit(qint64 limit) const;
    SelectBase withOffset(qint64 offset) const;
    SelectBase withDistinct() const;
    SelectBase withForUpdate() const;

private:
    QSharedDataPointer<SelectStatement> m_statement;
};

} // namespace joinery
