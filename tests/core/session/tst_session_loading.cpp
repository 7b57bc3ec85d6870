// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/createall.h"
#include "joinery/session/session.h"
#include "support/sessiontest.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

struct City;
struct Mayor;
struct Country
{
    std::optional<qint64> id {};
    QString code {};
    RelatedList<City> cities {};
};
struct City
{
    std::optional<qint64> id {};
    QString name {};
    std::optional<QString> countryCode {};
    std::optional<qint64> mayorId {};
    Related<Country> country {};
    Related<Mayor> mayor {};
    RelatedList<Country> trade {};
};
struct Mayor
{
    std::optional<qint64> id {};
    QString name {};
    RelatedList<City> cities {};
};
struct Trade
{
    qint64 cityId = 0;
    QString code {};
};
struct Shelf
{
    std::optional<qint64> id {};
    int warehouse = 0;
    Related<Stock> stock {};
};

} // namespace

namespace joinery {

template <>
inline constexpr auto mapping<Country> = model<Country>("country", column("id", &Country::id),
    column("code", &Country::code, unique),
    oneToMany(&Country::cities, &City::countryCode).selectIn());
template <>
inline constexpr auto mapping<City> = model<City>("city", column("id", &City::id),
    column("name", &City::name),
    column("country_code", &City::countryCode, references(&Country::code)),
    column("mayor_id", &City::mayorId, references(&Mayor::id)),
    manyToOne(&City::country, &City::countryCode).joined(),
    manyToOne(&City::mayor, &City::mayorId).raise(),
    manyToMany(&City::trade, &Trade::cityId, &Trade::code));
template <>
inline constexpr auto mapping<Mayor> = model<Mayor>("mayor", column("id", &Mayor::id),
    column("name", &Mayor::name), oneToMany(&Mayor::cities, &City::mayorId).joined());
template <>
inline constexpr auto mapping<Trade> = model<Trade>("trade",
    column("city_id", &Trade::cityId, references(&City::id)),
    column("code", &Trade::code, references(&Country::code)),
    primaryKey(&Trade::cityId, &Trade::code));
template <>
inline constexpr auto mapping<Shelf> = model<Shelf>("shelf", column("id", &Shelf::id),
    column("warehouse", &Shelf::warehouse), manyToOne(&Shelf::stock, &Shelf::warehouse));

} // namespace joinery

namespace {

/// What the mapping says of how relationships are loaded, and by which column.
class tst_SessionLoading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void R18_mappings_say_how_objects_are_loaded_data();
    void R18_mappings_say_how_objects_are_loaded();
    void R18_queries_overrule_the_mapping();
    void R18_what_is_loaded_lazily_loads_its_own();
    void plain_values_load_nothing();
    void relationships_to_a_column_that_is_not_the_key();
    void a_key_of_several_columns_is_named();
    void a_list_is_cleared_data();
    void a_list_is_cleared();

private:
    std::unique_ptr<Session> counted()
    {
        m_statements = 0;
        m_engine = Engine::create(
            m_files.url(), {.observer = [this](const StatementReport &) { ++m_statements; }});
        return std::make_unique<Session>(*m_engine);
    }
    SessionFiles m_files {};
    Result<Engine> m_engine = fail(ErrorCode::Failed, QString());
    int m_statements = 0;
};

void tst_SessionLoading::init()
{
    VERIFY_DONE(m_files.prepare());
    VERIFY_DONE(createAll(
        m_files.db(), m_files.dialect(), metaDataOf<Country, City, Mayor, Trade, Shelf>()));
    const auto own = m_files.session();
    Mayor *mayor = own->add(Mayor {.name = u"M"_s});
    own->add(Country {.code = u"20"_s}); // a code that looks like another's key
    Country *country = own->add(Country {.code = u"DE"_s});
    for (const QString &name : {u"A"_s, u"B"_s})
        country->cities.append(City {.name = name, .mayor = mayor});
    own->add(City {.name = u"C"_s, .trade = {country}});
    VERIFY_DONE(own->commit());
}

