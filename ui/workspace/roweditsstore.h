// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/commit.h"
#include "joinery/data/rowjournal.h"

#include <QObject>

namespace joinery {

class Connection;
class OpenDatabase;
class Task;

/// The staged rows of all tables of an open database, with their journal. Undo is each table's own.
/// Holds no lock and no connection but while it commits. UI thread; nothing blocks.
class RowEditsStore : public QObject
{
    Q_OBJECT

public:
    explicit RowEditsStore(OpenDatabase &database);
    /// What is staged stays in the journal, to be offered again.
    ~RowEditsStore() override;

    OpenDatabase &database() const { return m_database; }

    /// The edits of a table: the same object for as long as the store lives. Null where rows cannot
    /// be edited: a view, a table whose rows cannot be told apart, a database that is read only.
    RowEdits *edits(const QString &table);
    /// Why edits() is null, in a sentence; empty when it is not.
    QString whyNot(const QString &table) const;
    /// The tables with staged changes, by name.
    QStringList tables() const;
    /// The edits of such a table; null for others.
    RowEdits *staged(const QString &table) const;
    int count() const;
    bool isEmpty() const { return count() == 0; }
    /// For people, with their numbers: "album (changes: 3), track (changes: 1)".
    QString summary() const;

    /// What commit() runs, of all tables. See rowStatements().
    QList<RowStatement> statements() const;
    QString script(int maxLiteral = -1) const;

    /// Writes everything in one transaction, in the background; the edits are frozen until
    /// committed() or commitFailed().
    void commit();
    bool isCommitting() const { return m_committing; }
    /// Takes everything back; undo brings it back, table by table.
    void discard();

    /// Why the last commit wrote nothing. Those of changes that were altered since are gone.
    const QList<CommitFailure> &failures() const { return m_failures; }
    /// Null when the change did not fail.
    const CommitFailure *failure(const QString &table, quint64 change) const;
    /// Of a conflict: what the row is now becomes what it was, and my change stays staged.
    void keepMine(const CommitFailure &conflict);
    /// Of a conflict: drops my change.
    void takeTheirs(const CommitFailure &conflict);

    /// Changes that a program which stopped has left behind, found in the background.
    int orphanCount() const;
    /// When the last of them was staged, and in words what they are.
    QDateTime orphansWritten() const;
    QString orphanText() const;
    /// Stages them again. What does not fit the tables of today is told by notRestored().
    void restoreOrphans();
    void discardOrphans();

Q_SIGNALS:
    void changed(const QString &table); ///< another change is staged, or none
    void committingChanged();
    void failuresChanged();
    /// Everything is in the database, as these rows.
    void committed(const QList<joinery::WrittenRow> &rows);
    /// Nothing was written: for one of failures(), or with an error of its own.
    void commitFailed(const joinery::Error &error);
    void orphansChanged();
    void notRestored(const QStringList &problems);
    /// The journal cannot be written; told once until it can be again.
    void journalFailed(const joinery::Error &error);

private:
    void follow(const QString &table, RowEdits &edits);
    void note(const QString &table, const QList<RowEdit> &changed);
    void fitTables();
    void findOrphans();
    QList<TableChanges> allChanges() const;
    void setFrozen(bool frozen);
    void write();
    void endCommit(const Result<CommitOutcome> &outcome);
    void finishCommit(const Result<CommitOutcome> &outcome);
    void succeed(const CommitOutcome &outcome);
    void drop(const QString &table, quint64 change);

    OpenDatabase &m_database;
    std::shared_ptr<Connection> m_connection {}; ///< while it commits
    Task *m_task = nullptr; ///< while it commits
    std::map<QString, std::unique_ptr<RowEdits>> m_edits {};
    RowJournal m_journal;
    bool m_journalBroken = false;
    bool m_committing = false;
    QList<CommitFailure> m_failures {};
    QList<OrphanedJournal> m_orphans {};
};

} // namespace joinery
