// SPDX-License-Identifier: MPL-2.0
#include "support/herodatabase.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/dialect.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

const ConnectionProvider &provider()
{
    static const ConnectionProvider provider;
    return provider;
}

const Dialect &dialect()
{
    static const sqlite::SqliteDialect dialect(provider());
    return dialect;
}

QString shown(const Value &value)
{
    return isNull(value) ? u"-"_s : toText(value);
}

QString firstLine(const Error &error)
{
    return u"error: "_s + error.message
        + (error.driverText.isEmpty() ? QString() : u" ["_s + error.driverText + u']');
}

} // namespace

HeroDatabase::HeroDatabase()
{
    auto opened = provider().scratch(u"sqlite"_s);
    if (!opened)
        qFatal("%s", qPrintable(errorText(opened.error())));
    m_executor = *std::move(opened);
    create(metaDataOf<Hero>());
    run(u"INSERT INTO team VALUES (1, 'Preventers', 'Sharp Tower'), (2, 'Z-Force', 'Sister Bar'),"
        "(3, 'Wakaland', '100% _s');"
        "INSERT INTO hero VALUES (1, 'Deadpond', 'Dive Wilson', NULL, 2),"
        "(2, 'Spider-Boy', 'Pedro Parqueador', NULL, 1), (3, 'Rusty-Man', 'Tommy Sharp', 48, 1),"
        "(4, 'Tarantula', 'Natalia Roman-on', 32, NULL), (5, 'Black Lion', 'Trevor Challa', 35, 3),"
        "(6, 'Dr. Weird', 'Steve Weird', 36, NULL);"
        "INSERT INTO mission VALUES (1, 'Bank'), (2, 'Moon'), (3, 'Nobody''s');"
        "INSERT INTO hero_mission VALUES (1, 1), (1, 2), (3, 1)"_s);
}

void HeroDatabase::create(const MetaData &metaData)
{
    for (const Table &table : metaData.tables) {
        if (m_tables.contains(table.name))
            continue;
        m_tables.append(table.name);
        for (const QString &statement : dialect().ddl().createStatements(table))
            run(statement);
    }
}

const DmlCompiler &HeroDatabase::dml() const
{
    return dialect().dml();
}

void HeroDatabase::run(const QString &script)
{
    if (const auto done = m_executor->executeScript(script); !done)
        qFatal("%s", qPrintable(errorText(done.error())));
}

QString HeroDatabase::text(const Result<CompiledSelect> &compiled)
{
    if (!compiled)
        return firstLine(compiled.error());
    QStringList values;
    for (const Value &value : compiled->parameters)
        values.append(shown(value));
    return values.isEmpty() ? compiled->sql : compiled->sql + u" -- "_s + values.join(u'|');
}

QStringList HeroDatabase::texts(const Result<CompiledSelect> &compiled)
{
    if (!compiled)
        return {firstLine(compiled.error())};
    const auto result = m_executor->query(compiled->sql, compiled->parameters);
    if (!result)
        return {firstLine(result.error())};
    QStringList lines;
    for (const QList<Value> &row : result->rows) {
        QStringList values;
        for (const Value &value : row)
            values.append(shown(value));
        lines.append(values.join(u'|'));
    }
    return lines;
}

void HeroDatabase::each(const Result<CompiledSelect> &compiled, const RowViewHandler &handler)
{
    if (!compiled)
        qFatal("%s", qPrintable(errorText(compiled.error())));
    bool fits = true;
    const auto done
        = m_executor->streamViews(compiled->sql, compiled->parameters, [&](RowView row) {
              fits = handler(row);
              return fits;
          });
    if (!done || !fits)
        qFatal("%s", done ? "a row does not fit" : qPrintable(errorText(done.error())));
}

Result<> HeroDatabase::each(const RawStatement &statement, const RowHandler &handler)
{
    const Result<CompiledSelect> compiled = compile(statement, dml());
    if (!compiled)
        return fail(compiled.error());
    QStringList columns;
    std::optional<Result<RowOrder>> order;
    const auto done = m_executor->streamViews(
        compiled->sql, compiled->parameters,
        [&](RowView row) {
            if (!order)
                order = RowOrder::of(*compiled, columns);
            return *order && handler((*order)->apply(row));
        },
        &columns);
    if (done && !order)
        order = RowOrder::of(*compiled, columns);
    if (done && !*order)
        return fail(order->error());
    return done;
}

} // namespace joinery::testing
