// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/compare.h"
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"

namespace joinery::testing {

/// Scratch databases of SQLite and the way from one schema to another: reflect, compare, compile,
/// run. What a migration does, without a project.
class SqliteMigration
{
public:
    const Dialect &dialect() const { return **m_dialect; }

    /// A database in memory after this script, with foreign keys not enforced while it ran; nullptr
    /// when it fails.
    std::unique_ptr<Executor> loaded(const QString &script) const;
    [[nodiscard]] Result<MetaData> reflected(Executor &database) const;
    /// The schema that this script makes. Fails the test when it does not load.
    MetaData schemaOf(const QString &script) const;
    [[nodiscard]] Result<Difference> difference(
        const MetaData &from, const MetaData &to, const CompareOptions &options = {}) const;
    /// Runs the operations on the database; the error's words, or an empty text.
    QString run(
        Executor &database, const MetaData &before, const QList<Operation> &operations) const;
    /// Every row of every base table, the columns by name, so that equal texts mean equal values of
    /// equal storage.
    QString rows(Executor &database) const;

private:
    ConnectionProvider m_provider {};
    DialectRegistry m_registry {m_provider};
    Result<const Dialect *> m_dialect {m_registry.find(QStringLiteral("sqlite"))};
};

} // namespace joinery::testing
