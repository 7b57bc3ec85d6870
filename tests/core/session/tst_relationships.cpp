// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/session.h"
#include "support/sessiontest.h"

#include <QElapsedTimer>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

class tst_Relationships : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { VERIFY_DONE(m_files.prepare()); }

    void A6_parents_are_inserted_first();
    void S6_children_come_along();
    void S6_both_sides_agree_after_a_flush();
    void S7_ending_a_relation_sets_the_key_to_null();
    void S7_removing_a_parent_frees_its_children();
    void S7_cascade_delete_takes_children_along();
    void S7_orphans_are_deleted();
    void S6_self_references_in_any_order();
    void S6_many_to_many();
    void A9_lazy_relations_load_when_asked();
    void A9_many_relations_load_in_one_statement();
    void A9_a_detached_copy_cannot_load();
    void A9_an_object_that_was_assigned_is_a_copy();
    void a_parent_replaced_and_removed_keeps_its_children();
    void S7_a_child_that_moves_to_another_list_is_no_orphan();
    void objects_of_nobody_are_no_relatives();
    void a_failed_flush_keeps_what_was_appended();
    void a_new_object_in_two_places_is_one();
    void a_new_object_taken_out_again_is_not_added();
    void lists_of_many_are_written_in_linear_time();
    void a_list_appended_to_before_it_is_loaded();
    void a_list_assigned_replaces_what_was_not_loaded();
    void S6_both_sides_of_links_agree();
    void a_link_that_is_there_already_is_not_written_again_data();
    void a_link_that_is_there_already_is_not_written_again();
    void one_object_asked_for_twice_is_loaded_once();
    void S7_a_child_taken_out_of_a_list_whose_owner_goes();
    void A9_loading_one_relation_keeps_another();
    void a_list_appended_to_is_not_loaded_by_the_insert_of_another();

private:
    SessionFiles m_files {};
};

void tst_Relationships::A6_parents_are_inserted_first()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s});
    Team *team = own->add(Team {.name = u"T"_s});
    hero->team = team;
    VERIFY_DONE(own->commit());
    QCOMPARE(hero->teamId, team->id);
    QVERIFY(team->id.has_value());
}

void tst_Relationships::S6_children_come_along()
{
    const auto own = m_files.session();
    Team *team
        = own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}, Hero {.name = u"B"_s}}});
    Hero *hero = own->add(Hero {.name = u"C"_s, .team = Team {.name = u"U"_s}});
    VERIFY_DONE(own->commit());
    QCOMPARE(team->heroes.size(), 2);
    QCOMPARE(team->heroes[1]->teamId, team->id);
    QCOMPARE(own->stateOf(team->heroes[1]), ObjectState::Persistent);
    QCOMPARE(hero->team->name, u"U"_s);
    QCOMPARE(hero->teamId, hero->team->id);
    QCOMPARE(m_files.names(u"hero"_s, u"name || (SELECT name FROM team WHERE team.id = team_id)"_s),
        u"CU,AT,BT"_s);
}

void tst_Relationships::S6_both_sides_agree_after_a_flush()
{
    const auto own = m_files.session();
    Team *first = own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}}});
    Team *second = own->add(Team {.name = u"U"_s, .heroes = {Hero {.name = u"B"_s}}});
    VERIFY_DONE(own->commit());
    Hero *hero = first->heroes[0];
    QVERIFY(hero->team.isLoaded());
    QCOMPARE(hero->team.get(), first);
    hero->team = second;
    VERIFY_DONE(own->commit());
    QCOMPARE(first->heroes.size(), 0);
    QCOMPARE(second->heroes.size(), 2);
    QCOMPARE(hero->teamId, second->id);
}

void tst_Relationships::S7_ending_a_relation_sets_the_key_to_null()
{
    const auto own = m_files.session();
    Team *team
        = own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}, Hero {.name = u"B"_s}}});
    VERIFY_DONE(own->commit());
    Hero *hero = team->heroes[0];
    QVERIFY(team->heroes.remove(hero));
    VERIFY_DONE(own->commit());
    QVERIFY(!hero->teamId);
    QCOMPARE(hero->team.get(), nullptr);
    hero = team->heroes[0];
    hero->team = nullptr;
    VERIFY_DONE(own->commit());
    QCOMPARE(team->heroes.size(), 0);
    QCOMPARE(
        m_files.scalar(u"SELECT count(*) FROM hero WHERE team_id IS NULL"_s), Value(qint64(2)));
}

