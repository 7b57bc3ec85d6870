// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createparser.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::sqlite;
using namespace Qt::StringLiterals;

class TestCreateParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPartIsRead()
    {
        const auto parsed = parseCreateTable(
            u"CREATE TABLE post (id INTEGER PRIMARY KEY AUTOINCREMENT, author_id BIGINT NOT NULL "
            "REFERENCES author(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, title "
            "VARCHAR( 80 ) COLLATE NOCASE DEFAULT ('a' || 'b') UNIQUE, n AS (length(title)) "
            "STORED, "
            "CONSTRAINT c CHECK (length(title) > 0))"_s);
        VERIFY_RESULT(parsed);
        const Table &table = parsed->table;
        QCOMPARE(table.name, u"post"_s);
        QCOMPARE(table.columns.size(), 4);
        QCOMPARE(table.columns[2].type.text, u"VARCHAR( 80 )"_s);
        QCOMPARE(table.columns[2].serverDefault, u"'a' || 'b'"_s);
        QCOMPARE(table.columns[2].collation, u"NOCASE"_s);
        QVERIFY(table.columns[3].computed->persisted);
        QCOMPARE(table.checks.size(), 1);
        QCOMPARE(table.checks[0].name, u"c"_s);
        QCOMPARE(table.foreignKeys[0].onDelete, u"cascade"_s);
        QVERIFY(table.foreignKeys[0].initiallyDeferred);
        QCOMPARE(table.uniques[0].columns, keyParts({u"title"_s}));
        QVERIFY(hasOption(table.options, options::dialect, options::autoincrement));
    }
};

QTEST_GUILESS_MAIN(TestCreateParser)
#include "tst_createparser.moc"
