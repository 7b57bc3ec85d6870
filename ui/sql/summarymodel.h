// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/sqlrunner.h"

#include <QAbstractTableModel>

namespace joinery {

/// The statements of one run, each with what became of it.
class SummaryModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Statement,
        Outcome,
        Time,
        ColumnCount
    };
    enum class State
    {
        Waiting,
        Running,
        Done,
        Failed,
        NotRun
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setJobs(const QList<SqlJob> &jobs);
    void setRunning(int index);
    void setOutcome(int index, const SqlOutcome &outcome);
    /// What waits still will not run any more.
    void endRun();
    State state(int index) const { return m_entries.at(index).state; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Entry
    {
        QString sql;
        State state = State::Waiting;
        SqlOutcome outcome {};
    };
    void change(int index, State state);

    QList<Entry> m_entries {};
};

/// "1,000 rows", "3 rows changed", "Done", or the error's words.
QString outcomeText(const SqlOutcome &outcome);
/// "12 ms", "3.4 s".
QString durationText(qint64 milliseconds);

} // namespace joinery
