// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QBasicTimer>
#include <QHeaderView>
#include <QItemSelection>

namespace joinery {

class GridHeader;
class GridRowHeader;

/// A table view whose time and memory do not grow with the rows: rows are equally high, the
/// vertical scroll bar counts rows, nothing is kept for rows out of sight. Up to 2^31-1 rows.
///
/// The model says more by these roles, all optional:
class GridView : public QAbstractItemView
{
    Q_OBJECT

public:
    enum Role
    {
        KindRole = Qt::UserRole + 100, ///< of a cell: a Kind
        ChangeRole, ///< of a cell, and of a row in headerData(row, Vertical): a Change
        CutRole, ///< of a cell: true when there is more than its text
        SortRole, ///< headerData of a column: its place in the sort from 1 on, negative =
                  ///< descending
        MarkRole, ///< headerData of a column: a Mark
    };
    enum Kind
    {
        PlainCell,
        NullCell,
        BlobCell,
        DefaultCell, ///< gets what the database makes of it
        UnloadedCell,
        GoneCell ///< its row is there no more
    };
    enum Change
    {
        NoChange,
        InsertedChange,
        UpdatedChange,
        DeletedChange
    };
    enum Mark
    {
        NoMark = 0,
        KeyMark = 1,
        ReferenceMark = 2
    };

    explicit GridView(QWidget *parent = nullptr);
    ~GridView() override;

    QHeaderView *header() const;
    int rowHeight() const { return m_rowHeight; }
    int topRow() const;
    int bottomRow() const; ///< the last that is fully or partly visible; -1 without rows
    int visibleRows() const; ///< how many fit in full, at least 1
    void setTopRow(int row);
    /// A strip under the header that scrolls with the columns; reparented, owned by the view.
    void setFilterRow(QWidget *row);

    /// Widens or narrows the column to what is visible of it.
    void fitColumn(int column);
    void selectRows(int first, int last, QItemSelectionModel::SelectionFlags command);
    void selectColumn(int column, QItemSelectionModel::SelectionFlags command);
    /// True when the row is selected in every visible column.
    bool isRowSelected(int row) const;

    void setModel(QAbstractItemModel *model) override;
    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;
    void keyboardSearch(const QString &) override { } // would look through every row
    void reset() override;
    void doItemsLayout() override;

Q_SIGNALS:
    /// Rows that are to be seen, after every change of them.
    void visibleRowsChanged(int first, int last);
    /// A header was clicked, to sort. `add`: after the columns that are sorted by already.
    void sortRequested(int column, bool add);
    /// A cell with more to it than its text is to be edited: get it, then call edit().
    void wholeValueNeeded(const QModelIndex &index);
    /// The cell was to be edited, and its value is no line of text.
    void panelNeeded(const QModelIndex &index);
    /// Ctrl+click on a cell.
    void followRequested(const QModelIndex &index);
    void columnsChanged(); ///< widths or order, by hand

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override;
    int verticalOffset() const override { return 0; } // rows times pixels would overflow
    bool isIndexHidden(const QModelIndex &index) const override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    bool edit(const QModelIndex &index, EditTrigger trigger, QEvent *event) override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool focusNextPrevChild(bool next) override;

protected Q_SLOTS:
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
        const QList<int> &roles = {}) override;
    void closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint) override;

private:
    friend class GridRowHeader;

    int rowCount() const;
    int rowAt(int y) const; ///< -1 below the last
    QList<int> visibleColumns() const; ///< logical, in the order in which they are seen
    int columnAtVisual(int visual) const;
    int neighbour(int column, int step) const;
    QItemSelection block(const QModelIndex &one, const QModelIndex &other) const;
    void moveTo(const QModelIndex &index, bool extend);
    void extendTo(const QModelIndex &index, QItemSelectionModel::SelectionFlags command);
    bool pressRow(int row, Qt::KeyboardModifiers modifiers);
    bool handleNavigation(QKeyEvent *event);
    bool handleSelectionKey(QKeyEvent *event);
    bool handleColumnKey(QKeyEvent *event);
    void dragTo(const QPoint &point);
    void announceRows();
    void measure();
    int rowHeaderWidth() const;
    void paintRow(QPainter &painter, int row, const QList<int> &columns) const;
    void paintFrame(QPainter &painter, const QList<int> &columns) const;

    GridHeader *m_header;
    GridRowHeader *m_rowHeader;
    QWidget *m_filterRow = nullptr;
    int m_rowHeight = 1;
    int m_charWidth = 1;
    int m_announcedFirst = -1;
    int m_announcedLast = -1;
    QPersistentModelIndex m_anchor {}; ///< where a block of selected cells begins
    QPersistentModelIndex m_pressed {};
    QItemSelection m_kept {}; ///< what a drag with Ctrl adds to
    bool m_dragging = false;
    bool m_draggingRows = false;
    QBasicTimer m_scrollTimer {};
};

} // namespace joinery
