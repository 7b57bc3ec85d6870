// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/statementlog.h"

#include <QAbstractTableModel>

namespace joinery {

/// The statement log as rows, oldest first, following it.
class StatementLogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Time,
        Source,
        Database,
        Sql,
        Duration,
        Rows,
        ErrorText,
        ColumnCount
    };

    /// The log must outlive it.
    explicit StatementLogModel(const StatementLog &log, QObject *parent = nullptr);

    LoggedStatement entry(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const LoggedStatement &entry, int column) const;

    const StatementLog &m_log;
    int m_count; ///< rows told of; the log may be ahead for a moment
    int m_gone = 0; ///< rows that views still know and the log no more
};

} // namespace joinery
