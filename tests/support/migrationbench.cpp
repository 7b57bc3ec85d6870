// SPDX-License-Identifier: MPL-2.0
#include "support/migrationbench.h"

#include "joinery/sql/quoting.h"
#include "support/testutils.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

/// The first of the three names of the hidden rowid that no column takes; empty when there is no
/// rowid.
QString hiddenRowid(Executor &db, const QString &table)
{
    for (const QString &name : {u"rowid"_s, u"_rowid_"_s, u"oid"_s}) {
        const auto hidden
            = db.query(u"SELECT count(*) FROM pragma_table_xinfo(%1) WHERE lower(name) = %2"_s.arg(
                quotedText(table), quotedText(name)));
        if (hidden && toInt(hidden->scalar()) == 0
            && db.query(u"SELECT %1 FROM %2 LIMIT 0"_s.arg(name, quotedName(table))))
            return name;
    }
    return {};
}

} // namespace

MigrationBench::MigrationBench()
    : m_dialect(m_provider)
{
    reopen();
}

MigrationBench::MigrationBench(const QString &source)
    : m_dialect(m_provider)
{
    if (!QFile::copy(source, file()))
        qFatal("cannot copy %s", qPrintable(source));
    reopen();
}

void MigrationBench::reopen()
{
    m_db.reset();
    auto opened = m_provider.open(
        Url {.dialect = u"sqlite"_s, .database = file()}, OpenOptions {.access = Access::Create});
    if (!opened)
        qFatal("%s", qPrintable(errorText(opened.error())));
    m_db = *std::move(opened);
}

Result<> MigrationBench::load(const QStringList &statements)
{
    if (const auto off = m_db->execute(u"PRAGMA foreign_keys = OFF"_s); !off)
        return fail(off.error());
    for (const QString &statement : statements) {
        if (const auto done = m_db->execute(statement); !done)
            return fail(done.error());
    }
    const auto on = m_db->execute(u"PRAGMA foreign_keys = ON"_s);
    return on ? Result<>() : fail(on.error());
}

Result<MetaData> MigrationBench::reflect()
{
    return m_dialect.inspector().reflect(*m_db);
}

Result<Plan> MigrationBench::compile(const QList<Operation> &operations)
{
    const Result<MetaData> before = reflect();
    return before ? m_dialect.ddl().compile(*before, operations) : fail(before.error());
}

Result<Plan> MigrationBench::compileForTexts(const QList<Operation> &operations)
{
    const Result<MetaData> before = reflect();
    const Result<std::unique_ptr<StoredTexts>> texts = m_dialect.ddl().readTexts(*m_db);
    if (!before || !texts)
        return fail(before ? texts.error() : before.error());
    return m_dialect.ddl().compile(*before, operations, texts->get());
}

Result<Plan> MigrationBench::migrate(const QList<Operation> &operations)
{
    const Result<Plan> plan = compile(operations);
    if (!plan)
        return plan;
    const Result<> done = run(*plan);
    return done ? plan : fail(done.error());
}

Result<> MigrationBench::run(const Plan &plan)
{
    const auto transaction = m_dialect.migrationTransaction(*m_db);
    Result<> done = transaction->begin(plan.foreignKeysOff);
    if (done)
        done = transaction->run(plan, {});
    if (done)
        done = transaction->verify();
    return done ? transaction->commit() : done;
}

Result<QList<Decision>> MigrationBench::decide(const QList<Operation> &operations)
{
    const Result<MetaData> before = reflect();
    return before ? m_dialect.decisions().find(*m_db, *before, operations) : fail(before.error());
}

QStringList MigrationBench::rows(const QString &sql)
{
    const Result<RowSet> result = m_db->query(sql);
    if (!result)
        return {u"error: "_s + result.error().driverText};
    QStringList lines;
    for (const QList<Value> &row : result->rows) {
        QStringList values;
        for (const Value &value : row)
            values.append(m_dialect.dml().literal(value));
        lines.append(values.join(u'|'));
    }
    return lines;
}

QStringList MigrationBench::contents()
{
    QStringList lines;
    const Result<RowSet> tables = m_db->query(
        u"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND name <> 'sqlite_schema' ORDER BY name"_s);
    for (const QList<Value> &row : tables ? tables->rows : QList<QList<Value>>()) {
        const QString table = toText(row.first());
        const QString rowid = table.startsWith(u"sqlite_") ? QString() : hiddenRowid(*m_db, table);
        const QString select = rowid.isEmpty() ? u"*"_s : rowid + u", *"_s;
        QStringList found = rows(u"SELECT %1 FROM %2"_s.arg(select, quotedName(table)));
        found.sort();
        for (const QString &line : found)
            lines.append(table + u": "_s + line);
    }
    return lines;
}

QStringList sqlOf(const Plan &plan)
{
    QStringList all;
    for (const PlanStep &step : plan.steps) {
        for (const Statement &statement : step.statements) {
            if (statement.kind != Statement::Kind::Check)
                all.append(statement.sql);
        }
    }
    return all;
}

} // namespace joinery::testing
