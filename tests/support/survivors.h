// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"
#include "joinery/operations/operation.h"

namespace joinery::testing {

/// A column before and after operations.
struct SurvivingColumn
{
    QString from;
    QString to;
    bool decided = false; ///< a fill, a cast or an accepted loss: its values may be others
    bool retyped = false; ///< its values may be stored another way
};

/// A table before and after operations, and what of its rows must come through.
struct SurvivingTable
{
    QString from;
    QString to;
    QList<SurvivingColumn> columns {};
    bool rowsMayGo = false; ///< a person allowed rows to be deleted
    bool rowidStays = false; ///< both have a rowid that no column of the new table carries
};

/// What of `from` must come through operations that make `to` of it.
QList<SurvivingTable> survivors(
    const MetaData &from, const MetaData &to, const QList<Operation> &operations);

/// The rows of the surviving columns that nobody decided about, each as one text in which every
/// value has its storage class and all its bytes; sorted. `before`: read from the database as it
/// was, each value stored as the new column of `to` would store it.
QStringList rowsBefore(Executor &db, const SurvivingTable &table, const Table &to);
QStringList rowsAfter(Executor &db, const SurvivingTable &table);

/// What is missing of `before` in `after`, and what `after` has more; an empty text when nothing
/// is, or just rows are missing and may be.
QString lostRows(const QStringList &before, const QStringList &after, bool rowsMayGo);

} // namespace joinery::testing
