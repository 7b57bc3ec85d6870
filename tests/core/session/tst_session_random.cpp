// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/session.h"
#include "support/random.h"
#include "support/randomcases.h"
#include "support/sessionreference.h"
#include "support/sessiontest.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

/// One session and what is done to it.
class Run
{
public:
    Run(SessionFiles &files, quint32 seed)
        : m_files(files)
        , m_random(seed)
        , m_session(files.session())
    { }
    ~Run() { m_savepoints.clear(); }
    Q_DISABLE_COPY_MOVE(Run)

    /// What went wrong; empty when nothing did.
    QString go(int steps)
    {
        for (int i = 0; i < steps && m_failure.isEmpty(); ++i)
            step();
        finish();
        return m_failure.isEmpty() ? QString()
                                   : m_failure + u"\nafter: "_s
                + m_log.last(std::min(m_log.size(), qsizetype(20))).join(u"; ");
    }

private:
    void step();
    void finish();
    void add();
    void changeColumn();
    void relate();
    void moveNode();
    void link();
    void takeOut();
    void orphan();
    void removeSomething();
    void removeNode(int number);
    void commit();
    void rollback();
    void nest();
    void failAndMend();
    void query();
    void changeElsewhere();
    void refreshOrMerge();
    void expunge();

    void note(const QString &what) { m_log.append(what); }
    void expect(bool holds, const QString &what)
    {
        if (!holds && m_failure.isEmpty())
            m_failure = what;
    }
    template <typename R> bool done(const R &result, const QString &what)
    {
        if (!result)
            expect(false, what + u": "_s + result.error().message);
        return result.has_value();
    }
    int any(const std::map<int, Reference::Row> &table)
    {
        return table.empty() ? 0
                             : std::next(table.begin(), m_random.below(int(table.size())))->first;
    }
    void flush()
    {
        note(u"flush"_s);
        done(m_session->flush(), u"flush"_s);
        m_touched.clear();
    }
    /// Two orders about one object in one flush: which is right is nobody's promise.
    void once(const void *object)
    {
        if (m_touched.contains(object))
            flush();
        m_touched.insert(object);
    }
    void compareDatabase();
    void compareObjects();
    void compareLists();

    SessionFiles &m_files;
    Random m_random;
    std::unique_ptr<Session> m_session;
    Reference m_now {};
    Reference m_committed {};
    std::vector<std::pair<std::unique_ptr<Savepoint>, Reference>> m_savepoints {};
    QHash<int, Team *> m_teams {};
    QHash<int, Hero *> m_heroes {};
    QHash<int, Mission *> m_missions {};
    QHash<int, Node *> m_nodes {};
    QHash<int, Stock *> m_stocks {};
    QSet<const void *> m_touched {};
    int m_next = 1;
    QString m_failure {};
    QStringList m_log {};
};

void Run::add()
{
    const int number = m_next++;
    const QString name = u"n%1"_s.arg(number);
    const int kind = m_random.below(6);
    note(u"add %1 of kind %2"_s.arg(number).arg(kind));
    if (kind == 0) {
        m_teams[number] = m_session->add(Team {.name = name});
        m_now.teams[number] = {.name = name};
    } else if (kind == 1) {
        m_missions[number] = m_session->add(Mission {.title = name});
        m_now.missions[number] = {.name = name};
    } else if (kind == 2) {
        m_nodes[number] = m_session->add(Node {.name = name});
        m_now.nodes[number] = {.name = name};
    } else if (kind == 3) {
        m_stocks[number] = m_session->add(Stock {.sku = name, .warehouse = 1, .amount = number});
        m_now.stocks[number] = {.name = name, .number = number};
    } else {
        m_heroes[number] = m_session->add(Hero {.name = name, .age = number});
        m_now.heroes[number] = {.name = name, .number = number};
    }
}

void Run::changeColumn()
{
    const QString name = u"c%1"_s.arg(m_next++);
    if (const int hero = any(m_now.heroes)) {
        note(u"rename hero %1"_s.arg(hero));
        m_heroes[hero]->name = m_now.heroes[hero].name = name;
        m_heroes[hero]->age = m_now.heroes[hero].number = m_random.below(100);
    }
    if (const int stock = any(m_now.stocks)) {
        note(u"change stock %1"_s.arg(stock));
        m_stocks[stock]->amount = m_now.stocks[stock].number = m_random.below(100);
        if (m_random.chance(30)) // its key
            m_stocks[stock]->sku = m_now.stocks[stock].name = name;
    }
}

