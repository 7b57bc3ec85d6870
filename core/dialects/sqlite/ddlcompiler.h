// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/dialect.h"

namespace joinery::sqlite {

/// Compiles operations for SQLite: ALTER TABLE where that is safe on a filled table, else a
/// rebuild, one for all neighbouring operations on a table. Thread-safe as far as policy and
/// provider are.
class SqliteDdlCompiler final : public DdlCompiler
{
public:
    /// Both must outlive the compiler. `provider` gives the scratch database that tells which
    /// broken views and triggers stand in the way of a rename.
    SqliteDdlCompiler(const ReplayPolicy &policy, const DatabaseProvider &provider);

    [[nodiscard]] Result<Plan> compile(const MetaData &before, const QList<Operation> &operations,
        StoredTexts *texts = nullptr) const override;
    [[nodiscard]] Result<std::unique_ptr<StoredTexts>> readTexts(Executor &executor) const override;
    QStringList createStatements(const SchemaObject &object) const override;
    QString irreversibleBecause(const QList<Operation> &operations, qsizetype index) const override;
    QString quote(const QString &identifier) const override;

private:
    const ReplayPolicy &m_policy;
    const DatabaseProvider &m_provider;
};

} // namespace joinery::sqlite
