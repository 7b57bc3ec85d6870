// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/workbench.h"

#include <QAbstractListModel>

namespace joinery {

struct PastQuery
{
    QDateTime at {};
    QString database {}; ///< its display name, no password
    QString sql {};
    qint64 milliseconds = 0;
    qint64 rows = -1; ///< read or changed; -1 = not known
    QString error {}; ///< empty = it went well

    bool operator==(const PastQuery &) const = default;
};

/// Every statement that was run on an SQL page, newest first: failed ones too. Kept from one start
/// to the next in a file that only grows, cut to the newest when it has become long. One per
/// workbench; UI thread.
class QueryHistory : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr qsizetype maxEntries = 5000;
    enum Role
    {
        SqlRole = Qt::UserRole, ///< the whole statement
        FailedRole
    };

    /// The workbench's own; made at the first call.
    static QueryHistory &of(Workbench &workbench);
    explicit QueryHistory(const QString &file, QObject *parent = nullptr);

    void append(const PastQuery &query);
    const PastQuery &at(int row) const { return m_entries.at(m_entries.size() - 1 - row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    void load();
    void rewrite() const;

    const QString m_file;
    QList<PastQuery> m_entries {}; ///< oldest first
};

} // namespace joinery
