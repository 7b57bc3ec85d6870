// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/quoting.h"
#include "joinery/sql/splitter.h"
#include "joinery/sql/tokenizer.h"
#include "support/parsercheck.h"
#include "support/testutils.h"

#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>

using namespace joinery;
using namespace joinery::sqlite;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

/// The same texts in every run, unless a longer search is asked for by the environment.
quint32 seed(quint32 number)
{
    return number + quint32(qEnvironmentVariableIntValue("JOINERY_TEST_SEED"));
}

int rounds(int count)
{
    return count * qMax(1, qEnvironmentVariableIntValue("JOINERY_TEST_ROUNDS"));
}

/// Writes CREATE statements as nobody in his right mind would.
class Writer
{
public:
    explicit Writer(quint32 seed)
        : m_random(seed)
    { }

    QString table();
    QString index();

private:
    bool chance(int percent) { return m_random.bounded(100) < percent; }
    const QString &oneOf(const QStringList &list)
    {
        return list[m_random.bounded(int(list.size()))];
    }
    void add(const QString &token) { m_text += gap() + token; }
    QString gap();
    QString styled(const QString &name);
    QString column() { return styled(oneOf(m_columns)); }
    void conflict();
    void constraintName();
    void columnDefinition();
    void columnConstraint();
    void defaultValue();
    void references(bool many);
    void deferral();
    void tableConstraint();
    void parts(int most);

    QRandomGenerator m_random;
    QString m_text;
    QStringList m_columns;
};

QString Writer::gap()
{
    static const QStringList gaps {u"\n"_s, u"\t"_s, u"  "_s, u" /* c, ) ' */ "_s,
        u" -- d, ( \"\n"_s, u"\r\n"_s, u"\n-- e\n"_s, u"/**/"_s, u"\n\n/* f\n */\n"_s};
    return chance(70) ? u" "_s : oneOf(gaps);
}

QString Writer::styled(const QString &name)
{
    switch (m_random.bounded(6)) {
    case 0:
        return quotedName(name);
    case 1:
        return u'[' + name + u']';
    case 2:
        return u'`' + name + u'`';
    case 3:
        return name.toUpper();
    default:
        return name;
    }
}

void Writer::conflict()
{
    static const QStringList words {
        u"ROLLBACK"_s, u"abort"_s, u"Fail"_s, u"IGNORE"_s, u"replace"_s};
    if (!chance(20))
        return;
    add(u"ON"_s);
    add(u"CONFLICT"_s);
    add(oneOf(words));
}

void Writer::constraintName()
{
    while (chance(20)) {
        add(u"CONSTRAINT"_s);
        add(styled(oneOf({u"ck"_s, u"fk_x"_s, u"key"_s, u"ä"_s, u"'text'"_s})));
    }
}

void Writer::defaultValue()
{
    static const QStringList values {u"1"_s, u"-1"_s, u"+ 2.5e3"_s, u"0xFF"_s, u"'it''s'"_s,
        u"X'00ff'"_s, u"NULL"_s, u"true"_s, u"FALSE"_s, u"current_timestamp"_s, u"CURRENT_DATE"_s,
        u"word"_s, u"\"quoted \"\"word\""_s, u"[bracket]"_s, u"`tick`"_s, u"(1 + (2))"_s,
        u"((3))"_s, u"( /* c */ 'a' || 'b' -- d\n )"_s, u"(datetime('now'))"_s, u"('()')"_s,
        u"key"_s, u"\"true\""_s, u"-current_time"_s, u"- /* c */ 3"_s, u"((1)+(2))"_s,
        u"indexed"_s};
    add(u"DEFAULT"_s);
    add(oneOf(values));
}

void Writer::deferral()
{
    if (chance(30))
        add(u"NOT"_s);
    add(u"DEFERRABLE"_s);
    if (chance(60)) {
        add(u"INITIALLY"_s);
        add(oneOf({u"DEFERRED"_s, u"IMMEDIATE"_s}));
    }
}

void Writer::references(bool many)
{
    static const QStringList clauses {u"ON DELETE CASCADE"_s, u"on update set null"_s,
        u"ON DELETE SET DEFAULT"_s, u"ON UPDATE NO ACTION"_s, u"ON DELETE RESTRICT"_s,
        u"MATCH FULL"_s, u"MATCH simple"_s, u"ON INSERT CASCADE"_s, u"match 'none'"_s};
    add(u"REFERENCES"_s);
    add(styled(oneOf({u"other"_s, u"t"_s, u"two words"_s.replace(u' ', u'_')})));
    if (chance(50))
        add(many ? u"(x, \"y z\")"_s : u"( x )"_s);
    while (chance(40))
        add(oneOf(clauses));
}

