// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/bulkwriter.h"
#include "support/sessiontest.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

class tst_BulkWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { VERIFY_DONE(m_files.prepare()); }

    void A6_the_row_at_fault_is_named_data();
    void A6_the_row_at_fault_is_named();
    void A6_foreign_keys_in_bulk_that_lead_nowhere_are_named();
    void A6_objects_are_read_anew_after_a_bulk();
    void A6_an_upsert_gives_defaults_anew();
    void A6_an_upsert_counts_the_version();

private:
    SessionFiles m_files {};
};

void tst_BulkWriter::A6_the_row_at_fault_is_named_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("age");
    QTest::addColumn<QString>("message");
    QTest::newRow("the first") << 0 << -1 << u"hero, row 1 of the bulk: "_s;
    QTest::newRow("in the midst of a statement") << 5 << -7 << u"hero, row 6 of the bulk: "_s;
    QTest::newRow("in a later statement") << 150 << -7 << u"hero, row 151 of the bulk: "_s;
    QTest::newRow("the last") << 199 << -7 << u"hero, row 200 of the bulk: "_s;
}

void tst_BulkWriter::A6_the_row_at_fault_is_named()
{
    QFETCH(int, row);
    QFETCH(int, age);
    QFETCH(QString, message);
    const auto own = m_files.session();
    QList<Hero> heroes(200, Hero {.age = 1});
    heroes[row].age = age;
    const Result<qint64> done = own->bulkInsert(heroes);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Violation);
    QVERIFY2(done.error().message.startsWith(message), qPrintable(done.error().message));
    QVERIFY2(done.error().message.endsWith(u"(age = %1)"_s.arg(age)),
        qPrintable(done.error().message));
    VERIFY_DONE(own->rollback());
    heroes[row].age = 1;
    VERIFY_DONE(own->bulkInsert(heroes));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero"_s), Value(qint64(200)));
}

void tst_BulkWriter::A6_foreign_keys_in_bulk_that_lead_nowhere_are_named()
{
    const auto own = m_files.session();
    VERIFY_DONE(own->bulkInsert(QList<Hero> {{.name = u"a"_s}, {.name = u"b"_s, .teamId = 999}}));
    const Result<> committed = own->commit();
    QVERIFY(!committed);
    QVERIFY2(committed.error().message.startsWith(
                 u"hero: team_id = 999 leads to no row of \"team\""_s),
        qPrintable(committed.error().message));
    VERIFY_DONE(own->rollback());
}

void tst_BulkWriter::A6_objects_are_read_anew_after_a_bulk()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"a"_s, .age = 1});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(own->get<Hero>(1));
    Hero value = *hero;
    value.age = 2;
    VERIFY_DONE(own->bulkUpdate(QList<Hero> {value}));
    QCOMPARE(*own->get<Hero>(1), hero);
    QCOMPARE(hero->age, 2);
    value.age = 3;
    VERIFY_DONE(own->bulkUpsert(QList<Hero> {value}));
    VERIFY_DONE(own->exec(select<Hero>()).one());
    QCOMPARE(hero->age, 3);
    hero->age = 4;
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT age FROM hero"_s), Value(qint64(4)));
}

void tst_BulkWriter::A6_an_upsert_gives_defaults_anew()
{
    const auto own = m_files.session();
    VERIFY_DONE(own->bulkInsert(QList<Priced> {{.id = 1, .net = 1, .currency = u"USD"_s}}));
    VERIFY_DONE(own->bulkUpsert(QList<Priced> {{.id = 1, .net = 2}, {.id = 2, .net = 3}}));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"priced"_s, u"net || currency"_s), u"2EUR,3EUR"_s);
}

void tst_BulkWriter::A6_an_upsert_counts_the_version()
{
    const auto own = m_files.session();
    Stock *stock = own->add(Stock {.sku = u"nail"_s, .warehouse = 1, .amount = 5});
    VERIFY_DONE(own->commit());
    const auto other = std::make_unique<Session>(m_files.other(), m_files.dialect());
    VERIFY_DONE(other->bulkUpsert(QList<Stock> {{.sku = u"nail"_s, .warehouse = 1, .amount = 6}}));
    VERIFY_DONE(other->commit());
    QCOMPARE(m_files.scalar(u"SELECT amount || ':' || revision FROM stock"_s), Value(u"6:2"_s));
    VERIFY_DONE(own->refresh(stock));
    QCOMPARE(stock->revision, 2);
}

} // namespace

QTEST_GUILESS_MAIN(tst_BulkWriter)
#include "tst_bulkwriter.moc"
