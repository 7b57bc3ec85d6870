// SPDX-License-Identifier: MPL-2.0
// The SQL of each construct, its parameters behind "--"; each is run as well.
#include "joinery/session/selectcompiler.h"
#include "support/herodatabase.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

struct Query
{
    std::shared_ptr<const SelectBase> select {};
};

/// Two foreign keys to one table.
struct Match
{
    std::optional<qint64> id {};
    qint64 home = 0;
    qint64 guest = 0;
};

} // namespace

Q_DECLARE_METATYPE(Query)

namespace joinery {

template <>
inline constexpr auto mapping<Match> = model<Match>("match", column("id", &Match::id),
    column("home", &Match::home, references(&Team::id)),
    column("guest", &Match::guest, references(&Team::id)));

} // namespace joinery

class TestSelectCompiler : public QObject
{
    Q_OBJECT

private:
    HeroDatabase m_db;

    template <typename... Args>
    static void row(const char *name, const Select<Args...> &query, const QString &expected)
    {
        QTest::newRow(name) << Query {std::make_shared<Select<Args...>>(query)} << expected;
    }
    static void columns()
    {
        QTest::addColumn<Query>("query");
        QTest::addColumn<QString>("expected");
    }

private Q_SLOTS:
    void initTestCase() { m_db.create(metaDataOf<Match>()); }

    void A7_sql_of_each_construct_data();
    void A7_sql_of_each_construct()
    {
        QFETCH(Query, query);
        QFETCH(QString, expected);
        QCOMPARE(m_db.sql(*query.select), expected);
        const QStringList rows = m_db.rows(*query.select);
        QVERIFY2(
            rows.isEmpty() || !rows.first().startsWith(u"error"), qPrintable(rows.join(u'\n')));
    }

    void what_cannot_be_said_is_named_data();
    void what_cannot_be_said_is_named()
    {
        QFETCH(Query, query);
        QFETCH(QString, expected);
        QCOMPARE(m_db.sql(*query.select), u"error: "_s + expected);
    }

    void anExpressionOfAnyDepthIsBuiltAndRefused()
    {
        auto condition = col(&Hero::age) == 0;
        for (int i = 0; i < 100000; ++i)
            condition = condition || col(&Hero::age) == i;
        QVERIFY(m_db.sql(select<Hero>().where(condition)).contains(u"levels deep"));
    }

    void moreParametersThanTheDatabaseTakesAreRefused()
    {
        QList<int> many(40000, 1);
        QCOMPARE(m_db.sql(select<Hero>().where(col(&Hero::age).in(many))),
            u"error: The statement has 40000 parameters, and the database takes 32766 at most"_s);
    }

    void aQueryIsLeftAloneByWhatIsMadeOfIt()
    {
        const auto all = select<Hero>();
        const QString before = m_db.sql(all);
        (void)all.where(col(&Hero::age) > 3).limit(3).orderBy(col(&Hero::id));
        QCOMPARE(m_db.sql(all), before);
    }

    void columnsAreNamedInMessages()
    {
        const auto compiled = compile(
            select(entity<Hero>(), count()).groupBy(col(&Hero::id)).statement(), m_db.dml());
        VERIFY_RESULT(compiled);
        QCOMPARE(compiled->columnText(2), u"column \"secret_name\" of model \"hero\""_s);
        QCOMPARE(compiled->columnText(5), u"column 6 of the query"_s);
    }
};