void Writer::columnConstraint()
{
    switch (m_random.bounded(12)) {
    case 0:
        add(u"PRIMARY KEY"_s);
        add(oneOf({u""_s, u"ASC"_s, u"DESC"_s}));
        conflict();
        return add(chance(20) ? u"AUTOINCREMENT"_s : u""_s);
    case 1:
    case 2:
        add(u"NOT NULL"_s);
        return conflict();
    case 3:
        add(u"NULL"_s);
        return conflict();
    case 4:
        add(u"UNIQUE"_s);
        return conflict();
    case 5:
        return add(u"CHECK ( length('a)') > (0) )"_s);
    case 6:
    case 7:
        return defaultValue();
    case 8:
        return add(u"COLLATE "_s + styled(oneOf({u"nocase"_s, u"binary"_s, u"rtrim"_s})));
    case 9:
        return references(false);
    case 10:
        return deferral();
    default:
        add(oneOf({u"AS"_s, u"GENERATED ALWAYS AS"_s}));
        return add(oneOf({u"(1 + 2)"_s, u"( (1) ) STORED"_s, u"('a') VIRTUAL"_s}));
    }
}

void Writer::columnDefinition()
{
    static const QStringList names {u"a"_s, u"b"_s, u"key"_s, u"desc"_s, u"Größe"_s, u"left"_s,
        u"two words"_s, u"x$1"_s, u"view"_s, u"temp"_s, u"if"_s, u"generated"_s, u"always"_s};
    static const QStringList types {u""_s, u"INTEGER"_s, u"integer"_s, u"int"_s, u"TEXT"_s,
        u"VARCHAR(80)"_s, u"NUMERIC ( 10 , 2 )"_s, u"double precision"_s, u"FOO(+1,-2.5)"_s,
        u"\"INTEGER\""_s, u"'my type'"_s, u"[odd] type"_s, u"BIG /* c */ INT"_s, u"key"_s,
        u"UNSIGNED BIG INT"_s, u"\"unique\""_s, u"ANY"_s, u"\"a\"\"b\""_s, u"BLOB"_s};
    const QString name = oneOf(names);
    if (m_columns.contains(name))
        return add(u"c%1"_s.arg(m_random.bounded(1000)));
    m_columns.append(name);
    const bool bare = !name.contains(u' ') && chance(60);
    add(bare ? name : quotedName(name));
    add(oneOf(types));
    while (chance(45)) {
        constraintName();
        columnConstraint();
    }
}

void Writer::parts(int most)
{
    static const QStringList expressions {u"lower(a)"_s, u"a || b"_s, u"(a)"_s, u"(a + 1)"_s,
        u"a COLLATE nocase || b"_s, u"a || b COLLATE rtrim"_s, u"-a"_s,
        u"lower(b) COLLATE nocase"_s, u"(lower(b)) COLLATE rtrim"_s, u"'a'"_s,
        u"((\"b\") COLLATE nocase)"_s};
    add(u"("_s);
    for (int i = m_random.bounded(most); i >= 0; --i) {
        add(chance(most > 3 ? 30 : 5) ? oneOf(expressions) : column());
        if (chance(20))
            add(u"COLLATE "_s + oneOf({u"nocase"_s, u"\"rtrim\""_s, u"BINARY"_s}));
        add(oneOf({u""_s, u""_s, u"ASC"_s, u"desc"_s}));
        if (i > 0)
            add(u","_s);
    }
    add(u")"_s);
}

void Writer::tableConstraint()
{
    constraintName();
    switch (m_random.bounded(4)) {
    case 0:
        add(u"PRIMARY KEY"_s);
        parts(2);
        return conflict();
    case 1:
        add(u"UNIQUE"_s);
        parts(3);
        return conflict();
    case 2:
        add(u"CHECK ((1) < ')' OR 2)"_s);
        return conflict();
    default:
        const bool many = chance(30);
        add(u"FOREIGN KEY ("_s);
        add(many ? column() + u", "_s + column() : column());
        add(u")"_s);
        references(many);
        return chance(40) ? deferral() : void();
    }
}

QString Writer::table()
{
    m_text = gap()
        + oneOf({u"CREATE TABLE"_s, u"create table IF NOT EXISTS"_s, u"CREATE TABLE main."_s});
    m_columns.clear();
    add(styled(oneOf({u"t"_s, u"key"_s, u"Größe"_s})));
    add(u"("_s);
    columnDefinition();
    while (chance(70)) {
        add(u","_s);
        columnDefinition();
    }
    for (int i = m_random.bounded(4); i > 0 && !m_columns.isEmpty(); --i) {
        add(chance(85) ? u","_s : u""_s);
        tableConstraint();
    }
    if (chance(5))
        add(u", CONSTRAINT alone"_s);
    add(u")"_s);
    add(oneOf({u""_s, u""_s, u""_s, u"STRICT"_s, u"WITHOUT ROWID"_s, u"without rowid , strict"_s}));
    return m_text + oneOf({u""_s, u";"_s, u" ; "_s, u" -- end"_s, u" /* end"_s});
}

