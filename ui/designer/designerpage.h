// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/project/schemaproblems.h"
#include "ui/workspace/page.h"

class QLineEdit;
class QStackedWidget;

namespace joinery {

class Banner;
class CodeView;
class EmptyState;
class PreviewPanel;
class SchemaEdits;
class TableDesigner;

/// Designs a table, a view or what else there is, in memory, with what it amounts to shown below.
class DesignerPage : public Page
{
    Q_OBJECT

public:
    /// An empty name begins a new table.
    DesignerPage(OpenDatabase &database, const QString &object, QWidget *parent = nullptr);

    QString title() const override;
    QString iconName() const override;
    QString key() const override;
    OpenDatabase *database() const override { return &m_database; }
    bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    bool isModified() const override;

    TableDesigner &tableDesigner() { return *m_table; }
    QString object() const { return m_object; }

private:
    void start();
    void update();
    void updateBanner();
    void showView();
    void showProblem(const SchemaProblem &problem);
    QWidget *makeHead();
    QWidget *makeViewEditor();

    OpenDatabase &m_database;
    SchemaEdits &m_edits;
    QString m_object;
    bool m_started = false;
    Banner *m_banner;
    QStackedWidget *m_stack;
    TableDesigner *m_table;
    QWidget *m_view;
    QLineEdit *m_viewName;
    CodeView *m_viewSql;
    EmptyState *m_empty;
    PreviewPanel *m_preview;
};

} // namespace joinery
