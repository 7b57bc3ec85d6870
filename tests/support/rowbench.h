// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/commit.h"
#include "support/migrationbench.h"

namespace joinery::testing {

/// A SQLite file with staged edits on its tables.
class RowBench
{
public:
    /// Fails hard on errors.
    explicit RowBench(const QStringList &statements);

    RowEdits &edits(const QString &table);
    QList<TableChanges> changes() const;
    /// The row as it is now; empty when there is none.
    QList<Value> row(const QString &table, const RowKey &key);

    // Staging, as RowEdits.
    bool set(const QString &table, const RowKey &key, const QString &column, const Value &value);
    bool remove(const QString &table, const RowKey &key);
    quint64 add(const QString &table, const QMap<QString, Value> &values);

    [[nodiscard]] Result<CommitOutcome> commit();
    /// The failures of a commit, "change column: message" each; the error's words if there is one.
    QStringList failures();
    /// What the preview shows.
    QString script() const;

    MigrationBench &bench() { return m_bench; }
    const DmlCompiler &dml() const { return m_bench.dialect().dml(); }
    const MetaData &schema() const { return m_schema; }
    QStringList rows(const QString &sql) { return m_bench.rows(sql); }

    QStringList log {}; ///< the statements that the commits ran

private:
    MigrationBench m_bench {};
    MetaData m_schema {};
    std::map<QString, std::unique_ptr<RowEdits>> m_edits {};
};

} // namespace joinery::testing
