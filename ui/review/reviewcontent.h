// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/project/schemachange.h"
#include "joinery/project/workflows.h"
#include "ui/review/changecard.h"

namespace joinery {

/// Where revisions are to lead: what a review of existing ones is about.
struct MigrationWish
{
    QString target {};
    bool down = false;
    bool acceptLosses = false;
};

/// All that a review shows, made off the UI thread.
struct ReviewContent
{
    QList<CardContent> cards {};
    QStringList groups {}; ///< for each card the revision it belongs to; empty where there is one
    QList<Decision> open {}; ///< Decision::operations are numbers of cards
    QString up {};
    QString down {};
    QString file {}; ///< the revision as it will be written, or as it stands
    QString message {};
    bool destructive = false;
    SchemaProposal proposal {}; ///< of edits
    QList<MigrationStep> steps {}; ///< of existing revisions
    QList<QList<Statement>> statements {}; ///< of each step
    QList<QList<qsizetype>> statementCards {}; ///< of each step and statement, the card
};

ReviewContent contentOf(const SchemaProposal &proposal, bool history);
/// Counts on the live rows what the first of the steps would break. Errors: those of the database.
[[nodiscard]] Result<ReviewContent> contentOf(
    const ProjectContext &context, const MigrationWish &wish, Executor &live);

} // namespace joinery
