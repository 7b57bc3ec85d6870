// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/rowkey.h"
#include "joinery/dialects/dmlcompiler.h"

#include <functional>
#include <map>
#include <unordered_map>

namespace joinery {

/// What is to happen to one row. Columns are positions in Table::columns. A plain value.
struct RowChange
{
    enum class Kind
    {
        Insert,
        Update,
        Delete
    };

    quint64 id = 0; ///< of the staged change; undo and redo bring it back under the same id
    Kind kind = Kind::Update;
    RowKey key {}; ///< of the row as it is in the database; empty for an Insert
    /// The new values. Empty for a Delete. In an Insert, a column that is missing here gets what
    /// the database makes of it: its default, or NULL.
    QMap<int, Value> values {};
    /// The row as it was read, one value for each column of the table; empty for an Insert.
    QList<Value> original {};

    bool operator==(const RowChange &) const = default;
};

/// One change of what is staged: `before` is unset when the row was not staged, `after` when it is
/// no longer.
struct RowEdit
{
    quint64 id = 0;
    std::optional<RowChange> before {};
    std::optional<RowChange> after {};
};

/// The staged changes of one table's rows: in memory, with undo. Holds no connection and no lock;
/// the database knows nothing of them. Belongs to one thread. Rows are addressed by the key they
/// have in the database, also while their key columns are being changed.
class RowEdits
{
public:
    /// Gets what has changed, in order, after every step, undo and redo.
    using Listener = std::function<void(const QList<RowEdit> &edits)>;

    RowEdits(Table table, RowAddress address);

    const Table &table() const { return m_table; }
    const RowAddress &address() const { return m_address; }

    // --- Staging. All return false, and do nothing, when it cannot be: the row is staged for
    // deletion, the column is generated, nobody knows the id, the edits are frozen.

    /// False for generated columns, and always while the edits are frozen.
    bool isEditable(int column) const;
    /// Changes one cell of a row of the database. `original` is the whole row as it was read, exact
    /// values, as many as the table has columns; that of the first change of a row counts. Setting
    /// a cell to its original value takes the change back.
    bool setValue(const RowKey &key, int column, const Value &value, const QList<Value> &original);
    /// Adds a row with these values; the other columns get their defaults. Returns the id of the
    /// change, by which the row is addressed until it is committed; 0 when it cannot be.
    quint64 insertRow(const QMap<int, Value> &values = {});
    /// Changes one cell of an added row; unset gives the column its default again.
    bool setInserted(quint64 id, int column, const std::optional<Value> &value);
    /// Marks a row of the database for deletion. Its staged values are forgotten (undo has them).
    /// An added row is removed by revert().
    bool deleteRow(const RowKey &key, const QList<Value> &original);

    /// Takes back one cell: its original value, or the default in an added row.
    bool revertCell(quint64 id, int column);
    /// Takes back whole changes, as one step: an added row goes, a deleted one stays.
    bool revert(const QList<quint64> &ids);
    /// Takes back everything, as one step that can be undone.
    bool discard();

    /// After a conflict, keep mine: `theirs` is the row as it is now, and becomes the original. The
    /// row is gone when unset: an update then adds the row anew, a deletion is done already.
    bool rebase(quint64 id, const std::optional<QList<Value>> &theirs);
    /// Stages changes that were saved elsewhere, as one step, under new ids. Returns those that
    /// could not be, because their row is staged already.
    QList<RowChange> restore(const QList<RowChange> &changes);

    // --- Steps: what is undone at once.

    /// Everything until the matching endStep() is one step; steps nest, the outermost counts. The
    /// text says what it was: "Paste". An empty step leaves no trace.
    void beginStep(const QString &text);
    void endStep();
    bool canUndo() const;
    bool canRedo() const;
    /// The text of the step that undo() or redo() is about; may be empty.
    QString undoText() const;
    QString redoText() const;
    bool undo();
    bool redo();

    // --- What is staged.

    bool isEmpty() const { return m_changes.empty(); }
    /// In the order in which the rows were first touched.
    QList<RowChange> changes() const;
    /// Null when there is none; valid until the next change.
    const RowChange *change(quint64 id) const;
    const RowChange *changeOf(const RowKey &key) const;
    /// The staged value; unset when the cell is not changed.
    std::optional<Value> valueOf(const RowKey &key, int column) const;
    /// The ids of the added rows, in their order.
    const QList<quint64> &inserted() const { return m_inserted; }
    int insertedCount() const { return int(m_inserted.size()); }
    int updatedCount() const { return m_updated; }
    int deletedCount() const { return m_deleted; }
    int count() const { return int(m_changes.size()); }

    // --- For who keeps the edits.

    /// While they are being committed, nothing may change. Undo and redo are off too.
    void setFrozen(bool frozen) { m_frozen = frozen; }
    bool isFrozen() const { return m_frozen; }
    /// Forgets what is staged and the steps: it is in the database now. Listeners are told.
    void clear();
    /// The table has changed: what is staged is now `changes`, of rows and columns of the new one,
    /// and the steps are forgotten. Listeners are told.
    void refit(Table table, RowAddress address, const QList<RowChange> &changes);
    /// Adds a listener and returns its number for removeListener(). It must not change the edits.
    int addListener(Listener listener);
    void removeListener(int number);

private:
    struct Step
    {
        QString text;
        QList<RowEdit> edits;
    };

    bool set(quint64 id, std::optional<RowChange> after);
    bool write(RowChange change, int column, const std::optional<Value> &value);
    void apply(quint64 id, const std::optional<RowChange> &after);
    void count(const RowChange &change, int by);
    void tell(const QList<RowEdit> &edits) const;

    Table m_table;
    RowAddress m_address;
    std::map<quint64, RowChange> m_changes {};
    std::unordered_map<RowKey, quint64, RowKeyHash> m_ids {};
    QList<quint64> m_inserted {};
    int m_updated = 0;
    int m_deleted = 0;
    quint64 m_nextId = 1;
    bool m_frozen = false;

    QList<Step> m_steps {};
    qsizetype m_done = 0; ///< so many steps are done; the others can be redone
    Step m_open {};
    int m_depth = 0;

    std::map<int, Listener> m_listeners {};
    int m_nextListener = 1;
};

/// A step for as long as it lives.
class RowStep
{
public:
    RowStep(RowEdits &edits, const QString &text)
        : m_edits(edits)
    {
        m_edits.beginStep(text);
    }
    ~RowStep() { m_edits.endStep(); }
    Q_DISABLE_COPY_MOVE(RowStep)

private:
    RowEdits &m_edits;
};

} // namespace joinery