void Run::relate()
{
    const int hero = any(m_now.heroes);
    const int team = m_random.chance(80) ? any(m_now.teams) : 0;
    if (!hero)
        return;
    Hero *object = m_heroes[hero];
    once(object);
    Team *parent = team ? m_teams[team] : nullptr;
    const int way = m_random.below(3);
    note(u"hero %1 to team %2, way %3"_s.arg(hero).arg(team).arg(way));
    if (way == 0 && team && m_now.heroes[hero].parent != team) {
        parent->heroes.append(object);
    } else if (way == 1 && m_session->stateOf(object) == ObjectState::Persistent
        && (!team || parent->id)) {
        flush();
        object->teamId = team ? parent->id : std::nullopt;
    } else {
        object->team = parent;
    }
    m_touched.insert(object);
    if (parent)
        m_touched.insert(parent);
    m_now.heroes[hero].parent = team;
}

void Run::moveNode()
{
    const int node = any(m_now.nodes);
    const int parent = any(m_now.nodes);
    for (int above = parent; above; above = m_now.nodes[above].parent) {
        if (above == node)
            return; // no circles
    }
    if (!node || m_now.nodes[node].parent == parent)
        return;
    once(m_nodes[node]);
    note(u"node %1 to %2"_s.arg(node).arg(parent));
    if (m_random.chance(50))
        m_nodes[node]->parent = m_nodes[parent];
    else
        m_nodes[parent]->children.append(m_nodes[node]);
    m_touched.insert(m_nodes[parent]);
    m_now.nodes[node].parent = parent;
}

void Run::link()
{
    const int hero = any(m_now.heroes);
    const int mission = any(m_now.missions);
    if (!hero || !mission)
        return;
    flush();
    const bool fromHero = m_random.chance(50);
    const bool load = m_random.chance(50);
    const bool there = m_now.links.contains({hero, mission});
    note(u"link %1 %2, there %3, from hero %4"_s.arg(hero).arg(mission).arg(there).arg(fromHero));
    if (there || load) {
        done(m_heroes[hero]->missions.load(), u"load missions"_s);
        done(m_missions[mission]->heroes.load(), u"load heroes"_s);
    }
    if (there) {
        expect(fromHero ? m_heroes[hero]->missions.remove(m_missions[mission])
                        : m_missions[mission]->heroes.remove(m_heroes[hero]),
            u"the loaded list has the link"_s);
        m_now.links.erase({hero, mission});
    } else {
        if (fromHero)
            m_heroes[hero]->missions.append(m_missions[mission]);
        else
            m_missions[mission]->heroes.append(m_heroes[hero]);
        m_now.links.insert({hero, mission});
    }
    m_touched.insert(m_heroes[hero]);
    m_touched.insert(m_missions[mission]);
}

void Run::takeOut()
{
    const int hero = any(m_now.heroes);
    const int team = hero ? m_now.heroes[hero].parent : 0;
    if (!team)
        return;
    flush();
    note(u"take hero %1 out of its team"_s.arg(hero));
    done(m_teams[team]->heroes.load(), u"load heroes"_s);
    expect(m_teams[team]->heroes.remove(m_heroes[hero]), u"the loaded list has the hero"_s);
    m_touched.insert(m_heroes[hero]);
    m_now.heroes[hero].parent = 0;
}

void Run::orphan()
{
    const int node = any(m_now.nodes);
    const int parent = node ? m_now.nodes[node].parent : 0;
    if (!parent)
        return;
    flush();
    note(u"orphan node %1"_s.arg(node));
    done(m_nodes[parent]->children.load(), u"load children"_s);
    expect(m_nodes[parent]->children.remove(m_nodes[node]), u"the loaded list has the node"_s);
    removeNode(node);
    flush();
}

