// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/ddlcompiler.h"
#include "joinery/dialects/sqlite/decisionfinder.h"
#include "joinery/dialects/sqlite/dmlcompiler.h"
#include "joinery/dialects/sqlite/inspector.h"
#include "joinery/dialects/sqlite/replaypolicy.h"

namespace joinery::sqlite {

/// SQLite, from 3.35 on. Thread-safe as far as the provider is.
class SqliteDialect final : public Dialect
{
public:
    /// `provider` gives scratch databases and must outlive the dialect.
    explicit SqliteDialect(const DatabaseProvider &provider);

    QString name() const override;
    Capabilities capabilities() const override;
    const Inspector &inspector() const override;
    const DdlCompiler &ddl() const override;
    const DmlCompiler &dml() const override;
    const ComparePolicy &comparePolicy() const override;
    const ReplayPolicy &replayPolicy() const override;
    const DecisionFinder &decisions() const override;
    std::unique_ptr<MigrationTransaction> migrationTransaction(Executor &executor) const override;
    [[nodiscard]] Result<> createAsStored(
        Executor &scratch, const QString &statement) const override;
    QString compileType(const Table &table, const Column &column) const override;

private:
    SqliteInspector m_inspector {};
    SqliteComparePolicy m_comparePolicy {};
    SqliteReplayPolicy m_replayPolicy;
    SqliteDdlCompiler m_ddl;
    SqliteDmlCompiler m_dml {};
    SqliteDecisionFinder m_decisions;
};

} // namespace joinery::sqlite
