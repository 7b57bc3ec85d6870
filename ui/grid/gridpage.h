// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/copyrows.h"
#include "ui/grid/gridtable.h"
#include "ui/workspace/page.h"
#include "ui/workspace/tablerows.h"

#include <QPointer>

class QLabel;
class QLineEdit;
class QToolBar;

namespace joinery {

class Banner;
class EmptyState;
class FilterRow;
class GridEditing;
class GridView;

/// The rows of a table or view: browsing, sorting, filtering, copying, editing.
class GridPage : public Page
{
    Q_OBJECT

public:
    GridPage(OpenDatabase &database, const QString &relation, QWidget *parent = nullptr);
    ~GridPage() override;

    QString title() const override;
    QString iconName() const override;
    QString key() const override;
    OpenDatabase *database() const override { return &m_database; }
    bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    QVariantMap saveState() const override;
    void restoreState(const QVariantMap &state) override;
    bool isModified() const override;

    const QString &relation() const { return m_relation; }
    /// By the names of columns; others lose theirs.
    void setFilters(const QMap<QString, QString> &filters);
    QMap<QString, QString> filters() const;
    void setSort(const QList<SortColumn> &sort);
    const QList<SortColumn> &sort() const { return m_sort; }
    /// Makes the cell the current one, wherever the row stands.
    void select(const RowKey &key, int column);
    /// The row counted from 1.
    void goToRow(qint64 number);

    GridView &view() const { return *m_view; }
    /// Null until the columns of a view are known.
    RowsModel *model() const { return m_model.get(); }
    TableRows &rows() { return *m_rows; }
    GridEditing &editing() const { return *m_editing; }
    FilterRow &filterRow() const { return *m_filterRow; }
    /// "1 – 23 of 1,000,000", and what is selected.
    QString status() const;
    void copy(CopyFormat format);

    /// Shows where the cell's foreign key leads; the way back is remembered.
    void follow(const QModelIndex &index);
    /// Back to where a foreign key was followed from.
    void goBack();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeActions();
    void makeGoTo();
    QAction *addAction(const QString &iconName, const QString &text,
        const QList<QKeySequence> &shortcuts, const std::function<void()> &run);
    void connectRows();
    void connectView();
    void describe();
    void askForColumns();
    void takeColumns(const Result<QStringList> &names);
    void showTable(const GridTable &table);
    void readRows();
    void requestSort(int column, bool add);
    void showSortMarks();
    void sortBy(int column, bool descending);
    void filterByCell(bool exclude);
    void clearFilters();
    void showEmptyState();
    void showError(const Error &error);
    void updateStatus();
    void updateReason();
    QString selectionText() const;
    CellBlock selectedCells() const;
    void showMenu(const QPoint &position);
    void showGoTo();
    void fetchWhole(const QModelIndex &index);
    void connectEditing();
    void showCell();
    void showCell(const QModelIndex &index, const Value &value);
    void saveColumns() const;
    void restoreColumns();
    void fitColumnsOnce();
    QString columnsKey() const;
    void place();

    OpenDatabase &m_database;
    const QString m_relation;
    GridTable m_table {};
    QList<SortColumn> m_sort {};
    QMap<QString, QString> m_pendingFilters {}; ///< until the columns are known
    std::unique_ptr<TableRows> m_rows;
    std::unique_ptr<RowsModel> m_model {};
    GridEditing *m_editing = nullptr;
    QToolBar *m_tools;
    QLabel *m_reason;
    Banner *m_error;
    Banner *m_changed;
    GridView *m_view;
    FilterRow *m_filterRow;
    EmptyState *m_empty;
    QWidget *m_goTo;
    QLineEdit *m_goToNumber;
    QList<QAction *> m_cellActions {};
    bool m_restoring = false;
};

} // namespace joinery