void Run::removeNode(int number)
{
    QList<int> children;
    for (const auto &[child, row] : m_now.nodes) {
        if (row.parent == number)
            children.append(child);
    }
    m_now.nodes.erase(number);
    for (const int child : children)
        removeNode(child);
}

void Run::removeSomething()
{
    const int kind = m_random.below(4);
    if (const int hero = kind == 0 ? any(m_now.heroes) : 0) {
        note(u"remove hero %1"_s.arg(hero));
        once(m_heroes[hero]);
        done(m_session->remove(m_heroes[hero]), u"remove"_s);
        if (m_session->stateOf(m_heroes[hero]) == ObjectState::Removed)
            done(m_session->remove(m_heroes[hero]), u"remove again"_s);
        m_now.heroes.erase(hero);
        std::erase_if(m_now.links, [hero](const auto &link) { return link.first == hero; });
    } else if (const int team = kind == 1 ? any(m_now.teams) : 0) {
        note(u"remove team %1"_s.arg(team));
        once(m_teams[team]);
        done(m_session->remove(m_teams[team]), u"remove"_s);
        m_now.teams.erase(team);
        for (auto &[number, row] : m_now.heroes)
            row.parent = row.parent == team ? 0 : row.parent;
    } else if (const int node = kind == 2 ? any(m_now.nodes) : 0) {
        note(u"remove node %1"_s.arg(node));
        flush();
        if (const int moved = any(m_now.nodes);
            moved != node && m_now.nodes[moved].parent && m_random.chance(50)) {
            m_nodes[moved]->parent = nullptr; // it is to stay, whatever becomes of its parent
            m_now.nodes[moved].parent = 0;
        }
        done(m_session->remove(m_nodes[node]), u"remove"_s);
        removeNode(node);
        flush();
    } else if (const int stock = kind == 3 ? any(m_now.stocks) : 0) {
        note(u"remove stock %1"_s.arg(stock));
        flush();
        done(m_session->remove(m_stocks[stock]), u"remove"_s);
        m_now.stocks.erase(stock);
    }
}

void Run::commit()
{
    note(u"commit"_s);
    if (!done(m_session->commit(), u"commit"_s))
        return;
    m_touched.clear();
    m_savepoints.clear();
    m_committed = m_now;
    compareDatabase();
    compareObjects();
    compareLists();
}

void Run::rollback()
{
    note(u"rollback"_s);
    done(m_session->rollback(), u"rollback"_s);
    m_touched.clear();
    m_savepoints.clear();
    m_now = m_committed;
    compareObjects();
}

void Run::nest()
{
    if (m_savepoints.size() < 3 && m_random.chance(50)) {
        note(u"begin nested"_s);
        Result<Savepoint> savepoint = m_session->beginNested();
        m_touched.clear();
        if (done(savepoint, u"begin nested"_s))
            m_savepoints.emplace_back(std::make_unique<Savepoint>(*std::move(savepoint)), m_now);
    } else if (!m_savepoints.empty()) {
        const bool keep = m_random.chance(50);
        note(keep ? u"commit nested"_s : u"roll back nested"_s);
        auto [savepoint, before] = std::move(m_savepoints.back());
        m_savepoints.pop_back();
        done(keep ? savepoint->commit() : savepoint->rollback(), u"end nested"_s);
        m_touched.clear();
        if (!keep)
            m_now = before;
        compareObjects();
    }
}

void Run::failAndMend()
{
    const int hero = any(m_now.heroes);
    const int first = any(m_now.teams);
    const int second = any(m_now.teams);
    if (hero && m_random.chance(50)) {
        note(u"violate a CHECK by hero %1"_s.arg(hero));
        m_heroes[hero]->age = -1;
        expect(!m_session->flush().has_value(), u"a CHECK is violated"_s);
        m_heroes[hero]->age = m_now.heroes[hero].number;
    } else if (first != second) {
        note(u"violate UNIQUE by team %1"_s.arg(first));
        m_teams[first]->name = m_now.teams[second].name;
        expect(!m_session->flush().has_value(), u"UNIQUE is violated"_s);
        m_teams[first]->name = m_now.teams[first].name;
    }
    if (m_random.chance(30))
        flush();
}