QString Writer::index()
{
    m_columns = {u"a"_s, u"b"_s, u"key"_s, u"two words"_s.replace(u' ', u'_')};
    m_text = oneOf(
        {u"CREATE INDEX"_s, u"CREATE UNIQUE INDEX"_s, u"create index if not exists main."_s});
    add(styled(u"i"_s));
    add(u"ON"_s);
    add(styled(u"t"_s));
    parts(5);
    if (chance(30))
        add(u"WHERE a > 1 AND (b IS NOT NULL)"_s);
    return m_text + oneOf({u""_s, u";"_s, u" -- end"_s});
}

/// Takes a text apart into tokens and puts it together with one of them changed.
QString mutated(const QString &sql, QRandomGenerator &random)
{
    static const QStringList spare {u"("_s, u")"_s, u","_s, u";"_s, u"'"_s, u"\""_s, u"["_s,
        u"/*"_s, u"--"_s, u"\n"_s, u"CONSTRAINT"_s, u"NULL"_s, u"NOT"_s, u"CHECK"_s, u"(1)"_s,
        u"COLLATE"_s, u"REFERENCES"_s, u"PRIMARY"_s, u"KEY"_s, u"DESC"_s, u"UNIQUE"_s, u"DEFAULT"_s,
        u"AS"_s, u"x"_s, u"\"q\""_s, u"'s'"_s, u"1"_s, u"-"_s, u"."_s, u"GENERATED"_s, u"ALWAYS"_s,
        u"ON"_s, u"TEXT"_s, u"END"_s, u"BEGIN"_s, u"FOREIGN"_s, QString(QChar(0xD800)),
        QString(QChar(0))};
    const QList<Token> tokens = tokenize(sql);
    QStringList texts;
    for (const Token &token : tokens)
        texts.append(textOf(sql, token).toString());
    for (int changes = random.bounded(1, 4); changes > 0 && !texts.isEmpty(); --changes) {
        const qsizetype at = random.bounded(int(texts.size()));
        const QString &other = random.bounded(2) == 0 ? spare[random.bounded(int(spare.size()))]
                                                      : texts[random.bounded(int(texts.size()))];
        switch (random.bounded(4)) {
        case 0:
            texts.removeAt(at);
            break;
        case 1:
            texts.insert(at, u' ' + other + u' ');
            break;
        case 2:
            texts[at] = QString(other);
            break;
        default:
            texts[at].truncate(random.bounded(int(texts[at].size()) + 1));
        }
    }
    return texts.join(QString());
}

/// The CREATE statements of the corpus, or a few of our own.
QStringList realStatements()
{
    QStringList statements {
        u"CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'x', CHECK (a > 0))"_s,
        u"CREATE INDEX i ON t (a DESC, lower(b)) WHERE a > 1"_s, u"CREATE VIEW v (a) AS SELECT 1"_s,
        u"CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; END"_s,
        u"CREATE VIRTUAL TABLE f USING fts5(a, content='')"_s};
    QDirIterator files(
        corpusFolder() + u"/sqlite"_s, {u"*.sql"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (!corpusFolder().isEmpty() && files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const SqlStatement &statement : splitStatements(QString::fromUtf8(file.readAll())))
            statements.append(statement.text);
    }
    statements.removeIf([](const QString &sql) { return !sql.contains(u"CREATE"_s); });
    return statements;
}

/// True when the tokens cover the text and the statements stand where they say.
bool isSound(const QString &sql)
{
    qsizetype end = 0;
    for (const Token &token : tokenize(sql)) {
        if (token.start != end || token.length <= 0)
            return false;
        end = token.end();
    }
    for (const SqlStatement &statement : splitStatements(sql)) {
        if (statement.line < 1 || sql.mid(statement.start, statement.text.size()) != statement.text)
            return false;
    }
    return end == sql.size() && canonicalSql(canonicalSql(sql)) == canonicalSql(sql);
}

/// Runs all parsers; what they say does not matter, that they come back does.
void parseAsEverything(const QString &sql)
{
    static_cast<void>(parseCreateTable(sql));
    static_cast<void>(parseCreateIndex(sql));
    static_cast<void>(parseCreateView(sql));
    static_cast<void>(parseCreateTrigger(sql));
    static_cast<void>(parseCreateVirtualTable(sql));
}

} // namespace

class TestCreateParserRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatSqliteAcceptsIsReadAlike()
    {
        Writer writer(seed(1));
        int accepted = 0;
        for (int i = 0; i < rounds(1500); ++i) {
            MemoryDatabase database;
            const QString sql = writer.table();
            if (!database.execute(sql))
                continue;
            ++accepted;
            const QString found = parserDisagreements(database).join(u'\n');
            QVERIFY2(found.isEmpty(), qPrintable(found));
            const auto written = parseCreateTable(sql);
            VERIFY_RESULT(written);
            const QString stored
                = database.rows(u"SELECT sql FROM sqlite_schema WHERE sql NOTNULL"_s)[0][0];
            QCOMPARE(written->table, parseCreateTable(stored)->table);
        }
        QVERIFY2(accepted > 250, qPrintable(QString::number(accepted)));
    }

    void indexesAreReadAlike()
    {
        Writer writer(seed(2));
        int accepted = 0;
        for (int i = 0; i < rounds(1000); ++i) {
            MemoryDatabase database;
            QVERIFY(database.execute(u"CREATE TABLE t (a, b COLLATE rtrim, key, two_words)"_s));
            const QString sql = writer.index();
            accepted += database.execute(sql);
            const QString found = parserDisagreements(database).join(u'\n');
            QVERIFY2(found.isEmpty(), qPrintable(found));
        }
        QVERIFY2(accepted > 250, qPrintable(QString::number(accepted)));
    }

    void mutationsThatSqliteAcceptsAreReadAlike()
    {
        QRandomGenerator random(seed(3));
        Writer writer(seed(4));
        const QStringList real = realStatements();
        int accepted = 0;
        for (int i = 0; i < rounds(3000); ++i) {
            const QString &source = real[random.bounded(int(real.size()))];
            const QString sql = mutated(i % 2 == 0 ? source : writer.table(), random);
            QVERIFY2(isSound(sql), qPrintable(sql));
            parseAsEverything(sql);
            MemoryDatabase database;
            if (!database.execute(sql))
                continue;
            ++accepted;
            const QString found = parserDisagreements(database).join(u'\n');
            QVERIFY2(found.isEmpty(), qPrintable(found));
        }
        QVERIFY2(accepted > 250, qPrintable(QString::number(accepted)));
    }

    void deepNestingIsAnErrorNotACrash_data()
    {
        QTest::addColumn<QString>("sql");
        const QString open = u"("_s.repeated(500'000);
        const QString close = u")"_s.repeated(500'000);
        QTest::newRow("body") << u"CREATE TABLE t "_s + open;
        QTest::newRow("check") << u"CREATE TABLE t (a CHECK "_s + open + u"1"_s + close + u")"_s;
        QTest::newRow("default") << u"CREATE TABLE t (a DEFAULT "_s + open + u"1"_s + close
                + u")"_s;
        QTest::newRow("key") << u"CREATE TABLE t (a, UNIQUE "_s + open + u"a"_s + close + u")"_s;
        QTest::newRow("index") << u"CREATE INDEX i ON t "_s + open + u"a"_s + close;
        QTest::newRow("type") << u"CREATE TABLE t (a x"_s + open + u")"_s;
    }

    void deepNestingIsAnErrorNotACrash()
    {
        QFETCH(QString, sql);
        for (const Result<> &result : {parseCreateTable(sql).map([](const auto &) {}),
                 parseCreateIndex(sql).map([](const auto &) {})}) {
            QVERIFY(!result);
            QCOMPARE(result.error().code, ErrorCode::Parse);
        }
    }

    void nestingUpToTheLimitIsRead()
    {
        const QString sql = u"CREATE TABLE t (a DEFAULT %1 1 %2, UNIQUE (%1 a %2))"_s.arg(
            u"("_s.repeated(900), u")"_s.repeated(900));
        const auto parsed = parseCreateTable(sql);
        VERIFY_RESULT(parsed);
        QCOMPARE(parsed->table.columns[0].serverDefault, u"1"_s);
        QCOMPARE(parsed->table.uniques[0].columns, keyParts({u"a"_s}));
    }

    void longTextsTakeLinearTime()
    {
        const QString columns = u"a INT /* c */ DEFAULT (1), -- d\n"_s.repeated(30'000);
        const auto table = parseCreateTable(u"CREATE TABLE t (%1 z)"_s.arg(columns));
        VERIFY_RESULT(table);
        QCOMPARE(table->columnSpans.size(), 30'001);
        const QString parts = u"(a) COLLATE nocase, "_s.repeated(30'000);
        const auto index = parseCreateIndex(u"CREATE INDEX i ON t (%1 z)"_s.arg(parts));
        VERIFY_RESULT(index);
        QCOMPARE(index->index.columns.size(), 30'001);
        const QString uniques = u"UNIQUE (a) CONSTRAINT b CONSTRAINT c "_s.repeated(30'000);
        VERIFY_RESULT(parseCreateTable(u"CREATE TABLE t (a, %1)"_s.arg(uniques)));
    }
};

QTEST_GUILESS_MAIN(TestCreateParserRandom)
#include "tst_createparser_random.moc"
