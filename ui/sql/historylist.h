// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace joinery {

class QueryHistory;

/// The statements that were run, to be searched, put in again and run again.
class HistoryList : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryList(QueryHistory &history, QWidget *parent = nullptr);

Q_SIGNALS:
    void insertWanted(const QString &sql);
    void runWanted(const QString &sql);

private:
    QString currentSql() const;

    QLineEdit *m_filter;
    QListView *m_view;
    QSortFilterProxyModel *m_found;
};

} // namespace joinery
