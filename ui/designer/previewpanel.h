// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/project/schemaproblems.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace joinery {

class CodeView;
class SchemaEdits;

/// What the schema edits amount to, kept up to date while they are made: the operations in words,
/// what the rows make of them, problems, and the exact SQL.
class PreviewPanel : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewPanel(SchemaEdits &edits, QWidget *parent = nullptr);

Q_SIGNALS:
    void reviewWanted();
    /// A problem was chosen: its field is to be shown.
    void problemChosen(const joinery::SchemaProblem &problem);

private:
    void update();
    void addProblems();
    void updateSummary();

    SchemaEdits &m_edits;
    QLabel *m_summary;
    QPushButton *m_review;
    QTreeWidget *m_list;
    CodeView *m_sql;
};

} // namespace joinery
