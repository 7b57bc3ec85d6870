// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/designer/sectionpanel.h"

class QCheckBox;
class QLineEdit;
class QTabWidget;

namespace joinery {

class CodeView;
class ForeignKeyPicker;

/// The editor of one table: its lists in tabs and the CREATE statements it will have.
class TableDesigner : public QWidget
{
    Q_OBJECT

public:
    explicit TableDesigner(SchemaEdits &edits, QWidget *parent = nullptr);

    /// The table by its name now.
    void setTable(const QString &table);
    SectionPanel &panel(SchemaSection section) { return *m_panels[section]; }
    void showProblem(const SchemaProblem &problem);
    void setEditable(bool editable);
    void pickForeignKey();

private:
    void makeForm();
    void makeTabs();
    QWidget *makeTriggers();
    void update();
    void updateTrigger();
    void addForeignKey(const QString &column, const QString &table, const QString &referredColumn);

    SchemaEdits &m_edits;
    QString m_table {};
    QLineEdit *m_name;
    QLineEdit *m_comment;
    QList<std::pair<QString, QCheckBox *>> m_options {};
    QTabWidget *m_tabs;
    QMap<SchemaSection, SectionPanel *> m_panels {};
    CodeView *m_trigger;
    CodeView *m_create;
    ForeignKeyPicker *m_picker;
};

} // namespace joinery
