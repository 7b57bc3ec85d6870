// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/createall.h"
#include "joinery/session/session.h"
#include "support/sessiontest.h"

#include <QElapsedTimer>
#include <QFile>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

struct Page;
struct Book;
struct Shelf
{
    std::optional<qint64> id {};
    QString name {};
    RelatedList<Book> books {};
};
struct Book
{
    std::optional<qint64> id {};
    QString title {};
    qint64 shelfId = 0;
    Related<Shelf> shelf {};
    RelatedList<Page> pages {};
};
struct Page
{
    std::optional<qint64> id {};
    int number = 0;
    qint64 bookId = 0;
};

} // namespace

namespace joinery {

template <>
inline constexpr auto mapping<Shelf> = model<Shelf>("shelf", column("id", &Shelf::id),
    column("name", &Shelf::name), oneToMany(&Shelf::books, &Book::shelfId).cascadeDelete());
template <>
inline constexpr auto mapping<Book> = model<Book>("book", column("id", &Book::id),
    column("title", &Book::title),
    column("shelf_id", &Book::shelfId, index, references(&Shelf::id)),
    manyToOne(&Book::shelf, &Book::shelfId),
    oneToMany(&Book::pages, &Page::bookId).cascadeDelete());
template <>
inline constexpr auto mapping<Page> = model<Page>("page", column("id", &Page::id),
    column("number", &Page::number),
    column("book_id", &Page::bookId, index, references(&Book::id)));

} // namespace joinery

namespace {

/// Quadratic work takes twice as long here; what there is takes a tenth.
constexpr qint64 tooLong = 4'000;

/// Many objects: nothing recurses, nothing is quadratic.
class tst_SessionMany : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void a_parent_of_100000_children();
    void a_cascade_over_children_and_grandchildren();
    void a_chain_of_20000_nodes();
    void a_chain_that_is_never_added();
    void a_chain_through_two_models();
    void a_joined_list_of_many();
    void many_links_of_objects_that_go();

private:
    qint64 count(const char *table)
    {
        return toInt(m_files.scalar(u"SELECT count(*) FROM "_s + QLatin1StringView(table)));
    }
    SessionFiles m_files {};
};

void tst_SessionMany::init()
{
    VERIFY_DONE(m_files.prepare());
    VERIFY_DONE(createAll(m_files.db(), m_files.dialect(), metaDataOf<Shelf, Book, Page>()));
    VERIFY_DONE(m_files.db().execute(u"CREATE INDEX ix_node_parent ON node (parent_id)"_s));
}

#define VERIFY_QUICK(timer, what, limit)                                                           \
    do {                                                                                           \
        const qint64 taken = (timer).restart();                                                    \
        qInfo("%s: %lld ms", what, static_cast<long long>(taken));                                 \
        QVERIFY2(taken < (limit), what);                                                           \
    } while (false)

void tst_SessionMany::a_parent_of_100000_children()
{
    constexpr int many = 100'000;
    QElapsedTimer timer;
    timer.start();
    {
        const auto own = m_files.session();
        Shelf *shelf = own->add(Shelf {.name = u"long"_s});
        for (int i = 0; i < many; ++i)
            shelf->books.append(Book {.title = QString::number(i)});
        VERIFY_DONE(own->commit());
        QCOMPARE(shelf->books.size(), many);
        QCOMPARE(shelf->books[many - 1]->shelfId, *shelf->id);
        VERIFY_QUICK(timer, "add and commit", 5 * tooLong);
    }
    {
        const auto own = m_files.session();
        Shelf *shelf = *own->get<Shelf>(1);
        VERIFY_DONE(shelf->books.load());
        QCOMPARE(shelf->books.size(), many);
        QCOMPARE(shelf->books[many / 2]->title, QString::number(many / 2));
        VERIFY_QUICK(timer, "load", 5 * tooLong);
        QVERIFY(shelf->books.remove(shelf->books[many / 2]));
        VERIFY_DONE(own->commit());
        QCOMPARE(shelf->books.size(), many - 1);
        VERIFY_QUICK(timer, "remove one", 5 * tooLong);
        QCOMPARE(count("book"), many - 1);
    }
    const auto own = m_files.session();
    VERIFY_DONE(own->remove(*own->get<Shelf>(1)));
    VERIFY_DONE(own->commit());
    VERIFY_QUICK(timer, "cascade delete", 5 * tooLong);
    QCOMPARE(count("book") + count("shelf"), 0);
}