void Run::query()
{
    note(u"query"_s);
    const auto heroes = m_session->exec(select<Hero>()).all();
    m_touched.clear();
    if (!done(heroes, u"query"_s))
        return;
    const QSet<Hero *> found(heroes->cbegin(), heroes->cend());
    QSet<Hero *> wanted;
    for (const auto &[number, row] : m_now.heroes)
        wanted.insert(m_heroes[number]);
    expect(found == wanted, u"a query gives the session's objects"_s);
    compareObjects();
    if (const int team = any(m_now.teams)) {
        note(u"load team %1"_s.arg(team));
        done(m_teams[team]->heroes.load(), u"load"_s);
    }
    if (const int hero = any(m_now.heroes))
        done(m_heroes[hero]->team.load(), u"load"_s);
    compareLists();
}

void Run::changeElsewhere()
{
    commit();
    const int hero = any(m_now.heroes);
    if (!hero || !m_failure.isEmpty())
        return;
    note(u"hero %1 is changed elsewhere"_s.arg(hero));
    const qint64 id = *m_heroes[hero]->id;
    const int age = 100 + m_random.below(100);
    done(m_files.other().execute(u"UPDATE hero SET age = ? WHERE id = ?"_s, {qint64(age), id}),
        u"change elsewhere"_s);
    m_now.heroes[hero].number = m_committed.heroes[hero].number = age;
    done(m_session->commit(), u"commit of nothing"_s); // from here on rows are read anew
    const Result<Hero *> again = m_session->get<Hero>(id);
    if (done(again, u"get"_s))
        expect(*again == m_heroes[hero] && m_heroes[hero]->age == age, u"get() reads anew"_s);
}

void Run::refreshOrMerge()
{
    flush();
    const int hero = any(m_now.heroes);
    if (!hero)
        return;
    Hero *object = m_heroes[hero];
    if (m_random.chance(50)) {
        note(u"refresh hero %1"_s.arg(hero));
        object->name = u"lost"_s;
        done(m_session->refresh(object), u"refresh"_s);
        expect(object->name == m_now.heroes[hero].name, u"refresh() takes changes back"_s);
        return;
    }
    note(u"merge hero %1"_s.arg(hero));
    Hero copy = *object;
    copy.name = m_now.heroes[hero].name = u"m%1"_s.arg(m_next++);
    const Result<Hero *> merged = m_session->merge(copy);
    if (done(merged, u"merge"_s))
        expect(*merged == object, u"merge() finds the object"_s);
}

/// Only what is committed: the objects that rollback() restores are the session's.
void Run::expunge()
{
    commit();
    const int stock = any(m_now.stocks);
    if (!stock || !m_failure.isEmpty())
        return;
    note(u"expunge stock %1"_s.arg(stock));
    Stock *before = m_stocks[stock];
    done(m_session->expunge(before), u"expunge"_s);
    before->amount = -5;
    const Result<Stock *> again = m_session->get<Stock>(m_now.stocks[stock].name, 1);
    if (done(again, u"get"_s)) {
        expect(*again && *again != before, u"an expunged object is forgotten"_s);
        m_stocks[stock] = *again;
    }
}

void Run::step()
{
    const int action = m_random.below(100);
    if (action < 24)
        add();
    else if (action < 34)
        changeColumn();
    else if (action < 46)
        relate();
    else if (action < 54)
        moveNode();
    else if (action < 62)
        link();
    else if (action < 66)
        takeOut();
    else if (action < 68)
        orphan();
    else if (action < 75)
        removeSomething();
    else if (action < 80)
        commit();
    else if (action < 83)
        rollback();
    else if (action < 88)
        nest();
    else if (action < 92)
        failAndMend();
    else if (action < 95)
        query();
    else if (action < 97)
        changeElsewhere();
    else if (action < 99)
        refreshOrMerge();
    else
        expunge();
}

void Run::finish()
{
    if (m_failure.isEmpty())
        commit();
}

