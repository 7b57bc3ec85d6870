// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/rebuildparts.h"
#include "joinery/operations/inverse.h"
#include "support/migrationbench.h"
#include "support/sqlitefacts.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::MigrationBench;

namespace {

/// A change of table `t` in which one column is computed from another that is new as well.
struct Case
{
    QString name;
    QStringList setup;
    QList<Operation> operations;
    QString ask;
    QStringList answer;
};

AlterTable options(const QStringList &from, const QStringList &to)
{
    const auto named = [](const QStringList &words) {
        Options options;
        for (const QString &word : words)
            options[u"sqlite"_s][word] = u"true"_s;
        return options;
    };
    return {.table = u"t"_s, .fromOptions = named(from), .toOptions = named(to)};
}

AddColumn add(const QString &name, const QString &type, const QString &fill)
{
    return {
        .table = u"t"_s, .column = {.name = name, .type = {type}, .nullable = false}, .fill = fill};
}

AlterColumn retype(const QString &column, const QString &from, const QString &to)
{
    return {.table = u"t"_s,
        .column = column,
        .from = {.type = DataType {from}},
        .to = {.type = DataType {to}}};
}

PrimaryKeyConstraint key(const QString &column, const QString &name = {})
{
    return {.name = name, .columns = keyParts({column})};
}

DropConstraint drop(const Constraint &constraint)
{
    return {.table = u"t"_s, .constraint = constraint};
}

AddConstraint add(const Constraint &constraint)
{
    return {.table = u"t"_s, .constraint = constraint};
}

QList<Case> allCases()
{
    const AddColumn first = add(u"c"_s, u"text"_s, u"'c' || a"_s);
    const AddColumn second = add(u"d"_s, u"text"_s, u"c || '!'"_s);
    const QStringList plain {u"CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY, b TEXT)"_s,
        u"INSERT INTO t VALUES ('1', 'x'), ('2', NULL)"_s};
    return {
        {u"the key of a table WITHOUT ROWID moves to the later column"_s, plain,
            {drop(key(u"a"_s)), options({}, {u"without_rowid"_s}), first, second, add(key(u"d"_s))},
            u"SELECT * FROM t"_s, {u"'1'|'x'|'c1'|'c1!'"_s, u"'2'|NULL|'c2'|'c2!'"_s}},
        {u"the counter outlives a key that goes and comes back"_s,
            {u"CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)"_s,
                u"INSERT INTO t VALUES (1), (70)"_s, u"DELETE FROM t WHERE a = 70"_s},
            {drop(key(u"a"_s)), first, second, add(key(u"a"_s, u"pk_t"_s))},
            u"SELECT a, c, d, seq FROM t, sqlite_sequence"_s, {u"1|'c1'|'c1!'|70"_s}},
        {u"a type that only the plain table knows comes while the table is STRICT"_s,
            {u"CREATE TABLE t (a TEXT) STRICT"_s, u"INSERT INTO t VALUES ('007')"_s},
            {add(u"c"_s, u"NVARCHAR(7)"_s, u"a"_s), add(u"d"_s, u"NVARCHAR(7)"_s, u"c || '!'"_s),
                options({u"strict"_s}, {})},
            u"SELECT * FROM t"_s, {u"'007'|'007'|'007!'"_s}},
        {u"a type that only the plain table knew goes after the table is STRICT"_s,
            {u"CREATE TABLE t (a NVARCHAR(7), b NVARCHAR(7))"_s,
                u"INSERT INTO t VALUES ('007', '008')"_s},
            {options({}, {u"strict"_s}), first, second, retype(u"a"_s, u"NVARCHAR(7)"_s, u"text"_s),
                retype(u"b"_s, u"NVARCHAR(7)"_s, u"text"_s)},
            u"SELECT * FROM t"_s, {u"'007'|'008'|'c007'|'c007!'"_s}},
        {u"nobody asks for a column that goes after the table is STRICT"_s,
            {u"CREATE TABLE t (a TEXT, b REAL)"_s, u"INSERT INTO t VALUES ('007', NULL)"_s,
                u"UPDATE t SET b = 'no number'"_s},
            {options({}, {u"strict"_s}), first, second,
                DropColumn {.table = u"t"_s,
                    .column = {.name = u"b"_s, .type = {u"real"_s}},
                    .accept = {accepts::dataLoss}}},
            u"SELECT * FROM t"_s, {u"'007'|'c007'|'c007!'"_s}},
        {u"a generated column comes before what it reads"_s, plain,
            {AddColumn {.table = u"t"_s,
                 .column = {.name = u"g"_s, .computed = Computed {.sql = u"upper(d)"_s}}},
                first, second},
            u"SELECT * FROM t"_s, {u"'1'|'x'|'C1!'|'c1'|'c1!'"_s, u"'2'|NULL|'C2!'|'c2'|'c2!'"_s}},
        {u"a value of any kind stays itself in a table that is STRICT no more"_s,
            {u"CREATE TABLE t (a TEXT, b ANY) STRICT"_s, u"INSERT INTO t VALUES ('007', '008')"_s},
            {options({u"strict"_s}, {}), first, second, retype(u"b"_s, u"ANY"_s, u"text"_s)},
            u"SELECT * FROM t"_s, {u"'007'|'008'|'c007'|'c007!'"_s}},
    };
}

} // namespace

