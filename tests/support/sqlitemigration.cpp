// SPDX-License-Identifier: MPL-2.0
#include "support/sqlitemigration.h"

#include "support/testutils.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

std::unique_ptr<Executor> SqliteMigration::loaded(const QString &script) const
{
    auto database = m_provider.scratch(u"sqlite"_s);
    if (!database || !(*database)->executeScript(u"PRAGMA foreign_keys = OFF;\n"_s + script))
        return nullptr;
    return *std::move(database);
}

Result<MetaData> SqliteMigration::reflected(Executor &database) const
{
    return dialect().inspector().reflect(database);
}

MetaData SqliteMigration::schemaOf(const QString &script) const
{
    const auto database = loaded(script);
    const Result<MetaData> schema
        = database ? reflected(*database) : fail(ErrorCode::Failed, u"cannot load"_s);
    if (!schema)
        qFatal("%s: %s", qPrintable(schema.error().message), qPrintable(script));
    return *schema;
}

Result<Difference> SqliteMigration::difference(
    const MetaData &from, const MetaData &to, const CompareOptions &options) const
{
    return compare(from, to, dialect().comparePolicy(), dialect().replayPolicy(), options);
}

QString SqliteMigration::run(
    Executor &database, const MetaData &before, const QList<Operation> &operations) const
{
    const Result<Plan> plan = dialect().ddl().compile(before, operations);
    if (!plan)
        return errorText(plan.error());
    const auto transaction = dialect().migrationTransaction(database);
    Result<> done = transaction->begin(plan->foreignKeysOff);
    if (done)
        done = transaction->run(*plan, {});
    if (done)
        done = transaction->verify();
    if (done)
        done = transaction->commit();
    return done ? QString() : errorText(done.error());
}

QString SqliteMigration::rows(Executor &database) const
{
    const Result<MetaData> schema = reflected(database);
    if (!schema)
        return errorText(schema.error());
    QStringList lines;
    for (const Table &table : schema->tables) {
        QStringList columns;
        for (const Column &column : table.columns)
            columns.append(u"quote(%1)"_s.arg(dialect().ddl().quote(column.name)));
        std::sort(columns.begin(), columns.end());
        const auto found = database.query(u"SELECT %1 FROM %2 ORDER BY 1, 2"_s.arg(
            columns.join(u" || ' ' || "_s) + u", 1"_s, dialect().ddl().quote(table.name)));
        if (!found)
            return errorText(found.error());
        for (const auto &row : found->rows)
            lines.append(table.name + u": "_s + toText(row.first()));
    }
    return lines.join(u'\n');
}

} // namespace joinery::testing
