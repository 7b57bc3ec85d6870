// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/typename.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::sqlite;
using namespace Qt::StringLiterals;

namespace {

Table tableWith(const DataType &type, bool strict = false, bool key = false)
{
    Table table {.name = u"t"_s, .columns = {Column {.name = u"c"_s, .type = type}}};
    if (strict)
        table.options[options::dialect][options::strict] = u"true"_s;
    if (key)
        table.primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"c"_s})};
    return table;
}

QString declared(const Table &table)
{
    return declaredType(table, table.columns.first());
}

} // namespace

class TestTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void portableWordsAreLowered_data();
    void portableWordsAreLowered();
    void declaredTypesAreLifted_data();
    void declaredTypesAreLifted();
    void liftedTypesCompileBack_data();
    void liftedTypesCompileBack();
    void integerKeysAreRowids_data();
    void integerKeysAreRowids();
    void identityWithoutKeyIsTheKey();
    void affinityFollowsSqlite_data();
    void affinityFollowsSqlite();
};

void TestTypes::portableWordsAreLowered_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("plain");
    QTest::addColumn<QString>("strict");
    const QString rows[][3] = {{u"boolean"_s, u"BOOLEAN"_s, u"INTEGER"_s},
        {u"smallint"_s, u"SMALLINT"_s, u"INTEGER"_s}, {u"integer"_s, u"INTEGER"_s, u"INTEGER"_s},
        {u"bigint"_s, u"BIGINT"_s, u"INTEGER"_s}, {u"real"_s, u"REAL"_s, u"REAL"_s},
        {u"double"_s, u"DOUBLE"_s, u"REAL"_s}, {u"numeric(10,2)"_s, u"NUMERIC(10,2)"_s, u"ANY"_s},
        {u"numeric"_s, u"NUMERIC"_s, u"ANY"_s}, {u"char(3)"_s, u"CHAR(3)"_s, u"TEXT"_s},
        {u"varchar(80)"_s, u"VARCHAR(80)"_s, u"TEXT"_s}, {u"text"_s, u"TEXT"_s, u"TEXT"_s},
        {u"blob"_s, u"BLOB"_s, u"BLOB"_s}, {u"binary(16)"_s, u"BLOB"_s, u"BLOB"_s},
        {u"date"_s, u"DATE"_s, u"TEXT"_s}, {u"time"_s, u"TIME"_s, u"TEXT"_s},
        {u"timestamp"_s, u"DATETIME"_s, u"TEXT"_s}, {u"timestamptz"_s, u"TEXT"_s, u"TEXT"_s},
        {u"interval"_s, u"TEXT"_s, u"TEXT"_s}, {u"json"_s, u"TEXT"_s, u"TEXT"_s},
        {u"uuid"_s, u"TEXT"_s, u"TEXT"_s}, {u"enum(a, b)"_s, u"TEXT"_s, u"TEXT"_s},
        {u"integer[]"_s, u"TEXT"_s, u"TEXT"_s},
        {u"NVARCHAR(160)"_s, u"NVARCHAR(160)"_s, u"NVARCHAR(160)"_s}};
    for (const auto &[word, plain, strict] : rows)
        QTest::newRow(qPrintable(word)) << word << plain << strict;
}

void TestTypes::portableWordsAreLowered()
{
    QFETCH(QString, word);
    QTEST(declared(tableWith({word})), "plain");
    QTEST(declared(tableWith({word}, true)), "strict");
}

void TestTypes::declaredTypesAreLifted_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<DataType>("lifted");
    const auto native = [](const QString &type) { return DataType {{}, {{u"sqlite"_s, type}}}; };
    QTest::newRow("word in capitals") << u"INTEGER"_s << DataType {u"integer"_s};
    QTest::newRow("arguments") << u"VARCHAR(50)"_s << DataType {u"varchar(50)"_s};
    QTest::newRow("blank in arguments") << u"NUMERIC(10, 2)"_s << DataType {u"numeric(10, 2)"_s};
    QTest::newRow("datetime") << u"DATETIME"_s << DataType {u"timestamp"_s};
    QTest::newRow("own type") << u"NVARCHAR(160)"_s << DataType {u"NVARCHAR(160)"_s};
    QTest::newRow("mixed case") << u"Integer"_s << DataType {u"Integer"_s};
    QTest::newRow("reads as a word") << u"integer"_s << native(u"integer"_s);
    QTest::newRow("reads as a word with arguments") << u"varchar(5)"_s << native(u"varchar(5)"_s);
    QTest::newRow("reads as an enum") << u"enum(a)"_s << native(u"enum(a)"_s);
    QTest::newRow("TIMESTAMP is not timestamp") << u"TIMESTAMP"_s << DataType {u"TIMESTAMP"_s};
    QTest::newRow("INT") << u"INT"_s << DataType {u"INT"_s};
    QTest::newRow("JSON") << u"JSON"_s << DataType {u"JSON"_s};
    QTest::newRow("none") << QString() << DataType {QString()};
    QTest::newRow("too many arguments") << u"TEXT(3)"_s << DataType {u"TEXT(3)"_s};
}