void TestSelectCompiler::A7_sql_of_each_construct_data()
{
    columns();
    const auto ids = select(col(&Team::id));
    const QString from = u"SELECT \"team\".\"id\" FROM \"team\""_s;
    row("a model: all its columns", select<Team>(),
        u"SELECT \"team\".\"id\", \"team\".\"name\", \"team\".\"headquarters\" FROM \"team\""_s);
    row("distinct", ids.distinct(), u"SELECT DISTINCT \"team\".\"id\" FROM \"team\""_s);
    row("values are bound", ids.where(col(&Team::name) == u"it's \"?\" :x"_s),
        from + u" WHERE \"team\".\"name\" = ? -- it's \"?\" :x"_s);
    row("conditions join by AND",
        ids.where(col(&Team::id) > 1 || col(&Team::id) < 0).where(col(&Team::id) != 3),
        from
            + u" WHERE (\"team\".\"id\" > ? OR \"team\".\"id\" < ?) AND \"team\".\"id\" <> ? -- 1|0|3"_s);
    row("AND binds before OR",
        ids.where((col(&Team::id) > 1 && col(&Team::id) < 9) || col(&Team::id) == 0),
        from
            + u" WHERE \"team\".\"id\" > ? AND \"team\".\"id\" < ? OR \"team\".\"id\" = ? -- 1|9|0"_s);
    row("NOT takes all of its operand", ids.where(!(col(&Team::id) == 1)),
        from + u" WHERE NOT (\"team\".\"id\" = ?) -- 1"_s);
    row("comparisons do not chain", ids.where((col(&Team::id) == 1) == (col(&Team::id) == 2)),
        from + u" WHERE (\"team\".\"id\" = ?) = (\"team\".\"id\" = ?) -- 1|2"_s);
    row("no value is IS NULL", ids.where(col(&Team::id) == std::nullopt),
        from + u" WHERE \"team\".\"id\" IS NULL"_s);
    row("in a list", ids.where(col(&Team::id).in({1, 2})),
        from + u" WHERE \"team\".\"id\" IN (?, ?) -- 1|2"_s);
    row("in an empty list", ids.where(col(&Team::id).in(QList<int> {})), from + u" WHERE 1 = 0"_s);
    row("not in an empty list", ids.where(!col(&Team::id).in(QList<int> {})),
        from + u" WHERE NOT (1 = 0)"_s);
    row("between", ids.where(col(&Team::id).between(1, 2)),
        from + u" WHERE \"team\".\"id\" BETWEEN ? AND ? -- 1|2"_s);
    row("contains escapes wildcards", ids.where(col(&Team::name).contains(u"1/2 50%_"_s)),
        from + u" WHERE \"team\".\"name\" LIKE ? ESCAPE '/' -- %1//2 50/%/_%"_s);
    row("startsWith", ids.where(col(&Team::name).startsWith(u"a"_s)),
        from + u" WHERE \"team\".\"name\" LIKE ? ESCAPE '/' -- a%"_s);
    row("order, limit and offset",
        ids.orderBy(col(&Team::name).desc().nullsLast(), col(&Team::id)).limit(2).offset(1),
        from
            + u" ORDER BY \"team\".\"name\" DESC NULLS LAST, \"team\".\"id\" LIMIT ? OFFSET ? -- 2|1"_s);
    row("an offset alone", ids.offset(1), from + u" LIMIT -1 OFFSET ? -- 1"_s);
    row("locks of rows, where there are any", ids.forUpdate(), from);
    row("groups",
        select(col(&Hero::teamId), count()).groupBy(col(&Hero::teamId)).having(count() > 1),
        u"SELECT \"hero\".\"team_id\", count(*) FROM \"hero\" GROUP BY \"hero\".\"team_id\" HAVING count(*) > ? -- 1"_s);
    row("aggregates", select(count(col(&Hero::age)).distinct().filter(col(&Hero::id) > 1)),
        u"SELECT count(DISTINCT \"hero\".\"age\") FILTER (WHERE \"hero\".\"id\" > ?) FROM \"hero\" -- 1"_s);
    row("count of no named column", select(count()).selectFrom<Team>(),
        u"SELECT count(*) FROM \"team\""_s);
    row("count by a condition", select(count()).where(col(&Team::id) > 1),
        u"SELECT count(*) FROM \"team\" WHERE \"team\".\"id\" > ? -- 1"_s);
    row("no table at all", select(literal(1)), u"SELECT ? -- 1"_s);
    const QString heroTeam = u"SELECT \"hero\".\"id\" FROM \"hero\""_s;
    const auto heroes = select(col(&Hero::id));
    row("join by a foreign key", heroes.join<Team>(),
        heroTeam + u" JOIN \"team\" ON \"hero\".\"team_id\" = \"team\".\"id\""_s);
    row("join by a relationship", heroes.join(&Hero::team),
        heroTeam + u" JOIN \"team\" ON \"team\".\"id\" = \"hero\".\"team_id\""_s);
    row("join by a condition", heroes.join<Team>(col(&Team::id) > col(&Hero::id)),
        heroTeam + u" JOIN \"team\" ON \"team\".\"id\" > \"hero\".\"id\""_s);
    row("outer join", heroes.outerJoin(&Hero::team),
        heroTeam + u" LEFT JOIN \"team\" ON \"team\".\"id\" = \"hero\".\"team_id\""_s);
    row("join through a link", heroes.join(&Hero::missions),
        heroTeam
            + u" JOIN \"hero_mission\" ON \"hero_mission\".\"hero_id\" = \"hero\".\"id\" JOIN \"mission\" ON \"mission\".\"id\" = \"hero_mission\".\"mission_id\""_s);
    row("a table joined twice",
        heroes.join(&Hero::team, alias<Team>(u"a"_s)).join<Team>(col(&Team::id) == 1),
        heroTeam
            + u" JOIN \"team\" AS \"a\" ON \"a\".\"id\" = \"hero\".\"team_id\" JOIN \"team\" ON \"team\".\"id\" = ? -- 1"_s);
    row("every row with every other", select(col(&Hero::id), col(&Team::id)),
        u"SELECT \"hero\".\"id\", \"team\".\"id\" FROM \"hero\" JOIN \"team\" ON 1 = 1"_s);
    row("in a subquery", heroes.where(col(&Hero::teamId).in(ids)),
        heroTeam + u" WHERE \"hero\".\"team_id\" IN (SELECT \"team\".\"id\" FROM \"team\")"_s);
    row("exists, with the query around it",
        heroes.where(exists(ids.where(col(&Team::id) == col(&Hero::teamId)))),
        heroTeam
            + u" WHERE EXISTS (SELECT 1 FROM \"team\" WHERE \"team\".\"id\" = \"hero\".\"team_id\")"_s);
    row("case", select(case_().when(col(&Team::id) > 1, u"a"_s).otherwise(u"b"_s)),
        u"SELECT CASE WHEN \"team\".\"id\" > ? THEN ? ELSE ? END FROM \"team\" -- 1|a|b"_s);
    row("case of a value", select(case_(col(&Team::id)).when(1, u"a"_s)),
        u"SELECT CASE \"team\".\"id\" WHEN ? THEN ? END FROM \"team\" -- 1|a"_s);
    row("union", ids.union_(heroes).unionAll(heroes).orderBy(col(&Team::id)).limit(1),
        from + u" UNION "_s + heroTeam + u" UNION ALL "_s + heroTeam
            + u" ORDER BY 1 LIMIT ? -- 1"_s);
    row("a truth value", ids.where(cast<bool>(col(&Team::id)) == true),
        from + u" WHERE CAST(\"team\".\"id\" AS INTEGER) = ? -- 1"_s);
    row("casts", select(cast<double>(col(&Team::id)), cast<QString>(col(&Team::id))),
        u"SELECT CAST(\"team\".\"id\" AS REAL), CAST(\"team\".\"id\" AS TEXT) FROM \"team\""_s);
    row("joined()", heroes.selectFrom<Hero>(), heroTeam);
    row("a relationship that comes along", select<Hero>().options(joined(&Hero::team)),
        u"SELECT \"hero\".\"id\", \"hero\".\"name\", \"hero\".\"secret_name\", \"hero\".\"age\", \"hero\".\"team_id\", \"team\".\"id\", \"team\".\"name\", \"team\".\"headquarters\" FROM \"hero\" LEFT JOIN \"team\" ON \"team\".\"id\" = \"hero\".\"team_id\""_s);
    row("one that comes along beside a join",
        select<Team>().join(&Team::heroes).options(joined(&Team::heroes)),
        u"SELECT \"team\".\"id\", \"team\".\"name\", \"team\".\"headquarters\", \"hero_1\".\"id\", \"hero_1\".\"name\", \"hero_1\".\"secret_name\", \"hero_1\".\"age\", \"hero_1\".\"team_id\" FROM \"team\" JOIN \"hero\" ON \"hero\".\"team_id\" = \"team\".\"id\" LEFT JOIN \"hero\" AS \"hero_1\" ON \"hero_1\".\"team_id\" = \"team\".\"id\""_s);
}