void tst_SessionMany::a_cascade_over_children_and_grandchildren()
{
    {
        const auto own = m_files.session();
        Shelf *shelf = own->add(Shelf {.name = u"deep"_s});
        for (int i = 0; i < 10'000; ++i)
            shelf->books.append(Book {.title = u"b"_s,
                .pages = {Page {.number = 1}, Page {.number = 2}, Page {.number = 3}}});
        VERIFY_DONE(own->commit());
        QCOMPARE(count("page"), 30'000);
    }
    int statements = 0;
    const Result<Engine> engine
        = Engine::create(m_files.url(), {.observer = [&](const StatementReport &report) {
              statements += report.sql.startsWith(u"SELECT") ? 1 : 0;
          }});
    VERIFY_DONE(engine);
    Session own(*engine);
    QElapsedTimer timer;
    timer.start();
    VERIFY_DONE(own.remove(*own.get<Shelf>(1)));
    VERIFY_DONE(own.commit());
    VERIFY_QUICK(timer, "cascade", tooLong);
    QCOMPARE(count("page") + count("book") + count("shelf"), 0);
    QVERIFY2(statements < 30, qPrintable(QString::number(statements))); // 500 keys to a statement
}

void tst_SessionMany::a_chain_of_20000_nodes()
{
    constexpr int many = 20'000;
    QElapsedTimer timer;
    timer.start();
    {
        const auto own = m_files.session();
        Node *node = own->add(Node {.name = u"0"_s});
        for (int i = 1; i < many; ++i)
            node = node->children.append(Node {.name = QString::number(i)});
        VERIFY_DONE(own->commit());
        VERIFY_QUICK(timer, "add and commit", tooLong);
    }
    QCOMPARE(count("node"), many);
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM node c JOIN node p ON p.id = c.parent_id "
                            "WHERE c.name = p.name + 1"_s),
        Value(qint64(many - 1)));
    const auto own = m_files.session();
    const auto root = own->exec(select<Node>().where(col(&Node::name) == u"0"_s)).one();
    VERIFY_DONE(root);
    VERIFY_DONE(own->remove(*root));
    timer.restart();
    VERIFY_DONE(own->commit());
    VERIFY_QUICK(timer, "cascade delete", tooLong);
    QCOMPARE(count("node"), 0);
}

void tst_SessionMany::a_chain_that_is_never_added()
{
    Node root {.name = u"root"_s};
    Node *node = &root;
    for (int i = 0; i < 200'000; ++i)
        node = node->children.append(Node {.name = u"n"_s});
    Node upwards {.name = u"leaf"_s};
    for (int i = 0; i < 200'000; ++i)
        upwards = Node {.name = u"n"_s, .parent = std::move(upwards)};
    QVERIFY(upwards.parent.isLoaded());
    {
        const auto own = m_files.session();
        own->add(root);
        own->add(upwards); // and the session ends without a flush
    }
    QCOMPARE(count("node"), 0);
}

void tst_SessionMany::a_chain_through_two_models()
{
    constexpr int many = 5'000;
    const auto own = m_files.session();
    Hero first {.name = u"0"_s};
    Hero *hero = &first;
    for (int i = 1; i <= many; ++i) {
        Mission *mission = hero->missions.append(Mission {.title = QString::number(i)});
        hero = mission->heroes.append(Hero {.name = QString::number(i)});
    }
    own->add(first);
    QElapsedTimer timer;
    timer.start();
    VERIFY_DONE(own->commit());
    VERIFY_QUICK(timer, "add and commit", tooLong);
    QCOMPARE(count("hero"), many + 1);
    QCOMPARE(count("hero_mission"), 2 * many);
}

void tst_SessionMany::a_joined_list_of_many()
{
    constexpr int many = 50'000;
    {
        const auto own = m_files.session();
        Team *team = own->add(Team {.name = u"T"_s});
        for (int i = 0; i < many; ++i)
            team->heroes.append(Hero {.name = u"h"_s});
        VERIFY_DONE(own->commit());
    }
    const auto own = m_files.session();
    QElapsedTimer timer;
    timer.start();
    const auto teams = own->exec(select<Team>().options(joined(&Team::heroes))).all();
    VERIFY_DONE(teams);
    QCOMPARE(teams->first()->heroes.size(), many);
    VERIFY_QUICK(timer, "joined", tooLong);
}

void tst_SessionMany::many_links_of_objects_that_go()
{
    constexpr int many = 5'000;
    const auto own = m_files.session();
    QList<Hero *> heroes;
    for (int i = 0; i < many; ++i)
        heroes.append(own->add(Hero {.name = u"h"_s, .missions = {Mission {.title = u"m"_s}}}));
    VERIFY_DONE(own->commit());
    const auto missions = own->exec(select<Mission>().options(selectIn(&Mission::heroes))).all();
    VERIFY_DONE(missions);
    for (Hero *hero : std::as_const(heroes))
        VERIFY_DONE(own->remove(hero));
    QElapsedTimer timer;
    timer.start();
    VERIFY_DONE(own->commit());
    VERIFY_QUICK(timer, "remove all", tooLong);
    for (const Mission *mission : *missions)
        QVERIFY(mission->heroes.isEmpty());
    QCOMPARE(count("hero_mission"), 0);
}

} // namespace

QTEST_GUILESS_MAIN(tst_SessionMany)
#include "tst_session_many.moc"
