// SPDX-License-Identifier: MPL-2.0
// Queries and their rows. What each construct is in SQL: tst_selectcompiler.cpp.
#include "joinery/session/select.h"
#include "support/herodatabase.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

struct NameCount
{
    QString name {};
    qint64 count = 0;
};

struct Employee
{
    std::optional<qint64> id {};
    QString name {};
    std::optional<qint64> managerId {};
    Related<Employee> manager {};
    RelatedList<Employee> reports {};
};

struct Note
{
    QString text {};
};

} // namespace

namespace joinery {

template <>
inline constexpr auto mapping<Employee> = model<Employee>("employee",
    column("id", &Employee::id, primaryKey), column("name", &Employee::name),
    column("manager_id", &Employee::managerId, references(&Employee::id)),
    manyToOne(&Employee::manager, &Employee::managerId),
    oneToMany(&Employee::reports, &Employee::managerId));
template <> inline constexpr auto mapping<Note> = model<Note>("note", column("text", &Note::text));

} // namespace joinery

class TestSelect : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<HeroDatabase> m_db;

    template <typename Query> QStringList rows(const Query &query) { return m_db->rows(query); }
    QStringList names(const Select<Hero> &query)
    {
        QStringList names;
        for (const Hero &hero : m_db->values(query))
            names.append(hero.name);
        return names;
    }

