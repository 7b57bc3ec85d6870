// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/createall.h"
#include "joinery/session/session.h"
#include "support/sessiontest.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

struct Badge;
struct Desk;

struct Person
{
    std::optional<qint64> id {};
    QString name {};
    Related<Badge> badge {}; ///< goes with its person
    Related<Desk> desk {}; ///< stays behind
};
struct Badge
{
    std::optional<qint64> id {};
    QString name {};
    qint64 personId = 0;
    Related<Person> person {};
};
struct Desk
{
    std::optional<qint64> id {};
    QString name {};
    std::optional<qint64> personId {};
    Related<Person> person {};
};

} // namespace

namespace joinery {

template <>
inline constexpr auto mapping<Badge> = model<Badge>("badge", column("id", &Badge::id, primaryKey),
    column("name", &Badge::name),
    column("person_id", &Badge::personId, unique, references(&Person::id)),
    manyToOne(&Badge::person, &Badge::personId));
template <>
inline constexpr auto mapping<Desk> = model<Desk>("desk", column("id", &Desk::id, primaryKey),
    column("name", &Desk::name),
    column("person_id", &Desk::personId, unique, references(&Person::id)),
    manyToOne(&Desk::person, &Desk::personId));
template <>
inline constexpr auto mapping<Person> = model<Person>("person",
    column("id", &Person::id, primaryKey), column("name", &Person::name),
    oneToOne(&Person::badge, &Badge::personId).cascadeDelete(),
    oneToOne(&Person::desk, &Desk::personId));

} // namespace joinery

namespace {

class tst_SessionOneToOne : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void S7_what_stood_there_before_is_ended_data();
    void S7_what_stood_there_before_is_ended();
    void a_relation_that_nobody_touched_stays();
    void the_same_object_assigned_again_stays();
    void two_that_change_places();
    void a_child_that_its_key_has_moved_stays_where_it_is();
    void the_owner_goes_with_an_assignment_pending();
    void a_failed_flush_ends_the_relation_the_next_time();
    void a_key_that_cannot_be_empty_is_an_error();

private:
    QString badges() { return m_files.names(u"badge"_s, u"name || person_id"_s); }
    QString desks() { return m_files.names(u"desk"_s, u"name || ifnull(person_id, '-')"_s); }

    SessionFiles m_files {};
};

void tst_SessionOneToOne::init()
{
    VERIFY_DONE(m_files.prepare());
    VERIFY_DONE(createAll(m_files.db(), m_files.dialect(), metaDataOf<Person, Badge, Desk>()));
    const auto own = m_files.session();
    own->add(
        Person {.name = u"P"_s, .badge = Badge {.name = u"A"_s}, .desk = Desk {.name = u"D"_s}});
    own->add(
        Person {.name = u"Q"_s, .badge = Badge {.name = u"B"_s}, .desk = Desk {.name = u"E"_s}});
    VERIFY_DONE(own->commit());
    QCOMPARE(badges(), u"A1,B2"_s);
    QCOMPARE(desks(), u"D1,E2"_s);
}

void tst_SessionOneToOne::S7_what_stood_there_before_is_ended_data()
{
    QTest::addColumn<bool>("loaded");
    QTest::addColumn<bool>("replaced");
    QTest::addColumn<QString>("badges");
    QTest::addColumn<QString>("desks");

    QTest::newRow("loaded, then none") << true << false << u"B2"_s << u"D-,E2"_s;
    QTest::newRow("loaded, then another") << true << true << u"B2,N1"_s << u"D-,E2,N1"_s;
    QTest::newRow("not loaded, then none") << false << false << u"B2"_s << u"D-,E2"_s;
    QTest::newRow("not loaded, then another") << false << true << u"B2,N1"_s << u"D-,E2,N1"_s;
}

void tst_SessionOneToOne::S7_what_stood_there_before_is_ended()
{
    QFETCH(const bool, loaded);
    QFETCH(const bool, replaced);
    const auto own = m_files.session();
    Person *person = *own->get<Person>(1);
    if (loaded) {
        VERIFY_DONE(person->badge.load());
        VERIFY_DONE(person->desk.load());
    }
    if (replaced) {
        person->badge = Badge {.name = u"N"_s};
        person->desk = Desk {.name = u"N"_s};
    } else {
        person->badge = nullptr;
        person->desk = nullptr;
    }
    VERIFY_DONE(own->commit());
    QTEST(badges(), "badges");
    QTEST(desks(), "desks");
    QCOMPARE(person->badge.get() != nullptr, replaced);
    // And once more in the same session.
    person->desk = Desk {.name = u"O"_s};
    person->badge = nullptr;
    VERIFY_DONE(own->commit());
    QCOMPARE(badges(), u"B2"_s);
    QCOMPARE(desks(), replaced ? u"D-,E2,N-,O1"_s : u"D-,E2,O1"_s);
}

