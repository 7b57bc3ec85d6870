// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/operations/revision.h"

#include <QHash>
#include <QSet>

namespace joinery {

/// The part of a Revision that makes the graph.
struct RevisionNode
{
    QString id;
    QStringList downRevisions {};
    QStringList dependsOn {};
    QStringList branchLabels {};

    bool operator==(const RevisionNode &) const = default;
};

/// What follows from which. Behaves as Alembic's revision map; iterative throughout.
class RevisionGraph
{
public:
    /// Errors: Conflict for a doubled revision, a self loop or a cycle; NotFound for a missing down
    /// revision. Each names the revisions concerned.
    [[nodiscard]] static Result<RevisionGraph> build(const QList<RevisionNode> &nodes);

    QStringList heads() const; ///< sorted; more than one = branches to merge
    QStringList bases() const; ///< sorted
    bool isEmpty() const { return m_nodes.isEmpty(); }
    bool contains(const QString &id) const { return m_nodes.contains(id); }
    RevisionNode node(const QString &id) const { return m_nodes.value(id); }
    QStringList children(const QString &id) const { return m_children.value(id); }

    /// All revisions, each after those it follows from, otherwise in the order of `build`.
    QStringList ordered() const { return m_order; }

    /// The revisions a target means: an id, a unique prefix of >= 4 digits, "head", "heads", "base"
    /// (an empty list), "current", "label@head", +N and -N from `current`, "<rev>+N".
    /// Errors: NotFound, Conflict (ambiguous, several heads), with Alembic's sentences.
    [[nodiscard]] Result<QStringList> resolve(const QString &target, const QStringList &current) const;

    /// What must be applied, in order, to get from the applied heads `current` to `target`.
    [[nodiscard]] Result<QStringList> upgradePath(
        const QStringList &current, const QString &target) const;
    /// What must be taken back, in order, to get from the applied heads `current` down to `target`.
    [[nodiscard]] Result<QStringList> downgradePath(
        const QStringList &current, const QString &target) const;

    /// The revisions and everything they follow from (down revisions and dependencies).
    QSet<QString> ancestors(const QStringList &ids) const;
    /// Those of `applied` that nothing else of `applied` follows from, sorted.
    QStringList headsOf(const QSet<QString> &applied) const;

private:
    QHash<QString, RevisionNode> m_nodes;
    QHash<QString, QStringList> m_children;
    QStringList m_order;
};

} // namespace joinery
