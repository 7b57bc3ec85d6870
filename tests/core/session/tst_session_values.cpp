// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/createall.h"
#include "joinery/session/session.h"
#include "support/sessiontest.h"

#include <QDateTime>
#include <QUrl>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

enum class Colour
{
    Red,
    Green
};

struct Thing
{
    std::optional<qint64> id {};
    qint16 small = 0;
    int whole = 0;
    qint64 large = 0;
    quint64 unsignedLarge = 0;
    double real = 0;
    float single = 0;
    QString text {};
    std::optional<QString> maybe {};
    QByteArray bytes {};
    Colour colour = Colour::Red;
    QDate day {2026, 1, 1};
    QDateTime moment {QDate(2026, 1, 1), QTime(12, 0), Qt::UTC};
    QUrl link {};
    bool flag = false;
};

struct Price
{
    std::optional<qint64> id {};
    QString amount {};
    std::optional<std::string> discount {};
};

struct Odd;
struct OddChild
{
    QString schlüssel {};
    std::optional<QString> select {};
    Related<Odd> parent {};
};
struct Odd
{
    QString group {};
    QString quote {};
    RelatedList<OddChild> children {};
};

} // namespace

namespace joinery {

template <>
inline constexpr auto enumNames<Colour> = std::array {
    EnumName {Colour::Red, "red"}, EnumName {Colour::Green, "green"}};
template <>
inline constexpr auto mapping<Thing> = model<Thing>("thing", column("id", &Thing::id),
    column("small", &Thing::small), column("whole", &Thing::whole), column("large", &Thing::large),
    column("unsigned_large", &Thing::unsignedLarge), column("real", &Thing::real),
    column("single", &Thing::single), column("text", &Thing::text), column("maybe", &Thing::maybe),
    column("bytes", &Thing::bytes), column("colour", &Thing::colour), column("day", &Thing::day),
    column("moment", &Thing::moment), column("link", &Thing::link), column("flag", &Thing::flag));
template <>
inline constexpr auto mapping<Price> = model<Price>("price", column("id", &Price::id),
    column("amount", &Price::amount, type("numeric(10,2)")),
    column("discount", &Price::discount, type("numeric(10,2)")));
template <>
inline constexpr auto mapping<OddChild> = model<OddChild>("größe \"x\" 表",
    column("schlüssel", &OddChild::schlüssel, primaryKey),
    column("select", &OddChild::select, references(&Odd::group)),
    manyToOne(&OddChild::parent, &OddChild::select));
template <>
inline constexpr auto mapping<Odd> = model<Odd>("order", column("group", &Odd::group, primaryKey),
    column("a \"quote\"; --", &Odd::quote), oneToMany(&Odd::children, &OddChild::select));

} // namespace joinery

namespace {

struct Case
{
    const char *name;
    void (*set)(Thing &);
    const char *column;
    QString value; ///< what the message says
};

const QList<Case> &unwritableValues()
{
    static const QList<Case> cases {
        {"a number beyond 64 bits", [](Thing &thing) { thing.unsignedLarge = 0x8000000000000000; },
            "unsigned_large", u"9223372036854775808"_s},
        {"not a number", [](Thing &thing) { thing.real = qQNaN(); }, "real", u"nan"_s},
        {"not a number, as a float", [](Thing &thing) { thing.single = std::nanf(""); }, "single",
            u"nan"_s},
        {"a lone surrogate", [](Thing &thing) { thing.text = QString(QChar(0xd800)); }, "text", {}},
        {"a name that the enum has not", [](Thing &thing) { thing.colour = Colour(77); }, "colour",
            u"77"_s},
        {"no day", [](Thing &thing) { thing.day = QDate(); }, "day", u"NULL"_s},
        {"a day of a year with five digits", [](Thing &thing) { thing.day = QDate(12026, 1, 2); },
            "day", u"12026-01-02"_s},
        {"a day before the year 0", [](Thing &thing) { thing.day = QDate(-44, 3, 15); }, "day", {}},
        {"no moment", [](Thing &thing) { thing.moment = QDateTime(); }, "moment", u"NULL"_s},
        {"a moment of a year with five digits",
            [](Thing &thing) {
                thing.moment = QDateTime(QDate(10000, 1, 1), QTime(0, 0), Qt::UTC);
            },
            "moment", u"10000-01-01"_s},
        {"an address that is none", [](Thing &thing) { thing.link = QUrl(u"http://[::x]/"_s); },
            "link", {}},
    };
    return cases;
}

/// What a column can hold, and what happens where it cannot.
class tst_SessionValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void values_come_back_as_they_were();
    void S11_members_are_not_validated_before_the_flush();
    void S11_values_that_cannot_be_written_are_named_data();
    void S11_values_that_cannot_be_written_are_named();
    void values_that_cannot_be_read_are_named_data();
    void values_that_cannot_be_read_are_named();
    void a_key_set_to_null_is_named();
    void decimals_as_texts();
    void names_that_are_keywords_or_unicode();
    void keys_of_other_types_find_nothing();
    void columns_that_the_database_lacks_are_named_data();
    void columns_that_the_database_lacks_are_named();

private:
    SessionFiles m_files {};
};