void tst_Relationships::S7_removing_a_parent_frees_its_children()
{
    const auto own = m_files.session();
    own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}}});
    VERIFY_DONE(own->commit());
    const auto other = m_files.session();
    Team *team = *other->get<Team>(1);
    Hero *hero = *other->get<Hero>(1);
    VERIFY_DONE(other->remove(team));
    VERIFY_DONE(other->commit());
    QVERIFY(!hero->teamId);
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero"_s), Value(qint64(1)));
}

void tst_Relationships::S7_cascade_delete_takes_children_along()
{
    const auto own = m_files.session();
    own->add(Node {.name = u"root"_s,
        .children = {Node {.name = u"leaf"_s},
            Node {.name = u"branch"_s, .children = {Node {.name = u"twig"_s}}}}});
    own->add(Node {.name = u"other"_s});
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM node"_s), Value(qint64(5)));
    const auto other = m_files.session();
    const Result<RowSet> root = m_files.other().query(u"SELECT id FROM node WHERE name = 'root'"_s);
    Node *node = *other->get<Node>(toInt(root->scalar()));
    VERIFY_DONE(other->remove(node));
    VERIFY_DONE(other->commit());
    QCOMPARE(m_files.scalar(u"SELECT group_concat(name) FROM node"_s), Value(u"other"_s));
}

void tst_Relationships::S7_orphans_are_deleted()
{
    const auto own = m_files.session();
    Node *root = own->add(
        Node {.name = u"root"_s, .children = {Node {.name = u"a"_s}, Node {.name = u"b"_s}}});
    VERIFY_DONE(own->commit());
    QVERIFY(root->children.remove(root->children[0]));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT group_concat(name) FROM node"_s), Value(u"root,b"_s));
}

void tst_Relationships::S6_self_references_in_any_order()
{
    const auto own = m_files.session();
    Node *leaf = own->add(Node {.name = u"leaf"_s});
    Node *middle = own->add(Node {.name = u"middle"_s});
    Node *root = own->add(Node {.name = u"root"_s});
    leaf->parent = middle;
    middle->parent = root;
    VERIFY_DONE(own->commit());
    QCOMPARE(leaf->parentId, middle->id);
    QCOMPARE(middle->parentId, root->id);
    QVERIFY(*root->id < *middle->id && *middle->id < *leaf->id);
    // And in a circle, which takes an UPDATE.
    Node *a = own->add(Node {.name = u"a"_s});
    Node *b = own->add(Node {.name = u"b"_s});
    a->parent = b;
    b->parent = a;
    VERIFY_DONE(own->commit());
    QCOMPARE(a->parentId, b->id);
    QCOMPARE(b->parentId, a->id);
    QCOMPARE(
        m_files.scalar(u"SELECT count(*) FROM node WHERE parent_id IS NULL"_s), Value(qint64(1)));
}

void tst_Relationships::S6_many_to_many()
{
    const auto own = m_files.session();
    Mission *first = own->add(Mission {.title = u"one"_s});
    Hero *hero = own->add(Hero {.name = u"A"_s, .missions = {Mission {.title = u"two"_s}}});
    hero->missions.append(first);
    first->heroes.append(hero);
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero_mission"_s), Value(qint64(2)));

    const auto other = m_files.session();
    Hero *again = *other->get<Hero>(*hero->id);
    VERIFY_DONE(again->missions.load());
    QCOMPARE(again->missions.size(), 2);
    QVERIFY(again->missions.remove(again->missions[0]));
    VERIFY_DONE(other->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero_mission"_s), Value(qint64(1)));
    VERIFY_DONE(other->remove(again));
    VERIFY_DONE(other->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero_mission"_s), Value(qint64(0)));
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM mission"_s), Value(qint64(2)));
}

void tst_Relationships::A9_lazy_relations_load_when_asked()
{
    const auto own = m_files.session();
    own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}, Hero {.name = u"B"_s}}});
    VERIFY_DONE(own->commit());
    const auto other = m_files.session();
    Hero *hero = *other->get<Hero>(1);
    QVERIFY(!hero->team.isLoaded());
    QCOMPARE(hero->team.get(), nullptr);
    const Result<Team *> team = hero->team.load();
    VERIFY_DONE(team);
    QCOMPARE((*team)->name, u"T"_s);
    QVERIFY(!(*team)->heroes.isLoaded());
    VERIFY_DONE((*team)->heroes.load());
    QCOMPARE((*team)->heroes.size(), 2);
    QCOMPARE((*team)->heroes[0], hero);
}

