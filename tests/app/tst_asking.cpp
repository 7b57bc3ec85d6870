// SPDX-License-Identifier: MPL-2.0
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QProcess>
#include <QStandardPaths>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

/// A drop and an add that may be a rename, asked for in a real terminal (util-linux's `script`).
class TestAsking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theRenameIsTaken();
    void theLossIsTaken();
    void noAnswerLosesNothing();
    void nonsenseLosesNothing();
    void aTableIsAskedForToo();
    void withoutInputTheFlagsAreTold();
    void theFirstFlagGoesThrough();
    void nothingIsAskedWhereNothingWouldBeLost();

private:
    CliRun inTerminal(const QString &answer) const;
    CliRun make(const QStringList &flags = {}) const
    {
        return m_project->run(QStringList {u"db"_s, u"makemigrations"_s} + flags);
    }
    void change(const std::function<void(MetaData &)> &edit) const
    {
        MetaData models = m_project->models();
        edit(models);
        m_project->setModels(models);
    }

    std::unique_ptr<CliProject> m_project {};
};

void TestAsking::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(
        u"CREATE TABLE book (id INTEGER PRIMARY KEY, note TEXT); INSERT INTO book VALUES (1, 'A')"_s));
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, m_project->run({u"db"_s, u"adopt"_s}));
    change([](MetaData &models) { models.tables[u"book"_s].columns[1].name = u"notes"_s; });
}

/// Waits for the question, then types.
CliRun TestAsking::inTerminal(const QString &answer) const
{
    QProcess script;
    script.setProcessChannelMode(QProcess::MergedChannels);
    const QString command = u"'%1' --project '%2' db makemigrations"_s.arg(
        QStringLiteral(JOINERY_CLI), m_project->folder());
    script.start(u"script"_s, {u"-qec"_s, command, u"/dev/null"_s});
    QByteArray output;
    QElapsedTimer timer;
    timer.start();
    while (!output.contains("  ? ") && timer.elapsed() < 60000) {
        if (!script.waitForReadyRead(1000) && script.state() == QProcess::NotRunning)
            break;
        output += script.readAll();
    }
    script.write(answer.toUtf8() + '\n');
    if (!script.waitForFinished(60000))
        return {.out = QString::fromUtf8(output)};
    output += script.readAll();
    return {.status = script.exitCode(), .out = QString::fromUtf8(output)};
}

#define SKIP_WITHOUT_TERMINAL()                                                                    \
    if (QStandardPaths::findExecutable(u"script"_s).isEmpty())                                     \
    QSKIP("no program `script` here")

void TestAsking::theRenameIsTaken()
{
    SKIP_WITHOUT_TERMINAL();
    const CliRun run = inTerminal(u"1"_s);
    VERIFY_CLI(0, run);
    QVERIFY2(run.out.contains(u"renamed to \"notes\""_s), qPrintable(run.out));
    QVERIFY2(run.out.contains(u"same type, similar name (0.8)"_s), qPrintable(run.out));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QCOMPARE(m_project->scalar(u"SELECT notes FROM book"_s), u"A"_s);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"downgrade"_s, u"-1"_s}));
    QCOMPARE(m_project->scalar(u"SELECT note FROM book"_s), u"A"_s);
}

void TestAsking::theLossIsTaken()
{
    SKIP_WITHOUT_TERMINAL();
    VERIFY_CLI(0, inTerminal(u"2"_s));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QCOMPARE(m_project->scalar(u"SELECT notes FROM book"_s), u"NULL"_s);
}

void TestAsking::noAnswerLosesNothing()
{
    SKIP_WITHOUT_TERMINAL();
    VERIFY_CLI(4, inTerminal({}));
    QCOMPARE(m_project->revisionFiles().size(), 1);
    QCOMPARE(m_project->scalar(u"SELECT note FROM book"_s), u"A"_s);
}

void TestAsking::nonsenseLosesNothing()
{
    SKIP_WITHOUT_TERMINAL();
    VERIFY_CLI(4, inTerminal(u"9"_s));
    QCOMPARE(m_project->revisionFiles().size(), 1);
}

void TestAsking::aTableIsAskedForToo()
{
    SKIP_WITHOUT_TERMINAL();
    change([](MetaData &models) {
        Table book = models.tables.take(u"book"_s);
        book.name = u"books"_s;
        book.columns[1].name = u"note"_s;
        insert(models, book);
    });
    const CliRun run = inTerminal(u"1"_s);
    VERIFY_CLI(0, run);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QCOMPARE(m_project->scalar(u"SELECT note FROM books"_s), u"A"_s);
}

void TestAsking::withoutInputTheFlagsAreTold()
{
    const CliRun run = make({u"--no-input"_s, u"--json"_s});
    VERIFY_CLI(4, run);
    const QJsonArray decisions = run.json()[u"decisions"_s].toArray();
    QCOMPARE(decisions.size(), 1);
    const QJsonArray flags = decisions.first().toObject()[u"flags"_s].toArray();
    QCOMPARE(flags.size(), 2);
    QCOMPARE(flags[0].toString(), u"--rename 'book.note=notes'"_s);
    QCOMPARE(flags[1].toString(), u"--allow data_loss:book.note"_s);
    QCOMPARE(m_project->revisionFiles().size(), 1);
}

void TestAsking::theFirstFlagGoesThrough()
{
    const CliRun run = make({u"--no-input"_s, u"--json"_s, u"--rename"_s, u"book.note=notes"_s});
    VERIFY_CLI(0, run);
    QVERIFY(run.json()[u"irreversible"_s].toArray().isEmpty());
    const CliRun loss = make({u"--amend"_s, u"--no-input"_s, u"--json"_s});
    VERIFY_CLI(0, loss);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s, u"--no-input"_s}));
    QCOMPARE(m_project->scalar(u"SELECT notes FROM book"_s), u"A"_s);
}

void TestAsking::nothingIsAskedWhereNothingWouldBeLost()
{
    QVERIFY(m_project->sql(u"UPDATE book SET note = NULL"_s));
    const CliRun run = make({u"--no-input"_s, u"--json"_s});
    VERIFY_CLI(0, run);
    const QJsonArray steps = run.json()[u"irreversible"_s].toArray();
    QCOMPARE(steps.size(), 1);
    QCOMPARE(steps[0].toObject()[u"reversible"_s].toString(), u"structure only"_s);
    QCOMPARE(steps[0].toObject()[u"reason"_s].toString(), u"its values are gone"_s);
}

QTEST_GUILESS_MAIN(TestAsking)
#include "tst_asking.moc"