void tst_SessionOneToOne::a_relation_that_nobody_touched_stays()
{
    const auto own = m_files.session();
    Person *person = *own->get<Person>(1);
    VERIFY_DONE(person->badge.load());
    person->name = u"R"_s;
    VERIFY_DONE(own->commit());
    QCOMPARE(badges(), u"A1,B2"_s);
    QCOMPARE(desks(), u"D1,E2"_s);
}

void tst_SessionOneToOne::the_same_object_assigned_again_stays()
{
    const auto own = m_files.session();
    Person *person = *own->get<Person>(1);
    person->badge = *own->get<Badge>(1);
    person->desk = *own->get<Desk>(1);
    VERIFY_DONE(own->commit());
    QCOMPARE(badges(), u"A1,B2"_s);
    QCOMPARE(desks(), u"D1,E2"_s);
}

void tst_SessionOneToOne::two_that_change_places()
{
    const auto own = m_files.session();
    Person *first = *own->get<Person>(1);
    Person *second = *own->get<Person>(2);
    first->badge = *own->get<Badge>(2);
    second->badge = *own->get<Badge>(1);
    first->desk = *own->get<Desk>(2);
    VERIFY_DONE(own->commit());
    QCOMPARE(badges(), u"A2,B1"_s);
    QCOMPARE(desks(), u"D-,E1"_s);
    VERIFY_DONE(second->desk.load());
    QCOMPARE(second->desk.get(), nullptr);
}

void tst_SessionOneToOne::a_child_that_its_key_has_moved_stays_where_it_is()
{
    const auto own = m_files.session();
    Person *third = own->add(Person {.name = u"R"_s});
    VERIFY_DONE(own->flush());
    Person *person = *own->get<Person>(1);
    VERIFY_DONE(person->badge.load());
    VERIFY_DONE(person->desk.load());
    person->badge->personId = *third->id;
    person->desk->personId = third->id;
    person->badge = Badge {.name = u"N"_s};
    person->desk = Desk {.name = u"N"_s};
    VERIFY_DONE(own->commit());
    QCOMPARE(badges(), u"A3,B2,N1"_s);
    QCOMPARE(desks(), u"D3,E2,N1"_s);
}

void tst_SessionOneToOne::the_owner_goes_with_an_assignment_pending()
{
    const auto own = m_files.session();
    Person *person = *own->get<Person>(1);
    person->badge = Badge {.name = u"N"_s};
    person->desk = Desk {.name = u"N"_s};
    VERIFY_DONE(own->remove(person));
    VERIFY_DONE(own->commit());
    QCOMPARE(badges(), u"B2"_s);
    QCOMPARE(desks(), u"D-,E2"_s);
    QCOMPARE(m_files.names(u"person"_s), u"Q"_s);
}

void tst_SessionOneToOne::a_failed_flush_ends_the_relation_the_next_time()
{
    const auto own = m_files.session();
    Person *person = *own->get<Person>(1);
    VERIFY_DONE(person->badge.load());
    Badge *before = person->badge.get();
    person->badge = Badge {.name = u"N"_s};
    Badge *refused = own->add(Badge {.name = u"X"_s, .personId = 2});
    QVERIFY(!own->flush());
    QCOMPARE(own->stateOf(before), ObjectState::Persistent);
    VERIFY_DONE(own->expunge(refused));
    VERIFY_DONE(own->commit());
    QCOMPARE(badges(), u"B2,N1"_s);
}

void tst_SessionOneToOne::a_key_that_cannot_be_empty_is_an_error()
{
    const auto own = m_files.session();
    Badge *badge = *own->get<Badge>(1);
    badge->person = nullptr;
    const Result<> done = own->commit();
    QVERIFY(!done);
    QVERIFY2(done.error().hint.contains(u"cascadeDelete()"_s), qPrintable(done.error().hint));
}

} // namespace

QTEST_GUILESS_MAIN(tst_SessionOneToOne)
#include "tst_session_onetoone.moc"
