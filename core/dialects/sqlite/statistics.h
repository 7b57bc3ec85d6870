// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"

#include <QMap>

namespace joinery::sqlite {

/// What ANALYZE found out about a table, which goes when the table is dropped.
class TableStatistics
{
public:
    /// Reads the statistics of a table; none where ANALYZE never ran.
    [[nodiscard]] static Result<TableStatistics> read(Executor &executor, const QString &table);
    /// Puts them back for a table of that name, those of indexes that are no longer the same left
    /// out.
    [[nodiscard]] Result<> restore(Executor &executor, const QString &table) const;

    bool isEmpty() const { return m_rows.isEmpty(); }

private:
    struct Row
    {
        QString statTable;
        QString index; ///< null for the table itself
        QList<Value> values;
    };

    QString m_table;
    QList<Row> m_rows;
    QMap<QString, QString> m_indexes; ///< name -> what it is made of
};

/// Lets the statistics follow the rename of a table, which SQLite does not do.
[[nodiscard]] Result<> renameStatistics(Executor &executor, const QString &from, const QString &to);

} // namespace joinery::sqlite