void tst_Relationships::A9_many_relations_load_in_one_statement()
{
    {
        const auto own = m_files.session();
        for (int i = 0; i < 20; ++i)
            own->add(Team {.name = QString::number(i),
                .heroes = {Hero {.name = u"A"_s}, Hero {.name = u"B"_s}}});
        VERIFY_DONE(own->commit());
    }
    const auto own = m_files.session();
    QList<Team *> teams;
    for (int i = 1; i <= 20; ++i)
        teams.append(*own->get<Team>(i));
    VERIFY_DONE(own->load(teams, &Team::heroes));
    for (const Team *team : teams)
        QCOMPARE(team->heroes.size(), 2);
}

void tst_Relationships::A9_a_detached_copy_cannot_load()
{
    Hero copy;
    {
        const auto own = m_files.session();
        Hero *hero = own->add(Hero {.name = u"A"_s, .team = Team {.name = u"T"_s}});
        VERIFY_DONE(own->commit());
        VERIFY_DONE(hero->team.load());
        copy = Hero(*hero);
    }
    const Result<Team *> refused = copy.team.load();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Usage);
    QVERIFY(!refused.error().hint.isEmpty());
}

void tst_Relationships::A9_an_object_that_was_assigned_is_a_copy()
{
    Hero hero;
    Team team;
    {
        const auto own = m_files.session();
        Hero *first = own->add(Hero {.name = u"A"_s, .team = Team {.name = u"T"_s}});
        VERIFY_DONE(own->commit());
        Team *their = *first->team.load();
        VERIFY_DONE(their->heroes.load());
        VERIFY_DONE(first->team.load());
        hero = *first;
        team = *their;
        Hero *second = own->add(Hero {.name = u"B"_s});
        second->team = first->team; // both belong to the session
        VERIFY_DONE(own->commit());
        QCOMPARE(second->teamId, first->teamId);
    }
    QVERIFY(!hero.team.isLoaded() && !hero.team);
    QVERIFY(!team.heroes.isLoaded() && team.heroes.isEmpty());
    QVERIFY(!hero.team.load() && !team.heroes.load());
}

void tst_Relationships::a_parent_replaced_and_removed_keeps_its_children()
{
    VERIFY_DONE(m_files.db().executeScript(u"CREATE TABLE log (text TEXT);"
                                           "CREATE TRIGGER gone AFTER DELETE ON hero BEGIN "
                                           "INSERT INTO log VALUES (old.name); END"_s));
    const auto own = m_files.session();
    Team *before = own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}}});
    VERIFY_DONE(own->commit());
    Hero *hero = before->heroes[0];
    hero->team = own->add(Team {.name = u"U"_s});
    VERIFY_DONE(own->remove(before));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM log"_s), Value(qint64(0)));
    QCOMPARE(m_files.scalar(u"SELECT team.name FROM hero JOIN team ON team.id = team_id"_s),
        Value(u"U"_s));
}

void tst_Relationships::S7_a_child_that_moves_to_another_list_is_no_orphan()
{
    const auto own = m_files.session();
    Node *from = own->add(Node {.name = u"from"_s, .children = {Node {.name = u"a"_s}}});
    Node *to = own->add(Node {.name = u"to"_s});
    VERIFY_DONE(own->commit());
    Node *moved = from->children[0];
    QVERIFY(from->children.remove(moved));
    to->children.append(moved);
    VERIFY_DONE(own->commit());
    QCOMPARE(own->stateOf(moved), ObjectState::Persistent);
    QCOMPARE(moved->parentId, to->id);
    // From a parent that is removed, by the relation and by the foreign key.
    moved->parent = from;
    VERIFY_DONE(own->remove(to));
    VERIFY_DONE(own->commit());
    Node *last = own->add(Node {.name = u"last"_s});
    VERIFY_DONE(own->flush());
    moved->parentId = last->id;
    VERIFY_DONE(own->remove(from));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"node"_s), u"a,last"_s);
}

