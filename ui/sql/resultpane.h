// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/resultmodel.h"
#include "ui/sql/sqlrunner.h"

class QAbstractButton;
class QLabel;

namespace joinery {

class GridView;

/// The rows of one statement, with what can be done with them.
class ResultPane : public QWidget
{
    Q_OBJECT

public:
    explicit ResultPane(const QString &sql, QWidget *parent = nullptr);

    QString sql() const { return m_sql; }
    ResultModel &model() { return *m_model; }
    GridView &view() { return *m_view; }
    void setColumns(const QStringList &columns);
    void append(const RowChunkPtr &rows);
    /// What became of the statement, or of fetching more of it.
    void setOutcome(const SqlOutcome &outcome);
    /// While something runs on its connection, no more can be fetched.
    void setBusy(bool busy);
    void copy(bool withHeaders);

Q_SIGNALS:
    void moreWanted(const QString &sql, qint64 skip, qint64 limit);
    void exportWanted(const QString &sql);
    void said(const QString &sentence);

private:
    QAbstractButton *addButton(const QString &text, const QString &iconName);
    void fitColumns();
    void showMenu(const QPoint &position);
    void updateButtons();

    const QString m_sql;
    ResultModel *m_model;
    GridView *m_view;
    QLabel *m_status;
    QAbstractButton *m_more;
    QAbstractButton *m_all;
    QAbstractButton *m_copy;
    QAbstractButton *m_export;
    SqlOutcome m_outcome {};
    bool m_busy = false;
    bool m_fitted = false;
};

} // namespace joinery
