// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/migration/autogenerate.h"
#include "joinery/migration/history.h"

namespace joinery {

enum class Direction
{
    Upgrade,
    Downgrade
};

/// One revision on its way up or down, compiled.
struct MigrationStep
{
    Direction direction = Direction::Upgrade;
    HistoryEntry entry;
    QList<Operation> operations {}; ///< of this direction
    Plan plan {};
    bool recordOnly = false; ///< nothing runs: an adopted baseline is recorded, or taken back
};

/// Compiles what leads from where the database stands to `target`. `texts` are those of that
/// database, as DdlCompiler::compile takes them.
/// Errors: those of RevisionGraph, apply() and DdlCompiler::compile, naming the revision's file;
/// Unsupported for an irreversible revision.
[[nodiscard]] Result<QList<MigrationStep>> planUpgrade(const History &history,
    const QString &target, const Dialect &dialect, StoredTexts *texts = nullptr);

/// What a person decided about a downgrade.
struct DowngradeDecisions
{
    /// What the revisions added may go, and rows stay whose parents go with that, without being
    /// asked about.
    bool lossesAccepted = false;
    DecisionFlags flags {};
    Executor *live = nullptr; ///< flags that name a key, or no object, count on its rows
};

/// Errors: those of planUpgrade; Usage for flags with names that are nowhere.
[[nodiscard]] Result<QList<MigrationStep>> planDowngrade(const History &history,
    const QString &target, const Dialect &dialect, StoredTexts *texts = nullptr,
    const DowngradeDecisions &decisions = {});

/// Lets the operations of a downgrade drop what the revision added, and rows stay whose parents go
/// with that.
void acceptLosses(QList<Operation> &operations);

/// Where a running migration is, for progress.
struct MigrationProgress
{
    const MigrationStep &step;
    qsizetype stepIndex = 0;
    qsizetype stepCount = 0;
    const Statement *statement = nullptr; ///< nullptr when the step begins
    qsizetype statementIndex = 0; ///< within the step
    qsizetype statementCount = 0;
};

struct MigrateOptions
{
    /// Gets every step and statement before it runs; false cancels and rolls back.
    std::function<bool(const MigrationProgress &)> observer {};
    bool compareBefore = true; ///< refuse when the live tables are not what their revisions say
};

struct MigrationReport
{
    QStringList revisions {}; ///< carried out, in order
    QList<Decision> decisions {}; ///< not empty: refused, nothing was changed
    QString refusedRevision {}; ///< the file that lacks them

    bool isRefused() const { return !decisions.isEmpty(); }
};

/// Carries out the steps: all in one transaction where their modes and the dialect allow it, so
/// that a failure leaves nothing half-done. Decisions are counted again on the live rows first.
/// Errors: Conflict when the database moved since it was planned or drifted; those of
/// MigrationTransaction; each says whether anything was changed.
[[nodiscard]] Result<MigrationReport> migrate(Executor &executor, const Dialect &dialect,
    const QList<MigrationStep> &steps, const MigrateOptions &options = {});

/// What is changed in the version table without running anything.
struct Stamp
{
    QStringList removed {}; ///< rows that go, by revision
    QList<HistoryEntry> recorded {}; ///< in the order they would have been applied
};

/// Writes it, in one transaction. A revision that follows no other is recorded as adopted: the
/// objects were there before, and going below it must not drop them.
[[nodiscard]] Result<> recordStamp(Executor &executor, const Dialect &dialect, const Stamp &stamp);

} // namespace joinery
