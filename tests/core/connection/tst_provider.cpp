// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "support/testutils.h"

#include <QTemporaryDir>

using namespace joinery;
using namespace Qt::StringLiterals;

class TestProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scratchIsAnEmptyDatabaseInMemory()
    {
        const auto db = ConnectionProvider().scratch(u"sqlite"_s);
        VERIFY_RESULT(db);
        VERIFY_RESULT(
            (*db)->executeScript(u"CREATE TABLE t (a); INSERT INTO t VALUES (1); -- end"_s));
        const auto rows = (*db)->query(u"SELECT a, ? AS b FROM t"_s, {u"x"_s});
        VERIFY_RESULT(rows);
        QCOMPARE(rows->columns, (QStringList {u"a"_s, u"b"_s}));
        QCOMPARE(rows->rows.first(), (QList<Value> {qint64 {1}, u"x"_s}));
    }

    void changeNeverCreatesAndCreateDoes()
    {
        const QTemporaryDir folder;
        const Url url {.dialect = u"sqlite"_s, .database = folder.filePath(u"a b#?%20.db"_s)};
        const auto missing = ConnectionProvider().open(url, {.access = Access::Change});
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(!QFileInfo::exists(url.database));
        const auto made = ConnectionProvider().open(url, {.access = Access::Create});
        VERIFY_RESULT(made);
        VERIFY_RESULT((*made)->execute(u"CREATE TABLE t (a)"_s));
        QVERIFY(QFileInfo::exists(url.database));
    }
};

QTEST_GUILESS_MAIN(TestProvider)
#include "tst_provider.moc"