void tst_SessionValues::init()
{
    VERIFY_DONE(m_files.prepare());
    VERIFY_DONE(
        createAll(m_files.db(), m_files.dialect(), metaDataOf<Thing, Price, Odd, OddChild>()));
}

void tst_SessionValues::values_come_back_as_they_were()
{
    QList<Thing> things(9);
    things[0].text = QString();
    things[0].maybe = QString(); // a text, and no NULL
    things[1].maybe = std::nullopt;
    things[2].text = u"a\0b"_s;
    things[2].bytes = QByteArray("\0\xff", 2);
    things[3].real = std::numeric_limits<double>::infinity();
    things[3].single = -std::numeric_limits<float>::infinity();
    things[4].large = std::numeric_limits<qint64>::min();
    things[4].unsignedLarge = 0x7fffffffffffffff;
    things[4].whole = std::numeric_limits<int>::min();
    things[4].small = std::numeric_limits<qint16>::max();
    things[5].text = u"🎈 ß 表 \u0301"_s;
    things[5].link = QUrl(u"https://example.org/ä?q=1#f"_s);
    things[6].real = -0.0;
    things[6].single = std::numeric_limits<float>::max();
    things[7].real = std::numeric_limits<double>::denorm_min();
    things[7].day = QDate(1, 1, 1);
    things[8].moment = QDateTime(QDate(9999, 12, 31), QTime(23, 59, 59, 999), Qt::UTC);
    things[8].colour = Colour::Green;
    {
        const auto own = m_files.session();
        own->addAll(things);
        VERIFY_DONE(own->commit());
        QCOMPARE(
            m_files.scalar(u"SELECT count(*) FROM thing WHERE maybe IS NULL"_s), Value(qint64(8)));
        QCOMPARE(m_files.scalar(u"SELECT length(CAST(text AS BLOB)) FROM thing WHERE id = 3"_s),
            Value(qint64(3)));
    }
    const auto own = m_files.session();
    const auto read = own->exec(select<Thing>().orderBy(col(&Thing::id))).all();
    VERIFY_DONE(read);
    for (qsizetype i = 0; i < things.size(); ++i) {
        const Thing &one = things[i];
        Thing &other = *read->at(i);
        QVERIFY(one.small == other.small && one.whole == other.whole && one.large == other.large
            && one.unsignedLarge == other.unsignedLarge);
        QVERIFY(one.real == other.real && one.single == other.single && one.flag == other.flag);
        QCOMPARE(other.text, one.text);
        QCOMPARE(other.maybe, one.maybe);
        QCOMPARE(other.bytes, one.bytes);
        QVERIFY(one.colour == other.colour && one.day == other.day && one.moment == other.moment
            && one.link == other.link);
        QVERIFY(!own->isModified(&other));
        other.flag = true; // compared with what was read, and written
    }
    VERIFY_DONE(own->commit());
    const auto found = own->exec(select<Thing>().where(col(&Thing::text) == u"a\0b"_s)).one();
    VERIFY_DONE(found);
    QCOMPARE(*(*found)->id, 3);
    for (Thing *thing : *read)
        VERIFY_DONE(own->remove(thing));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM thing"_s), Value(qint64(0)));
}

void tst_SessionValues::S11_members_are_not_validated_before_the_flush()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = QString(200, u'x'), .age = -1});
    QCOMPARE(hero->age, -1);
    Team *team = own->add(Team {.name = QString(100, u'x')}); // VARCHAR(80), which SQLite ignores
    const Result<> refused = own->flush();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Violation);
    QVERIFY2(
        refused.error().message.contains(u"hero") && refused.error().message.contains(u"age = -1"),
        qPrintable(refused.error().message));
    hero->age = 1;
    VERIFY_DONE(own->commit());
    QVERIFY(team->id);
}

