// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/workbench.h"

#include <QWidget>

class QAbstractButton;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace joinery {

class CodeView;
class StatementLogModel;

/// The statements that ran, whoever caused them; the whole text of the chosen one beside the list.
class StatementLogPanel : public QWidget
{
    Q_OBJECT

public:
    explicit StatementLogPanel(Workbench &workbench, QWidget *parent = nullptr);

private:
    void layOut();
    QAbstractButton *addButton(const QString &iconName, const QString &text);
    void showCurrent();
    void follow();
    std::optional<LoggedStatement> current() const;

    Workbench &m_workbench;
    StatementLogModel *m_model;
    QSortFilterProxyModel *m_found;
    QLineEdit *m_filter;
    QTableView *m_view;
    CodeView *m_code;
    QAbstractButton *m_copy;
    QAbstractButton *m_open;
    QAbstractButton *m_clear;
};

} // namespace joinery