private Q_SLOTS:
    void init() { m_db = std::make_unique<HeroDatabase>(); }

    void S8_objects_by_conditions_order_limit_and_offset()
    {
        const auto query = select<Hero>().where(col(&Hero::age) >= 35).orderBy(col(&Hero::name));
        QCOMPARE(names(query), QStringList({u"Black Lion"_s, u"Dr. Weird"_s, u"Rusty-Man"_s}));
        QCOMPARE(names(query.limit(1).offset(1)), QStringList({u"Dr. Weird"_s}));
        QCOMPARE(names(query.offset(2)), QStringList({u"Rusty-Man"_s}));
        QCOMPARE(names(query.where(col(&Hero::age) < 40).where(col(&Hero::teamId) == 3)),
            QStringList({u"Black Lion"_s}));
        const Hero lion = m_db->values(query).first();
        QCOMPARE(lion.id, 5);
        QCOMPARE(lion.secretName, u"Trevor Challa"_s);
        QCOMPARE(lion.age, 35);
        QCOMPARE(lion.teamId, 3);
    }

    void S8_two_models_by_a_condition_or_a_join()
    {
        const QStringList expected {u"Deadpond"_s, u"Z-Force"_s};
        const auto first = [&](const auto &query) {
            const auto rows = m_db->values(query);
            return QStringList {std::get<0>(rows.first()).name, std::get<1>(rows.first()).name};
        };
        QCOMPARE(first(select<Hero, Team>()
                           .where(col(&Hero::teamId) == col(&Team::id))
                           .orderBy(col(&Hero::id))),
            expected);
        QCOMPARE(first(select<Hero, Team>().join<Team>().orderBy(col(&Hero::id))), expected);
        QCOMPARE(first(select<Hero, Team>().join(&Hero::team).orderBy(col(&Hero::id))), expected);
        QCOMPARE(first(select<Hero, Team>()
                           .join<Team>(col(&Hero::teamId) == col(&Team::id))
                           .orderBy(col(&Hero::id))),
            expected);
    }

    void S8_an_outer_join_leaves_the_other_model_empty()
    {
        const auto query = select<Hero, Team>().outerJoin(&Hero::team).orderBy(col(&Hero::id));
        static_assert(
            std::is_same_v<decltype(query)::RowType, std::tuple<Hero, std::optional<Team>>>);
        const auto rows = m_db->values(query);
        QCOMPARE(rows.size(), 6);
        QCOMPARE(std::get<1>(rows[0])->name, u"Z-Force"_s);
        QVERIFY(!std::get<1>(rows[3]));
    }

    void S10_col_gives_conditions_that_combine()
    {
        QCOMPARE(names(select<Hero>().where((col(&Hero::age) <= 32 || col(&Hero::age) > 40)
                     && !col(&Hero::teamId).isNull())),
            QStringList({u"Rusty-Man"_s}));
        QCOMPARE(names(select<Hero>().where(col(&Hero::age) == std::nullopt)).size(), 2);
        QCOMPARE(names(select<Hero>().where(col(&Hero::age) != std::optional<int>())).size(), 4);
        QCOMPARE(
            names(select<Hero>().where(35 == col(&Hero::age))), QStringList({u"Black Lion"_s}));
    }

    void A7_projections_have_the_types_of_their_columns()
    {
        const auto query = select(col(&Hero::name), col(&Hero::age), count())
                               .groupBy(col(&Hero::name), col(&Hero::age));
        static_assert(std::is_same_v<decltype(query)::RowType,
            std::tuple<QString, std::optional<int>, qint64>>);
        const auto one = select(max(col(&Hero::age)));
        static_assert(std::is_same_v<decltype(one)::RowType, std::optional<int>>);
        QCOMPARE(m_db->values(one), QList<std::optional<int>> {48});
        QCOMPARE(m_db->values(select(avg(col(&Hero::age))).where(col(&Hero::age) > 99)),
            QList<std::optional<double>> {std::nullopt});
        const auto outer = select(col(&Hero::name), col(&Team::name)).outerJoin(&Hero::team);
        static_assert(
            std::is_same_v<decltype(outer)::RowType, std::tuple<QString, std::optional<QString>>>);
        QCOMPARE(m_db->values(outer).size(), 6);
        // Whatever takes NULL away gives values that are none.
        QCOMPARE(rows(select(case_().when(col(&Team::id) > 0, 1).otherwise(0),
                     coalesce(col(&Team::name), u"?"_s), col(&Team::id).isNull())
                          .selectFrom<Hero>()
                          .outerJoin(&Hero::team)
                          .where(col(&Hero::id) == 4)),
            QStringList {u"0|?|1"_s});
    }

    void R23_aggregates_by_group_into_structs()
    {
        const auto query = select(col(&Team::name), count(col(&Hero::id)))
                               .join(&Hero::team)
                               .groupBy(col(&Team::name))
                               .having(count() > 1)
                               .into<NameCount>();
        const QList<NameCount> rows = m_db->values(query);
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.first().name, u"Preventers"_s);
        QCOMPARE(rows.first().count, 2);
    }

    void R23_conditional_aggregation_and_coalesce()
    {
        QCOMPARE(rows(select(count().filter(col(&Hero::age) > 35),
                     sum(case_().when(col(&Hero::age) > 35, 1).otherwise(0)),
                     count(col(&Hero::teamId)).distinct(), coalesce(max(col(&Hero::age)), 0),
                     min(coalesce(col(&Hero::age), 7)))
                          .selectFrom<Hero>()),
            QStringList {u"2|2|3|48|7"_s});
    }

    void R16_in_takes_lists_of_any_length()
    {
        QCOMPARE(names(select<Hero>().where(col(&Hero::id).in({1, 3}))),
            QStringList({u"Deadpond"_s, u"Rusty-Man"_s}));
        QCOMPARE(names(select<Hero>().where(col(&Hero::name).in(QStringList {u"Tarantula"_s}))),
            QStringList({u"Tarantula"_s}));
        QCOMPARE(names(select<Hero>().where(col(&Hero::id).in(QList<qint64> {}))).size(), 0);
        QCOMPARE(names(select<Hero>().where(!col(&Hero::id).in(QList<qint64> {}))).size(), 6);
    }

    void A7_subqueries_in_exists_and_scalar()
    {
        const auto teams = select(col(&Team::id)).where(col(&Team::name).startsWith(u"Z"_s));
        QCOMPARE(names(select<Hero>().where(col(&Hero::teamId).in(teams))),
            QStringList({u"Deadpond"_s}));
        const auto missions = select(col(&HeroMission::missionId))
                                  .where(col(&HeroMission::heroId) == col(&Hero::id));
        QCOMPARE(names(select<Hero>().where(exists(missions))),
            QStringList({u"Deadpond"_s, u"Rusty-Man"_s}));
        const auto other = alias<Hero>(u"other"_s);
        QCOMPARE(
            names(select<Hero>().where(col(&Hero::age) == scalar(select(max(other(&Hero::age)))))),
            QStringList({u"Rusty-Man"_s}));
        QCOMPARE(rows(select(col(&Team::name),
                     scalar(select(count()).selectFrom<Hero>().where(
                         col(&Hero::teamId) == col(&Team::id))))
                          .orderBy(col(&Team::id))),
            QStringList({u"Preventers|2"_s, u"Z-Force|1"_s, u"Wakaland|1"_s}));
    }

    void A7_unions_are_ordered_as_a_whole()
    {
        const auto heroes = select(col(&Hero::name)).where(col(&Hero::id) < 3);
        const auto teams = select(col(&Team::name));
        QCOMPARE(rows(heroes.union_(teams).orderBy(col(&Hero::name).desc()).limit(2)),
            QStringList({u"Z-Force"_s, u"Wakaland"_s}));
        QCOMPARE(rows(heroes.unionAll(heroes)).size(), 4);
        QCOMPARE(rows(heroes.union_(heroes)).size(), 2);
    }

    void A7_case_with_and_without_an_operand()
    {
        QCOMPARE(rows(select(case_()
                                 .when(col(&Hero::age) < 33, u"young"_s)
                                 .when(col(&Hero::age) < 40, u"older"_s)
                                 .otherwise(u"?"_s))
                          .where(col(&Hero::id) >= 4)),
            QStringList({u"young"_s, u"older"_s, u"older"_s}));
        const auto open = select(case_(col(&Hero::id)).when(1, col(&Hero::name)));
        static_assert(std::is_same_v<decltype(open)::RowType, std::optional<QString>>);
        QCOMPARE(rows(open.orderBy(col(&Hero::id)).limit(2)), QStringList({u"Deadpond"_s, u"-"_s}));
    }

    void A7_texts_are_matched_literally()
    {
        QCOMPARE(rows(select(col(&Team::id)).where(col(&Team::headquarters).contains(u"% _"_s))),
            QStringList {u"3"_s});
        QCOMPARE(rows(select(col(&Team::id)).where(col(&Team::headquarters).contains(u"a_p"_s))),
            QStringList {});
        QCOMPARE(rows(select(col(&Team::id)).where(col(&Team::headquarters).like(u"%a_p%"_s))),
            QStringList {u"1"_s});
        QCOMPARE(rows(select(col(&Team::id)).where(col(&Team::name).endsWith(u"land"_s))),
            QStringList {u"3"_s});
    }

    void A7_functions_and_arithmetic_data();
    void A7_functions_and_arithmetic();

    void A7_nulls_stand_where_they_are_told()
    {
        const auto ages = select(col(&Hero::age)).where(col(&Hero::id) < 4);
        QCOMPARE(rows(ages.orderBy(col(&Hero::age).desc().nullsFirst())).last(), u"48"_s);
        QCOMPARE(rows(ages.orderBy(col(&Hero::age).asc().nullsLast())).first(), u"48"_s);
    }

    void A7_aliases_join_a_table_with_itself()
    {
        m_db->create(metaDataOf<Employee>());
        m_db->run(u"INSERT INTO employee VALUES (1, 'Ada', NULL), (2, 'Bob', 1), (3, 'Cy', 1)"_s);
        const auto boss = alias<Employee>(u"boss"_s);
        QCOMPARE(rows(select(col(&Employee::name), boss(&Employee::name))
                          .join(&Employee::manager, boss)
                          .orderBy(col(&Employee::id))),
            QStringList({u"Bob|Ada"_s, u"Cy|Ada"_s}));
        QCOMPARE(rows(select(boss(&Employee::name), count())
                          .join(&Employee::manager, boss)
                          .selectFrom<Employee>()
                          .groupBy(boss(&Employee::name))),
            QStringList {u"Ada|2"_s});
        const auto outer = select(entity<Employee>(), nullable(boss))
                               .outerJoin(&Employee::manager, boss)
                               .orderBy(col(&Employee::id));
        const auto found = m_db->values(outer);
        QVERIFY(!std::get<1>(found[0]));
        QCOMPARE(std::get<1>(found[1])->name, u"Ada"_s);
    }

    void relationships_of_every_kind_join()
    {
        QCOMPARE(rows(select(col(&Hero::name), col(&Mission::title))
                          .join(&Hero::missions)
                          .orderBy(col(&Hero::id), col(&Mission::id))),
            QStringList({u"Deadpond|Bank"_s, u"Deadpond|Moon"_s, u"Rusty-Man|Bank"_s}));
        QCOMPARE(rows(select(col(&Team::name), count())
                          .join(&Team::heroes)
                          .groupBy(col(&Team::id))
                          .selectFrom<Team>()),
            QStringList({u"Preventers|2"_s, u"Z-Force|1"_s, u"Wakaland|1"_s}));
    }

    void R18_joined_relationships_come_with_the_row()
    {
        const auto query = select<Hero>()
                               .options(joined(&Hero::team).then(selectIn(&Team::heroes)),
                                   selectIn(&Hero::missions))
                               .orderBy(col(&Hero::id));
        const auto compiled = compile(query.statement(), m_db->dml());
        VERIFY_RESULT(compiled);
        QCOMPARE(compiled->parts.size(), 2);
        QCOMPARE(compiled->parts[1].model, &modelInfo<Team>());
        QCOMPARE(compiled->parts[1].first, 5);
        QCOMPARE(compiled->parts[1].parent, 0);
        QCOMPARE(compiled->parts[1].option.children.size(), 1);
        QCOMPARE(compiled->options.size(), 1);
        QCOMPARE(compiled->options.first().relationship, 1);
        QCOMPARE(rows(query)[0], u"1|Deadpond|Dive Wilson|-|2|2|Z-Force|Sister Bar"_s);
        QCOMPARE(rows(query)[3], u"4|Tarantula|Natalia Roman-on|32|-|-|-|-"_s);
    }

    void R10_the_hidden_key_comes_first_in_a_row()
    {
        m_db->create(metaDataOf<Note>());
        m_db->run(u"INSERT INTO note VALUES (7, 'a')"_s);
        QCOMPARE(rows(select<Note>()), QStringList {u"7|a"_s});
        QCOMPARE(m_db->values(select<Note>()).first().text, u"a"_s);
    }
};

