// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/summarymodel.h"

#include <QTabWidget>

class QTableView;

namespace joinery {

class PlanTree;
class ResultPane;

/// What a run gave: a summary of its statements, and a tab for each one with rows or an error.
class ResultTabs : public QTabWidget
{
    Q_OBJECT

public:
    explicit ResultTabs(QWidget *parent = nullptr);

    void begin(const QList<SqlJob> &jobs);
    void setRunning(int index);
    void setColumns(int index, const QStringList &columns);
    void append(int index, const RowChunkPtr &rows);
    void setOutcome(int index, const SqlOutcome &outcome);
    void end();
    /// The rows of EXPLAIN QUERY PLAN, in place of what was there.
    void showPlan(const QString &sql, const RowStore &rows);

    ResultPane *pane(int index) const { return m_panes.value(index); }
    SummaryModel &summary() { return *m_summary; }
    void setBusy(bool busy);

Q_SIGNALS:
    void moreWanted(int index, const QString &sql, qint64 skip, qint64 limit);
    void exportWanted(const QString &sql);
    void statementChosen(int index); ///< in the summary
    void said(const QString &sentence);

private:
    void drop();
    QString tabTitle(int index) const;
    void showError(int index, const SqlOutcome &outcome);

    /// A run of thousands of statements gives as many results; more tabs than this help nobody.
    static constexpr int mostTabs = 40;

    SummaryModel *m_summary;
    QTableView *m_summaryView;
    QList<SqlJob> m_jobs {};
    QHash<int, ResultPane *> m_panes {};
    QWidget *m_first = nullptr; ///< what to show at the end
};

} // namespace joinery