void tst_SessionValues::S11_values_that_cannot_be_written_are_named_data()
{
    QTest::addColumn<int>("which");
    for (int i = 0; i < unwritableValues().size(); ++i)
        QTest::newRow(unwritableValues()[i].name) << i;
}

void tst_SessionValues::S11_values_that_cannot_be_written_are_named()
{
    QFETCH(int, which);
    const Case &one = unwritableValues()[which];
    const QString place = u"thing."_s + QLatin1StringView(one.column) + u": the value "_s;
    const auto own = m_files.session();
    Thing *kept = own->add(Thing {.text = u"kept"_s});
    VERIFY_DONE(own->commit());
    const auto refused = [&](const auto &result) {
        if (result)
            return u"it was taken"_s;
        const QString message = result.error().message;
        const bool named = message.contains(place) && message.contains(one.value)
            && result.error().code == ErrorCode::Failed && !result.error().hint.isEmpty();
        return named ? QString() : message;
    };
    // Added after others, changed, in bulk and merged.
    own->add(Thing {.text = u"an earlier value"_s});
    Thing *added = own->add(Thing {});
    one.set(*added);
    QCOMPARE(refused(own->commit()), QString());
    VERIFY_DONE(own->remove(added));
    one.set(*kept);
    kept->whole = 5;
    QCOMPARE(refused(own->commit()), QString());
    QCOMPARE(m_files.scalar(u"SELECT count(*) || max(whole) FROM thing"_s), Value(u"10"_s));
    VERIFY_DONE(own->rollback());
    QCOMPARE(kept->whole, 0);
    Thing value {};
    one.set(value);
    QCOMPARE(refused(own->bulkInsert(QList<Thing> {Thing {}, value})), QString());
    QCOMPARE(refused(own->merge(value)), QString());
    VERIFY_DONE(own->rollback());
    kept->whole = 6;
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) || max(whole) FROM thing"_s), Value(u"16"_s));
}

void tst_SessionValues::values_that_cannot_be_read_are_named_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("value");
    QTest::newRow("beyond 16 bits") << u"small"_s << u"32768"_s << u"32768"_s;
    QTest::newRow("beyond 32 bits") << u"whole"_s << u"2147483648"_s << u"2147483648"_s;
    QTest::newRow("a real beyond 64 bits") << u"large"_s << u"9.3e18"_s << u"9.3e+18"_s;
    QTest::newRow("below zero") << u"unsigned_large"_s << u"-1"_s << u"-1"_s;
    QTest::newRow("a text") << u"whole"_s << u"'five'"_s << u"\"five\""_s;
    QTest::newRow("a fraction") << u"whole"_s << u"1.5"_s << u"1.5"_s;
    QTest::newRow("beyond a float") << u"single"_s << u"1e300"_s << u"1e+300"_s;
    QTest::newRow("a name that the enum has not") << u"colour"_s << u"'blue'"_s << u"\"blue\""_s;
    QTest::newRow("no day") << u"day"_s << u"'2026-02-30'"_s << u"\"2026-02-30\""_s;
    QTest::newRow("no moment") << u"moment"_s << u"'yesterday'"_s << u"\"yesterday\""_s;
    QTest::newRow("an empty moment") << u"moment"_s << u"''"_s << u"\"\""_s;
    QTest::newRow("neither true nor false") << u"flag"_s << u"2"_s << u"2"_s;
    QTest::newRow("bytes for a text") << u"text"_s << u"x'00ff'"_s << QString();
    QTest::newRow("a text for bytes") << u"bytes"_s << u"'text'"_s << u"\"text\""_s;
}

void tst_SessionValues::values_that_cannot_be_read_are_named()
{
    QFETCH(QString, column);
    QFETCH(QString, sql);
    QFETCH(QString, value);
    const auto own = m_files.session();
    own->addAll<Thing>({Thing {}, Thing {}});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(m_files.other().executeScript(
        u"PRAGMA ignore_check_constraints = 1; UPDATE thing SET \"%1\" = %2 WHERE id = 2"_s.arg(
            column, sql)));
    const auto other = m_files.session();
    const Result<Thing *> one = other->get<Thing>(2);
    QVERIFY(!one);
    QVERIFY2(one.error().message.startsWith(u"thing.%1: the value "_s.arg(column))
            && one.error().message.contains(value) && one.error().message.contains(u"row 2"),
        qPrintable(one.error().message));
    const auto rows = other->rows(select<Thing>());
    QVERIFY(!rows);
    QVERIFY2(rows.error().message.contains(column) && rows.error().message.contains(value)
            && rows.error().message.endsWith(u", in the row 2"_s),
        qPrintable(rows.error().message));
    // The session's own object stays as it was.
    const Thing *known = *own->get<Thing>(1);
    QVERIFY(!own->exec(select<Thing>()).all());
    QCOMPARE(known->text, QString());
    Thing *usable = *other->get<Thing>(1);
    usable->text = u"usable"_s;
    VERIFY_DONE(other->commit());
}

