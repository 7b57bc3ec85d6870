// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/dialect.h"
#include "joinery/dialects/sqlite/runfacts.h"

namespace joinery::sqlite {

/// Runs plans on a SQLite database in one immediate transaction. What the engine would lose on the
/// way (statistics, the connection's settings) is put back; what was whole before is proved to be
/// whole after.
class SqliteMigrationTransaction final : public MigrationTransaction
{
public:
    /// `executor` must outlive the transaction.
    explicit SqliteMigrationTransaction(Executor &executor);
    ~SqliteMigrationTransaction() override;

    [[nodiscard]] Result<> begin(bool foreignKeysOff) override;
    [[nodiscard]] Result<> run(const Plan &plan, const StatementObserver &observer) override;
    [[nodiscard]] Result<> verify() override;
    [[nodiscard]] Result<> commit() override;

private:
    [[nodiscard]] Result<> setForeignKeys(bool on);
    [[nodiscard]] Result<> restoreSettings();
    [[nodiscard]] Result<> remember(const Plan &plan);
    [[nodiscard]] Result<> checkLeftovers(const Plan &plan);
    [[nodiscard]] Result<> runSteps(const Plan &plan, const StatementObserver &observer);
    [[nodiscard]] Result<> runStep(const PlanStep &step, const StatementObserver &observer);
    [[nodiscard]] Result<> runStatement(const PlanStep &step, const Statement &statement);
    void rollBack();

    Executor &m_executor;
    bool m_open = false;
    bool m_foreignKeysOff = false;
    bool m_foreignKeysWereOn = false;
    bool m_legacyRenameWasOn = false;
    bool m_settingsChanged = false;
    bool m_catalogueOpened = false;
    bool m_verified = true;
    RunFacts m_facts;
};

} // namespace joinery::sqlite
