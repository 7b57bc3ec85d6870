// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"
#include "joinery/dialects/dialect.h"

#include <QHash>

namespace joinery::sqlite {

/// The CREATE texts of a live database's tables and indexes, followed through statements that have
/// not run there yet: SQLite itself says what they make of the texts, on a scratch database with
/// the same objects and no rows, which is made once somebody asks.
class SqliteStoredTexts final : public StoredTexts
{
public:
    /// Reads sqlite_schema. `provider` gives the scratch database and must outlive this.
    [[nodiscard]] static Result<std::unique_ptr<SqliteStoredTexts>> read(
        Executor &live, const DatabaseProvider &provider);

    void follow(const Plan &plan) override;
    void follow(const QList<Statement> &statements);

    /// The text of a table or index as it would be now; null when it is not known.
    QString table(const QString &name);
    QString index(const QString &name);
    /// The text of a view as it was at first; null for one that was not there. Views are not
    /// followed: on the scratch database they would stand in the way of renames.
    QString view(const QString &name) const;
    /// Whether every statement so far worked on the scratch database, so that the texts are exactly
    /// those the live one will have.
    bool areExact();

    /// What is followed from here on can be taken back. One at a time.
    void beginTrial();
    void endTrial(bool keep);

private:
    explicit SqliteStoredTexts(const DatabaseProvider &provider)
        : m_provider(provider)
    { }

    bool catchUp();
    bool build();
    QString text(QStringView type, const QString &name);

    const DatabaseProvider &m_provider;
    QHash<QString, QString> m_views {}; ///< the CREATE texts, by name key
    QStringList m_objects {}; ///< the CREATE texts, in the order they were made
    QList<Statement> m_open {}; ///< followed, but not run on the scratch database yet
    std::unique_ptr<Executor> m_scratch {};
    bool m_exact = true;
    bool m_exactBeforeTrial = true;
};

} // namespace joinery::sqlite
