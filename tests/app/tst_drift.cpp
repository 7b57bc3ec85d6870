// SPDX-License-Identifier: MPL-2.0
// What somebody changed in the database by other means is noticed, and the ways out that are named
// lead out.
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestDrift : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void checkFindsWhatNoRevisionDid_data();
    void checkFindsWhatNoRevisionDid();
    void keepingItAsCheckSays();
    void undoingItAsCheckSays();
    void undoingItAsMigrateSays();
    void whatPullingWouldUndoIsNotOfferedToBeKept();

private:
    CliRun run(const QStringList &arguments) const
    {
        return m_project->run(arguments + QStringList {u"--no-input"_s});
    }
    QStringList problems() const
    {
        QStringList texts;
        const CliRun checked = run({u"db"_s, u"check"_s, u"--json"_s});
        for (const QJsonValue &problem : checked.json()[u"problems"_s].toArray())
            texts.append(problem.toString());
        if ((checked.status == 3) == texts.isEmpty())
            texts.append(u"exit status %1: %2"_s.arg(checked.status).arg(checked.text()));
        return texts;
    }
    /// The commands that stand in backticks.
    static QList<QStringList> commandsIn(const QString &text)
    {
        QList<QStringList> commands;
        static const QRegularExpression quoted(u"`joinery ([^`]*)`"_s);
        for (auto it = quoted.globalMatch(text); it.hasNext();)
            commands.append(it.next().captured(1).split(u' '));
        return commands;
    }
    void addToModel() const
    {
        QFile file(m_project->folder() + u"/models/other.yaml"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("joinery: 1\ntable: other\ncolumns:\n  - {name: a, type: text}\n");
    }

    std::unique_ptr<CliProject> m_project {};
};

void TestDrift::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);"
                           "INSERT INTO t VALUES (1, 'x')"_s));
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, run({u"db"_s, u"adopt"_s, u"-m"_s, u"baseline"_s}));
    QCOMPARE(problems(), QStringList());
}

void TestDrift::checkFindsWhatNoRevisionDid_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("words");
    QTest::newRow("a column") << u"ALTER TABLE t ADD COLUMN b TEXT"_s << u"add column \"b\""_s;
    QTest::newRow("a table") << u"CREATE TABLE u (a TEXT)"_s << u"add table \"u\""_s;
    QTest::newRow("a table that is gone") << u"DROP TABLE t"_s << u"drop table \"t\""_s;
    QTest::newRow("an index") << u"CREATE INDEX ix ON t (a)"_s << u"index \"ix\""_s;
    QTest::newRow("a view") << u"CREATE VIEW v AS SELECT a FROM t"_s << u"view \"v\""_s;
}

void TestDrift::checkFindsWhatNoRevisionDid()
{
    QFETCH(QString, sql);
    QFETCH(QString, words);
    QVERIFY(m_project->sql(sql));
    const QStringList found = problems();
    QCOMPARE(found.size(), 1);
    QVERIFY2(found[0].contains(words), qPrintable(found[0]));
}

void TestDrift::keepingItAsCheckSays()
{
    QVERIFY(m_project->sql(u"ALTER TABLE t ADD COLUMN b TEXT; UPDATE t SET b = 'by hand'"_s));
    const QString told = problems().join(u' ');
    QList<QStringList> commands = commandsIn(told);
    QCOMPARE(commands.size(), 4);
    for (const QStringList &command : commands.first(3))
        VERIFY_CLI(0, run(command));
    QCOMPARE(problems(), QStringList());
    QCOMPARE(m_project->revisionFiles().size(), 2);
    QCOMPARE(m_project->scalar(u"SELECT b FROM t"_s), u"by hand"_s);
}

void TestDrift::undoingItAsCheckSays()
{
    QVERIFY(m_project->sql(u"ALTER TABLE t ADD COLUMN b TEXT; CREATE TABLE u (a)"_s));
    const QString told = problems().join(u' ');
    const CliRun undo = run(commandsIn(told).last());
    VERIFY_CLI(3, undo);
    QVERIFY(m_project->sql(undo.out));
    QCOMPARE(problems(), QStringList());
    QCOMPARE(m_project->scalar(u"SELECT a FROM t"_s), u"x"_s);
}

void TestDrift::undoingItAsMigrateSays()
{
    QFile model(m_project->folder() + u"/models/t.yaml"_s);
    QVERIFY(model.open(QIODevice::ReadWrite));
    const QByteArray text = model.readAll();
    model.resize(0);
    model.seek(0);
    model.write(QByteArray(text).replace("type: text}", "type: text, nullable: false}"));
    model.close();
    VERIFY_CLI(0, run({u"db"_s, u"makemigrations"_s}));
    QVERIFY(m_project->sql(u"ALTER TABLE t ADD COLUMN b TEXT"_s));
    const CliRun refused = run({u"db"_s, u"migrate"_s});
    VERIFY_CLI(1, refused);
    QStringList command = commandsIn(refused.err).last();
    QCOMPARE(command.first(2), (QStringList {u"diff"_s, u"URL"_s}));
    command[1] = m_project->databaseUrl();
    const CliRun undo = run(command + QStringList {u"--format"_s, u"sql"_s});
    VERIFY_CLI(3, undo);
    QVERIFY(m_project->sql(undo.out));
    VERIFY_CLI(0, run({u"db"_s, u"migrate"_s}));
    QCOMPARE(problems(), QStringList());
}

void TestDrift::whatPullingWouldUndoIsNotOfferedToBeKept()
{
    addToModel();
    QVERIFY(m_project->sql(u"ALTER TABLE t ADD COLUMN b TEXT"_s));
    const QStringList found = problems();
    QCOMPARE(found.size(), 2);
    QVERIFY2(!found.join(u' ').contains(u"joinery pull"), qPrintable(found.join(u' ')));
    QCOMPARE(commandsIn(found[1]).size(), 1);
}

QTEST_GUILESS_MAIN(TestDrift)
#include "tst_drift.moc"
