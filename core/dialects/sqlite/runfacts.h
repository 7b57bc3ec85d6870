// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"
#include "joinery/dialects/plan.h"

#include <QSet>

namespace joinery::sqlite {

/// A foreign key of a live database, and the rows that have no parent by it.
struct LiveForeignKey
{
    QString child;
    QStringList columns {};
    QString parent {};
    qint64 violations = 0;
    QSet<qint64> rows {}; ///< their rowids, as far as they have any
    QString mismatch {}; ///< SQLite's words when the key cannot work at all
};

/// All foreign keys of the database with their violations.
[[nodiscard]] Result<QList<LiveForeignKey>> readForeignKeys(Executor &executor);

/// What worked before a run and must work after it. Follows the run's renames.
class RunFacts
{
public:
    bool isRemembered() const { return m_remembered; }

    /// Reads what is whole now.
    [[nodiscard]] Result<> remember(Executor &executor, bool foreignKeysOff);
    /// To be told of each step before it runs and of each statement after it ran.
    void expect(const Plan &plan, const PlanStep &step);
    void follow(const PlanStep &step, const Statement &statement);
    /// Compares. Errors: Violation, naming the table, how many rows and where; nothing is changed
    /// by looking.
    [[nodiscard]] Result<> verify(Executor &executor) const;

private:
    void expectRebuild(const Plan &plan, const QString &table);
    void followTableRename(const QString &from, const QString &to);
    void followColumnRename(const QString &table, const QString &from, const QString &to);
    [[nodiscard]] Result<> verifyForeignKeys(Executor &executor) const;
    [[nodiscard]] Result<> verifyViews(Executor &executor) const;
    [[nodiscard]] Result<> verifyVirtualTables(Executor &executor) const;
    [[nodiscard]] Result<> verifyTriggers(Executor &executor) const;
    [[nodiscard]] Result<> verifyTables(Executor &executor) const;
    [[nodiscard]] Result<> verifyRebuilt(Executor &executor) const;
    const LiveForeignKey *before(const LiveForeignKey &key) const;
    bool isAccepted(const LiveForeignKey &key) const;

    bool m_remembered = false;
    bool m_foreignKeysOff = false;
    QList<LiveForeignKey> m_foreignKeys;
    QStringList m_views; ///< those that worked
    QStringList m_virtualTables; ///< the same
    QStringList m_triggers; ///< the same
    QStringList m_checked;
    QStringList m_renumbered; ///< rebuilt tables whose rowids may be others now
    QList<std::pair<QString, QStringList>>
        m_acceptedOrphans; ///< table, columns; no columns = any key to or of it
};

} // namespace joinery::sqlite
