// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/session.h"
#include "support/faultyvfs.h"
#include "support/sessiontest.h"

#include <QProcess>
#include <QRegularExpression>
#include <QThread>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr int committed = 5; ///< sessions that a killed process had committed when it said so

/// Disks that fail, programs that are killed, and others that write to the same file.
class tst_SessionFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { VERIFY_DONE(m_files.prepare()); }

    void nothing_is_half_done_data();
    void nothing_is_half_done();
    void a_lost_transaction_detaches_what_was_pending();
    void a_database_that_is_only_read();
    void a_killed_program_leaves_all_or_nothing();
    void A6_stale_changes_are_conflicts_data();
    void A6_stale_changes_are_conflicts();
    void A6_the_version_sees_changes_in_bulk();
    void a_row_deleted_twice_is_gone();
    void a_failed_flush_gives_orphans_back();
    void threads_of_others_are_told();
    void foreign_keys_that_lead_nowhere_are_named();
    void a_parent_that_is_missed_is_named();

private:
    /// Changes rows, removes one and adds some, with a flush in between.
    [[nodiscard]] Result<> work(Session &session);
    QString content();

    SessionFiles m_files {};
    Hero *m_added = nullptr;
};

const QString before = u"A:1:-,B:2:-"_s;
const QString after = u"A:7:-,C:3:T,D:4:T,long:20000:-"_s;

QString tst_SessionFaults::content()
{
    return toText(
        m_files.scalar(u"SELECT group_concat(x, ',') FROM (SELECT hero.name || ':' || coalesce(age,"
                       " length(secret_name)) || ':' || coalesce(team.name, '-') AS x"
                       " FROM hero LEFT JOIN team ON team.id = team_id ORDER BY hero.name)"_s));
}