void TestSelectCompiler::what_cannot_be_said_is_named_data()
{
    columns();
    const auto heroes = select<Hero>();
    const auto boss = alias<Hero>(u"boss"_s);
    row("a table that is not read", heroes.where(col(&Team::id) == 1),
        u"Column \"id\" is of table \"team\", which the statement does not read"_s);
    row("an alias that is not read", heroes.where(boss(&Hero::id) == 1),
        u"Column \"id\" is of table \"hero\" as \"boss\", which the statement does not read"_s);
    row("a number beyond 64 bits", heroes.where(col(&Hero::age) == ~quint64(0)),
        u"Column \"age\" of model \"hero\" is compared with what it cannot hold: the number 18446744073709551615 does not fit into 64 bits with a sign"_s);
    row("not a number", heroes.where(col(&Hero::age) == std::nan("")),
        u"Column \"age\" of model \"hero\" is compared with what it cannot hold: NaN is no value of a database"_s);
    row("half a letter", heroes.where(lower(col(&Hero::name)) == QString(QChar(0xd800))),
        u"The statement cannot be compiled: the text \"%1\" is no valid Unicode"_s.arg(
            QChar(0xd800)));
    row("a table twice", heroes.join<Hero>(col(&Hero::id) == 1),
        u"Table \"hero\" is joined to nothing"_s);
    row("a table joined twice", heroes.join(&Hero::team).join<Team>(col(&Team::id) == 1),
        u"Table \"team\" is in the query twice under one name"_s);
    row("no foreign key", heroes.join<Mission>(),
        u"Table \"mission\" is joined, but no foreign key leads from or to the tables in front"_s);
    row("two foreign keys", select<Match>().join<Team>(),
        u"Table \"team\" is joined, and there are 2 foreign keys between it and the tables in front"_s);
    row("a relationship of a table that is not read", heroes.join(&Mission::heroes, boss),
        u"A relationship of table \"mission\" is joined, which the query does not read"_s);
    row("NULL where there is no room",
        Select<QString>(select(lower(col(&Team::name))).selectFrom<Hero>().outerJoin(&Hero::team)),
        u"Column 1 of the query is of a table that is outer-joined, so it may be NULL, and its type has no room for that"_s);
    row("no table to count", select(count()), u"A query counts the rows of no table"_s);
    row("a negative limit", heroes.limit(-1), u"A query has a negative limit or offset"_s);
    row("a limit before a union", heroes.limit(1).union_(heroes),
        u"A query is ordered or limited before union_()"_s);
    row("an order in a union", heroes.union_(heroes.orderBy(col(&Hero::id))),
        u"A query that is joined on by union_() has an order, a limit, options or a union of its own"_s);
    row("a union ordered by something else", heroes.union_(heroes).orderBy(lower(col(&Hero::name))),
        u"A union is ordered by what is none of its columns"_s);
    row("a name that is none", select(function<int>(u"f(1); --"_s, 1)),
        u"The statement cannot be compiled: \"f(1); --\" is no name of a function"_s);
    row("options of another model", heroes.options(selectIn(&Team::heroes)),
        u"options(): the rows of the query hold no objects of model \"team\""_s);
    row("a list along with a limit", select<Team>().options(joined(&Team::heroes)).limit(1),
        u"joined() cannot load a relationship of model \"team\" in a query with a limit, distinct() or a union"_s);
}

QTEST_GUILESS_MAIN(TestSelectCompiler)
#include "tst_selectcompiler.moc"
