// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/operations/revision.h"

#include <QHash>
#include <QMap>
#include <QSet>

namespace joinery {

/// The part of a Revision that makes the graph.
struct RevisionNode
{
    QString id;
    QStringList downRevisions {};
    QStringList dependsOn {}; ///< revisions or branch labels
    QStringList branchLabels {};

    bool operator==(const RevisionNode &) const = default;
};

/// What follows from which. Behaves as Alembic's revision map; iterative throughout.
///
/// "Follows from" means down revisions and dependencies; a line, a branch and a walk (+N, -N) are
/// made of down revisions alone. A branch is named by a label or by any revision in it: the
/// revision itself, all that it descends from and all that descends from it.
/// An immutable value: every const function may be called from any thread.
class RevisionGraph
{
public:
    /// Errors: Conflict for a doubled revision or label, a self loop or a cycle; NotFound for a
    /// missing down revision or dependency; Parse for an id or label that a target could not name.
    /// Each names the revisions concerned.
    [[nodiscard]] static Result<RevisionGraph> build(const QList<RevisionNode> &nodes);

    QStringList heads() const; ///< sorted; more than one = branches to merge
    /// Those heads that no other revision depends on, sorted: what headsOf() tells of a database
    /// that has everything.
    QStringList resolvedHeads() const;
    QStringList bases() const; ///< sorted
    bool isEmpty() const { return m_nodes.isEmpty(); }
    bool contains(const QString &id) const { return m_nodes.contains(id); }
    RevisionNode node(const QString &id) const { return m_nodes.value(id); }
    QStringList children(const QString &id) const
    {
        return m_children.value(id);
    } ///< by down revision
    QStringList labels(const QString &id) const; ///< its own and those it descends from, sorted

    /// All revisions, each after those it follows from, otherwise in the order of `build`.
    QStringList ordered() const { return m_order; }

    /// The revisions a target means: an id, a unique prefix of >= 4 digits, "head", "heads", "base"
    /// (an empty list), "current", "label@head", +N and -N from `current`, "<rev>+N", "label@+N".
    /// Errors: NotFound, Conflict (ambiguous, several heads), with Alembic's sentences.
    [[nodiscard]] Result<QStringList> resolve(
        const QString &target, const QStringList &current) const;

    /// What must be applied, in order, to get from the applied heads `current` to `target`.
    /// Nothing when the target is applied already.
    [[nodiscard]] Result<QStringList> upgradePath(
        const QStringList &current, const QString &target) const;
    /// The same for revisions that are known by their ids. Errors: NotFound.
    [[nodiscard]] Result<QStringList> pathTo(
        const QStringList &current, const QStringList &revisions) const;
    /// What must be taken back, in order, to get from the applied heads `current` down to `target`,
    /// which stays; with "label@" only what is on that branch, and what depends on it. "-N" with
    /// several heads and no label counts from the first of `current`.
    [[nodiscard]] Result<QStringList> downgradePath(
        const QStringList &current, const QString &target) const;

    /// The revisions and everything they follow from (down revisions and dependencies).
    QSet<QString> ancestors(const QStringList &ids) const;
    /// Those of `applied` that nothing else of `applied` follows from, sorted.
    QStringList headsOf(const QSet<QString> &applied) const;

private:
    friend class RevisionTargets; // revisiontargets.h: what resolve() is made of
    using Edges = QHash<QString, QStringList>;

    [[nodiscard]] Result<> addNodes(const QList<RevisionNode> &nodes);
    [[nodiscard]] Result<> addLabels();
    [[nodiscard]] Result<> addEdges();
    [[nodiscard]] Result<> order();
    [[nodiscard]] Result<QStringList> parentsOf(const RevisionNode &node) const;
    [[nodiscard]] Result<> requireKnown(const QStringList &ids) const;
    [[nodiscard]] Result<QStringList> rootsAbove(
        const QString &target, const QString &branch) const;
    QSet<QString> lineage(const QString &id) const;
    static QSet<QString> reachable(const Edges &edges, const QStringList &from);

    QHash<QString, RevisionNode> m_nodes;
    Edges m_downs; ///< down revisions
    Edges m_parents; ///< down revisions, then dependencies; no doubles
    Edges m_children; ///< by down revision
    Edges m_followers; ///< by down revision or dependency
    QMap<QString, QString> m_labels; ///< label -> the revision that declares it
    QStringList m_given; ///< as passed to build
    QStringList m_order;
};

} // namespace joinery
