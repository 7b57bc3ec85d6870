// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"
#include "joinery/operations/apply.h"

namespace joinery::sqlite {

/// Lets SQL text follow changes as SQLite itself would, on scratch databases where text alone does
/// not tell. Thread-safe as far as the provider is.
class SqliteReplayPolicy final : public ReplayPolicy
{
public:
    /// `provider` must outlive the policy.
    explicit SqliteReplayPolicy(const DatabaseProvider &provider)
        : m_provider(provider)
    { }

    QString nameKey(const QString &name) const override;
    [[nodiscard]] Result<> followRename(
        MetaData &metaData, const MetaData &before, const RenameTable &rename) const override;
    [[nodiscard]] Result<> followRename(
        MetaData &metaData, const MetaData &before, const RenameColumn &rename) const override;
    /// Statements that cannot change a schema are not run: rows they need are not there.
    [[nodiscard]] Result<MetaData> afterSql(
        const MetaData &before, const QString &sql) const override;
    QString dialectName() const override;

private:
    const DatabaseProvider &m_provider;
};

} // namespace joinery::sqlite