void tst_SessionLoading::R18_mappings_say_how_objects_are_loaded_data()
{
    QTest::addColumn<int>("way");
    QTest::addColumn<int>("statements");
    QTest::newRow("a query: joined, in one statement") << 0 << 1;
    QTest::newRow("a query with a limit: joined all the same, as it is no list") << 1 << 1;
    QTest::newRow("a distinct query: by a further one") << 2 << 2;
    QTest::newRow("get: by a further one") << 3 << 2;
    QTest::newRow("SQL of the program's own: by a further one") << 4 << 2;
}

void tst_SessionLoading::R18_mappings_say_how_objects_are_loaded()
{
    QFETCH(int, way);
    QFETCH(int, statements);
    const auto own = counted();
    const auto all = select<City>().where(col(&City::name) == u"B"_s);
    Result<City *> city = nullptr;
    if (way == 0)
        city = own->exec(all).one();
    else if (way == 1)
        city = own->exec(all.limit(3)).one();
    else if (way == 2)
        city = own->exec(all.distinct()).one();
    else if (way == 3)
        city = own->get<City>(
            own->exec(sql<qint64>(u"SELECT id FROM city WHERE name = 'B'"_s)).one().value_or(0));
    else
        city = own->exec(sql<City>(u"SELECT * FROM city WHERE name = 'B'"_s)).one();
    VERIFY_DONE(city);
    QCOMPARE(m_statements, statements + (way == 3 ? 1 : 0));
    QVERIFY((*city)->country.isLoaded());
    QCOMPARE((*city)->country->code, u"DE"_s);
    QVERIFY(!(*city)->country->cities.isLoaded()); // it would lead back
    const Result<Mayor *> mayor = (*city)->mayor.load();
    QVERIFY(!mayor);
    QCOMPARE(mayor.error().code, ErrorCode::Usage);
    QVERIFY(!(*city)->trade.isLoaded());
    VERIFY_DONE((*city)->trade.load());
}

void tst_SessionLoading::R18_queries_overrule_the_mapping()
{
    const auto own = counted();
    const auto cities = own->exec(select<City>()
                                      .orderBy(col(&City::name))
                                      .options(lazy(&City::mayor), raise(&City::country)))
                            .all();
    VERIFY_DONE(cities);
    QCOMPARE(m_statements, 1);
    QVERIFY(!cities->first()->country.load());
    const Result<Mayor *> mayor = cities->first()->mayor.load();
    VERIFY_DONE(mayor);
    QCOMPARE((*mayor)->name, u"M"_s);
    // What an option loads, loads its own.
    const auto other = counted();
    const auto mayors
        = other->exec(
                   select<Mayor>().options(selectIn(&Mayor::cities).then(selectIn(&City::trade))))
              .all();
    VERIFY_DONE(mayors);
    QCOMPARE(m_statements, 4); // mayors, cities, their trade, their countries
    QVERIFY(mayors->first()->cities[0]->country.isLoaded());
    QVERIFY(mayors->first()->cities[0]->trade.isLoaded());
}

void tst_SessionLoading::R18_what_is_loaded_lazily_loads_its_own()
{
    const auto own = counted();
    const auto mayors = own->exec(select<Mayor>().options(lazy(&Mayor::cities))).all();
    VERIFY_DONE(mayors);
    QCOMPARE(m_statements, 1);
    VERIFY_DONE(mayors->first()->cities.load());
    QCOMPARE(m_statements, 3);
    QVERIFY(mayors->first()->cities[0]->country.isLoaded());
    QVERIFY(!mayors->first()->cities[0]->mayor.load());
    // A list that is joined by the mapping comes once.
    const auto other = counted();
    const auto joinedOnes = other->exec(select<Mayor>()).all();
    VERIFY_DONE(joinedOnes);
    QCOMPARE(joinedOnes->size(), 1);
    QCOMPARE(joinedOnes->first()->cities.size(), 2);
    QCOMPARE(m_statements, 1);
    QVERIFY(joinedOnes->first()->cities[1]->country.isLoaded());
}

