// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/quoting.h"
#include "ui/sql/completion.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace joinery;

namespace {

Table table(const QString &name, const QStringList &columns)
{
    Table made {.name = name};
    for (const QString &column : columns)
        made.columns.append({.name = column, .type = {.text = u"integer"_s}});
    made.primaryKey = PrimaryKeyConstraint {.columns = keyParts({columns.first()})};
    return made;
}

MetaData shop()
{
    MetaData schema;
    schema.tables.insert(u"artist"_s, table(u"artist"_s, {u"artist_id"_s, u"name"_s}));
    Table album = table(u"album"_s, {u"album_id"_s, u"title"_s, u"artist_id"_s});
    album.foreignKeys.append({.columns = {u"artist_id"_s}, .referredTable = u"artist"_s});
    schema.tables.insert(u"album"_s, album);
    schema.tables.insert(u"order"_s, table(u"order"_s, {u"id"_s, u"Order Date"_s, u"select"_s}));
    schema.views.insert(u"long_albums"_s,
        View {
            .name = u"long_albums"_s, .columns = {u"title"_s, u"minutes"_s}, .sql = u"SELECT 1"_s});
    return schema;
}

} // namespace

class TestCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatFitsIsSuggested_data()
    {
        QTest::addColumn<QString>("sql"); // with | for the cursor
        QTest::addColumn<QStringList>("first"); // what comes first, in this order
        QTest::addColumn<QStringList>("missing");
        const auto row = [](const char *name, const QString &sql, const QStringList &first,
                             const QStringList &missing = {}) {
            QTest::newRow(name) << sql << first << missing;
        };
        row("a statement begins with a verb", u"se|"_s, {u"select"_s}, {u"album"_s});
        row("in the case of what is typed", u"SE|"_s, {u"SELECT"_s});
        row("tables behind FROM", u"SELECT * FROM a|"_s, {u"album"_s, u"artist"_s}, {u"abs("_s});
        row("views behind FROM", u"SELECT * FROM lo|"_s, {u"long_albums"_s});
        row("tables behind a comma", u"SELECT * FROM album, ar|"_s, {u"artist"_s});
        row("tables behind JOIN", u"SELECT * FROM album JOIN ar|"_s, {u"artist"_s});
        row("tables behind UPDATE", u"UPDATE al|"_s, {u"album"_s});
        row("tables behind INTO", u"INSERT INTO al|"_s, {u"album"_s});
        row("a part of a name is enough", u"SELECT * FROM albums|"_s, {u"long_albums"_s});
        row("columns behind a table", u"SELECT album.t| FROM album"_s, {u"title"_s}, {u"total("_s});
        row("all columns behind a dot", u"SELECT album.| FROM album"_s,
            {u"album_id"_s, u"title"_s, u"artist_id"_s});
        row("columns by alias", u"SELECT a.| FROM album AS a"_s,
            {u"album_id"_s, u"title"_s, u"artist_id"_s});
        row("columns by alias without AS", u"SELECT b.na| FROM album a JOIN artist b ON 1"_s,
            {u"name"_s});
        row("columns by alias before FROM is written", u"SELECT album.| "_s,
            {u"album_id"_s, u"title"_s, u"artist_id"_s});
        row("columns of a view", u"SELECT v.m| FROM long_albums v"_s, {u"minutes"_s});
        row("columns of an inner query's table",
            u"SELECT 1 WHERE EXISTS (SELECT x.ti| FROM album x)"_s, {u"title"_s});
        row("columns in a condition", u"SELECT * FROM album WHERE ti|"_s, {u"title"_s});
        row("a column of two tables says which", u"SELECT art| FROM album a JOIN artist b ON 1"_s,
            {u"a.artist_id"_s, u"b.artist_id"_s});
        row("the foreign key behind ON", u"SELECT * FROM album a JOIN artist b ON |"_s,
            {u"a.artist_id = b.artist_id"_s});
        row("the foreign key from the other side", u"SELECT * FROM artist JOIN album x ON |"_s,
            {u"x.artist_id = artist.artist_id"_s});
        row("ON itself behind JOIN", u"SELECT * FROM album a JOIN artist b |"_s,
            {u"ON a.artist_id = b.artist_id"_s});
        row("ON half written", u"SELECT * FROM album a JOIN artist b o|"_s,
            {u"ON a.artist_id = b.artist_id"_s});
        row("columns of an INSERT", u"INSERT INTO album (ti|"_s, {u"title"_s}, {u"total("_s});
        row("more columns of an INSERT", u"INSERT INTO album (title, ar|"_s, {u"artist_id"_s});
        row("names are quoted only when needed", u"SELECT * FROM or|"_s, {u"\"order\""_s});
        row("a column with a blank", u"SELECT o.Or| FROM \"order\" o"_s, {u"\"Order Date\""_s});
        row("a column that is a keyword", u"SELECT o.se| FROM \"order\" o"_s, {u"\"select\""_s});
        row("a name begun in quotes", u"SELECT * FROM \"al|"_s, {u"\"album\""_s});
        row("a name that WITH defines", u"WITH recent AS (SELECT 1) SELECT * FROM rec|"_s,
            {u"recent"_s});
        row("functions", u"SELECT coun| FROM album"_s, {u"count("_s});
        row("keywords of two words", u"SELECT * FROM album gro|"_s, {u"group by"_s});
        row("nothing in a string", u"SELECT 'al|"_s, {}, {u"album"_s});
        row("nothing in a closed string", u"SELECT 'al|b'"_s, {}, {u"album"_s});
        row("nothing in a comment", u"SELECT 1 -- al|"_s, {}, {u"album"_s});
        row("nothing in an open comment", u"SELECT 1 /* al|"_s, {}, {u"album"_s});
        row("nothing in a number", u"SELECT 12|"_s, {});
    }
    void whatFitsIsSuggested()
    {
        QFETCH(QString, sql);
        QFETCH(QStringList, first);
        QFETCH(QStringList, missing);
        const qsizetype cursor = sql.indexOf(u'|');
        sql.remove(cursor, 1);
        const Completion completion = completeSql(shop(), sql, cursor, quotedName);
        QStringList texts;
        for (const Suggestion &suggestion : completion.suggestions)
            texts.append(suggestion.text);
        QCOMPARE(texts.mid(0, first.size()), first);
        for (const QString &text : missing)
            QVERIFY2(!texts.contains(text), qPrintable(texts.join(u", ")));
        if (first.isEmpty())
            QVERIFY2(texts.isEmpty(), qPrintable(texts.join(u", ")));
    }

    void theTypedWordIsWrittenOver()
    {
        const QString sql = u"SELECT * FROM \"al"_s;
        const Completion completion = completeSql(shop(), sql, sql.size(), quotedName);
        QCOMPARE(completion.start, 14);
        QCOMPARE(completion.typed, u"al"_s);
    }
};

QTEST_MAIN(TestCompletion)
#include "tst_completion.moc"
