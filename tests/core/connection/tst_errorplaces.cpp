// SPDX-License-Identifier: MPL-2.0
#include "support/databasefiles.h"
#include "support/testutils.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestErrorPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTextThatIsWrongIsFound_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<qsizetype>("offset");
        const auto row = [](const char *name, const QString &sql, const QString &at) {
            QTest::newRow(name) << sql << (at.isEmpty() ? qsizetype(-1) : sql.lastIndexOf(at));
        };
        row("a word out of place", u"SELECT a FRM t"_s, u"t"_s);
        row("an unknown column", u"SELECT a,\n  nope FROM t"_s, u"nope"_s);
        row("behind letters of many bytes", u"SELECT 'äöü😀', nope FROM t"_s, u"nope"_s);
        row("an unknown table", u"SELECT * FROM nowhere"_s, u"nowhere"_s);
        row("an unknown table in quotes", u"SELECT * FROM \"no where\""_s, u"\"no where\""_s);
        row("an unknown table of a schema", u"SELECT * FROM main.nowhere"_s, u"nowhere"_s);
        row("an unknown function", u"SELECT nofunction(1)"_s, u"nofunction"_s);
        row("a text that ends too soon", u"SELECT a FROM"_s, QString());
    }
    void theTextThatIsWrongIsFound()
    {
        QFETCH(QString, sql);
        QFETCH(qsizetype, offset);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"a.db"_s);
        makeDatabase(path, u"DELETE"_s);
        const auto db = openFile(path, Access::Change);
        VERIFY_RESULT(db);
        QVERIFY(!(*db)->execute(sql));
        QCOMPARE((*db)->errorOffset(), offset);
        const QString before = u"SELECT 'ä😀';\n"_s;
        QVERIFY(!(*db)->executeScript(before + sql));
        QCOMPARE((*db)->errorOffset(), offset < 0 ? -1 : before.size() + offset);
        VERIFY_RESULT((*db)->query(u"SELECT 1"_s));
        QCOMPARE((*db)->errorOffset(), -1);
    }

    void aViolationHasNoPlace()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"a.db"_s);
        makeDatabase(path, u"DELETE"_s);
        const auto db = openFile(path, Access::Change);
        VERIFY_RESULT(db);
        VERIFY_RESULT((*db)->execute(u"CREATE TABLE n (a NOT NULL)"_s));
        QVERIFY(!(*db)->execute(u"SELECT nope"_s));
        QVERIFY(!(*db)->execute(u"INSERT INTO n VALUES (NULL)"_s));
        QCOMPARE((*db)->errorOffset(), -1);
    }
};

QTEST_MAIN(TestErrorPlaces)
#include "tst_errorplaces.moc"
