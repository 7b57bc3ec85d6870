// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/revisionfile.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

const QByteArray header = "-- joinery: 1\n-- revision: a1\n-- down_revision: null\n";

QMap<QString, QString> everywhere(const QString &sql)
{
    return {{QString(), sql}};
}

} // namespace

class TestSqlRevision : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headerAndPartsAreRead()
    {
        const QByteArray text
            = "-- joinery: 1\n-- revision: 3f2a9c1b7d10\n-- down_revision: 1a2b3c4d5e6f\n"
              "-- depends_on: [b2, c3]\n"
              "-- branch_labels: shop\n-- message: fill: the slugs\n"
              "-- created: 2026-11-22T10:12:33Z\n-- transaction: none\n-- dialect: sqlite\n"
              "-- A comment of one's own\n\n"
              "-- upgrade\n\nUPDATE post SET slug = 'a';\n\n-- not a marker\nSELECT 1;\n\n"
              "-- downgrade\nUPDATE post SET slug = NULL;\n";
        const Result<Revision> read = readSqlRevision(text, u"r.sql"_s);
        VERIFY_RESULT(read);
        const Execute execute {
            .sql = {{u"sqlite"_s, u"UPDATE post SET slug = 'a';\n\n-- not a marker\nSELECT 1;"_s}},
            .reversedBy
            = QMap<QString, QString> {{u"sqlite"_s, u"UPDATE post SET slug = NULL;"_s}}};
        const Revision expected {.id = u"3f2a9c1b7d10"_s,
            .downRevisions = {u"1a2b3c4d5e6f"_s},
            .dependsOn = {u"b2"_s, u"c3"_s},
            .branchLabels = {u"shop"_s},
            .message = u"fill: the slugs"_s,
            .created = QDateTime(QDate(2026, 11, 22), QTime(10, 12, 33), Qt::UTC),
            .transaction = TransactionMode::None,
            .upgrade = {execute}};
        QVERIFY(*read == expected);
    }

    void whatReversesIsClear_data()
    {
        QTest::addColumn<QByteArray>("downgrade");
        QTest::addColumn<bool>("reversible");
        QTest::addColumn<QString>("sql");
        QTest::newRow("no part") << QByteArray() << false << QString();
        QTest::newRow("the word") << QByteArray("-- downgrade\n-- irreversible\n") << false
                                  << QString();
        QTest::newRow("the word with a reason")
            << QByteArray("-- downgrade\n-- irreversible: the rows are gone\n") << false
            << QString();
        QTest::newRow("nothing to undo") << QByteArray("-- downgrade\n") << true << QString();
        QTest::newRow("a comment") << QByteArray("-- downgrade\n-- no need\n") << true << QString();
        QTest::newRow("SQL") << QByteArray("-- downgrade\nSELECT 2;\n") << true << u"SELECT 2;"_s;
        QTest::newRow("another spelling")
            << QByteArray("--  DOWNGRADE: \nSELECT 2;") << true << u"SELECT 2;"_s;
    }

    void whatReversesIsClear()
    {
        QFETCH(QByteArray, downgrade);
        QFETCH(bool, reversible);
        QFETCH(QString, sql);
        const Result<Revision> read
            = readSqlRevision(header + "-- upgrade\nSELECT 1;\n" + downgrade, u"r.sql"_s);
        VERIFY_RESULT(read);
        Execute expected {.sql = everywhere(u"SELECT 1;"_s)};
        if (reversible)
            expected.reversedBy = everywhere(sql);
        QVERIFY(read->upgrade == QList<Operation> {expected});
        QVERIFY(!read->downgrade);
    }

    void lineEndsDoNotMatter()
    {
        const QByteArray text = header + "-- upgrade\nSELECT 1;\nSELECT 2;\n-- downgrade\n";
        const Result<Revision> unix = readSqlRevision(text, u"r.sql"_s);
        const Result<Revision> windows
            = readSqlRevision("\xEF\xBB\xBF" + QByteArray(text).replace("\n", "\r\n"), u"r.sql"_s);
        VERIFY_RESULT(unix);
        VERIFY_RESULT(windows);
        QVERIFY(*unix == *windows);
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        const QByteArray body = "-- upgrade\nSELECT 1;\n";
        QTest::newRow("empty") << QByteArray()
                               << u"r.sql:1:1: the line \"-- upgrade\" is missing"_s;
        QTest::newRow("no upgrade") << header << u"r.sql:4:1: the line \"-- upgrade\" is missing"_s;
        QTest::newRow("SQL above") << header + "SELECT 0;\n" + body
                                   << u"r.sql:4:1: SQL stands before the line \"-- upgrade\""_s;
        QTest::newRow("parts exchanged") << header + "-- downgrade\nSELECT 2;\n"
                + body << u"r.sql:4:1: \"-- downgrade\" stands before \"-- upgrade\""_s;
        QTest::newRow("two upgrades") << header + body + "-- downgrade\n" + body
                                      << u"r.sql:7:1: a second \"-- upgrade\" stands here"_s;
        QTest::newRow("two downgrades") << header + body + "-- downgrade\n-- Downgrade\n"
                                        << u"r.sql:7:1: a second \"-- downgrade\" stands here"_s;
        QTest::newRow("irreversible and reversed")
            << header + body + "-- downgrade\n-- irreversible\nSELECT 2;\n"
            << u"r.sql:7:1: \"-- irreversible\" stands beside SQL that reverses"_s;
        QTest::newRow("no format") << QByteArray("-- revision: a1\n-- down_revision: null\n") + body
                                   << u"r.sql:1:1: a revision needs the key \"joinery\""_s;
        QTest::newRow("a newer format") << QByteArray(header).replace(": 1", ": 2")
                + body << u"r.sql:1:1: this file was written by a newer Joinery (format 2)"_s;
        QTest::newRow("no revision") << QByteArray("-- joinery: 1\n-- down_revision: null\n") + body
                                     << u"r.sql:1:1: a revision needs the key \"revision\""_s;
        QTest::newRow("no down revision") << QByteArray("-- joinery: 1\n-- revision: a1\n")
                + body << u"r.sql:1:1: a revision needs the key \"down_revision\""_s;
        QTest::newRow("a bad id") << QByteArray(header).replace("a1", "a-1") + body
                                  << u"r.sql:2:1: \"revision\" cannot be \"a-1\""_s;
        QTest::newRow("a bad down revision") << QByteArray(header).replace("null", "b, c d")
                + body << u"r.sql:3:1: \"down_revision\" holds \"c d\", which is no revision"_s;
        QTest::newRow("a misspelt key") << header + "-- mesage: x\n"
                + body << u"r.sql:4:1: \"mesage\" is not a key of a revision's header"_s;
        QTest::newRow("a key twice")
            << header + "-- revision: b2\n" + body
            << u"r.sql:4:1: the key \"revision\" stands here twice; the first is in line 2"_s;
        QTest::newRow("no time") << header + "-- created: now\n" + body
                                 << u"r.sql:4:1: \"created\" is no time: \"now\""_s;
        QTest::newRow("no transaction mode") << header + "-- transaction: off\n" + body
                                             << u"r.sql:4:1: \"transaction\" cannot be \"off\""_s;
        QTest::newRow("Latin-1") << header + "-- upgrade\nSELECT '\xE9';\n"
                                 << u"r.sql:5:9: this is not UTF-8 text"_s;
        QTest::newRow("a NUL") << header + "-- upgrade\n" + QByteArray("a\0b", 3)
                               << u"r.sql:5:2: a NUL character stands here: this is no text"_s;
    }

    void whatIsWrongIsNamed()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        const Result<Revision> read = readSqlRevision(text, u"r.sql"_s);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Parse);
        QCOMPARE(read.error().message, message);
    }
};

QTEST_GUILESS_MAIN(TestSqlRevision)
#include "tst_sqlrevision.moc"