void tst_SessionValues::a_key_set_to_null_is_named()
{
    const auto own = m_files.session();
    Thing *thing = own->add(Thing {});
    VERIFY_DONE(own->commit());
    thing->id.reset();
    const Result<> done = own->commit();
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Usage);
    QCOMPARE(done.error().message, u"thing 1: the key \"id\" was set to NULL"_s);
    VERIFY_DONE(own->rollback());
    QCOMPARE(thing->id, 1);
}

void tst_SessionValues::decimals_as_texts()
{
    const QStringList amounts {
        u"12.50"_s, u"0.10"_s, u"-7"_s, u"123456789.01"_s, u"0.00001"_s, u"1234567890123.45"_s};
    {
        const auto own = m_files.session();
        for (const QString &amount : amounts)
            own->add(Price {.amount = amount, .discount = amount.toStdString()});
        own->add(Price {.amount = u"1"_s});
        VERIFY_DONE(own->commit());
    }
    const auto own = m_files.session();
    const auto prices = own->exec(select<Price>().orderBy(col(&Price::id))).all();
    VERIFY_DONE(prices);
    QStringList read;
    for (Price *price : *prices)
        read.append(price->amount);
    // SQLite keeps a number, of 15 digits to the letter.
    QCOMPARE(read,
        QStringList({u"12.5"_s, u"0.1"_s, u"-7"_s, u"123456789.01"_s, u"0.00001"_s,
            u"1234567890123.45"_s, u"1"_s}));
    QCOMPARE(prices->at(0)->discount, std::string("12.5"));
    QVERIFY(!prices->last()->discount);
    prices->at(0)->amount = u"13.75"_s;
    VERIFY_DONE(own->commit());
    VERIFY_DONE(own->remove(prices->at(5)));
    VERIFY_DONE(own->commit());
    const auto values = own->exec(select(col(&Price::amount)).orderBy(col(&Price::id))).all();
    VERIFY_DONE(values);
    QCOMPARE(values->first(), u"13.75"_s);
    QCOMPARE(values->size(), 6);
}

void tst_SessionValues::names_that_are_keywords_or_unicode()
{
    const auto own = m_files.session();
    Odd *odd = own->add(Odd {.group = u"by"_s,
        .quote = u"'); DROP TABLE \"order\"; --"_s,
        .children = {OddChild {.schlüssel = u"ä"_s}, OddChild {.schlüssel = u"表"_s}}});
    VERIFY_DONE(own->commit());
    odd->quote = u"\"; --"_s;
    VERIFY_DONE(own->commit());
    const auto other = m_files.session();
    const auto found
        = other
              ->exec(select<OddChild>()
                         .join(&OddChild::parent)
                         .where(col(&Odd::quote) == u"\"; --"_s)
                         .orderBy(col(&OddChild::schlüssel))
                         .options(joined(&OddChild::parent).then(selectIn(&Odd::children))))
              .all();
    VERIFY_DONE(found);
    QCOMPARE(found->size(), 2);
    QCOMPARE(found->first()->parent->children.size(), 2);
    VERIFY_DONE(other->exec(update<Odd>().set(col(&Odd::quote), u"x"_s)));
    VERIFY_DONE(other->bulkUpsert(QList<Odd> {Odd {.group = u"by"_s, .quote = u"y"_s}}));
    VERIFY_DONE(other->remove(found->first()));
    VERIFY_DONE(other->commit());
    Odd *parent = *other->get<Odd>(u"by"_s);
    QCOMPARE(parent, found->last()->parent.get());
    QCOMPARE(parent->quote, u"y"_s); // what was written in bulk
    VERIFY_DONE(other->remove(parent));
    VERIFY_DONE(other->commit());
    QCOMPARE(
        m_files.scalar(u"SELECT count(*) FROM \"größe \"\"x\"\" 表\" WHERE \"select\" IS NULL"_s),
        Value(qint64(1)));
}