Result<> tst_SessionFaults::work(Session &session)
{
    const auto heroes = session.exec(select<Hero>().orderBy(col(&Hero::name))).all();
    if (!heroes)
        return fail(heroes.error());
    heroes->at(0)->age = 7;
    if (const Result<> done = session.remove(heroes->at(1)); !done)
        return done;
    Team *team = session.add(Team {.name = u"T"_s});
    team->heroes.append(Hero {.name = u"C"_s, .age = 3});
    team->heroes.append(Hero {.name = u"D"_s, .age = 4});
    if (const Result<> done = session.flush(); !done)
        return done;
    m_added = session.add(Hero {.name = u"long"_s, .secretName = QString(20'000, u'x')});
    return session.commit();
}

void tst_SessionFaults::nothing_is_half_done_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("forGood");
    QTest::addColumn<bool>("again");
    QTest::newRow("a full disk, then a rollback") << SQLITE_FULL << false << false;
    QTest::newRow("a full disk, then the same again") << SQLITE_FULL << false << true;
    QTest::newRow("a disk that goes away, then a rollback") << SQLITE_IOERR << true << false;
    QTest::newRow("a disk that goes away, then the same again") << SQLITE_IOERR << true << true;
}

void tst_SessionFaults::nothing_is_half_done()
{
    QFETCH(int, code);
    QFETCH(bool, forGood);
    QFETCH(bool, again);
    VERIFY_DONE(m_files.other().execute(u"PRAGMA synchronous = OFF"_s));
    int failures = 0;
    for (int n = 1;; ++n) {
        VERIFY_DONE(m_files.other().executeScript(
            u"BEGIN; DELETE FROM hero; DELETE FROM team; INSERT INTO hero (name, secret_name, age) "
            "VALUES ('A', '', 1), ('B', '', 2); COMMIT"_s));
        FaultyVfs disk;
        {
            const Result<Engine> engine
                = Engine::create(m_files.url() + u"?vfs="_s + FaultyVfs::name());
            VERIFY_DONE(engine);
            Session own(*engine);
            VERIFY_DONE(own.exec(select<Hero>()).all());
            if (forGood)
                disk.failFrom(n, code);
            else
                disk.failAt(n, code);
            const Result<> done = work(own);
            const bool failed = disk.hasFailed();
            disk.heal();
            if (!failed) {
                VERIFY_DONE(done);
                QCOMPARE(content(), after);
                break;
            }
            if (!done) {
                ++failures;
                QVERIFY2(
                    done.error().code == ErrorCode::Io || done.error().code == ErrorCode::Failed,
                    qPrintable(u"%1: %2"_s.arg(n).arg(done.error().message)));
                if (again && m_added && own.stateOf(m_added) != ObjectState::Detached) {
                    VERIFY_DONE(own.commit());
                    QCOMPARE(content(), after);
                    continue;
                }
                VERIFY_DONE(own.rollback());
                QCOMPARE(content(), before);
                VERIFY_DONE(work(own));
            }
            QCOMPARE(content(), after);
            m_added = nullptr;
        }
        QVERIFY(n < 500);
    }
    qInfo("%d failures", failures);
    QVERIFY(failures > 5);
}

void tst_SessionFaults::a_lost_transaction_detaches_what_was_pending()
{
    const auto own = m_files.session();
    Hero *kept = own->add(Hero {.name = u"kept"_s});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(m_files.db().execute(u"PRAGMA max_page_count = 1"_s)); // as many as there are
    VERIFY_DONE(own->remove(kept));
    VERIFY_DONE(own->flush());
    Hero *large = own->add(Hero {.name = QString(200'000, u'x')});
    Hero *behind = own->add(Hero {.name = u"behind"_s});
    QVERIFY(!own->flush());
    if (m_files.db().inTransaction())
        QSKIP("this SQLite keeps the transaction");
    QCOMPARE(own->stateOf(large), ObjectState::Detached);
    QCOMPARE(own->stateOf(behind), ObjectState::Detached);
    QCOMPARE(own->stateOf(kept), ObjectState::Persistent);
}

void tst_SessionFaults::a_database_that_is_only_read()
{
    VERIFY_DONE(m_files.db().execute(
        u"INSERT INTO hero (id, name, secret_name, age) VALUES (1, 'A', '', 1)"_s));
    const Result<Engine> engine = Engine::create(m_files.url(), {.access = Access::Look});
    VERIFY_DONE(engine);
    Session own(*engine);
    Hero *hero = *own.get<Hero>(1);
    QVERIFY(hero);
    hero->age = 2;
    own.add(Hero {.name = u"B"_s});
    const Result<> refused = own.commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ReadOnly);
    QVERIFY2(refused.error().message.contains(u"heroes.db"), qPrintable(refused.error().message));
    QVERIFY(!own.isInTransaction());
    VERIFY_DONE(own.rollback());
    QCOMPARE(hero->age, 1);
    QCOMPARE(*own.get<Hero>(1), hero);
    QCOMPARE(m_files.names(u"hero"_s, u"name || age"_s), u"A1"_s);
}

void tst_SessionFaults::a_killed_program_leaves_all_or_nothing()
{
    constexpr int rows = 5000;
    QProcess other;
    other.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    other.start(QCoreApplication::applicationFilePath(), {u"--commit-on-and-on"_s, m_files.url()});
    QVERIFY(other.waitForStarted());
    for (int line = 0; line < committed;) {
        QVERIFY(other.canReadLine() || other.waitForReadyRead(20'000));
        for (; other.canReadLine(); ++line)
            QCOMPARE(other.readLine().trimmed(), QByteArray::number(line + 1));
    }
    other.kill();
    QVERIFY(other.waitForFinished());
    const Result<RowSet> teams
        = m_files.other().query(u"SELECT team.name, count(hero.id) FROM team LEFT JOIN hero"
                                " ON hero.team_id = team.id GROUP BY team.id"_s);
    VERIFY_DONE(teams);
    QVERIFY(teams->rows.size() >= committed);
    for (const QList<Value> &team : teams->rows)
        QCOMPARE(team[1], Value(qint64(rows)));
    QCOMPARE(m_files.scalar(u"PRAGMA integrity_check"_s), Value(u"ok"_s));
    const auto own = m_files.session();
    own->add(Team {.name = u"mine"_s});
    VERIFY_DONE(own->commit());
}

void tst_SessionFaults::A6_stale_changes_are_conflicts_data()
{
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<bool>("removes");
    QTest::newRow("an update of a column that they have set")
        << u"UPDATE hero SET age = 9"_s << false;
    QTest::newRow("an update of a row that they have deleted") << u"DELETE FROM hero"_s << false;
    QTest::newRow("a deletion of a row that they have changed elsewhere")
        << u"UPDATE hero SET secret_name = 'x'"_s << true;
}

void tst_SessionFaults::A6_stale_changes_are_conflicts()
{
    QFETCH(QString, theirs);
    QFETCH(bool, removes);
    VERIFY_DONE(m_files.db().execute(
        u"INSERT INTO hero (id, name, secret_name, age) VALUES (1, 'A', '', 1)"_s));
    const auto own = m_files.session();
    const Result<Engine> engine = Engine::create(m_files.url());
    VERIFY_DONE(engine);
    Session other(*engine);
    Hero *hero = *own->get<Hero>(1);
    VERIFY_DONE(other.execute(theirs));
    VERIFY_DONE(other.commit());
    const QString held = m_files.names(u"hero"_s, u"name || age || secret_name"_s);
    if (removes)
        VERIFY_DONE(own->remove(hero));
    else
        hero->age = 2;
    Mission *mission = own->add(Mission {.title = u"along"_s});
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QVERIFY2(refused.error().message.startsWith(u"hero 1:"), qPrintable(refused.error().message));
    QCOMPARE(m_files.names(u"hero"_s, u"name || age || secret_name"_s), held);
    QCOMPARE(m_files.names(u"mission"_s, u"title"_s), QString());
    VERIFY_DONE(own->expunge(hero));
    VERIFY_DONE(own->commit());
    QCOMPARE(own->stateOf(mission), ObjectState::Persistent);
    QCOMPARE(m_files.names(u"mission"_s, u"title"_s), u"along"_s);
}

void tst_SessionFaults::A6_the_version_sees_changes_in_bulk()
{
    const auto own = m_files.session();
    Stock *stock = own->add(Stock {.sku = u"nail"_s, .warehouse = 1, .amount = 5});
    VERIFY_DONE(own->commit());
    const auto other = std::make_unique<Session>(m_files.other(), m_files.dialect());
    VERIFY_DONE(other->exec(update<Stock>().set(col(&Stock::amount), 6)));
    VERIFY_DONE(other->commit());
    QCOMPARE(m_files.scalar(u"SELECT revision FROM stock"_s), Value(qint64(2)));
    stock->amount = 4;
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    VERIFY_DONE(own->refresh(stock));
    Stock value = *stock;
    value.amount = 8;
    VERIFY_DONE(other->bulkUpdate(QList<Stock> {value}));
    VERIFY_DONE(other->commit());
    QCOMPARE(m_files.scalar(u"SELECT amount || '/' || revision FROM stock"_s), Value(u"8/3"_s));
    // Who sets it has the last word.
    VERIFY_DONE(other->exec(update<Stock>().set(col(&Stock::revision), 40)));
    VERIFY_DONE(other->commit());
    QCOMPARE(m_files.scalar(u"SELECT revision FROM stock"_s), Value(qint64(40)));
}

void tst_SessionFaults::a_row_deleted_twice_is_gone()
{
    VERIFY_DONE(m_files.db().execute(
        u"INSERT INTO hero (id, name, secret_name, age) VALUES (1, 'A', '', 1)"_s));
    const auto own = m_files.session();
    Hero *hero = *own->get<Hero>(1);
    VERIFY_DONE(m_files.other().execute(u"DELETE FROM hero"_s));
    VERIFY_DONE(own->remove(hero));
    VERIFY_DONE(own->commit());
    QCOMPARE(own->stateOf(hero), ObjectState::Deleted);
    QCOMPARE(*own->get<Hero>(1), nullptr);
}

void tst_SessionFaults::a_failed_flush_gives_orphans_back()
{
    const auto own = m_files.session();
    Node *root = own->add(Node {.name = u"root"_s,
        .children = {Node {.name = u"a"_s, .children = {Node {.name = u"b"_s}}}}});
    VERIFY_DONE(own->commit());
    Node *child = root->children[0];
    Node *grandchild = child->children[0];
    QVERIFY(root->children.remove(child));
    Hero *bad = own->add(Hero {.name = u"bad"_s, .age = -1});
    QVERIFY(!own->commit());
    QCOMPARE(own->stateOf(child), ObjectState::Persistent);
    QCOMPARE(own->stateOf(grandchild), ObjectState::Persistent);
    root->children.append(child);
    bad->age = 1;
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM node"_s), Value(qint64(3)));
    // What the program itself has removed stays removed.
    VERIFY_DONE(own->remove(child));
    bad->age = -2;
    QVERIFY(!own->commit());
    bad->age = 2;
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"node"_s), u"root"_s);
}

void tst_SessionFaults::threads_of_others_are_told()
{
    const auto own = m_files.session();
    Team *team = own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s}}});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(own->rollback());
    QList<ErrorCode> codes;
    const auto note = [&](const auto &result) {
        codes.append(result ? ErrorCode::Failed : result.error().code);
    };
    Hero *added = nullptr;
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"add\\(\\).*another thread"_s));
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"clear\\(\\).*another thread"_s));
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        note(own->get<Hero>(1));
        note(own->exec(select<Hero>()).all());
        note(own->rows(select<Hero>()));
        note(own->exec(update<Hero>().set(col(&Hero::age), 1)));
        note(own->execute(u"DELETE FROM hero"_s));
        note(own->bulkInsert(QList<Hero> {Hero {}}));
        note(own->merge(Hero {.name = u"new"_s}));
        note(own->remove(team));
        note(own->refresh(team));
        note(own->expunge(team));
        note(own->load(QList<Team *> {team}, &Team::heroes));
        note(team->heroes.load());
        note(own->flush());
        note(own->commit());
        note(own->rollback());
        note(own->beginNested());
        added = own->add(Hero {.name = u"B"_s});
        own->clear();
    }));
    thread->start();
    QVERIFY(thread->wait());
    QCOMPARE(codes, QList<ErrorCode>(16, ErrorCode::Usage));
    QCOMPARE(added, nullptr);
    QCOMPARE(own->stateOf(team), ObjectState::Persistent);
    own->add(Hero {.name = u"C"_s});
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"hero"_s), u"A,C"_s);
}