void TestTypes::declaredTypesAreLifted()
{
    QFETCH(QString, type);
    QFETCH(DataType, lifted);
    const Table table = tableWith({});
    const DataType found = liftedType(table, table.columns.first(), type);
    QCOMPARE(found.text, lifted.text);
    QCOMPARE(found.native, lifted.native);
}

void TestTypes::liftedTypesCompileBack_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("strict");
    QTest::addColumn<bool>("key");
    const QStringList types {u"INTEGER"_s, u"BIGINT"_s, u"bigint"_s, u"ANY"_s, u"REAL"_s, u"TEXT"_s,
        u"BOOLEAN"_s, u"VARCHAR"_s, u"DATETIME"_s, u"DOUBLE PRECISION"_s, u"BLOB"_s, u""_s};
    for (const QString &type : types) {
        for (const bool strict : {false, true}) {
            for (const bool key : {false, true})
                QTest::addRow("%s strict=%d key=%d", qPrintable(type), strict, key)
                    << type << strict << key;
        }
    }
}

void TestTypes::liftedTypesCompileBack()
{
    QFETCH(QString, type);
    QFETCH(bool, strict);
    QFETCH(bool, key);
    Table table = tableWith({}, strict, key);
    table.columns.first().type = liftedType(table, table.columns.first(), type);
    QCOMPARE(declared(table), type);
}

void TestTypes::integerKeysAreRowids_data()
{
    QTest::addColumn<DataType>("type");
    QTest::addColumn<bool>("alias");
    QTest::addColumn<QString>("text");
    const auto native = [](const QString &type) { return DataType {{}, {{u"sqlite"_s, type}}}; };
    QTest::newRow("integer") << DataType {u"integer"_s} << true << u"INTEGER"_s;
    QTest::newRow("bigint") << DataType {u"bigint"_s} << true << u"INTEGER"_s;
    QTest::newRow("smallint") << DataType {u"smallint"_s} << true << u"INTEGER"_s;
    QTest::newRow("native integer") << native(u"integer"_s) << true << u"integer"_s;
    QTest::newRow("native in mixed case") << DataType {u"InTeGeR"_s} << true << u"InTeGeR"_s;
    QTest::newRow("INT is no alias") << DataType {u"INT"_s} << false << u"INT"_s;
    QTest::newRow("BIGINT is no alias") << DataType {u"BIGINT"_s} << false << u"BIGINT"_s;
    QTest::newRow("text") << DataType {u"text"_s} << false << u"TEXT"_s;
}

void TestTypes::integerKeysAreRowids()
{
    QFETCH(DataType, type);
    QFETCH(bool, alias);
    Table table = tableWith(type, false, true);
    QCOMPARE(isRowidAlias(table, u"C"_s), alias);
    QTEST(declared(table), "text");
    table.primaryKey->columns.first().descending = true;
    QVERIFY(!isRowidAlias(table, u"c"_s));
    table.primaryKey->columns.first().descending = false;
    table.options[options::dialect][options::withoutRowid] = u"true"_s;
    QVERIFY(!isRowidAlias(table, u"c"_s));
}

void TestTypes::identityWithoutKeyIsTheKey()
{
    Table table = tableWith({u"bigint"_s});
    table.columns.first().identity = Identity {};
    QVERIFY(isRowidAlias(table, u"c"_s));
    QCOMPARE(createTable(table), u"CREATE TABLE \"t\" (\n  \"c\" INTEGER PRIMARY KEY\n)"_s);
}

void TestTypes::affinityFollowsSqlite_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<int>("affinity");
    const std::pair<QString, Affinity> rows[]
        = {{u"POINT"_s, Affinity::Integer}, {u"CHARINT"_s, Affinity::Integer},
            {u"nvarchar"_s, Affinity::Text}, {u"CLOB"_s, Affinity::Text},
            {u"blob"_s, Affinity::Blob}, {u""_s, Affinity::Blob}, {u"DOUBLE"_s, Affinity::Real},
            {u"float"_s, Affinity::Real}, {u"DATETIME"_s, Affinity::Numeric},
            {u"STRING"_s, Affinity::Numeric}, {u"BOOLEAN"_s, Affinity::Numeric}};
    for (const auto &[type, affinity] : rows)
        QTest::addRow("'%s'", qPrintable(type)) << type << static_cast<int>(affinity);
}

void TestTypes::affinityFollowsSqlite()
{
    QFETCH(QString, type);
    QTEST(static_cast<int>(affinityOf(type)), "affinity");
}

QTEST_GUILESS_MAIN(TestTypes)
#include "tst_types.moc"
