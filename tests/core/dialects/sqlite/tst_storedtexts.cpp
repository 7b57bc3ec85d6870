// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/inverse.h"
#include "support/migrationbench.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::MigrationBench;

namespace {

const QString person = uR"(CREATE TABLE person ( -- people
  id INTEGER PRIMARY KEY, /* never reused */
  name TEXT NOT NULL, -- shown in lists
  born INT DEFAULT 1900 -- may be unknown
))"_s;

AlterColumn otherDefault(
    const QString &table, const QString &column, const QString &from, const QString &to)
{
    return {.table = table,
        .column = column,
        .from = {.serverDefault = std::optional<QString>(from)},
        .to = {.serverDefault = std::optional<QString>(to)}};
}

struct Case
{
    QString name;
    QStringList setup;
    QList<Operation> operations;
    QString object = u"person"_s;
    QString expected; ///< its text after
};

QString personWith(const QString &part, const QString &other, const QString &name = u"\"person\""_s)
{
    QString text = person;
    text.replace(u"TABLE person"_s, u"TABLE "_s + name);
    return text.replace(part, other);
}

QList<Case> cases()
{
    const QStringList rows {person, u"INSERT INTO person VALUES (1, 'a', 1950), (7, 'b', NULL)"_s};
    const QString changed = personWith(u"1900"_s, u"1950"_s);
    const Operation change = otherDefault(u"person"_s, u"born"_s, u"1900"_s, u"1950"_s);
    const QString own = u"CREATE TABLE person ( -- people\n  born INT DEFAULT 1900, -- years\n"
                        "  CHECK (person.born > 0) -- no zero\n)"_s;
    return {
        {.name = u"rebuild"_s, .setup = rows, .operations = {change}, .expected = changed},
        {.name = u"rebuild_by_holding"_s,
            .setup = {own, u"INSERT INTO person VALUES (1)"_s},
            .operations = {change},
            .expected = QString(own).replace(u"1900"_s, u"1950"_s)},
        {.name = u"after_the_table_was_renamed"_s,
            .setup = rows,
            .operations = {RenameTable {.from = u"person"_s, .to = u"people"_s},
                otherDefault(u"people"_s, u"born"_s, u"1900"_s, u"1950"_s)},
            .object = u"people"_s,
            .expected = personWith(u"1900"_s, u"1950"_s, u"\"people\""_s)},
        {.name = u"after_a_column_was_renamed"_s,
            .setup = rows,
            .operations = {RenameColumn {.table = u"person"_s, .from = u"born"_s, .to = u"birth"_s},
                otherDefault(u"person"_s, u"birth"_s, u"1900"_s, u"1950"_s)},
            .expected = personWith(u"born INT DEFAULT 1900"_s, u"\"birth\" INT DEFAULT 1950"_s)},
        {.name = u"with_a_column_added"_s,
            .setup = rows,
            .operations = {AddColumn {.table = u"person"_s,
                               .column = {.name = u"note"_s, .type = {.text = u"text"_s}}},
                CreateIndex {.table = u"person"_s,
                    .index = {.name = u"ix"_s, .columns = keyParts({u"born"_s})}},
                change},
            .expected = personWith(
                u"1900 -- may be unknown"_s, u"1950, -- may be unknown\n  \"note\" TEXT"_s)},
        {.name = u"after_a_column_was_added"_s,
            .setup = rows + QStringList {u"CREATE TABLE other (x)"_s},
            .operations = {AddColumn {.table = u"person"_s,
                               .column = {.name = u"note"_s, .type = {.text = u"text"_s}}},
                RenameTable {.from = u"other"_s, .to = u"another"_s}, change},
            .expected = personWith(
                u"1900 -- may be unknown\n"_s, u"1950 -- may be unknown\n, \"note\" TEXT"_s)},
        {.name = u"rebuilt_twice"_s,
            .setup = rows + QStringList {u"CREATE TABLE other (x)"_s},
            .operations = {change, RenameTable {.from = u"other"_s, .to = u"another"_s},
                otherDefault(u"person"_s, u"born"_s, u"1950"_s, u"1960"_s)},
            .expected = personWith(u"1900"_s, u"1960"_s)},
        {.name = u"a_child_of_a_renamed_table"_s,
            .setup = {u"CREATE TABLE p (id INTEGER PRIMARY KEY)"_s,
                u"CREATE TABLE person (a INT DEFAULT 1 /* A */ REFERENCES p (id))"_s},
            .operations = {RenameTable {.from = u"p"_s, .to = u"q"_s},
                otherDefault(u"person"_s, u"a"_s, u"1"_s, u"2"_s)},
            .expected
            = u"CREATE TABLE \"person\" (a INT DEFAULT 2 /* A */ REFERENCES \"q\" (id))"_s},
        {.name = u"index"_s,
            .setup = rows
                + QStringList {u"CREATE INDEX ix ON person (name, -- first\n born /* second */ DESC)"_s},
            .operations = {change},
            .object = u"ix"_s,
            .expected = u"CREATE INDEX ix ON person (name, -- first\n born /* second */ DESC)"_s},
        {.name = u"index_over_a_renamed_column"_s,
            .setup = rows + QStringList {u"CREATE INDEX ix ON person (born /* B */ DESC)"_s},
            .operations = {RenameColumn {.table = u"person"_s, .from = u"born"_s, .to = u"birth"_s},
                otherDefault(u"person"_s, u"birth"_s, u"1900"_s, u"1950"_s)},
            .object = u"ix"_s,
            .expected = u"CREATE INDEX ix ON person (\"birth\" /* B */ DESC)"_s},
        {.name = u"trigger"_s,
            .setup = rows
                + QStringList {u"CREATE TRIGGER tr AFTER DELETE ON person BEGIN -- so\n"
                               "  DELETE FROM person /* all */; END"_s},
            .operations = {change},
            .object = u"tr"_s,
            .expected = u"CREATE TRIGGER tr AFTER DELETE ON person BEGIN -- so\n"
                        "  DELETE FROM person /* all */; END"_s},
    };
}

