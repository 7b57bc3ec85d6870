// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/connection/connection.h"
#include "ui/workspace/schemaanalysis.h"

#include <QThreadPool>
#include <QTimer>
#include <QUndoStack>

namespace joinery {

class OpenDatabase;

/// The unsaved changes to the schema of one open database, with undo, and what they amount to:
/// found out in the background after each change. Nothing is written before they are applied.
/// UI thread. Owned by its OpenDatabase.
class SchemaEdits : public QObject
{
    Q_OBJECT

public:
    enum class State
    {
        Loading, ///< nothing can be edited yet
        Ready,
        Failed
    };

    explicit SchemaEdits(OpenDatabase &database);
    ~SchemaEdits() override;

    OpenDatabase &database() const { return m_database; }
    State state() const { return m_state; }
    /// Why there is nothing to edit.
    const Error &error() const { return m_error; }

    const SchemaBase &base() const { return m_base; }
    const MetaData &edited() const { return m_edited; }
    QUndoStack &undoStack() { return m_undo; }
    /// True when applying would change something, model files that differ included.
    bool isDirty() const;
    /// True from finish() until the new base is there.
    bool isFinishing() const { return m_forget; }
    /// True for what is in memory alone.
    bool hasUnsaved() const { return !m_undo.isClean(); }
    /// Added, changed and dropped ones, by name.
    QStringList changedObjects() const { return m_analysis.changed; }
    /// Objects that were changed here and, since then, in the database too.
    const QStringList &movedObjects() const { return m_moved; }

    /// Of the newest state that could be analysed; see isAnalysed().
    const EditAnalysis &analysis() const { return m_analysis; }
    bool isAnalysed() const { return m_analysedNumber == m_number; }
    /// What the rows of the live database make of it, for analysis(); see isCounted().
    const QList<Decision> &findings() const { return m_findings; }
    bool isCounted() const { return m_countedNumber == m_number; }
    /// Why the rows could not be counted; empty when they could.
    const QString &notCountedBecause() const { return m_notCounted; }

    /// One step of undo. `change` gets a copy to work on. Steps that follow one another with the
    /// same `mergeKey` become one: typing in one field.
    void edit(const QString &text, const std::function<void(MetaData &)> &change,
        const QString &mergeKey = {});
    /// Changes one table; nothing when it is gone.
    void editTable(const QString &table, const QString &text,
        const std::function<void(Table &)> &change, const QString &mergeKey = {});

    /// Adds a table with a numbered key, or a view; returns its name.
    QString addTable();
    QString addView();
    /// Renames keep identity, and what refers to the object follows. Emits objectRenamed().
    void renameObject(const QString &from, const QString &to);
    void renameColumn(const QString &table, const QString &from, const QString &to);
    /// The keys and indexes over the columns go with them.
    void dropColumns(const QString &table, const QStringList &columns);
    void dropObject(const QString &name);
    /// Takes back all changes of one object, also its dropping, as one step of undo.
    void resetObject(const QString &name);
    /// Takes back everything, as one step of undo.
    void discard();

    /// The name of the object in base(), through its renames; empty for a new one.
    QString originalName(const QString &name) const;

    /// Reads the base anew; edits stay where they are.
    void reload();
    /// The edits were applied: they end, and what is there now is the new base.
    void finish();

Q_SIGNALS:
    void loaded(); ///< state() or base() is another
    void changed(); ///< edited() is another
    void objectRenamed(const QString &from, const QString &to);
    void analysed();
    void counted();

private:
    class Step;
    friend class Step;

    void take(const Result<SchemaBase> &base);
    void rebase(const SchemaBase &base);
    void push(const QString &text, const MetaData &next, const QString &mergeKey = {},
        const std::pair<QString, QString> &rename = {});
    void put(const QMap<QString, std::optional<SchemaObject>> &objects);
    void takeRenamesBack(MetaData &schema, const QString &name, const QString &old) const;
    void noteChange();
    void startAnalysis();
    void takeAnalysis(int number, const EditAnalysis &analysis);
    void startCounting(int number);

    OpenDatabase &m_database;
    State m_state = State::Loading;
    Error m_error {};
    SchemaBase m_base {};
    MetaData m_edited {};
    QSet<QString> m_knownTypes {};
    QStringList m_moved {};
    QUndoStack m_undo {};
    int m_readings = 0; ///< asked for; only the last counts
    bool m_forget = false; ///< the next reading replaces the edits
    int m_number = 0; ///< of the state of edited()
    int m_analysedNumber = -1;
    int m_countedNumber = -1;
    bool m_isAnalysing = false;
    EditAnalysis m_analysis {};
    QList<Decision> m_findings {};
    QString m_notCounted {};
    QTimer m_soon {};
    QThreadPool m_pool {}; ///< one thread: what is newer waits, what is older is skipped
    std::unique_ptr<Connection> m_counter {};
};

} // namespace joinery
