// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/replaypolicy.h"
#include "support/compared.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

const CheckConstraint written {
    .name = u"ck_t_c"_s, .sql = u"c IN ('a', 'b')"_s}; // what enum(a, b) stands for

Table table(const QString &type, const QList<CheckConstraint> &checks = {})
{
    return {.name = u"t"_s, .columns = {{.name = u"c"_s, .type = {type}}}, .checks = checks};
}

Table required(Table table)
{
    table.columns[0].nullable = false;
    return table;
}

} // namespace

/// Checks that are written out, and checks that a column's type stands for.
class TestChecks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enumsAndTheirChecks_data();
    void enumsAndTheirChecks()
    {
        QFETCH(Table, before);
        QFETCH(Table, after);
        QFETCH(QStringList, operations);
        const ConnectionProvider provider;
        const sqlite::SqliteComparePolicy policy;
        const sqlite::SqliteReplayPolicy replay(provider);
        const MetaData from = schemaOf({before});
        const Result<Difference> found = compare(from, schemaOf({after}), policy, replay);
        VERIFY_RESULT(found);
        QCOMPARE(described(found->operations), operations);
        QCOMPARE(roundTripTrouble(from, *found, policy, replay), QString());
    }
};

void TestChecks::enumsAndTheirChecks_data()
{
    QTest::addColumn<Table>("before");
    QTest::addColumn<Table>("after");
    QTest::addColumn<QStringList>("operations");
    const auto row = [](const char *name, const Table &before, const Table &after,
                         const QStringList &operations) {
        QTest::newRow(name) << before << after << operations;
    };
    const QString alters = u"change column \"c\" of table \"t\": "_s;
    const QString dropsCheck = u"drop check \"ck_t_c\" from table \"t\""_s;
    const QString addsCheck = u"add check \"ck_t_c\" to table \"t\""_s;
    const Table ab = table(u"enum(a, b)"_s);
    const Table abc = table(u"enum(a, b, c)"_s);
    const Table text = table(u"text"_s, {written});
    row("an enum and what it stands for are the same", ab, text, {});
    row("and the other way round", text, ab, {});
    row("a value more", ab, abc, {alters + u"type enum(a, b, c)"_s});
    row("a value more than the check has", text, abc,
        {dropsCheck, alters + u"type enum(a, b, c)"_s});
    row("a check for less than the enum", abc, text, {alters + u"type text"_s, addsCheck});
    row("an enum becomes text", ab, table(u"text"_s), {alters + u"type text"_s});
    row("text becomes an enum", table(u"text"_s), ab, {alters + u"type enum(a, b)"_s});
    row("another type with the check", ab, table(u"varchar(9)"_s, {written}),
        {alters + u"type varchar(9)"_s, addsCheck});
    row("from another type with the check", table(u"varchar(9)"_s, {written}), ab,
        {dropsCheck, alters + u"type enum(a, b)"_s});
    row("another change does not touch them", ab, required(text), {alters + u"NOT NULL"_s});
    row("the name that a rename left behind", table(u"text"_s, {{u"ck_old_c"_s, written.sql, {}}}),
        ab, {});
    row("a name of another kind", table(u"text"_s, {{u"only_ab"_s, written.sql, {}}}), ab,
        {u"drop check \"only_ab\" from table \"t\""_s, alters + u"type enum(a, b)"_s});
    row("a list of numbers is no enum", table(u"text"_s, {{u"ck_1"_s, u"c IN (1, 2)"_s, {}}}),
        table(u"text"_s, {{u"ck_2"_s, u"c IN (1, 2)"_s, {}}}),
        {u"drop check \"ck_1\" from table \"t\""_s, u"add check \"ck_2\" to table \"t\""_s});
    row("a check that says no more than the type", table(u"enum(a, b)"_s, {written}), ab, {});
    row("a redundant check of other content", table(u"enum(a, b)"_s, {{u"ck_t_c"_s, u"0"_s, {}}}),
        ab, {});
    row("a redundant check that would come to count",
        table(u"enum(a, b)"_s, {{u"ck_t_c"_s, u"0"_s, {}}}), table(u"text"_s),
        {dropsCheck, alters + u"type text"_s});
}

QTEST_GUILESS_MAIN(TestChecks)
#include "tst_checks.moc"