QString textOf(MigrationBench &bench, const QString &object)
{
    const auto rows = bench.db().query(
        u"SELECT sql FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE"_s, {object});
    return rows ? toText(rows->scalar()) : testing::errorText(rows.error());
}

} // namespace

class TestStoredTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survive_data()
    {
        QTest::addColumn<int>("number");
        for (int i = 0; i < cases().size(); ++i)
            QTest::newRow(qPrintable(cases()[i].name)) << i;
    }

    void survive()
    {
        QFETCH(const int, number);
        const Case test = cases().at(number);
        MigrationBench bench;
        VERIFY_RESULT(bench.load(test.setup));
        const Result<Plan> plan = bench.compileForTexts(test.operations);
        VERIFY_RESULT(plan);
        QVERIFY(std::any_of(plan->steps.begin(), plan->steps.end(),
            [](const PlanStep &step) { return !step.rebuilds.isEmpty(); }));
        VERIFY_RESULT(bench.run(*plan));
        QCOMPARE(textOf(bench, test.object), test.expected);
    }

    void comeBackWithTheInverse_data() { survive_data(); }

    void comeBackWithTheInverse()
    {
        QFETCH(const int, number);
        const Case test = cases().at(number);
        MigrationBench bench;
        VERIFY_RESULT(bench.load(test.setup));
        const QString before = textOf(bench, test.object);
        const Result<Plan> plan = bench.compileForTexts(test.operations);
        VERIFY_RESULT(plan);
        VERIFY_RESULT(bench.run(*plan));
        const auto back = inverse(test.operations);
        VERIFY_RESULT(back);
        const Result<Plan> down = bench.compileForTexts(*back);
        VERIFY_RESULT(down);
        VERIFY_RESULT(bench.run(*down));
        const QString after = textOf(bench, test.object == u"people"_s ? u"person"_s : test.object);
        const auto unquoted = [](QString text) { return text.remove(u'"'); };
        if (!before.isEmpty())
            QCOMPARE(unquoted(after), unquoted(before));
    }

    void ofAViewInTheWaySurvive()
    {
        const QString broken
            = u"CREATE VIEW broken /* keep */ ( x ) -- why\n as select nope from gone"_s;
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE t (a, b)"_s, broken}));
        const Result<Plan> plan
            = bench.compileForTexts({RenameColumn {.table = u"t"_s, .from = u"a"_s, .to = u"c"_s}});
        VERIFY_RESULT(plan);
        VERIFY_RESULT(bench.run(*plan));
        QCOMPARE(textOf(bench, u"broken"_s), broken);
    }

    void areNotNeededForAPlan()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({person}));
        const Result<Plan> plan
            = bench.compile({otherDefault(u"person"_s, u"born"_s, u"1900"_s, u"1950"_s)});
        VERIFY_RESULT(plan);
        VERIFY_RESULT(bench.run(*plan));
        QVERIFY(!textOf(bench, u"person"_s).contains(u"--"_s));
    }
};

QTEST_GUILESS_MAIN(TestStoredTexts)
#include "tst_storedtexts.moc"
