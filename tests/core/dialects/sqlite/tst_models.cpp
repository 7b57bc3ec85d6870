// SPDX-License-Identifier: MPL-2.0
// Portable models on SQLite: each change of them reaches the schema that the models alone would
// make.
#include "joinery/compare/compare.h"
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "joinery/dialects/sqlite/scratchschema.h"
#include "joinery/operations/inverse.h"
#include "support/sqlitefacts.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

Table post()
{
    return {.name = u"post"_s,
        .columns
        = {Column {
               .name = u"id"_s, .type = {u"bigint"_s}, .nullable = false, .identity = Identity {}},
            Column {.name = u"state"_s,
                .type = {u"enum(draft, live)"_s},
                .nullable = false,
                .serverDefault = u"'draft'"_s},
            Column {.name = u"pinned"_s, .type = {u"boolean"_s}, .serverDefault = u"false"_s},
            Column {.name = u"at"_s, .type = {u"timestamptz"_s}}},
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}};
}

MetaData schema(const Table &table)
{
    MetaData metaData;
    insert(metaData, table);
    return metaData;
}

/// The models after each change.
using History = QList<MetaData>;

Table withState(const QString &type, Table table = post())
{
    table.column(u"state"_s)->type.text = type;
    return table;
}

Table renamed(Table table, const QString &to)
{
    table.renamedFrom = table.name;
    table.name = to;
    return table;
}

Table withRenamedColumn(Table table, const QString &from, const QString &to)
{
    table.column(from)->renamedFrom = from;
    table.column(from)->name = to;
    return table;
}

Table withoutRenames(Table table)
{
    table.renamedFrom.clear();
    for (Column &column : table.columns)
        column.renamedFrom.clear();
    return table;
}

Table withOption(Table table, const QString &option)
{
    table.options[u"sqlite"_s][option] = u"true"_s;
    return table;
}

/// With the columns in order of their names: those that went and came back stand last.
Table ordered(Table table)
{
    std::sort(table.columns.begin(), table.columns.end(),
        [](const Column &a, const Column &b) { return a.name < b.name; });
    return table;
}

} // namespace

class TestModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesOfModelsConverge_data();
    void changesOfModelsConverge();

private:
    QString migrate(
        Executor &database, const MetaData &before, const QList<Operation> &operations) const;
    /// What the live schema lacks of the models, in words.
    QString missing(Executor &live, const MetaData &model) const;

    const ConnectionProvider m_provider {};
    const DialectRegistry m_registry {m_provider};
    const Dialect &m_sqlite {**m_registry.find(u"sqlite"_s)};
};

void TestModels::changesOfModelsConverge_data()
{
    QTest::addColumn<History>("history");
    const auto row = [](const char *name, const QList<Table> &tables) {
        History history;
        for (const Table &table : tables)
            history.append(schema(table));
        QTest::newRow(name) << history;
    };
    const QString more = u"enum(draft, live, gone)"_s;
    row("nothing", {post()});
    row("enum gets a value", {withState(more)});
    row("enum gets a value and loses it", {withState(more), post()});
    row("enum becomes text and comes back", {withState(u"text"_s), post()});
    row("enum becomes an array", {withState(u"text[]"_s)});
    row("enum is renamed", {withRenamedColumn(post(), u"state"_s, u"status"_s)});
    row("enum is renamed and gets a value",
        {withRenamedColumn(withState(more), u"state"_s, u"status"_s)});
    row("table of an enum is renamed", {renamed(post(), u"entry"_s)});
    row("table of an enum is renamed, then the enum gets a value",
        {renamed(post(), u"entry"_s),
            withState(more, withoutRenames(renamed(post(), u"entry"_s)))});
    row("table and enum in one step", {renamed(withState(more), u"entry"_s)});
    row("AUTOINCREMENT", {withOption(post(), u"autoincrement"_s), post()});
    row("STRICT", {withOption(post(), u"strict"_s), post()});
    Table changed = post();
    changed.column(u"at"_s)->type.text = u"timestamp"_s;
    changed.column(u"pinned"_s)->serverDefault = u"true"_s;
    row("types and defaults", {changed, post()});
    changed = post();
    changed.columns.removeAt(1);
    row("enum goes and comes", {changed, post()});
}

QString TestModels::migrate(
    Executor &database, const MetaData &before, const QList<Operation> &operations) const
{
    const Result<Plan> plan = m_sqlite.ddl().compile(before, operations);
    if (!plan)
        return testing::errorText(plan.error());
    const auto transaction = m_sqlite.migrationTransaction(database);
    Result<> done = transaction->begin(plan->foreignKeysOff);
    if (done)
        done = transaction->run(*plan, {});
    if (done)
        done = transaction->verify();
    if (done)
        done = transaction->commit();
    return done ? QString() : testing::errorText(done.error());
}

QString TestModels::missing(Executor &live, const MetaData &model) const
{
    const auto fresh = m_provider.scratch(u"sqlite"_s);
    if (!fresh || !sqlite::createAll(**fresh, model))
        return u"the models cannot be created"_s;
    const QStringList differences
        = testing::factsDifference(testing::sqliteFacts(live), testing::sqliteFacts(**fresh));
    if (!differences.isEmpty())
        return differences.join(u'\n');
    const Result<MetaData> reflected = m_sqlite.inspector().reflect(live);
    if (!reflected)
        return testing::errorText(reflected.error());
    for (const Table &table : model.tables) {
        const ComparePolicy &policy = m_sqlite.comparePolicy();
        const Table found = reflected->tables.value(table.name);
        if (!(ordered(policy.normalized(found)) == ordered(policy.normalized(table))))
            return u"the normal forms of \"%1\" differ"_s.arg(table.name);
    }
    return {};
}

void TestModels::changesOfModelsConverge()
{
    QFETCH(History, history);
    const auto live = m_provider.scratch(u"sqlite"_s);
    VERIFY_RESULT(live);
    MetaData now = schema(post());
    VERIFY_RESULT(sqlite::createAll(**live, now));
    QCOMPARE(missing(**live, now), QString());
    for (const MetaData &next : history) {
        const auto difference
            = compare(now, next, m_sqlite.comparePolicy(), m_sqlite.replayPolicy());
        VERIFY_RESULT(difference);
        QCOMPARE(migrate(**live, now, difference->operations), QString());
        QCOMPARE(missing(**live, difference->target), QString());
        MetaData replayed = now;
        VERIFY_RESULT(apply(replayed, difference->operations, m_sqlite.replayPolicy()));
        QCOMPARE(missing(**live, replayed), QString());
        const auto down = inverse(difference->operations);
        VERIFY_RESULT(down);
        QCOMPARE(migrate(**live, replayed, *down), QString());
        QCOMPARE(missing(**live, now), QString());
        QCOMPARE(migrate(**live, now, difference->operations), QString());
        now = replayed;
    }
}

QTEST_GUILESS_MAIN(TestModels)
#include "tst_models.moc"
