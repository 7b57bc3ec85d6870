// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/dialect.h"
#include "joinery/session/createall.h"
#include "support/testutils.h"

#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

const QString team = u"CREATE TABLE team (id INTEGER PRIMARY KEY, name VARCHAR(80) UNIQUE)"_s;
const QString hero
    = u"CREATE TABLE hero (id INTEGER PRIMARY KEY, name TEXT, team_id BIGINT REFERENCES team (id));"
      "CREATE INDEX ix_hero_name ON hero (name);"
      "CREATE TRIGGER tr_hero AFTER INSERT ON hero BEGIN UPDATE team SET name = name; END"_s;
const QString names = u"CREATE VIEW names AS SELECT name FROM hero"_s;

/// The schema that the script makes.
MetaData metaDataOf(const QString &script)
{
    const auto scratch = Engine::create(u"sqlite://"_s);
    const auto connection = scratch->connect();
    const auto done = connection->executor().executeScript(script);
    if (!done)
        qFatal("%s", qPrintable(errorText(done.error())));
    return *scratch->dialect().inspector().reflect(connection->executor());
}

MetaData everything()
{
    return metaDataOf(team + u';' + hero + u';' + names);
}

} // namespace

class TestCreateAll : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QStringList m_statements;
    std::optional<Engine> m_engine;

    QString names() const
    {
        const auto rows = m_engine->query(
            u"SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE sql IS NOT NULL "
            "ORDER BY name)"_s);
        return rows ? toText(rows->scalar()) : rows.error().message;
    }
    void run(const QString &script) const
    {
        VERIFY_RESULT(m_engine->connect()->executor().executeScript(script));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto engine = Engine::create(u"sqlite:///"_s + m_folder->filePath(u"x.db"_s),
            {.observer
                = [this](const StatementReport &report) { m_statements.append(report.sql); }});
        VERIFY_RESULT(engine);
        m_engine = *engine;
        m_statements.clear();
    }

    void S8_everythingIsCreatedInAnOrderThatWorks()
    {
        const MetaData wanted = everything();
        VERIFY_RESULT(createAll(*m_engine, wanted));
        QCOMPARE(names(), u"hero,ix_hero_name,names,team,tr_hero"_s);
        const auto connection = m_engine->connect();
        const auto live = m_engine->dialect().inspector().reflect(connection->executor());
        VERIFY_RESULT(live);
        QCOMPARE(*live, wanted);
    }

    void S8_onlyMissingTablesAreCreatedAndNoneIsAltered()
    {
        run(u"CREATE TABLE Team (other TEXT); INSERT INTO Team VALUES ('kept')"_s);
        VERIFY_RESULT(createAll(*m_engine, metaDataOf(team + u';' + hero)));
        QCOMPARE(toText(m_engine->query(u"SELECT * FROM team"_s)->scalar()), u"kept"_s);
        QCOMPARE(names(), u"Team,hero,ix_hero_name,tr_hero"_s);
    }

    void S8_aSecondCallChangesNothingAndTakesNoLock()
    {
        VERIFY_RESULT(createAll(*m_engine, everything()));
        m_statements.clear();
        VERIFY_RESULT(createAll(*m_engine, everything()));
        for (const QString &statement : std::as_const(m_statements))
            QVERIFY2(!statement.startsWith(u"BEGIN"_s) && !statement.startsWith(u"CREATE"_s),
                qPrintable(statement));
    }

    void aRenameIsNotCarriedOut()
    {
        run(u"CREATE TABLE crew (id INTEGER PRIMARY KEY); INSERT INTO crew VALUES (1)"_s);
        MetaData wanted = metaDataOf(team);
        wanted.tables[u"team"_s].renamedFrom = u"crew"_s;
        VERIFY_RESULT(createAll(*m_engine, wanted));
        QCOMPARE(names(), u"crew,team"_s);
        QCOMPARE(toInt(m_engine->query(u"SELECT count(*) FROM crew"_s)->scalar()), 1);
    }

    void tablesThatReferToEachOtherAreCreated()
    {
        VERIFY_RESULT(createAll(*m_engine,
            metaDataOf(
                u"CREATE TABLE a (id INTEGER PRIMARY KEY, b_id BIGINT REFERENCES b (id));"
                "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id BIGINT REFERENCES a (id))"_s)));
        QCOMPARE(names(), u"a,b"_s);
    }

    void allOrNothing()
    {
        run(u"CREATE TABLE names (a)"_s);
        const auto done = createAll(*m_engine, everything());
        QVERIFY(!done);
        QVERIFY2(done.error().message.contains(u"names"_s), qPrintable(errorText(done.error())));
        QCOMPARE(names(), u"names"_s);
    }

    void withinATransactionItIsRefused()
    {
        const auto connection = m_engine->connect();
        VERIFY_RESULT(connection->executor().execute(u"BEGIN"_s));
        const auto done = createAll(connection->executor(), m_engine->dialect(), metaDataOf(team));
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Unsupported);
    }

    void aDatabaseInMemoryKeepsWhatIsCreated()
    {
        m_engine = *Engine::create(u"sqlite://"_s);
        VERIFY_RESULT(createAll(*m_engine, everything()));
        QCOMPARE(names(), u"hero,ix_hero_name,names,team,tr_hero"_s);
    }

    void everythingIsDroppedRowsIncluded()
    {
        VERIFY_RESULT(createAll(*m_engine, everything()));
        run(u"INSERT INTO team VALUES (1, 'x'); INSERT INTO hero VALUES (1, 'y', 1);"
            "CREATE TABLE other (a)"_s);
        VERIFY_RESULT(dropAll(*m_engine, everything()));
        QCOMPARE(names(), u"other"_s);
        VERIFY_RESULT(dropAll(*m_engine, everything()));
        QCOMPARE(toInt(m_engine->query(u"PRAGMA foreign_keys"_s)->scalar()), 1);
    }

    void droppingWhatRowsReferToIsRefused()
    {
        VERIFY_RESULT(createAll(*m_engine, metaDataOf(team + u';' + hero)));
        run(u"INSERT INTO team VALUES (1, 'x'); INSERT INTO hero VALUES (1, 'y', 1)"_s);
        const auto done = dropAll(*m_engine, metaDataOf(team));
        QVERIFY(!done);
        QCOMPARE(toInt(m_engine->query(u"SELECT count(*) FROM team"_s)->scalar()), 1);
    }
};

QTEST_GUILESS_MAIN(TestCreateAll)
#include "tst_createall.moc"