void tst_SessionFaults::foreign_keys_that_lead_nowhere_are_named()
{
    const auto own = m_files.session();
    own->add(Hero {.name = u"A"_s});
    Hero *lost = own->add(Hero {.name = u"B"_s, .teamId = 77});
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Violation);
    QVERIFY2(refused.error().message.contains(u"hero 2: team_id = 77")
            && refused.error().message.contains(u"\"team\""),
        qPrintable(refused.error().message));
    lost->teamId = std::nullopt;
    VERIFY_DONE(own->commit());
}

void tst_SessionFaults::a_parent_that_is_missed_is_named()
{
    const auto own = m_files.session();
    const QList<Node *> nodes = own->addAll<Node>({{.name = u"parent"_s}, {.name = u"child"_s}});
    nodes[1]->parent = nodes[0];
    VERIFY_DONE(own->commit());
    const auto other = m_files.session();
    // In the database alone, and so unknown to the relationship of the session.
    VERIFY_DONE(other->get<Node>(2));
    VERIFY_DONE(other->exec(deleteFrom<Node>().where(col(&Node::id) == 1)));
    const Result<> refused = other->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Violation);
    VERIFY_DONE(other->rollback());
    QCOMPARE(m_files.names(u"node"_s), u"parent,child"_s);
}

/// Commits teams of many heroes until it is killed, and says so each time.
int commitOnAndOn(const QString &url)
{
    const Result<Engine> engine = Engine::create(url);
    if (!engine)
        return 1;
    Session session(*engine);
    for (int number = 1;; ++number) {
        Team *team = session.add(Team {.name = QString::number(number)});
        for (int i = 0; i < 5000; ++i)
            team->heroes.append(Hero {.name = QString(20, u'x')});
        if (const Result<> done = session.commit(); !done) {
            fprintf(stderr, "%s\n", qPrintable(done.error().message));
            return 1;
        }
        printf("%d\n", number);
        fflush(stdout);
    }
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--commit-on-and-on") == 0)
        return commitOnAndOn(QString::fromLocal8Bit(argv[2]));
    QCoreApplication application(argc, argv);
    tst_SessionFaults test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_session_faults.moc"