void Run::compareDatabase()
{
    QStringList rows;
    const QString sql
        = u"SELECT 'team ' || name FROM team UNION ALL "
          "SELECT 'hero ' || h.name || ' ' || coalesce(t.name, '-') || ' ' || h.age FROM hero h "
          "LEFT JOIN team t ON t.id = h.team_id UNION ALL SELECT 'mission ' || title FROM mission "
          "UNION ALL SELECT 'node ' || n.name || ' ' || coalesce(p.name, '-') FROM node n "
          "LEFT JOIN node p ON p.id = n.parent_id UNION ALL "
          "SELECT 'stock ' || sku || ' ' || amount FROM stock UNION ALL "
          "SELECT 'link ' || h.name || ' ' || m.title FROM hero_mission l "
          "JOIN hero h ON h.id = l.hero_id JOIN mission m ON m.id = l.mission_id"_s;
    const Result<RowSet> read = m_files.other().query(sql);
    if (!done(read, u"read by the other connection"_s))
        return;
    for (const QList<Value> &row : read->rows)
        rows.append(toText(row.first()));
    rows.sort();
    const QStringList wanted = m_now.text();
    expect(rows == wanted,
        u"the database has\n  %1\nand should have\n  %2"_s.arg(
            rows.join(u"\n  "), wanted.join(u"\n  ")));
}

void Run::compareObjects()
{
    for (const auto &[number, row] : m_now.heroes) {
        const Hero *hero = m_heroes[number];
        const QString what = u"hero %1 is as it should be: "_s.arg(number);
        expect(hero->name == row.name && hero->age == row.number, what + hero->name);
        expect(m_session->stateOf(hero) == ObjectState::Persistent, what + u"persistent"_s);
        expect(hero->teamId == (row.parent ? m_teams[row.parent]->id : std::nullopt),
            what + u"its team"_s);
        const Result<Hero *> same = m_session->get<Hero>(*hero->id);
        expect(same && *same == hero, what + u"one object"_s);
    }
    for (const auto &[number, row] : m_now.nodes) {
        const Node *node = m_nodes[number];
        expect(node->name == row.name
                && node->parentId == (row.parent ? m_nodes[row.parent]->id : std::nullopt),
            u"node %1 is as it should be"_s.arg(number));
    }
    for (const auto &[number, row] : m_now.stocks) {
        const Stock *stock = m_stocks[number];
        const Result<Stock *> same = m_session->get<Stock>(row.name, 1);
        expect(stock->sku == row.name && stock->amount == row.number && same && *same == stock,
            u"stock %1 is as it should be"_s.arg(number));
    }
}

/// After a flush.
void Run::compareLists()
{
    QHash<Team *, QSet<Hero *>> members;
    QHash<Hero *, QSet<Mission *>> missions;
    for (const auto &[number, row] : m_now.heroes) {
        Hero *hero = m_heroes[number];
        if (row.parent)
            members[m_teams[row.parent]].insert(hero);
        expect(!hero->team.isLoaded()
                || hero->team.get() == (row.parent ? m_teams[row.parent] : nullptr),
            u"hero %1 is loaded with its team"_s.arg(number));
    }
    for (const auto &[hero, mission] : m_now.links)
        missions[m_heroes[hero]].insert(m_missions[mission]);
    for (const auto &[number, row] : m_now.teams) {
        const Team *team = m_teams[number];
        const QSet<Hero *> loaded(team->heroes.begin(), team->heroes.end());
        expect(!team->heroes.isLoaded() || loaded == members[m_teams[number]],
            u"team %1 is loaded with its heroes"_s.arg(number));
    }
    for (const auto &[number, row] : m_now.heroes) {
        const Hero *hero = m_heroes[number];
        const QSet<Mission *> loaded(hero->missions.begin(), hero->missions.end());
        expect(!hero->missions.isLoaded() || loaded == missions[m_heroes[number]],
            u"hero %1 is loaded with its missions"_s.arg(number));
    }
}

class tst_Session_random : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_database_is_what_the_objects_say();
};

void tst_Session_random::the_database_is_what_the_objects_say()
{
    for (const quint32 seed : caseSeeds(0, caseCount(20))) {
        SessionFiles files;
        VERIFY_DONE(files.prepare());
        VERIFY_DONE(files.db().execute(u"PRAGMA synchronous = OFF"_s));
        const QString failure = Run(files, seed).go(150);
        QVERIFY2(failure.isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(failure)));
    }
}

} // namespace

QTEST_GUILESS_MAIN(tst_Session_random)
#include "tst_session_random.moc"
