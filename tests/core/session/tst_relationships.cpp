// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/session.h"
#include "support/sessiontest.h"

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
    void a_parent_replaced_and_removed_keeps_its_children();

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

} // namespace

QTEST_GUILESS_MAIN(tst_Relationships)
#include "tst_relationships.moc"