void tst_SessionLoading::plain_values_load_nothing()
{
    const auto own = counted();
    const auto mayors = own->rows(select<Mayor>());
    VERIFY_DONE(mayors);
    QCOMPARE(mayors->size(), 1);
    int rows = 0;
    VERIFY_DONE(own->exec(select<City>()).forEach([&](const City &) { ++rows; }));
    QCOMPARE(rows, 3);
    QCOMPARE(m_statements, 2);
}

void tst_SessionLoading::relationships_to_a_column_that_is_not_the_key()
{
    const auto own = m_files.session();
    const auto countries = own->exec(select<Country>().orderBy(col(&Country::code))).all();
    VERIFY_DONE(countries);
    QCOMPARE(countries->at(0)->cities.size(), 0);
    QCOMPARE(countries->at(1)->cities.size(), 2);
    const auto trader = own->exec(select<City>().where(col(&City::name) == u"C"_s)).one();
    VERIFY_DONE(trader);
    VERIFY_DONE((*trader)->trade.load());
    QCOMPARE((*trader)->trade.objects(), QList<Country *> {countries->at(1)});
    // By the relation, and by the foreign key itself: lists follow.
    City *moved = countries->at(1)->cities[0];
    moved->country = countries->at(0);
    countries->at(1)->cities[1]->countryCode = u"20"_s;
    VERIFY_DONE(own->commit());
    QCOMPARE(moved->countryCode, u"20"_s);
    QCOMPARE(countries->at(0)->cities.size(), 2);
    QCOMPARE(countries->at(1)->cities.size(), 0);
    QCOMPARE(m_files.scalar(u"SELECT group_concat(code) FROM trade"_s), Value(u"DE"_s));
    VERIFY_DONE(own->remove(countries->at(0)));
    VERIFY_DONE(own->commit());
    QVERIFY(!moved->countryCode);
}

void tst_SessionLoading::a_key_of_several_columns_is_named()
{
    const auto own = m_files.session();
    Shelf *shelf = own->add(Shelf {.warehouse = 1});
    VERIFY_DONE(own->commit());
    const Result<Stock *> refused = shelf->stock.load();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Usage);
    QVERIFY2(
        refused.error().message.contains(u"shelf.warehouse to \"stock\", whose key has several"),
        qPrintable(refused.error().message));
    shelf->stock = own->add(Stock {.sku = u"nail"_s, .warehouse = 2});
    QVERIFY(!own->commit());
    VERIFY_DONE(own->rollback());
    const auto joinedOnes = own->exec(select<Shelf>().options(joined(&Shelf::stock))).all();
    QVERIFY(!joinedOnes);
    QVERIFY(joinedOnes.error().message.contains(u"shelf.warehouse"));
    VERIFY_DONE(own->exec(select<Shelf>()).all());
}

void tst_SessionLoading::a_list_is_cleared_data()
{
    QTest::addColumn<bool>("loaded");
    QTest::newRow("that is loaded") << true;
    QTest::newRow("that is not loaded") << false;
}

void tst_SessionLoading::a_list_is_cleared()
{
    QFETCH(bool, loaded);
    {
        const auto own = m_files.session();
        own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}, Hero {.name = u"B"_s}}});
        own->add(Node {.name = u"root"_s, .children = {Node {.name = u"leaf"_s}}});
        VERIFY_DONE(own->commit());
    }
    const auto own = m_files.session();
    Team *team = *own->get<Team>(1);
    Node *root = *own->exec(select<Node>().where(col(&Node::name) == u"root"_s)).one();
    if (loaded)
        VERIFY_DONE(team->heroes.load());
    team->heroes.append(Hero {.name = u"never"_s});
    team->heroes.clear();
    team->heroes.append(own->add(Hero {.name = u"C"_s}));
    root->children.clear();
    VERIFY_DONE(own->commit());
    QCOMPARE(team->heroes.size(), 1);
    QCOMPARE(root->children.size(), 0);
    QCOMPARE(m_files.names(u"hero"_s, u"name || coalesce(team_id, '-')"_s), u"A-,B-,C1"_s);
    QCOMPARE(m_files.names(u"node"_s), u"root"_s);
}

} // namespace

QTEST_GUILESS_MAIN(tst_SessionLoading)
#include "tst_session_loading.moc"
