// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/names.h"
#include "joinery/operations/operation.h"

namespace joinery::detail {

/// The operations on views, in two parts: before those on tables, and after.
struct ViewOperations
{
    QList<Operation> before {}; ///< drops, dependents first
    QList<Operation> after {}; ///< creates and alters, each behind what it uses
    QList<Operation> droppedTriggers {};
    QList<Operation> createdTriggers {};
};

/// All SQL text of the view itself, wherever the dialect keeps it.
QString textOf(const View &view);

/// Compares the views. One whose text changes is altered in place, or dropped before and created
/// after where it uses, on either side, something of `touched` (name keys of tables that change or
/// go) or a view that goes. A view whose text is unchanged is left alone.
ViewOperations compareViews(const QMap<QString, View> &from, const QMap<QString, View> &to,
    const QSet<QString> &touched, const ComparePolicy &policy);

} // namespace joinery::detail
