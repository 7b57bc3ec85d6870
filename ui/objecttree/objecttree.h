// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/objecttreemodel.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QTreeView;

namespace joinery {

class OpenDatabase;
class Workbench;

/// The panel with everything that is open: databases, tables, columns. Double click shows rows.
class ObjectTree : public QWidget
{
    Q_OBJECT

public:
    explicit ObjectTree(Workbench &workbench, QWidget *parent = nullptr);

    /// The database of the selected item; the only one when nothing is selected; else nullptr.
    OpenDatabase *currentDatabase() const;
    /// The selected table or view, or the one the selected item belongs to; may be empty.
    QString currentObject() const;
    void focusFilter();
    /// Selects an object and scrolls to it.
    void reveal(OpenDatabase *database, const QString &object);
    QTreeView &view() { return *m_view; }

Q_SIGNALS:
    void currentChanged();

private:
    void add(OpenDatabase *database);
    void drop(OpenDatabase *database);
    void update(OpenDatabase *database);
    OpenDatabase *databaseOf(const QModelIndex &index) const;
    void activate(const QModelIndex &index);
    void showMenu(const QPoint &position);
    void fillMenu(QMenu &menu, const QModelIndex &index);
    void fillDatabaseMenu(QMenu &menu, OpenDatabase *database);
    void fillObjectMenu(QMenu &menu, OpenDatabase *database, const QModelIndex &index);

    Workbench &m_workbench;
    QHash<int, OpenDatabase *> m_databases {};
    int m_nextId = 1;
    ObjectTreeModel *m_model;
    QLineEdit *m_filter;
    QTreeView *m_view;
};

} // namespace joinery
