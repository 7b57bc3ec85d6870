// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/dialect.h"

#include <QTemporaryDir>

namespace joinery::testing {

/// A SQLite file, filled, on which operations are compiled and run.
class MigrationBench
{
public:
    MigrationBench();
    /// On a copy of the file.
    explicit MigrationBench(const QString &source);

    const sqlite::SqliteDialect &dialect() const { return m_dialect; }
    Executor &db() { return *m_db; }
    QString file() const { return m_folder.filePath(QStringLiteral("test.db")); }

    void close() { m_db.reset(); }
    void reopen();

    /// Runs statements with foreign keys off. Errors: those of SQLite.
    [[nodiscard]] Result<> load(const QStringList &statements);
    [[nodiscard]] Result<MetaData> reflect();
    /// Compiles the operations against the schema that is there.
    [[nodiscard]] Result<Plan> compile(const QList<Operation> &operations);
    /// The same, with the texts that the database holds.
    [[nodiscard]] Result<Plan> compileForTexts(const QList<Operation> &operations);
    /// Compiles and runs them in one transaction.
    [[nodiscard]] Result<Plan> migrate(const QList<Operation> &operations);
    [[nodiscard]] Result<> run(const Plan &plan);
    [[nodiscard]] Result<QList<Decision>> decide(const QList<Operation> &operations);

    /// All rows of the query, each as one text: values as SQL literals joined by "|"; the error's
    /// words where it fails.
    QStringList rows(const QString &sql);
    /// Everything the tables hold, hidden rowids, counters and statistics included: lines "table:
    /// row".
    QStringList contents();

private:
    QTemporaryDir m_folder;
    ConnectionProvider m_provider;
    sqlite::SqliteDialect m_dialect;
    std::unique_ptr<Executor> m_db;
};

/// The SQL of all statements, checks left out.
QStringList sqlOf(const Plan &plan);

} // namespace joinery::testing