/// What one rebuild cannot do by itself: a table between two of them.
class TestRebuildParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void laterColumnsAreComputedFromNewOnes_data()
    {
        QTest::addColumn<int>("index");
        const QList<Case> cases = allCases();
        for (qsizetype i = 0; i < cases.size(); ++i)
            QTest::newRow(qPrintable(cases[i].name)) << int(i);
    }

    void laterColumnsAreComputedFromNewOnes()
    {
        QFETCH(int, index);
        const Case test = allCases()[index];
        MigrationBench bench;
        VERIFY_RESULT(bench.load(test.setup));
        const QStringList contents = bench.contents();
        const auto facts = testing::sqliteFacts(bench.db());
        const auto asked = bench.decide(test.operations);
        VERIFY_RESULT(asked);
        QVERIFY2(asked->isEmpty(), qPrintable(asked->value(0).message));

        const auto plan = bench.migrate(test.operations);
        VERIFY_RESULT(plan);
        QCOMPARE(plan->steps.size(), 2);
        QCOMPARE(bench.rows(test.ask), test.answer);
        const auto reflected = bench.reflect();
        VERIFY_RESULT(reflected);
        QVERIFY(*reflected == plan->after);

        const auto back = inverse(test.operations);
        VERIFY_RESULT(back);
        VERIFY_RESULT(bench.migrate(*back));
        QCOMPARE(
            testing::factsDifference(testing::sqliteFacts(bench.db()), facts, true), QStringList());
        const bool restores = std::all_of(
            test.operations.begin(), test.operations.end(), [](const Operation &operation) {
                return reversibility(operation) == Reversibility::WithData;
            });
        if (restores)
            QCOMPARE(bench.contents(), contents);
    }

    void aGeneratedColumnBeforeWhatItReadsNeedsOneRebuild()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE t (a TEXT)"_s, u"INSERT INTO t VALUES ('x')"_s}));
        const Column d {.name = u"d"_s, .type = {u"text"_s}, .serverDefault = u"'y'"_s};
        const auto plan = bench.migrate(
            {AddColumn {.table = u"t"_s,
                 .column = {.name = u"c"_s, .computed = Computed {.sql = u"upper(d)"_s}}},
                AddColumn {.table = u"t"_s, .column = d}});
        VERIFY_RESULT(plan);
        QCOMPARE(plan->steps.size(), 1);
        QCOMPARE(bench.rows(u"SELECT * FROM t"_s), QStringList {u"'x'|'Y'|'y'"_s});
    }

    void aRunThatReadsNothingOfItsOwnIsOnePart()
    {
        MetaData schema;
        const sqlite::TableRun run {.schemas = {schema, schema, schema},
            .operations = {add(u"c"_s, u"text"_s, u"a"_s), add(u"d"_s, u"text"_s, u"a"_s)}};
        QCOMPARE(sqlite::rebuildParts(run).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestRebuildParts)
#include "tst_rebuildparts.moc"
