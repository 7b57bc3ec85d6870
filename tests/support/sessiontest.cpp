// SPDX-License-Identifier: MPL-2.0
#include "support/sessiontest.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

Result<> SessionFiles::prepare()
{
    m_db.reset();
    m_other.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_db = open();
    m_other = open();
    const MetaData metaData = metaDataOf<Hero, Note, Stock, Node, Priced>();
    for (const QString &name : {u"team"_s, u"hero"_s, u"mission"_s, u"hero_mission"_s, u"note"_s,
             u"stock"_s, u"node"_s, u"priced"_s}) {
        for (const QString &sql : dialect().ddl().createStatements(metaData.tables[name])) {
            if (const Result<qint64> done = m_db->execute(sql); !done)
                return fail(done.error());
        }
    }
    return {};
}

QString SessionFiles::url() const
{
    return u"sqlite:///"_s + m_folder->filePath(u"heroes.db"_s);
}

std::unique_ptr<Executor> SessionFiles::open() const
{
    auto executor
        = m_provider.open({.dialect = u"sqlite"_s, .database = m_folder->filePath(u"heroes.db"_s)},
            {.access = Access::Create});
    return executor ? *std::move(executor) : nullptr;
}

Value SessionFiles::scalar(const QString &sql)
{
    const Result<RowSet> rows = m_other->query(sql);
    return rows ? rows->scalar() : Value(rows.error().message);
}

QString SessionFiles::names(const QString &table, const QString &expression)
{
    return toText(
        scalar(u"SELECT group_concat(n, ',') FROM (SELECT %1 AS n FROM %2 ORDER BY id)"_s.arg(
            expression, table)));
}

} // namespace joinery::testing