void tst_Relationships::objects_of_nobody_are_no_relatives()
{
    const auto own = m_files.session();
    const auto others = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s, .team = Team {.name = u"T"_s}});
    VERIFY_DONE(own->commit());
    Team *theirs = *others->get<Team>(1);
    hero->team = theirs;
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Usage);
    QVERIFY2(refused.error().message.contains(u"hero"), qPrintable(refused.error().message));
    VERIFY_DONE(own->rollback());
    QCOMPARE(hero->teamId, 1);
    Hero *stranger = others->add(Hero {.name = u"B"_s});
    Team *team = *own->get<Team>(1);
    team->heroes.append(stranger);
    QVERIFY(!own->commit());
    VERIFY_DONE(own->rollback());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero WHERE team_id = 1"_s), Value(qint64(1)));
}

void tst_Relationships::a_failed_flush_keeps_what_was_appended()
{
    const auto own = m_files.session();
    Team *team = own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"gone"_s}}});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(own->remove(team->heroes[0]));
    Hero *bad = own->add(Hero {.name = u"bad"_s, .age = -1});
    team->heroes.append(own->add(Hero {.name = u"new"_s}));
    QVERIFY(!own->commit());
    bad->age = 1;
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"hero"_s, u"name || coalesce(team_id, '-')"_s), u"bad-,new1"_s);
    QCOMPARE(team->heroes.size(), 1);
}

void tst_Relationships::a_new_object_in_two_places_is_one()
{
    const auto own = m_files.session();
    const Related<Team> team(Team {.name = u"T"_s});
    Hero *first = own->add(Hero {.name = u"A"_s, .team = team});
    Hero *second = own->add(Hero {.name = u"B"_s, .team = team});
    VERIFY_DONE(own->commit());
    QCOMPARE(first->team.get(), second->team.get());
    QCOMPARE(m_files.names(u"team"_s), u"T"_s);
    const auto other = m_files.session();
    Hero *third = other->add(Hero {.name = u"C"_s, .team = team});
    third->team->name = u"U"_s;
    VERIFY_DONE(other->commit());
    QCOMPARE(m_files.names(u"team"_s), u"T,U"_s);
}

void tst_Relationships::a_new_object_taken_out_again_is_not_added()
{
    const auto own = m_files.session();
    Team *team = own->add(Team {.name = u"T"_s});
    Hero *hero = team->heroes.append(Hero {.name = u"A"_s});
    QVERIFY(team->heroes.remove(hero));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"hero"_s), QString());
}

void tst_Relationships::lists_of_many_are_written_in_linear_time()
{
    constexpr int many = 30'000;
    const auto own = m_files.session();
    Team *team = own->add(Team {.name = u"T"_s});
    for (int i = 0; i < many; ++i)
        team->heroes.append(Hero {.name = u"h"_s});
    QElapsedTimer timer;
    timer.start();
    VERIFY_DONE(own->commit());
    QCOMPARE(team->heroes.size(), many);
    const qint64 insert = timer.restart();
    while (!team->heroes.isEmpty()) {
        VERIFY_DONE(own->remove(team->heroes[0]));
        QVERIFY(team->heroes.remove(team->heroes[0]));
    }
    timer.restart();
    VERIFY_DONE(own->commit());
    const qint64 remove = timer.elapsed();
    QVERIFY2(insert < 6000 && remove < 6000, qPrintable(u"%1 ms, %2 ms"_s.arg(insert).arg(remove)));
}

void tst_Relationships::a_list_appended_to_before_it_is_loaded()
{
    {
        const auto own = m_files.session();
        own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}}});
        VERIFY_DONE(own->commit());
    }
    const auto own = m_files.session();
    Team *team = *own->get<Team>(1);
    team->heroes.append(own->add(Hero {.name = u"B"_s}));
    VERIFY_DONE(team->heroes.load());
    QVERIFY(team->heroes.isLoaded());
    QCOMPARE(team->heroes.size(), 2);
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"hero"_s, u"name || team_id"_s), u"A1,B1"_s);
}

void tst_Relationships::a_list_assigned_replaces_what_was_not_loaded()
{
    {
        const auto own = m_files.session();
        own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}}});
        own->add(Hero {.name = u"B"_s, .missions = {Mission {.title = u"one"_s}}});
        VERIFY_DONE(own->commit());
    }
    const auto own = m_files.session();
    Team *team = *own->get<Team>(1);
    RelatedList<Hero> heroes;
    heroes.append(*own->get<Hero>(1));
    team->heroes = heroes; // A took the place 2: it was added with its team
    (*own->get<Hero>(1))->missions = {own->add(Mission {.title = u"two"_s})};
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"hero"_s, u"name || coalesce(team_id, '-')"_s), u"B1,A-"_s);
    QCOMPARE(m_files.scalar(u"SELECT group_concat(hero_id || mission_id) FROM hero_mission"_s),
        Value(u"12"_s));
}

