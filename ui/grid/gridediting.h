// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/base/error.h"
#include "joinery/data/rowkey.h"

#include <QObject>

#include <functional>

class QAction;
class QToolBar;

namespace joinery {

class GridPage;
class RowEdits;
class RowEditsStore;
class RowsModel;
enum class PageCommand;

/// Staging changes on a GridPage: typing, NULL, deleting, adding, pasting; undo, commit, discard.
/// What is staged belongs to the database's RowEditsStore and outlives the page.
class GridEditing : public QObject
{
    Q_OBJECT

public:
    explicit GridEditing(GridPage &page);

    /// Lays the table's edits over the model, where its rows can be edited.
    void attach(RowsModel *model);
    /// Why nothing can be edited; empty when it can.
    QString whyNot() const;
    bool isModified() const;
    bool can(PageCommand command) const;
    void perform(PageCommand command);
    void addTools(QToolBar *tools);
    const QList<QAction *> &cellActions() const { return m_cellActions; }

    void addRow();
    /// Adds copies of the selected rows; keys that the database numbers are left to it.
    void duplicateRows();
    void setNull();
    /// Empties the selected cells; deletes rows that are selected whole.
    void clear();
    void paste();
    /// Takes back what is staged in the selected rows.
    void revertSelected();

Q_SIGNALS:
    void changed(); ///< another change is staged, or none; can() may answer otherwise
    void refused(const QString &why);
    void failed(const joinery::Error &error); ///< nothing was committed
    /// The commit failed at this cell of the database.
    void failedAt(const joinery::RowKey &key, int column);

private:
    QAction *action(const QString &iconName, const QString &text, const QString &shortcut,
        const std::function<void()> &run);
    RowEditsStore &store() const;
    RowEdits *edits() const;
    QList<int> selectedRows() const;
    void setCells(const std::function<QVariant(int column)> &valueOf, const QString &step);
    void pasteInto(int row, int column, const QString &text);
    void withRows(int first, int last, const std::function<void()> &run);
    void goToEnd();
    void showFailure();
    void update();

    GridPage &m_page;
    QList<QAction *> m_actions {};
    QList<QAction *> m_cellActions {};
    QAction *m_commit = nullptr;
    QAction *m_preview = nullptr;
    QAction *m_discard = nullptr;
};

} // namespace joinery
