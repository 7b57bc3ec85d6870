// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/migration/revisiongraph.h"

namespace joinery {

/// A target as a person types it, taken apart: "branch@symbol", "branch@symbol+N"; each may be
/// missing.
struct TargetText
{
    QString text; ///< as typed
    QString branch {};
    QString symbol {};
    QString stepsText {}; ///< "+2"
    std::optional<qint64> steps {}; ///< set for +N and -N

    static TargetText parse(const QString &text);

    bool countsFromCurrent() const { return steps && symbol.isEmpty(); }
};

/// What a target means.
struct RevisionGoal
{
    QString branch {}; ///< a revision of the branch that the target is confined to, or empty
    QStringList revisions {}; ///< none = base
};

/// Finds what targets mean in a graph where `current` are the applied heads. Both must outlive it.
class RevisionTargets
{
public:
    RevisionTargets(const RevisionGraph &graph, const QStringList &current);

    [[nodiscard]] Result<RevisionGoal> goal(const TargetText &target) const;
    /// "Relative revision +2 didn't produce 2 migrations"
    [[nodiscard]] static tl::unexpected<Error> walkedTooFar(const TargetText &target);
    /// "Multiple head revisions are present for given argument 'head'; …"
    [[nodiscard]] static tl::unexpected<Error> severalHeads(
        const TargetText &target, const QStringList &heads);

private:
    [[nodiscard]] Result<QString> branchRevision(const TargetText &target) const;
    [[nodiscard]] Result<QStringList> named(const TargetText &target, const QString &branch) const;
    [[nodiscard]] Result<QString> revision(const QString &symbol, const QString &branch) const;
    [[nodiscard]] Result<QString> revisionByPrefix(
        const QString &prefix, const QString &branch) const;
    [[nodiscard]] Result<RevisionGoal> relative(
        const TargetText &target, const QString &branch) const;
    [[nodiscard]] Result<QString> start(const TargetText &target, const QString &branch) const;
    [[nodiscard]] Result<QString> walk(
        const TargetText &target, const QString &from, const QString &branch) const;
    QStringList next(const QString &from, bool upwards) const;
    QStringList confined(const QStringList &revisions, const QString &branch) const;
    QStringList currentOn(const QString &branch, bool downwards) const;

    const RevisionGraph &m_graph;
    const QStringList &m_current;
};

} // namespace joinery
