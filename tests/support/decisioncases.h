// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace joinery::testing {

/// One change. `left` is what the query at its end gives with the first flag of each decision, then
/// with each other flag in turn: rows as the bench writes them, joined by "; ".
struct DecisionCase
{
    QString name;
    QStringList before; ///< the schema
    QString rows; ///< that make it matter
    QString harmless; ///< rows that do not; empty = there are none such
    QStringList after;
    QStringList asked; ///< "code object rows"; none = nothing is asked
    QString query; ///< over what is left; its rows are sorted as texts
    QStringList left;
};

/// Every kind of change that rows can stand against.
QList<DecisionCase> decisionCases();

} // namespace joinery::testing
