// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/names.h"

#include <QTest>

using namespace joinery::generate;
using namespace Qt::StringLiterals;

class TestNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("camel");
        QTest::addColumn<QString>("pascal");
        QTest::addColumn<QString>("snake");
        const auto row = [](const char *fact, const QString &name, const QString &camel,
                             const QString &pascal, const QString &snake) {
            QTest::newRow(fact) << name << camel << pascal << snake;
        };
        row("words are joined", u"team_id"_s, u"teamId"_s, u"TeamId"_s, u"team_id"_s);
        row("capitals begin words", u"AlbumId"_s, u"albumId"_s, u"AlbumId"_s, u"album_id"_s);
        row("capitals alone are one word", u"ID"_s, u"id"_s, u"Id"_s, u"id"_s);
        row("the last of many capitals begins a word", u"HTTPServer"_s, u"httpServer"_s,
            u"HttpServer"_s, u"http_server"_s);
        row("a digit cannot come first", u"2nd"_s, u"c2nd"_s, u"T2nd"_s, u"c2nd"_s);
        row("what is no letter separates", u"a b-c"_s, u"aBC"_s, u"ABC"_s, u"a_b_c"_s);
        row("other letters are spelled", u"maß"_s, u"mau00df"_s, u"Mau00df"_s, u"mau00df"_s);
        row("nothing is left", u"_"_s, u"c"_s, u"T"_s, u"c"_s);
    }

    void names()
    {
        QFETCH(QString, name);
        QTEST(camelCase(name), "camel");
        QTEST(pascalCase(name), "pascal");
        QTEST(snakeCase(name), "snake");
    }

    void plurals_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("many");
        for (const auto &[one, many] : {std::pair {u"team"_s, u"teams"_s}, {u"hero"_s, u"heroes"_s},
                 {u"city"_s, u"cities"_s}, {u"day"_s, u"days"_s}, {u"box"_s, u"boxes"_s},
                 {u"branch"_s, u"branches"_s}, {u"posts"_s, u"posts"_s}})
            QTest::newRow(qPrintable(one)) << one << many;
    }

    void plurals()
    {
        QFETCH(QString, one);
        QTEST(plural(one), "many");
    }

    void eachGetsANameOfItsOwn()
    {
        UniqueNames names(cppWords());
        QCOMPARE(names.add(u"id"_s), u"id"_s);
        QCOMPARE(names.add(u"id"_s), u"id2"_s);
        QCOMPARE(names.add(u"Id"_s), u"Id"_s);
        QCOMPARE(names.add(u"class"_s), u"class_"_s);
        QCOMPARE(names.add(u"class"_s), u"class2"_s);
        UniqueNames files({}, UniqueNames::Case::DoesNotCount);
        QCOMPARE(files.add(u"Post"_s), u"Post"_s);
        QCOMPARE(files.add(u"post"_s), u"post2"_s);
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