void tst_SessionValues::keys_of_other_types_find_nothing()
{
    const auto own = m_files.session();
    own->add(Thing {});
    own->add(Stock {.sku = u"nail"_s, .warehouse = 1});
    own->add(Note {.text = u"note"_s});
    VERIFY_DONE(own->commit());
    Thing *thing = *own->get<Thing>(1);
    QVERIFY(thing);
    for (const Result<Thing *> &found : {own->get<Thing>(u"one"_s), own->get<Thing>(1.5),
             own->get<Thing>(std::optional<qint64>()), own->get<Thing>(0x8000000000000000),
             own->get<Thing>(QString(QChar(0xd800))), own->get<Thing>(QByteArray("1"))}) {
        VERIFY_DONE(found);
        QCOMPARE(*found, nullptr);
    }
    // What the database takes for the same is the same object.
    QCOMPARE(*own->get<Thing>(u"1"_s), thing);
    QCOMPARE(*own->get<Thing>(1.0), thing);
    QCOMPARE(*own->get<Stock>(u"nail"_s, std::optional<int>()), nullptr);
    QVERIFY(*own->get<Stock>(u"nail"_s, 1));
    const auto codeOf
        = [](const auto &found) { return found ? ErrorCode::Failed : found.error().code; };
    const QList<ErrorCode> codes {codeOf(own->get<Thing>()), codeOf(own->get<Thing>(1, 2)),
        codeOf(own->get<Note>(1, 2)), codeOf(own->get<Stock>(u"nail"_s)),
        codeOf(own->get<Stock>(u"nail"_s, 1, 2))};
    QCOMPARE(codes, QList<ErrorCode>(5, ErrorCode::Usage));
}

namespace {

struct Known
{
    Team *team;
    Hero *hero;
};
using Asks = Error (*)(Session &, const Known &);

template <typename T> Error errorOf(const Result<T> &result)
{
    return result ? Error {.message = u"no error"_s} : result.error();
}

} // namespace

void tst_SessionValues::columns_that_the_database_lacks_are_named_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<Asks>("asks");
    const auto row = [](const char *name, const QString &column, Asks asks) {
        QTest::newRow(name) << column << asks;
    };
    row("get", u"hero.age"_s, [](Session &own, const Known &) {
        return errorOf(own.get<Hero>(2));
    });
    row("refresh", u"hero.secret_name"_s, [](Session &own, const Known &known) {
        return errorOf(own.refresh(known.hero));
    });
    row("merge", u"hero.age"_s, [](Session &own, const Known &) {
        return errorOf(own.merge(Hero {.id = 2, .name = u"b"_s}));
    });
    row("a list", u"hero.age"_s, [](Session &, const Known &known) {
        return errorOf(known.team->heroes.load());
    });
    row("the foreign key of a list", u"hero.team_id"_s, [](Session &, const Known &known) {
        return errorOf(known.team->heroes.load());
    });
    row("what an object belongs to", u"team.headquarters"_s, [](Session &own, const Known &known) {
        static_cast<void>(own.execute(u"UPDATE hero SET age = 1"_s)); // what is known is read anew
        return errorOf(known.hero->team.load());
    });
    row("select-in", u"hero.age"_s, [](Session &own, const Known &) {
        return errorOf(own.exec(select<Team>().options(selectIn(&Team::heroes))).all());
    });
    row("a default that comes back", u"priced.currency"_s, [](Session &own, const Known &) {
        own.add(Priced {.net = 1});
        return errorOf(own.flush());
    });
    row("the key of an update in bulk", u"stock.warehouse"_s, [](Session &own, const Known &) {
        return errorOf(own.bulkUpdate(QList<Stock> {Stock {.sku = u"warehouse"_s}}));
    });
}

void tst_SessionValues::columns_that_the_database_lacks_are_named()
{
    QFETCH(QString, column);
    QFETCH(Asks, asks);
    {
        const auto own = m_files.session();
        own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"a"_s}, Hero {.name = u"b"_s}}});
        VERIFY_DONE(own->commit());
    }
    const auto own = m_files.session();
    const auto team = own->exec(select<Team>()).one();
    const auto hero = own->get<Hero>(1);
    VERIFY_DONE(team);
    VERIFY_DONE(hero);
    VERIFY_DONE(m_files.other().executeScript(
        u"PRAGMA foreign_keys = OFF; ALTER TABLE %1 RENAME COLUMN %2 TO other"_s.arg(
            column.section(u'.', 0, 0), column.section(u'.', 1))));
    const Error error = asks(*own, {*team, *hero});
    QVERIFY2(error.message.contains(u"no such column: "_s + column), qPrintable(error.message));
    VERIFY_DONE(own->rollback());
}

} // namespace

QTEST_GUILESS_MAIN(tst_SessionValues)
#include "tst_session_values.moc"