void tst_Relationships::S6_both_sides_of_links_agree()
{
    const auto own = m_files.session();
    Mission *mission = own->add(Mission {.title = u"one"_s});
    Hero *hero = own->add(Hero {.name = u"A"_s});
    VERIFY_DONE(own->commit());
    hero->missions.append(mission);
    VERIFY_DONE(own->commit());
    VERIFY_DONE(mission->heroes.load());
    QCOMPARE(mission->heroes.objects(), QList<Hero *> {hero});
    VERIFY_DONE(hero->missions.load());
    QVERIFY(hero->missions.remove(mission));
    VERIFY_DONE(own->commit());
    QCOMPARE(mission->heroes.size(), 0);
    mission->heroes.append(hero);
    VERIFY_DONE(own->commit());
    QCOMPARE(hero->missions.size(), 1);
    VERIFY_DONE(own->remove(hero));
    VERIFY_DONE(own->commit());
    QCOMPARE(mission->heroes.size(), 0);
}

void tst_Relationships::a_link_that_is_there_already_is_not_written_again_data()
{
    QTest::addColumn<bool>("loaded");
    QTest::addColumn<int>("times");

    QTest::newRow("to a loaded list") << true << 1;
    QTest::newRow("to a loaded list, twice") << true << 2;
    QTest::newRow("to a list that is not loaded") << false << 1;
    QTest::newRow("to a list that is not loaded, twice") << false << 2;
}

void tst_Relationships::a_link_that_is_there_already_is_not_written_again()
{
    QFETCH(const bool, loaded);
    QFETCH(const int, times);
    const auto first = m_files.session();
    first->add(Mission {.title = u"one"_s, .heroes = {Hero {.name = u"A"_s}}});
    VERIFY_DONE(first->flush());
    first->add(Hero {.name = u"B"_s});
    VERIFY_DONE(first->commit());
    const auto own = m_files.session();
    Mission *mission = *own->get<Mission>(1);
    Hero *there = *own->get<Hero>(1);
    Hero *added = *own->get<Hero>(2);
    for (int commits = 0; commits < 2; ++commits) {
        if (loaded)
            VERIFY_DONE(mission->heroes.load());
        for (int i = 0; i < times; ++i) {
            mission->heroes.append(there);
            mission->heroes.append(added);
        }
        VERIFY_DONE(own->commit());
        QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero_mission"_s), Value(qint64(2)));
    }
    VERIFY_DONE(mission->heroes.load());
    QCOMPARE(mission->heroes.objects(), (QList<Hero *> {there, added}));
}

void tst_Relationships::one_object_asked_for_twice_is_loaded_once()
{
    const auto own = m_files.session();
    own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}}});
    VERIFY_DONE(own->commit());
    const auto other = m_files.session();
    Team *team = *other->get<Team>(1);
    VERIFY_DONE(other->load(QList<Team *> {team, team}, &Team::heroes));
    QCOMPARE(team->heroes.size(), 1);
}

void tst_Relationships::a_list_appended_to_is_not_loaded_by_the_insert_of_another()
{
    {
        const auto own = m_files.session();
        own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}}});
        VERIFY_DONE(own->commit());
    }
    const auto own = m_files.session();
    Team *team = *own->get<Team>(1);
    team->heroes.append(own->add(Hero {.name = u"B"_s}));
    own->add(Team {.name = u"U"_s});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(team->heroes.load());
    QCOMPARE(team->heroes.size(), 2);
}

void tst_Relationships::S7_a_child_taken_out_of_a_list_whose_owner_goes()
{
    const auto own = m_files.session();
    Team *team = own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}}});
    VERIFY_DONE(own->commit());
    Hero *hero = team->heroes[0];
    QVERIFY(team->heroes.remove(hero));
    VERIFY_DONE(own->remove(team));
    VERIFY_DONE(own->commit());
    QVERIFY(!hero->teamId);
}

void tst_Relationships::A9_loading_one_relation_keeps_another()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s});
    Mission *mission = own->add(Mission {.title = u"one"_s, .heroes = {hero}});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(own->rollback());
    VERIFY_DONE(hero->missions.load());
    VERIFY_DONE(mission->heroes.load());
    QCOMPARE(hero->missions.objects(), QList<Mission *> {mission});
}

} // namespace

QTEST_GUILESS_MAIN(tst_Relationships)
#include "tst_relationships.moc"
