// SPDX-License-Identifier: MPL-2.0
#include "joinery/db/url.h"
#include "support/testutils.h"

#include <QTemporaryDir>

using namespace joinery;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(joinery::Url)

class TestUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatSqlAlchemyReads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Url>("url");
        const auto sqlite = [](const char *name, const QString &text, const QString &path,
                                const QMap<QString, QString> &query = {}) {
            QTest::newRow(name) << text
                                << Url {.dialect = u"sqlite"_s, .database = path, .query = query};
        };
        const auto row = [](const char *name, const QString &text, const Url &url) {
            QTest::newRow(name) << text << url;
        };
        sqlite("memory", u"sqlite://"_s, {});
        sqlite("memory, one slash more", u"sqlite:///"_s, {});
        sqlite("memory by name", u"sqlite:///:memory:"_s, u":memory:"_s);
        sqlite("relative", u"sqlite:///rel.db"_s, u"rel.db"_s);
        sqlite("relative in a folder", u"sqlite:///a/b.db"_s, u"a/b.db"_s);
        sqlite("absolute", u"sqlite:////abs/x.db"_s, u"/abs/x.db"_s);
        sqlite("Windows", u"sqlite:///C:\\d\\x.db"_s, u"C:\\d\\x.db"_s);
        sqlite("file URI", u"sqlite:///file:x.db?mode=ro&uri=true"_s, u"file:x.db"_s,
            {{u"mode"_s, u"ro"_s}, {u"uri"_s, u"true"_s}});
        sqlite("percent-encoded path", u"sqlite:///a%20b%3F%25.db"_s, u"a b?%.db"_s);
        sqlite("a percent sign alone", u"sqlite:///100%.db"_s, u"100%.db"_s);
        sqlite(
            "a percent sign and no hexadecimal digits", u"sqlite:///%zz%-1.db"_s, u"%zz%-1.db"_s);
        sqlite("an @ and a colon in the path", u"sqlite:///me:x@home.db"_s, u"me:x@home.db"_s);
        sqlite("spaces, Unicode, a plus", u"sqlite:///Möbel + 日本.db"_s, u"Möbel + 日本.db"_s);
        row("driver", u"sqlite+pysqlite:///x.db"_s,
            {.dialect = u"sqlite"_s, .driver = u"pysqlite"_s, .database = u"x.db"_s});
        row("everything",
            u"postgresql+psycopg2://scott:tiger@db.example.org:5433/shop?sslmode=require"_s,
            {.dialect = u"postgresql"_s,
                .driver = u"psycopg2"_s,
                .user = u"scott"_s,
                .password = u"tiger"_s,
                .host = u"db.example.org"_s,
                .port = 5433,
                .database = u"shop"_s,
                .query = {{u"sslmode"_s, u"require"_s}}});
        row("nothing but the dialect", u"postgresql://"_s, {.dialect = u"postgresql"_s});
        row("host only", u"mysql://db"_s, {.dialect = u"mysql"_s, .host = u"db"_s});
        row("no database", u"mysql://db:3306/"_s,
            {.dialect = u"mysql"_s, .host = u"db"_s, .port = 3306});
        row("empty port", u"mysql://db:/x"_s,
            {.dialect = u"mysql"_s, .host = u"db"_s, .database = u"x"_s});
        row("user without password", u"mariadb://root@db/x"_s,
            {.dialect = u"mariadb"_s, .user = u"root"_s, .host = u"db"_s, .database = u"x"_s});
        row("password without user", u"postgresql://:pw@db/x"_s,
            {.dialect = u"postgresql"_s, .password = u"pw"_s, .host = u"db"_s, .database = u"x"_s});
        row("percent-encoded user and password", u"postgresql://a%40b:p%40ss%2Fw%3Ard@h/d"_s,
            {.dialect = u"postgresql"_s,
                .user = u"a@b"_s,
                .password = u"p@ss/w:rd"_s,
                .host = u"h"_s,
                .database = u"d"_s});
        row("colon in the password", u"postgresql://u:a:b@h/d"_s,
            {.dialect = u"postgresql"_s,
                .user = u"u"_s,
                .password = u"a:b"_s,
                .host = u"h"_s,
                .database = u"d"_s});
        row("slash in the password, as SQLAlchemy", u"postgresql://u:p/w@h/d"_s,
            {.dialect = u"postgresql"_s,
                .user = u"u"_s,
                .password = u"p/w"_s,
                .host = u"h"_s,
                .database = u"d"_s});
        row("digits and a slash in the password", u"postgresql://u:5432/w@h/d"_s,
            {.dialect = u"postgresql"_s,
                .user = u"u"_s,
                .password = u"5432/w"_s,
                .host = u"h"_s,
                .database = u"d"_s});
        row("@ in the password", u"postgresql://u:p@ss@h/d"_s,
            {.dialect = u"postgresql"_s,
                .user = u"u"_s,
                .password = u"p@ss"_s,
                .host = u"h"_s,
                .database = u"d"_s});
        row("IPv6", u"postgresql://u:p@[::1]:5433/d"_s,
            {.dialect = u"postgresql"_s,
                .user = u"u"_s,
                .password = u"p"_s,
                .host = u"::1"_s,
                .port = 5433,
                .database = u"d"_s});
        row("IPv6 alone", u"mysql://[2001:db8::7]/d"_s,
            {.dialect = u"mysql"_s, .host = u"2001:db8::7"_s, .database = u"d"_s});
        row("socket in the query", u"postgresql+psycopg2://u:p@/db?host=/tmp/s"_s,
            {.dialect = u"postgresql"_s,
                .driver = u"psycopg2"_s,
                .user = u"u"_s,
                .password = u"p"_s,
                .database = u"db"_s,
                .query = {{u"host"_s, u"/tmp/s"_s}}});
        row("socket as the host", u"postgresql://%2Ftmp%2Fs/db"_s,
            {.dialect = u"postgresql"_s, .host = u"/tmp/s"_s, .database = u"db"_s});
        row("several hosts", u"postgresql:///db?host=a:1&host=b:2"_s,
            {.dialect = u"postgresql"_s,
                .database = u"db"_s,
                .query = {{u"host"_s, u"a:1,b:2"_s}}});
        row("query with escapes", u"mysql+pymysql://h/d?charset=utf8mb4&a%20b=c%26d+e&flag"_s,
            {.dialect = u"mysql"_s,
                .driver = u"pymysql"_s,
                .host = u"h"_s,
                .database = u"d"_s,
                .query
                = {{u"charset"_s, u"utf8mb4"_s}, {u"a b"_s, u"c&d e"_s}, {u"flag"_s, u""_s}}});
        row("capital letters in the dialect", u"PostgreSQL://h/d"_s,
            {.dialect = u"postgresql"_s, .host = u"h"_s, .database = u"d"_s});
    }
    void readsWhatSqlAlchemyReads()
    {
        QFETCH(QString, text);
        QFETCH(Url, url);
        const Result<Url> parsed = Url::parse(text);
        VERIFY_RESULT(parsed);
        QCOMPARE(parsed->dialect, url.dialect);
        QCOMPARE(parsed->driver, url.driver);
        QCOMPARE(parsed->user, url.user);
        QCOMPARE(parsed->password, url.password);
        QCOMPARE(parsed->host, url.host);
        QCOMPARE(parsed->port, url.port);
        QCOMPARE(parsed->database, url.database);
        QCOMPARE(parsed->query, url.query);
    }

    void writesWhatItReads_data() { readsWhatSqlAlchemyReads_data(); }
    void writesWhatItReads()
    {
        QFETCH(Url, url);
        const Result<Url> again = Url::parse(url.toString());
        VERIFY_RESULT(again);
        QCOMPARE(again->toString(), url.toString());
        QVERIFY2(*again == url, qPrintable(url.toString()));
    }

    void writesEveryCharacterSoThatItReadsBack()
    {
        QString all = u"\u00e4\u65e5\U0001f600"_s;
        for (char16_t c = 1; c < 128; ++c)
            all.append(QChar(c));
        const Url url {.dialect = u"postgresql"_s,
            .user = all,
            .password = all,
            .host = all,
            .port = 1,
            .database = all,
            .query = {{all, all}}};
        const Result<Url> again = Url::parse(url.toString());
        VERIFY_RESULT(again);
        QVERIFY2(*again == url, qPrintable(url.toString()));
        const Url file {.dialect = u"sqlite"_s, .database = all, .query = {{all, all}}};
        const Result<Url> fileAgain = Url::parse(file.toString());
        VERIFY_RESULT(fileAgain);
        QVERIFY2(*fileAgain == file, qPrintable(file.toString()));
    }

    void refusesJunkWithAHint_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("hint");
        const auto row = [](const char *name, const QString &text, const QString &shown,
                             const QString &hint) { QTest::newRow(name) << text << shown << hint; };
        row("a word", u"notaurl"_s, u"notaurl"_s, u"sqlite:///file.db"_s);
        row("empty", u""_s, u""_s, u"sqlite:///file.db"_s);
        row("one slash", u"sqlite:/x.db"_s, u"sqlite:/x.db"_s, u"sqlite:///file.db"_s);
        row("two slashes", u"sqlite://x.db"_s, u"sqlite://x.db"_s, u"three slashes"_s);
        row("port too large", u"postgresql://h:70000/d"_s, u"postgresql://h:***/d"_s, u"65535"_s);
        row("port zero", u"postgresql://h:0/d"_s, u"postgresql://h:0/d"_s, u"65535"_s);
        row("no port", u"postgresql://h:x/d"_s, u"postgresql://h:***/d"_s, u"65535"_s);
        row("bracket open", u"postgresql://[::1/d"_s, u"postgresql://[:***/d"_s, u"]"_s);
        row("text after the bracket", u"postgresql://[::1]x/d"_s, u"postgresql://[:***/d"_s, u""_s);
        row("not UTF-8", u"sqlite:///%ff.db"_s, u"sqlite:///%ff.db"_s, u"%25"_s);
        row("NUL", u"sqlite:///a%00b"_s, u"sqlite:///a%00b"_s, u""_s);
        row("twice", u"mysql://h/d?a=1&a=2"_s, u"mysql://h/d?a=1&a=2"_s, u"twice"_s);
        row("nameless", u"mysql://h/d?=2"_s, u"mysql://h/d?=2"_s, u"no name"_s);
        row("password, slash missing", u"postgresql:/u:secret@h/d"_s, u"postgresql:***@h/d"_s,
            u"sqlite"_s);
        row("password without a scheme", u"u:secret@h/d"_s, u"u:***@h/d"_s, u"sqlite"_s);
        row("password and a wrong port", u"postgresql://u:secret@h:x/d"_s,
            u"postgresql://u:***@h:x/d"_s, u"65535"_s);
        row("password with an @ and a slash", u"postgresql://u:sec@ret/x@h/d"_s,
            u"postgresql://u:***@h/d"_s, u"%40"_s);
        row("password with a question mark", u"postgresql://u:1?secret@h/d"_s,
            u"postgresql://u:***@h/d"_s, u"%3F"_s);
        row("password that the host is missing after", u"postgresql://u:secret"_s,
            u"postgresql://u:***"_s, u"65535"_s);
        row("password in the query", u"mysql://h:x/d?password=secret&a=1"_s,
            u"mysql://h:***/d?password=***&a=1"_s, u""_s);
        row("password in a keyword string", u"host=h password=secret user=u"_s,
            u"host=h password=*** user=u"_s, u""_s);
    }
    void refusesJunkWithAHint()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QFETCH(QString, hint);
        const Result<Url> url = Url::parse(text);
        QVERIFY(!url);
        QCOMPARE(url.error().code, ErrorCode::Parse);
        QCOMPARE(
            url.error().message, u"Could not parse SQLAlchemy URL from string '%1'"_s.arg(shown));
        QVERIFY2(url.error().hint.contains(hint), qPrintable(url.error().hint));
        QVERIFY(!url.error().hint.isEmpty());
        QVERIFY(!testing::errorText(url.error()).contains(u"secret"));
    }

    void refusesAnUnknownDialectAndNamesThoseKnown_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("hint");
        QTest::newRow("oracle") << u"oracle://scott:tiger@h/d"_s
                                << u"sqlite, postgresql, mysql and mariadb"_s;
        QTest::newRow("postgres") << u"postgres://u:tiger@h/d"_s << u"postgresql://"_s;
        QTest::newRow("web") << u"https://example.org/x.db?token=tiger"_s << u"sqlite"_s;
    }
    void refusesAnUnknownDialectAndNamesThoseKnown()
    {
        QFETCH(QString, text);
        QFETCH(QString, hint);
        const Result<Url> url = Url::parse(text);
        QVERIFY(!url);
        QCOMPARE(url.error().code, ErrorCode::Unsupported);
        QVERIFY2(url.error().hint.contains(hint), qPrintable(url.error().hint));
        QVERIFY(!testing::errorText(url.error()).contains(u"tiger"));
    }

    void neverShowsAPassword_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("display");
        QTest::addColumn<QString>("without");
        const auto row
            = [](const char *name, const QString &text, const QString &display,
                  const QString &without) { QTest::newRow(name) << text << display << without; };
        row("usual", u"postgresql://u:secret@h:1/d"_s, u"postgresql://u:***@h:1/d"_s,
            u"postgresql://u@h:1/d"_s);
        row("without a user", u"postgresql://:secret@h/d"_s, u"postgresql://:***@h/d"_s,
            u"postgresql://h/d"_s);
        row("with an @", u"postgresql://u:se@secret@h/d"_s, u"postgresql://u:***@h/d"_s,
            u"postgresql://u@h/d"_s);
        row("with a slash", u"postgresql://u:x/secret@h/d"_s, u"postgresql://u:***@h/d"_s,
            u"postgresql://u@h/d"_s);
        row("in the query", u"mysql://h/d?password=secret&ssl=1"_s,
            u"mysql://h/d?password=***&ssl=1"_s, u"mysql://h/d?ssl=1"_s);
        row("only that in the query", u"mysql://h/d?passwd=secret"_s, u"mysql://h/d?passwd=***"_s,
            u"mysql://h/d"_s);
        row("of a certificate", u"postgresql://h/d?SSLPassword=secret"_s,
            u"postgresql://h/d?SSLPassword=***"_s, u"postgresql://h/d"_s);
        row("key of an encrypted file", u"sqlite:///x.db?hexkey=secret"_s,
            u"sqlite:///x.db?hexkey=***"_s, u"sqlite:///x.db"_s);
        row("none", u"sqlite:////x.db"_s, u"sqlite:////x.db"_s, u"sqlite:////x.db"_s);
        row("path of a key file stays", u"postgresql://h/d?sslkey=/k.pem"_s,
            u"postgresql://h/d?sslkey=/k.pem"_s, u"postgresql://h/d?sslkey=/k.pem"_s);
    }
    void neverShowsAPassword()
    {
        QFETCH(QString, text);
        QFETCH(QString, display);
        QFETCH(QString, without);
        const Result<Url> url = Url::parse(text);
        VERIFY_RESULT(url);
        QCOMPARE(url->display(), display);
        QCOMPARE(url->withoutPassword(), without);
        QVERIFY(Url::parse(without).has_value());
    }

    void knowsWhatIsInMemory()
    {
        for (const QString &text :
            {u"sqlite://"_s, u"sqlite:///:memory:"_s, u"sqlite:///file::memory:?uri=true"_s,
                u"sqlite:///file:x?mode=memory&cache=shared&uri=true"_s})
            QVERIFY2(Url::parse(text)->isMemory(), qPrintable(text));
        for (const QString &text :
            {u"sqlite:///x.db"_s, u"postgresql:///"_s, u"sqlite:///file:x.db?uri=true"_s})
            QVERIFY2(!Url::parse(text)->isMemory(), qPrintable(text));
    }

    void resolvesRelativeFilesOnly_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("resolved");
        QTest::newRow("relative") << u"sqlite:///a/../x.db"_s << u"sqlite:////home/me/x.db"_s;
        QTest::newRow("absolute") << u"sqlite:////abs/x.db"_s << u"sqlite:////abs/x.db"_s;
        QTest::newRow("Windows") << u"sqlite:///C:\\x.db"_s << u"sqlite:///C:\\x.db"_s;
        QTest::newRow("memory") << u"sqlite://"_s << u"sqlite://"_s;
        QTest::newRow("file URI") << u"sqlite:///file:x.db?uri=true"_s
                                  << u"sqlite:///file:/home/me/x.db?uri=true"_s;
        QTest::newRow("absolute file URI")
            << u"sqlite:///file:/x.db?uri=true"_s << u"sqlite:///file:/x.db?uri=true"_s;
        QTest::newRow("server") << u"mysql://h/x"_s << u"mysql://h/x"_s;
    }
    void resolvesRelativeFilesOnly()
    {
        QFETCH(QString, text);
        QFETCH(QString, resolved);
        QCOMPARE(Url::parse(text)->resolvedAgainst(u"/home/me"_s).toString(), resolved);
    }

    void takesAPathForASqliteUrl_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url");
        QTest::newRow("db") << u"x.db"_s << u"sqlite:///x.db"_s;
        QTest::newRow("sqlite3") << u"a b.sqlite3"_s << u"sqlite:///a b.sqlite3"_s;
        QTest::newRow("absolute") << u"/abs/x"_s << u"sqlite:////abs/x"_s;
        QTest::newRow("folder") << u"./x"_s << u"sqlite:///./x"_s;
        QTest::newRow("Windows") << u"C:\\d\\x.db"_s << u"sqlite:///C:\\d\\x.db"_s;
        QTest::newRow("percent and question mark") << u"100%?.db"_s << u"sqlite:///100%25%3F.db"_s;
        QTest::newRow("from a file manager")
            << u"file:///abs/a%20b.db"_s << u"sqlite:////abs/a b.db"_s;
        QTest::newRow("memory") << u":memory:"_s << u"sqlite:///:memory:"_s;
        QTest::newRow("URL") << u"mysql://u@h/d"_s << u"mysql://u@h/d"_s;
    }
    void takesAPathForASqliteUrl()
    {
        QFETCH(QString, text);
        QFETCH(QString, url);
        const Result<Url> location = parseLocation(text);
        VERIFY_RESULT(location);
        QCOMPARE(location->toString(), url);
    }

    void takesAnExistingFileWhateverItsName()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir::setCurrent(folder.path()));
        for (const QString &name : {u"plain"_s, u"u:pw@h"_s, u"sqlite:x"_s}) {
            QVERIFY(!parseLocation(name));
            QFile file(name);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.close();
            const Result<Url> location = parseLocation(name);
            VERIFY_RESULT(location);
            QCOMPARE(location->database, name);
        }
        QVERIFY(QDir::setCurrent(QDir::rootPath()));
    }

    void refusesALocationThatIsNeither_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("word") << u"notaurl"_s;
        QTest::newRow("empty") << u""_s;
        QTest::newRow("credentials") << u"u:secret@h/d"_s;
        QTest::newRow("slashes forgotten") << u"sqlite:x.db"_s;
        QTest::newRow("one slash forgotten") << u"postgresql:/u:secret@h/d"_s;
    }
    void refusesALocationThatIsNeither()
    {
        QFETCH(QString, text);
        const Result<Url> location = parseLocation(text);
        QVERIFY(!location);
        QCOMPARE(location.error().code, ErrorCode::Parse);
        QVERIFY(!location.error().hint.isEmpty());
        QVERIFY(!testing::errorText(location.error()).contains(u"secret"));
    }
};

QTEST_GUILESS_MAIN(TestUrl)
#include "tst_url.moc"
