// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/designer/sectionmodel.h"

#include <QStyledItemDelegate>
#include <QTableView>

class QStackedWidget;
class QToolBar;

namespace joinery {

/// Editors for the kinds of fields.
class SectionDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(
        QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
};

/// One list of a table with what can be done with it. Insert adds, Delete removes, Ctrl+D
/// duplicates, Alt+Up and Alt+Down move.
class SectionPanel : public QWidget
{
    Q_OBJECT

public:
    SectionPanel(SchemaEdits &edits, const Section &section, QWidget *parent = nullptr);

    SectionModel &model() { return *m_model; }
    QTableView &view() { return *m_view; }
    /// Replaces what Insert and the button do.
    void setAddFunction(std::function<void()> add) { m_add = std::move(add); }
    void setEditable(bool editable);
    /// Brings a field to the front and begins to edit it where it can be.
    void showField(int row, const QString &problemField);
    QList<int> selectedRows() const;

public Q_SLOTS:
    void add();
    void removeSelected();
    void duplicateSelected();
    void moveSelected(int by);

Q_SIGNALS:
    void countChanged();
    void currentRowChanged(int row);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolBar *makeBar();
    void updateState();
    void fitColumns();
    void select(const QModelIndex &index);

    SectionModel *m_model;
    QTableView *m_view;
    QStackedWidget *m_stack;
    QList<QAction *> m_rowActions {}; ///< those that need a selection; filled with the bar
    QToolBar *m_bar;
    std::function<void()> m_add {};
    bool m_editable = true;
};

} // namespace joinery
