// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/storedtexts.h"

#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// What makes a difference to tables and indexes. Views and triggers stay away, since a broken one
/// would stand in the way here as it does not where it was moved aside.
bool concernsTables(const Statement &statement)
{
    if (statement.kind == Statement::Kind::Check)
        return false;
    if (statement.kind == Statement::Kind::Catalogue)
        return true;
    const QString first = firstWord(statement.sql);
    if (first == u"PRAGMA")
        return mentions(statement.sql, u"legacy_alter_table"_s);
    if (first != u"CREATE" && first != u"DROP" && first != u"ALTER")
        return false;
    const QList<Token> tokens = significantTokens(statement.sql);
    for (qsizetype i = 1; i < qMin<qsizetype>(3, tokens.size()); ++i) {
        if (isWord(statement.sql, tokens[i], u"view")
            || isWord(statement.sql, tokens[i], u"trigger"))
            return false;
    }
    return true;
}

bool runs(Executor &executor, const Statement &statement)
{
    return statement.kind == Statement::Kind::Catalogue
        ? executor.executeOnCatalogue(statement.sql).has_value()
        : executor.execute(statement.sql).has_value();
}

} // namespace

Result<std::unique_ptr<SqliteStoredTexts>> SqliteStoredTexts::read(
    Executor &live, const DatabaseProvider &provider)
{
    std::unique_ptr<SqliteStoredTexts> texts(new SqliteStoredTexts(provider));
    const Result<RowSet> rows
        = live.query(u"SELECT sql, type, name FROM main.sqlite_master "
                     "WHERE type IN ('table', 'index', 'view') AND sql IS NOT NULL "
                     "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"_s);
    if (!rows)
        return fail(rows.error());
    for (const QList<Value> &row : rows->rows) {
        if (toText(row[1]) == u"view")
            texts->m_views.insert(nameKey(toText(row[2])), toText(row.first()));
        else
            texts->m_objects.append(toText(row.first()));
    }
    return texts;
}

void SqliteStoredTexts::follow(const Plan &plan)
{
    for (const PlanStep &step : plan.steps)
        follow(step.statements);
}

void SqliteStoredTexts::follow(const QList<Statement> &statements)
{
    for (const Statement &statement : statements) {
        if (concernsTables(statement))
            m_open.append(statement);
    }
}

QString SqliteStoredTexts::table(const QString &name)
{
    return text(u"table", name);
}

QString SqliteStoredTexts::index(const QString &name)
{
    return text(u"index", name);
}

QString SqliteStoredTexts::view(const QString &name) const
{
    return m_views.value(nameKey(name));
}

QString SqliteStoredTexts::text(QStringView type, const QString &name)
{
    if (!catchUp())
        return {};
    const Result<RowSet> rows = m_scratch->query(
        u"SELECT sql FROM sqlite_master WHERE type = ?1 AND name = ?2 COLLATE NOCASE"_s,
        {type.toString(), name});
    return rows && !rows->isEmpty() ? toText(rows->scalar()) : QString();
}

bool SqliteStoredTexts::areExact()
{
    return catchUp() && m_exact;
}

void SqliteStoredTexts::beginTrial()
{
    if (catchUp())
        static_cast<void>(m_scratch->execute(u"SAVEPOINT joinery_trial"_s));
    m_exactBeforeTrial = m_exact;
}

void SqliteStoredTexts::endTrial(bool keep)
{
    if (!m_scratch)
        return;
    if (keep) {
        catchUp();
    } else {
        m_open.clear();
        m_exact = m_exactBeforeTrial;
        static_cast<void>(m_scratch->execute(u"ROLLBACK TO joinery_trial"_s));
    }
    static_cast<void>(m_scratch->execute(u"RELEASE joinery_trial"_s));
}

bool SqliteStoredTexts::catchUp()
{
    if (!m_scratch && !build())
        return false;
    for (const Statement &statement : std::exchange(m_open, {}))
        m_exact &= runs(*m_scratch, statement);
    return true;
}

/// What does not come about here (shadow tables, a table that needs a module or function this
/// program lacks) is simply not known.
bool SqliteStoredTexts::build()
{
    Result<std::unique_ptr<Executor>> scratch = m_provider.scratch(u"sqlite"_s);
    if (!scratch)
        return false;
    m_scratch = *std::move(scratch);
    static_cast<void>(m_scratch->execute(u"PRAGMA foreign_keys = OFF"_s));
    static_cast<void>(m_scratch->execute(u"BEGIN"_s));
    for (const QString &sql : std::exchange(m_objects, {}))
        static_cast<void>(m_scratch->execute(sql));
    return m_scratch->execute(u"COMMIT"_s).has_value();
}

} // namespace joinery::sqlite
