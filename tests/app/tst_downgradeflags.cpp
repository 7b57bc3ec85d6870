// SPDX-License-Identifier: MPL-2.0
// What a downgrade refuses, it offers flags for; the same command goes through with them.
#include "joinery/migration/decisionflags.h"
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QFile>
#include <QJsonArray>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestDowngradeFlags : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theFirstFlagsGoThrough_data();
    void theFirstFlagsGoThrough();
    void theyAreWhatDryRunShows();
    void unknownNamesAreUsageErrors();

private:
    CliRun db(const QStringList &arguments) const
    {
        return m_project->run(QStringList {u"db"_s} + arguments + QStringList {u"--no-input"_s});
    }
    /// A revision, applied: "text of the model => another".
    void revise(const QString &change) const;

    std::unique_ptr<CliProject> m_project {};
};

void TestDowngradeFlags::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(u"CREATE TABLE p (id INTEGER PRIMARY KEY, n TEXT);"
                           "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER, a TEXT, b INTEGER,"
                           " CONSTRAINT fk FOREIGN KEY (p) REFERENCES p (id),"
                           " CONSTRAINT uq UNIQUE (a));"
                           "INSERT INTO p VALUES (1, 'x'), (2, 'y');"
                           "INSERT INTO c VALUES (1, 1, 'a', 1), (2, 2, 'b', 2);"_s));
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, db({u"adopt"_s, u"-m"_s, u"baseline"_s}));
}

void TestDowngradeFlags::revise(const QString &change) const
{
    QFile file(m_project->folder() + u"/models/c.yaml"_s);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QString text = QString::fromUtf8(file.readAll());
    const QStringList sides = change.split(u" => "_s);
    QVERIFY2(text.contains(sides[0]), qPrintable(text));
    file.resize(0);
    file.seek(0);
    file.write(QString(text).replace(sides[0], sides.value(1)).toUtf8());
    file.close();
    VERIFY_CLI(0, db({u"makemigrations"_s, u"-m"_s, u"change"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
}

const QString noKey
    = u"foreign_keys:\n  - {name: fk, columns: [p], references: {table: p, columns: [id]}}\n => "_s;
const QString noUnique = u"uniques:\n  - {name: uq, columns: [a]}\n => "_s;
const QString newColumn = u"  - {name: b, type: integer}\n =>   - {name: b, type: integer}\n"
                          "  - {name: d, type: text}\n"_s;

void TestDowngradeFlags::theFirstFlagsGoThrough_data()
{
    QTest::addColumn<QStringList>("changes");
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QStringList>("codes");
    QTest::addColumn<QString>("left"); // count of rows
    QTest::newRow("a column that goes with its values")
        << QStringList {newColumn} << u"UPDATE c SET d = 'z'"_s << QStringList {u"data_loss"_s}
        << u"2"_s;
    QTest::newRow("a key that comes back over orphans")
        << QStringList {noKey} << u"INSERT INTO c VALUES (3, 9, 'c', 3)"_s
        << QStringList {u"orphans"_s} << u"3"_s;
    QTest::newRow("a unique constraint that comes back over duplicates")
        << QStringList {noUnique} << u"INSERT INTO c VALUES (3, 1, 'a', 3)"_s
        << QStringList {u"duplicates"_s} << u"3"_s;
    QTest::newRow("two revisions, each with a question of its own")
        << QStringList {noKey, newColumn} << u"INSERT INTO c VALUES (3, 9, 'c', 3, 'z')"_s
        << QStringList {u"data_loss"_s, u"orphans"_s} << u"3"_s;
}

void TestDowngradeFlags::theFirstFlagsGoThrough()
{
    QFETCH(QStringList, changes);
    QFETCH(QString, rows);
    QFETCH(QStringList, codes);
    QFETCH(QString, left);
    for (const QString &change : changes)
        revise(change);
    QVERIFY(m_project->sql(u"PRAGMA foreign_keys = OFF; "_s + rows));
    QStringList command {u"downgrade"_s, u"-%1"_s.arg(changes.size()), u"--json"_s};
    const CliRun refused = db(command);
    VERIFY_CLI(4, refused);
    QStringList asked;
    for (const QJsonValue &decision : refused.json()[u"decisions"_s].toArray()) {
        asked.append(decision[u"code"_s].toString());
        DecisionFlags flags;
        VERIFY_RESULT(addFlags(flags, decision[u"flags"_s].toArray().first().toString()));
        for (const QString &allow : flags.allows)
            command += {u"--allow"_s, allow};
        for (const auto &[column, sql] : flags.casts)
            command += {u"--cast"_s, column + u'=' + sql};
    }
    QCOMPARE(asked, codes);
    VERIFY_CLI(0, db(command));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM c"_s), left);
    QVERIFY(
        !m_project->scalar(u"SELECT group_concat(sql) FROM sqlite_schema"_s).contains(u"d TEXT"));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM joinery_revision"_s), u"1"_s);
}

void TestDowngradeFlags::theyAreWhatDryRunShows()
{
    revise(noUnique);
    QVERIFY(m_project->sql(u"INSERT INTO c VALUES (3, 1, 'a', 3)"_s));
    const QStringList flags {u"--allow"_s, u"delete_rows:c(a)"_s};
    const CliRun shown = db(QStringList {u"downgrade"_s, u"-1"_s, u"--sql"_s} + flags);
    VERIFY_CLI(0, shown);
    const CliRun without = db({u"downgrade"_s, u"-1"_s, u"--sql"_s});
    VERIFY_CLI(0, without);
    QVERIFY(shown.out != without.out);
    VERIFY_CLI(0, db(QStringList {u"downgrade"_s, u"-1"_s} + flags));
    QCOMPARE(m_project->scalar(u"SELECT group_concat(id) FROM c"_s), u"1,2"_s);
}

void TestDowngradeFlags::unknownNamesAreUsageErrors()
{
    revise(newColumn);
    const CliRun wrong = db({u"downgrade"_s, u"-1"_s, u"--allow"_s, u"data_loss:c.e"_s});
    VERIFY_CLI(2, wrong);
    QVERIFY2(wrong.err.contains(u"there is no column c.e"), qPrintable(wrong.err));
    VERIFY_CLI(2, db({u"downgrade"_s, u"-1"_s, u"--fill"_s, u"nothing"_s}));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM joinery_revision"_s), u"2"_s);
}

QTEST_GUILESS_MAIN(TestDowngradeFlags)
#include "tst_downgradeflags.moc"
