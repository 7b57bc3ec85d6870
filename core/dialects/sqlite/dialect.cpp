// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/dialect.h"

#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/foreignnames.h"
#include "joinery/dialects/sqlite/migrationtransaction.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

SqliteDialect::SqliteDialect(const DatabaseProvider &provider)
    : m_replayPolicy(provider)
    , m_ddl(m_replayPolicy, provider)
    , m_decisions(m_replayPolicy)
{ }

QString SqliteDialect::name() const
{
    return options::dialect;
}

Capabilities SqliteDialect::capabilities() const
{
    return {.transactionalDdl = true,
        .fileDatabase = true,
        .tableOptions
        = {{options::strict, u"STRICT"_s}, {options::withoutRowid, u"WITHOUT ROWID"_s},
            {options::autoincrement, u"AUTOINCREMENT"_s}},
        .collations = {u"BINARY"_s, u"NOCASE"_s, u"RTRIM"_s}};
}

const Inspector &SqliteDialect::inspector() const
{
    return m_inspector;
}

const DdlCompiler &SqliteDialect::ddl() const
{
    return m_ddl;
}

const DmlCompiler &SqliteDialect::dml() const
{
    return m_dml;
}

const ComparePolicy &SqliteDialect::comparePolicy() const
{
    return m_comparePolicy;
}

const ReplayPolicy &SqliteDialect::replayPolicy() const
{
    return m_replayPolicy;
}

const DecisionFinder &SqliteDialect::decisions() const
{
    return m_decisions;
}

std::unique_ptr<MigrationTransaction> SqliteDialect::migrationTransaction(Executor &executor) const
{
    return std::make_unique<SqliteMigrationTransaction>(executor);
}

Result<> SqliteDialect::createAsStored(Executor &scratch, const QString &statement) const
{
    return sqlite::createAsStored(scratch, statement);
}

QString SqliteDialect::compileType(const Table &table, const Column &column) const
{
    return declaredType(table, column);
}

} // namespace joinery::sqlite
