// SPDX-License-Identifier: MPL-2.0
// Revisions that people write themselves, and what may go wrong with them.
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestHandWritten : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aRebuildByHandKeepsTheChildren();
    void aPragmaWithoutEffectIsRefused();
    void aStoppedRevisionComesFirst();
    void aStoppedRevisionGoesOnWhenMended();
    void takingBackGoesByWhatWasApplied();
    void aProtectedEnvironmentAsksTwice();
    void columnsOfOneNameAreAllInTheJson();

private:
    void write(const QString &id, const QString &down, const QString &body) const
    {
        QFile file(u"%1/migrations/versions/20300101T00000%2_%3_by_hand.sql"_s.arg(
            m_project->folder(), id.left(1) == u"a"_s ? u"1"_s : u"2"_s, id));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            u"-- joinery: 1\n-- revision: %1\n-- down_revision: %2\n-- message: by hand\n%3"_s
                .arg(id, down, body)
                .toUtf8());
    }
    CliRun migrate() const { return m_project->run({u"db"_s, u"migrate"_s, u"--no-input"_s}); }

    std::unique_ptr<CliProject> m_project {};
    QString m_base {};
};

void TestHandWritten::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(
        u"CREATE TABLE p (id INTEGER PRIMARY KEY, a VARCHAR(9));"
        "CREATE TABLE c (id INTEGER PRIMARY KEY, pid INT REFERENCES p (id) ON DELETE CASCADE);"
        "INSERT INTO p VALUES (1, 'x'), (2, 'y'); INSERT INTO c VALUES (1, 1), (2, 2)"_s));
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, m_project->run({u"db"_s, u"adopt"_s}));
    m_base = m_project->run({u"db"_s, u"heads"_s, u"--json"_s})
                 .json()[u"heads"_s]
                 .toArray()
                 .first()
                 .toString();
}

void TestHandWritten::aRebuildByHandKeepsTheChildren()
{
    write(u"aaaaaaaaaaaa"_s, m_base,
        u"-- upgrade\nCREATE TABLE n (id INTEGER PRIMARY KEY, a VARCHAR(9) NOT NULL);\n"
        "INSERT INTO n SELECT * FROM p;\nDROP TABLE p;\nALTER TABLE n RENAME TO p;\n"_s);
    VERIFY_CLI(0, migrate());
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM p"_s), u"2"_s);
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM c"_s), u"2"_s);
    QCOMPARE(m_project->scalar(u"SELECT \"table\" FROM pragma_foreign_key_list('c')"_s), u"p"_s);
}

void TestHandWritten::aPragmaWithoutEffectIsRefused()
{
    write(u"aaaaaaaaaaaa"_s, m_base,
        u"-- upgrade\nPRAGMA foreign_keys=OFF;\nUPDATE p SET a = 'z';\n"_s);
    const CliRun run = migrate();
    VERIFY_CLI(1, run);
    QVERIFY2(run.err.contains(u"foreign_keys"_s), qPrintable(run.err));
    QCOMPARE(m_project->scalar(u"SELECT group_concat(a) FROM p"_s), u"x,y"_s);
}

void TestHandWritten::aStoppedRevisionComesFirst()
{
    write(u"aaaaaaaaaaaa"_s, m_base,
        u"-- transaction: none\n-- upgrade\nINSERT INTO p VALUES (3, 'first');\nINSERT INTO p "
        u"VALUES (4, "
        "nofn());\n-- downgrade\nDELETE FROM p WHERE id = 3;\n"_s);
    VERIFY_CLI(1, migrate());
    const CliRun back = m_project->run({u"db"_s, u"downgrade"_s, u"-1"_s, u"--yes"_s});
    VERIFY_CLI(1, back);
    QVERIFY2(back.err.contains(u"stopped at statement 2"_s), qPrintable(back.err));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM joinery_revision"_s), u"2"_s);
}

void TestHandWritten::aStoppedRevisionGoesOnWhenMended()
{
    const QString body
        = u"-- transaction: none\n-- upgrade\nINSERT INTO p VALUES (3, 'first');\n"
          "INSERT INTO p VALUES (4, %1);\n-- downgrade\nDELETE FROM p WHERE id > 2;\n"_s;
    write(u"aaaaaaaaaaaa"_s, m_base, body.arg(u"nofn()"_s));
    VERIFY_CLI(1, migrate());
    write(u"aaaaaaaaaaaa"_s, m_base, body.arg(u"'second'"_s));
    VERIFY_CLI(0, migrate());
    QCOMPARE(m_project->scalar(u"SELECT group_concat(a) FROM p"_s), u"x,y,first,second"_s);
}

void TestHandWritten::takingBackGoesByWhatWasApplied()
{
    write(u"aaaaaaaaaaaa"_s, m_base,
        u"-- upgrade\nINSERT INTO p VALUES (3, 'z');\n-- downgrade\nDELETE FROM p WHERE id = 3;\n"_s);
    VERIFY_CLI(0, migrate());
    write(u"aaaaaaaaaaaa"_s, m_base,
        u"-- upgrade\nINSERT INTO p VALUES (3, 'z');\n-- downgrade\nDELETE FROM p;\n"_s);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"downgrade"_s, u"-1"_s, u"--yes"_s}));
    QCOMPARE(m_project->scalar(u"SELECT group_concat(a) FROM p"_s), u"x,y"_s);
}

void TestHandWritten::aProtectedEnvironmentAsksTwice()
{
    QFile file(m_project->folder() + u"/joinery.yaml"_s);
    QVERIFY(file.open(QIODevice::Append));
    file.write("environments:\n  live: {database: \"sqlite:///live.db\", protected: true}\n");
    file.close();
    const QStringList command {u"db"_s, u"migrate"_s, u"--env"_s, u"live"_s, u"--no-input"_s};
    VERIFY_CLI(4, m_project->run(command));
    QVERIFY(!QFile::exists(m_project->folder() + u"/live.db"_s));
    VERIFY_CLI(0, m_project->run(command + QStringList {u"--yes"_s}));
}

void TestHandWritten::columnsOfOneNameAreAllInTheJson()
{
    const CliRun run = m_project->runBare(
        {u"query"_s, m_project->databaseUrl(), u"SELECT 1 AS a, 2 AS a"_s, u"--json"_s});
    VERIFY_CLI(0, run);
    const QJsonObject row = run.json()[u"rows"_s].toArray().first().toObject();
    QCOMPARE(row[u"a"_s].toInt(), 1);
    QCOMPARE(row[u"a:2"_s].toInt(), 2);
}

QTEST_GUILESS_MAIN(TestHandWritten)
#include "tst_handwritten.moc"
