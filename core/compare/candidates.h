// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/compare.h"
#include "joinery/compare/tablechanges.h"

namespace joinery::detail {

/// What candidates are sought among.
struct CandidateSearch
{
    const QList<TableChanges> &changed;
    const QList<Table> &dropped;
    const QList<Table> &created;
    const QHash<QString, QString> &tableBefore; ///< as in RenamePlan
    const QList<Rename> &turnedDown;
    const ComparePolicy &policy;
};

/// Drops and adds that look like renames, each column and table in at most one, best first.
QList<RenameCandidate> renameCandidates(const CandidateSearch &search);

/// The part for tables: those most of whose columns are the same.
QList<RenameCandidate> tableCandidates(const CandidateSearch &search);

/// The best candidates among which no `from` and no `to` occurs twice, those turned down left out;
/// best first.
QList<RenameCandidate> bestPairs(QList<RenameCandidate> candidates, const CandidateSearch &search);

/// How alike two names are, 0 to 1: parts of words in common, or little edited.
double nameSimilarity(const QString &a, const QString &b);

} // namespace joinery::detail
