// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/session.h"
#include "support/sessiontest.h"

#include <limits>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr int many = 700;

/// Flushes of many new objects: rows go many at once, and every object gets the key of its row.
class tst_FlushInserts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { VERIFY_DONE(m_files.prepare()); }

    void every_object_has_the_key_of_its_row_data();
    void every_object_has_the_key_of_its_row();
    void rows_go_many_at_once_data();
    void rows_go_many_at_once();
    void the_row_at_fault_is_named();
    void a_row_kept_out_by_a_trigger_is_named();
    void children_get_the_keys_of_their_parents();
    void hidden_keys_are_those_of_the_rows();

private:
    void makeNodes(const QString &sql);

    SessionFiles m_files {};
};

void tst_FlushInserts::makeNodes(const QString &sql)
{
    if (sql.startsWith(u"CREATE TABLE"))
        VERIFY_DONE(m_files.other().execute(u"DROP TABLE node"_s));
    if (!sql.isEmpty())
        VERIFY_DONE(m_files.other().execute(sql));
}

void tst_FlushInserts::every_object_has_the_key_of_its_row_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("everyHasKey"); // the how manieth object has a key of its own
    QTest::newRow("a plain table") << QString() << 0;
    QTest::newRow("AUTOINCREMENT")
        << u"CREATE TABLE node (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, parent_id INTEGER)"_s
        << 0;
    QTest::newRow("keys given in between") << QString() << 90;
    QTest::newRow("keys given to every other one") << QString() << 2;
    QTest::newRow("a trigger adds rows")
        << u"CREATE TRIGGER more AFTER INSERT ON node WHEN new.name LIKE '%7' "
           "BEGIN INSERT INTO node (name) VALUES ('extra'); END"_s
        << 0;
    QTest::newRow("a trigger, the name in another case, leaves gaps")
        << u"CREATE TRIGGER less AFTER INSERT ON NODE WHEN new.name LIKE '%7' "
           "BEGIN INSERT INTO node (id, name) VALUES (new.id + 2, 'gap'); END"_s
        << 0;
    QTest::newRow("keys run out")
        << u"INSERT INTO node (id, name) VALUES (9223372036854775500, 'late')"_s << 0;
    QTest::newRow("a rule that replaces rows")
        << u"CREATE TABLE node (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, "
           "name TEXT UNIQUE ON CONFLICT IGNORE, parent_id INTEGER)"_s
        << 0;
}

void tst_FlushInserts::every_object_has_the_key_of_its_row()
{
    QFETCH(const QString, sql);
    QFETCH(const int, everyHasKey);
    makeNodes(sql);
    const auto own = m_files.session();
    QList<Node *> nodes;
    for (int i = 1; i <= many; ++i) {
        Node node {.name = u"n%1"_s.arg(i)};
        if (everyHasKey > 0 && i % everyHasKey == 0)
            node.id = 100'000 + i * 3;
        nodes.append(own->add(node));
    }
    VERIFY_DONE(own->commit());
    for (const Node *node : std::as_const(nodes)) {
        QVERIFY(node->id);
        QCOMPARE(m_files.scalar(u"SELECT name FROM node WHERE id = %1"_s.arg(*node->id)),
            Value(node->name));
    }
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM node WHERE name GLOB 'n[0-9]*'"_s),
        Value(qint64(many)));
}

void tst_FlushInserts::rows_go_many_at_once_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("atOnce");
    QTest::newRow("a plain table") << QString() << true;
    QTest::newRow("a table with a trigger")
        << u"CREATE TRIGGER t AFTER UPDATE ON node BEGIN SELECT 1; END"_s << false;
}

void tst_FlushInserts::rows_go_many_at_once()
{
    QFETCH(const QString, sql);
    QFETCH(const bool, atOnce);
    makeNodes(sql);
    int statements = 0;
    const auto count = [&](const StatementReport &report) {
        statements += report.sql.startsWith(u"INSERT") ? 1 : 0;
    };
    const Result<Engine> engine = Engine::create(m_files.url(), {.observer = count});
    VERIFY_DONE(engine);
    Session session(*engine);
    for (int i = 0; i < many; ++i)
        session.add(Node {.name = QString::number(i)});
    VERIFY_DONE(session.commit());
    QVERIFY2(atOnce ? statements < many / 5 : statements == many,
        qPrintable(QString::number(statements)));
}

void tst_FlushInserts::the_row_at_fault_is_named()
{
    const auto own = m_files.session();
    QList<Hero *> heroes;
    for (int i = 0; i < many; ++i)
        heroes.append(own->add(Hero {.name = u"h%1"_s.arg(i), .age = i == 500 ? -5 : i}));
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Violation);
    QVERIFY2(refused.error().message.contains(u"-5"), qPrintable(refused.error().message));
    for (const Hero *hero : std::as_const(heroes))
        QVERIFY(!hero->id && own->stateOf(hero) == ObjectState::Pending);
    heroes[500]->age = 5;
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero WHERE 'h' || (id - 1) = name"_s),
        Value(qint64(many)));
}

void tst_FlushInserts::a_row_kept_out_by_a_trigger_is_named()
{
    makeNodes(u"CREATE TRIGGER keep BEFORE INSERT ON node WHEN new.name = '500' "
              "BEGIN SELECT RAISE(IGNORE); END"_s);
    const auto own = m_files.session();
    for (int i = 0; i < many; ++i)
        own->add(Node {.name = QString::number(i)});
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"trigger"), qPrintable(refused.error().message));
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM node"_s), Value(qint64(0)));
}

void tst_FlushInserts::children_get_the_keys_of_their_parents()
{
    const auto own = m_files.session();
    for (int i = 0; i < many; ++i) {
        Team *team = own->add(Team {.name = u"t%1"_s.arg(i)});
        own->add(Hero {.name = u"t%1"_s.arg(i)})->team = team;
    }
    VERIFY_DONE(own->commit());
    QCOMPARE(
        m_files.scalar(
            u"SELECT count(*) FROM hero JOIN team ON team.id = team_id AND team.name = hero.name"_s),
        Value(qint64(many)));
}

void tst_FlushInserts::hidden_keys_are_those_of_the_rows()
{
    const auto own = m_files.session();
    QList<Note *> notes;
    for (int i = 0; i < many; ++i)
        notes.append(own->add(Note {.text = u"n%1"_s.arg(i)}));
    VERIFY_DONE(own->commit());
    for (Note *note : std::as_const(notes))
        note->text += u"!"_s;
    VERIFY_DONE(own->remove(notes[300]));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM note WHERE 'n' || (id - 1) || '!' = text"_s),
        Value(qint64(many - 1)));
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM note WHERE id = 301"_s), Value(qint64(0)));
}

} // namespace

QTEST_GUILESS_MAIN(tst_FlushInserts)
#include "tst_flushinserts.moc"
