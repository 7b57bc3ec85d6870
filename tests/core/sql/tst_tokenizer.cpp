// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/keywords.h"
#include "joinery/sql/tokenizer.h"
#include "support/testutils.h"

#include <sqlite3.h>

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

/// "kind:text" of each token, e.g. "w:SELECT"; blanks are left out.
QStringList tokensOf(const QString &sql)
{
    static const QMap<TokenKind, QString> letters {{TokenKind::Word, u"w"_s},
        {TokenKind::QuotedName, u"q"_s}, {TokenKind::String, u"s"_s}, {TokenKind::Blob, u"b"_s},
        {TokenKind::Number, u"n"_s}, {TokenKind::Operator, u"o"_s}, {TokenKind::Variable, u"v"_s},
        {TokenKind::Comment, u"c"_s}, {TokenKind::Invalid, u"x"_s}};
    QStringList found;
    for (const Token &token : tokenize(sql)) {
        if (token.kind != TokenKind::Space)
            found.append(letters[token.kind] + u':' + textOf(sql, token).toString());
    }
    return found;
}

/// True when SQLite can prepare the statement.
bool prepares(sqlite3 *database, const QString &sql)
{
    sqlite3_stmt *statement = nullptr;
    const int status
        = sqlite3_prepare_v2(database, sql.toUtf8().constData(), -1, &statement, nullptr);
    sqlite3_finalize(statement);
    return status == SQLITE_OK;
}

} // namespace

class TestTokenizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsCutAsSqliteDoes_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QStringList>("tokens");
        const auto row = [](const char *name, const QString &sql, const QStringList &tokens) {
            QTest::newRow(name) << sql << tokens;
        };
        row("words", u"SELECT a1,_b$2"_s, {u"w:SELECT"_s, u"w:a1"_s, u"o:,"_s, u"w:_b$2"_s});
        row("non-ASCII words", u"größe 表 a\u00A0b 😀"_s,
            {u"w:größe"_s, u"w:表"_s, u"w:a\u00A0b"_s, u"w:😀"_s});
        row("strings", u"'a' '' 'it''s' 'a\nb'"_s,
            {u"s:'a'"_s, u"s:''"_s, u"s:'it''s'"_s, u"s:'a\nb'"_s});
        row("adjacent strings", u"'a''b''''c'"_s, {u"s:'a''b''''c'"_s});
        row("quoted names", u"\"a\"\"b\" `c``d` [e\"f] \"\""_s,
            {u"q:\"a\"\"b\""_s, u"q:`c``d`"_s, u"q:[e\"f]"_s, u"q:\"\""_s});
        row("brackets do not double", u"[a]][b]"_s, {u"q:[a]"_s, u"x:]"_s, u"q:[b]"_s});
        row("unterminated", u"a 'b"_s, {u"w:a"_s, u"x:'b"_s});
        row("unterminated after a doubled quote", u"'a''"_s, {u"x:'a''"_s});
        row("unterminated name", u"\"a"_s, {u"x:\"a"_s});
        row("unterminated bracket", u"[a b"_s, {u"x:[a b"_s});
        row("blobs", u"X'00fF' x''"_s, {u"b:X'00fF'"_s, u"b:x''"_s});
        row("odd blob", u"X'0'"_s, {u"x:X'0'"_s});
        row("bad blob", u"X'0g' 1"_s, {u"x:X'0g'"_s, u"n:1"_s});
        row("unterminated blob", u"x'00"_s, {u"x:x'00"_s});
        row("x is a name", u"x 'a' xy X"_s, {u"w:x"_s, u"s:'a'"_s, u"w:xy"_s, u"w:X"_s});
        row("numbers", u"0 12 1.5 .5 1. 1e5 1E+5 1.5e-3 .5e1"_s,
            {u"n:0"_s, u"n:12"_s, u"n:1.5"_s, u"n:.5"_s, u"n:1."_s, u"n:1e5"_s, u"n:1E+5"_s,
                u"n:1.5e-3"_s, u"n:.5e1"_s});
        row("hexadecimal", u"0x1F 0Xab"_s, {u"n:0x1F"_s, u"n:0Xab"_s});
        row("hexadecimal ends at its digits", u"0x1Fg"_s, {u"n:0x1F"_s, u"w:g"_s});
        row("hexadecimal needs digits", u"0x 0xg"_s, {u"x:0x"_s, u"x:0xg"_s});
        row("no number", u"1_000 12abc 1e 1e+ 1.5x"_s,
            {u"x:1_000"_s, u"x:12abc"_s, u"x:1e"_s, u"x:1e"_s, u"o:+"_s, u"x:1.5x"_s});
        row("dots", u"a.b .5 a.5 1..2"_s,
            {u"w:a"_s, u"o:."_s, u"w:b"_s, u"n:.5"_s, u"w:a"_s, u"n:.5"_s, u"n:1."_s, u"n:.2"_s});
        row("signs are apart", u"-1 +2"_s, {u"o:-"_s, u"n:1"_s, u"o:+"_s, u"n:2"_s});
        row("operators", u"||<<>><=>=<>!= ==->->>"_s,
            {u"o:||"_s, u"o:<<"_s, u"o:>>"_s, u"o:<="_s, u"o:>="_s, u"o:<>"_s, u"o:!="_s, u"o:=="_s,
                u"o:->"_s, u"o:->>"_s});
        row("single operators", u"( ) + - * / % , ; . & ~ | < > ="_s,
            {u"o:("_s, u"o:)"_s, u"o:+"_s, u"o:-"_s, u"o:*"_s, u"o:/"_s, u"o:%"_s, u"o:,"_s,
                u"o:;"_s, u"o:."_s, u"o:&"_s, u"o:~"_s, u"o:|"_s, u"o:<"_s, u"o:>"_s, u"o:="_s});
        row("greedy operators", u"<<= === ||| ->>>"_s,
            {u"o:<<"_s, u"o:="_s, u"o:=="_s, u"o:="_s, u"o:||"_s, u"o:|"_s, u"o:->>"_s, u"o:>"_s});
        row("unknown characters", u"! ^ \\ { }"_s,
            {u"x:!"_s, u"x:^"_s, u"x:\\"_s, u"x:{"_s, u"x:}"_s});
        row("NUL", u"a"_s + QChar(0) + u"b"_s, {u"w:a"_s, u"x:"_s + QChar(0), u"w:b"_s});
        row("variables", u"? ?12 :a @b2 $c #1"_s,
            {u"v:?"_s, u"v:?12"_s, u"v::a"_s, u"v:@b2"_s, u"v:$c"_s, u"v:#1"_s});
        row("variable then word", u"?1a"_s, {u"v:?1"_s, u"w:a"_s});
        row("Tcl variables", u"$a::b $c(d) $e::f(g,h)"_s,
            {u"v:$a::b"_s, u"v:$c(d)"_s, u"v:$e::f(g,h)"_s});
        row("broken Tcl variable", u"$a(b c)"_s, {u"x:$a(b"_s, u"w:c"_s, u"o:)"_s});
        row("nameless variables", u"$ : @"_s, {u"x:$"_s, u"x::"_s, u"x:@"_s});
        row("line comment", u"a -- b 'c\n d"_s, {u"w:a"_s, u"c:-- b 'c"_s, u"w:d"_s});
        row("line comment passes a lone CR", u"-- a\rb\nc"_s, {u"c:-- a\rb"_s, u"w:c"_s});
        row("line comment at the end", u"--"_s, {u"c:--"_s});
        row("block comments", u"a/* b -- '*/c/**/d/***/"_s,
            {u"w:a"_s, u"c:/* b -- '*/"_s, u"w:c"_s, u"c:/**/"_s, u"w:d"_s, u"c:/***/"_s});
        row("block comments do not nest", u"/* /* */ */"_s, {u"c:/* /* */"_s, u"o:*"_s, u"o:/"_s});
        row("block comment that is none yet", u"/*/ a */ b"_s, {u"c:/*/ a */"_s, u"w:b"_s});
        row("unterminated block comment", u"a /* b"_s, {u"w:a"_s, u"c:/* b"_s});
        row("just opened comment", u"a /*"_s, {u"w:a"_s, u"o:/"_s, u"o:*"_s});
        row("byte order mark", u"\uFEFFa\uFEFF"_s, {u"w:a\uFEFF"_s});
        row("vertical tab", u"a \vb\v"_s, {u"w:a"_s, u"w:b"_s, u"x:\v"_s});
        row("lone surrogate", u"a"_s + QChar(0xD800) + u"b"_s, {u"w:a"_s + QChar(0xD800) + u"b"_s});
    }

    void textIsCutAsSqliteDoes()
    {
        QFETCH(QString, sql);
        QTEST(tokensOf(sql), "tokens");
        qsizetype end = 0;
        for (const Token &token : tokenize(sql)) {
            QCOMPARE(token.start, end);
            QVERIFY(token.length > 0);
            end = token.end();
        }
        QCOMPARE(end, sql.size());
    }

    void namesLoseTheirQuotes()
    {
        const QString sql = u"a \"b\"\"c\" `d``e` [f[g] 'h''i' \"\" \"\"\"\""_s;
        QStringList names;
        for (const Token &token : significantTokens(sql))
            names.append(nameIn(sql, token));
        QCOMPARE(
            names, (QStringList {u"a"_s, u"b\"c"_s, u"d`e"_s, u"f[g"_s, u"h'i"_s, u""_s, u"\""_s}));
    }

    void onlyBareWordsAreWords()
    {
        const QString sql = u"Key \"key\" 'key' \u212Aey"_s;
        const QList<Token> tokens = significantTokens(sql);
        QVERIFY(isWord(sql, tokens[0], u"KEY"));
        QVERIFY(!isWord(sql, tokens[0], u"KE"));
        QVERIFY(!isWord(sql, tokens[1], u"KEY"));
        QVERIFY(!isWord(sql, tokens[2], u"KEY"));
        QVERIFY(!isWord(sql, tokens[3], u"KEY")); // the Kelvin sign is no K
    }

    void spellingsOfTheSameAreOne_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("canonical");
        const auto row = [](const char *name, const QString &sql, const QString &canonical) {
            QTest::newRow(name) << sql << canonical;
        };
        row("empty", {}, {});
        row("case", u"Length(Title) > 0"_s, u"length ( title ) > 0"_s);
        row("blanks", u"\n a\t+\r\n b "_s, u"a + b"_s);
        row("no blanks", u"a+b"_s, u"a + b"_s);
        row("comments", u"/* x */ a -- y\n + b /* z"_s, u"a + b"_s);
        row("quoted like bare", u"\"Post\" = [post] = `POST` = post"_s,
            u"post = post = post = post"_s);
        row("strings stay", u"'Post' || 'it''s'"_s, u"'Post' || 'it''s'"_s);
        row("numbers stay", u"1E5 + 0xFF"_s, u"1E5 + 0xFF"_s);
        row("blobs", u"X'AB'"_s, u"x'ab'"_s);
        row("name with a blank", u"[Two Words]"_s, u"\"two words\""_s);
        row("name with a quote", u"`a\"b`"_s, u"\"a\"\"b\""_s);
        row("name like a number", u"\"1a\""_s, u"\"1a\""_s);
        row("name like a variable", u"\"$a\""_s, u"\"$a\""_s);
        row("empty name", u"[]"_s, u"\"\""_s);
        row("name like an operator", u"\"a-b\" - [--c]"_s, u"\"a-b\" - \"--c\""_s);
        row("reserved word", u"\"Order\" , \"left\""_s, u"\"order\" , \"left\""_s);
        row("word that may be a name", u"\"Key\" , [desc]"_s, u"key , desc"_s);
        row("word that is a value", u"\"current_date\" , \"TRUE\""_s,
            u"\"current_date\" , \"true\""_s);
        row("byte order mark as a name", u"\"\uFEFF\""_s, u"\"\uFEFF\""_s);
        row("non-ASCII keeps its case", u"ÄB \"ÄB\""_s, u"Äb Äb"_s);
    }

    void spellingsOfTheSameAreOne()
    {
        QFETCH(QString, sql);
        const QString canonical = canonicalSql(sql);
        QTEST(canonical, "canonical");
        QCOMPARE(canonicalSql(canonical), canonical);
    }

    /// The classes are checked against the SQLite that runs.
    void keywordsAreSqlites()
    {
        sqlite3 *database = nullptr;
        QCOMPARE(sqlite3_open(":memory:", &database), SQLITE_OK);
        for (int i = 0; i < sqlite3_keyword_count(); ++i) {
            const char *text = nullptr;
            int length = 0;
            sqlite3_keyword_name(i, &text, &length);
            const QString word = QString::fromUtf8(text, length);
            const KeywordKind kind = keywordKind(word);
            QVERIFY2(kind != KeywordKind::None, qPrintable(word));
            QCOMPARE(keywordKind(word.toLower()), kind);
            const bool isName = prepares(database, u"CREATE TABLE t(%1)"_s.arg(word));
            const bool isType = prepares(database, u"CREATE TABLE t(a %1 b c)"_s.arg(word));
            const bool isColumn = prepares(database, u"CREATE TABLE t(%1, UNIQUE(%1))"_s.arg(word));
            QVERIFY2(isName == (kind != KeywordKind::Reserved), qPrintable(word));
            QVERIFY2(isType == (kind == KeywordKind::Soft || kind == KeywordKind::Value),
                qPrintable(word));
            const bool opens = word == u"CAST" || word == u"RAISE"; // of a call, in expressions
            QVERIFY2(
                isColumn == (isName && kind != KeywordKind::Value && !opens), qPrintable(word));
        }
        sqlite3_close(database);
        QCOMPARE(keywordKind(u"post"), KeywordKind::None);
        QCOMPARE(keywordKind(u"True"), KeywordKind::Value);
        QCOMPARE(keywordKind(u"a_very_long_word_that_is_no_keyword"), KeywordKind::None);
    }

    void hostileTextTakesLinearTime_data()
    {
        QTest::addColumn<QString>("part");
        for (const char *part :
            {"'", "\"", "[", "/*", "--", "x'", "$a(", "$a::", "(", "1e", "0x", "!"})
            QTest::newRow(part) << QString::fromUtf8(part);
    }

    void hostileTextTakesLinearTime()
    {
        QFETCH(QString, part);
        const QString sql = part.repeated(200'000);
        const QList<Token> tokens = tokenize(sql);
        QCOMPARE(tokens.constLast().end(), sql.size());
    }
};

QTEST_GUILESS_MAIN(TestTokenizer)
#include "tst_tokenizer.moc"
