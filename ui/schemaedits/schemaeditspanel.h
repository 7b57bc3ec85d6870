// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

class QAbstractButton;
class QLabel;
class QStackedLayout;
class QTreeWidget;

namespace joinery {

class EmptyState;
class OpenDatabase;
class SchemaEdits;

/// The panel with the unsaved changes to the schema of the database in front: by object, in words,
/// with the ways on: review, undo, take back one object or everything.
class SchemaEditsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SchemaEditsPanel(QWidget *parent = nullptr);

    /// Shows that database's; nullptr for none. It must outlive this or be replaced before it goes.
    void setDatabase(OpenDatabase *database);
    OpenDatabase *database() const { return m_database; }
    QTreeWidget &list() { return *m_list; }

Q_SIGNALS:
    void countChanged(int objects); ///< how many objects have changes

private:
    QWidget *makeList();
    void follow();
    void update();
    void openCurrent();
    void resetCurrent();
    QString currentObject() const;

    QPointer<OpenDatabase> m_database {};
    SchemaEdits *m_edits = nullptr;
    QStackedLayout *m_stack;
    EmptyState *m_empty;
    QLabel *m_title = nullptr;
    QTreeWidget *m_list = nullptr;
    QAbstractButton *m_undo = nullptr;
    QAbstractButton *m_reset = nullptr;
};

} // namespace joinery
