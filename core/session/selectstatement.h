// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/dmlcompiler.h"
#include "joinery/session/expressionnode.h"
#include "joinery/session/loaderoption.h"

#include <QSharedData>

#include <optional>

namespace joinery {

/// What a row consists of: an object of a model, or a value.
struct RowItem
{
    TableReference table {}; ///< an object, when `expression` is unset
    ExpressionPtr expression {};
    bool nullable = false; ///< the program has room for there being none
};

/// What stands behind FROM and JOIN.
struct JoinItem
{
    enum class Kind
    {
        Condition,
        Relationship, ///< of `from`
        ForeignKey, ///< the only one between the table and those in front
    };

    Kind kind = Kind::Condition;
    TableReference table {};
    bool outer = false;
    ExpressionPtr on {};
    TableReference from {};
    int relationship = -1;
};

struct OrderItem
{
    ExpressionPtr expression {};
    bool descending = false;
    NullsOrder nulls = NullsOrder::AsTheDatabaseDoes;
};

/// A SELECT that is joined on by UNION.
struct UnionItem
{
    bool all = false;
    std::shared_ptr<const SelectStatement> select {};
};

/// A SELECT without types: what Select<…> builds and the compiler reads.
struct SelectStatement : QSharedData
{
    QList<RowItem> items {};
    QList<TableReference> from {}; ///< besides the tables that the items name
    QList<JoinItem> joins {};
    QList<ExpressionPtr> where {}; ///< all of them
    QList<ExpressionPtr> groupBy {};
    QList<ExpressionPtr> having {};
    QList<OrderItem> orderBy {};
    QList<UnionItem> unions {};
    QList<LoaderOption> options {};
    std::optional<qint64> limit {};
    std::optional<qint64> offset {};
    bool distinct = false;
    bool forUpdate = false;
    bool limitedBeforeUnion = false; ///< cannot be said in SQL; compiling fails
};

} // namespace joinery