Q_DECLARE_METATYPE(std::shared_ptr<SelectBase>)

void TestSelect::A7_functions_and_arithmetic_data()
{
    QTest::addColumn<std::shared_ptr<SelectBase>>("query");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const auto &expression, const QString &expected) {
        QTest::newRow(name) << std::shared_ptr<SelectBase>(
            std::make_shared<std::remove_cvref_t<decltype(select(expression))>>(
                select(expression).template selectFrom<Hero>().where(col(&Hero::id) == 3)))
                            << expected;
    };
    row("lower", lower(col(&Hero::name)), u"rusty-man"_s);
    row("upper", upper(col(&Hero::name)), u"RUSTY-MAN"_s);
    row("trim", trim(literal(u" a "_s)), u"a"_s);
    row("length", length(col(&Hero::name)), u"9"_s);
    row("substr", substr(col(&Hero::name), 7), u"Man"_s);
    row("substr of a length", substr(col(&Hero::name), 1, 2), u"Ru"_s);
    row("replace", replace(col(&Hero::name), u"-"_s, u" "_s), u"Rusty Man"_s);
    row("texts are joined by +", col(&Hero::name) + u"!"_s, u"Rusty-Man!"_s);
    row("abs", abs(-col(&Hero::age)), u"48"_s);
    row("round", round(literal(2.345), 1), u"2.3"_s);
    row("cast to a text", cast<QString>(col(&Hero::age)) + u"a"_s, u"48a"_s);
    row("cast to a number", cast<int>(literal(u"12"_s)) + 1, u"13"_s);
    row("any function", function<QString>(u"hex"_s, u"a"_s), u"61"_s);
    row("multiplication binds before addition", col(&Hero::age) + 2 * col(&Hero::id), u"54"_s);
    row("brackets are kept", (col(&Hero::age) + 2) * col(&Hero::id), u"150"_s);
    row("subtraction from the right", 100 - (col(&Hero::age) - 8), u"60"_s);
    row("whole numbers divide to a whole number", col(&Hero::age) / 5, u"9"_s);
    row("remainder", col(&Hero::age) % 5, u"3"_s);
    row("between", col(&Hero::age).between(48, 50), u"1"_s);
    row("negation twice", -(-col(&Hero::age)), u"48"_s);
    row("NULL in a comparison", literal(std::optional<int>()) < 3, u"-"_s);
    row("the clock", now() > QDateTime(QDate(2020, 1, 1), QTime(0, 0), Qt::UTC), u"1"_s);
}

void TestSelect::A7_functions_and_arithmetic()
{
    QFETCH(std::shared_ptr<SelectBase>, query);
    QFETCH(QString, expected);
    QCOMPARE(m_db->rows(*query), QStringList {expected});
}

QTEST_GUILESS_MAIN(TestSelect)
#include "tst_select.moc"
