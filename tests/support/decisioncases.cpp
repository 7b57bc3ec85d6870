// SPDX-License-Identifier: MPL-2.0
#include "support/decisioncases.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

QString table(const QString &columns)
{
    return u"CREATE TABLE t (id INTEGER PRIMARY KEY, %1)"_s.arg(columns);
}

QString insert(const QString &values)
{
    return u"INSERT INTO t VALUES "_s + values;
}

const QString people = u"CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT NOT NULL)"_s;
const QString ids = u"SELECT id FROM t"_s;

QList<DecisionCase> nullCases()
{
    const QString plain = table(u"a TEXT, n INTEGER"_s);
    const QString all = u"SELECT id, a FROM t"_s;
    return {
        {u"NOT NULL over NULLs"_s, {plain}, insert(u"(1,'x',1),(2,NULL,2)"_s),
            insert(u"(1,'x',1)"_s), {table(u"a TEXT NOT NULL, n INTEGER"_s)}, {u"nulls t.a 1"_s},
            all, {u"1|'x'; 2|''"_s, u"1|'x'"_s}},
        {u"NOT NULL over NULLs of a unique column that repeats values anyway"_s, {plain},
            insert(u"(1,'x',1),(2,NULL,2),(3,'x',3)"_s), insert(u"(1,'x',1),(2,'y',2)"_s),
            {table(u"a TEXT NOT NULL UNIQUE, n INTEGER"_s)},
            {u"nulls t.a 1"_s, u"duplicates t(a) 1"_s}, all, {u"1|'x'; 2|'a-2'"_s, u"1|'x'"_s}},
        {u"new NOT NULL column"_s, {plain}, insert(u"(1,'x',1),(2,'y',2)"_s), {},
            {table(u"a TEXT, n INTEGER, c TEXT NOT NULL"_s)}, {u"new_not_null t.c 2"_s},
            u"SELECT id, c FROM t"_s, {u"1|''; 2|''"_s}},
        {u"new NOT NULL column that is unique"_s, {plain}, insert(u"(1,'x',1),(2,'y',2)"_s), {},
            {table(u"a TEXT, n INTEGER, c INTEGER NOT NULL UNIQUE"_s)}, {u"new_not_null t.c 2"_s},
            u"SELECT id, c FROM t"_s, {u"1|1; 2|2"_s}},
        {u"new unique column with a default"_s, {plain}, insert(u"(1,'x',1),(2,'y',2)"_s),
            insert(u"(1,'x',1)"_s), {table(u"a TEXT, n INTEGER, c TEXT DEFAULT 'q' UNIQUE"_s)},
            {u"duplicates t(c) 1"_s}, u"SELECT id, c FROM t"_s,
            {u"1|'c-1'; 2|'c-2'"_s, u"1|'q'"_s}},
        {u"new stored column that is NOT NULL"_s, {plain}, insert(u"(1,'x',1),(2,NULL,2)"_s),
            insert(u"(1,'x',1)"_s),
            {table(u"a TEXT, n INTEGER, g TEXT NOT NULL AS (a || '!') STORED"_s)},
            {u"nulls t.g 1"_s}, u"SELECT id, g FROM t"_s, {u"1|'x!'; 2|'!'"_s, u"1|'x!'"_s}},
        {u"new virtual column that is NOT NULL"_s, {plain}, insert(u"(1,'x',1),(2,NULL,2)"_s),
            insert(u"(1,'x',1)"_s), {table(u"a TEXT, n INTEGER, g TEXT NOT NULL AS (a || '!')"_s)},
            {u"nulls t.g 1"_s}, u"SELECT id, g FROM t"_s, {u"1|'x!'; 2|'!'"_s, u"1|'x!'"_s}},
        {u"generated column computed otherwise"_s, {table(u"a TEXT, g NOT NULL AS (id)"_s)},
            u"INSERT INTO t (id, a) VALUES (1,'x'),(2,NULL)"_s,
            u"INSERT INTO t (id, a) VALUES (1,'x')"_s, {table(u"a TEXT, g NOT NULL AS (a)"_s)},
            {u"nulls t.g 1"_s}, u"SELECT id, g FROM t"_s, {u"1|'x'; 2|''"_s, u"1|'x'"_s}},
        {u"generated column becomes a plain one that is NOT NULL"_s,
            {table(u"n INTEGER AS (nullif(id, 2)) STORED"_s)},
            u"INSERT INTO t (id) VALUES (1),(2)"_s, u"INSERT INTO t (id) VALUES (1)"_s,
            {table(u"n INTEGER NOT NULL"_s)}, {u"nulls t.n 1"_s}, u"SELECT id, n FROM t"_s,
            {u"1|1; 2|0"_s, u"1|1"_s}},
        {u"WITHOUT ROWID over NULLs in the key"_s,
            {u"CREATE TABLE t (a INT, b INT, n, PRIMARY KEY (a, b))"_s},
            insert(u"(1,1,'x'),(2,NULL,'y')"_s), insert(u"(1,1,'x')"_s),
            {u"CREATE TABLE t (a INT, b INT, n, PRIMARY KEY (a, b)) WITHOUT ROWID"_s},
            {u"nulls t(a, b) 1"_s}, u"SELECT a, b, n FROM t"_s,
            {u"1|1|'x'; 2|0|'y'"_s, u"1|1|'x'"_s}},
    };
}

QList<DecisionCase> keyCases()
{
    const QString plain = table(u"a TEXT, n INTEGER"_s);
    const QString twins = insert(u"(1,'x',1),(2,'x',2),(3,NULL,3),(4,NULL,4),(5,'X',5)"_s);
    const QString single = insert(u"(1,'x',1),(2,'y',2),(3,NULL,3),(4,NULL,4)"_s);
    const QString words = u"SELECT id, a FROM t"_s;
    const QString kept = u"1|'x'; 2|NULL; 3|NULL; 4|NULL; 5|'X'"_s;
    const QString gone = u"1|'x'; 3|NULL; 4|NULL; 5|'X'"_s;
    const QString keyless = u"CREATE TABLE t (a TEXT, n INTEGER)"_s;
    return {
        {u"UNIQUE over duplicates"_s, {plain}, twins, single,
            {table(u"a TEXT UNIQUE, n INTEGER"_s)}, {u"duplicates t(a) 1"_s}, words, {kept, gone}},
        {u"unique index over duplicates"_s, {plain}, twins, single,
            {plain, u"CREATE UNIQUE INDEX ux ON t (a)"_s}, {u"duplicates t(a) 1"_s}, words,
            {kept, gone}},
        {u"partial unique index over duplicates"_s, {plain}, twins,
            insert(u"(1,'x',1),(2,'x',9)"_s),
            {plain, u"CREATE UNIQUE INDEX ux ON t (a) WHERE n < 5"_s}, {u"duplicates t(a) 1"_s},
            words, {kept, gone}},
        {u"unique index on an expression over duplicates"_s, {plain}, twins, single,
            {plain, u"CREATE UNIQUE INDEX ux ON t (lower(a))"_s}, {u"duplicates t(a) 2"_s}, words,
            {u"1|'x'; 2|NULL; 3|NULL; 4|NULL; 5|NULL"_s, u"1|'x'; 3|NULL; 4|NULL"_s}},
        {u"UNIQUE over duplicates of a NOT NULL column"_s, {table(u"a TEXT NOT NULL"_s)},
            insert(u"(1,'x'),(2,'x')"_s), insert(u"(1,'x')"_s),
            {table(u"a TEXT NOT NULL UNIQUE"_s)}, {u"duplicates t(a) 1"_s}, ids, {u"1"_s}},
        {u"UNIQUE of two columns, one of them nullable"_s, {table(u"a TEXT, n INT NOT NULL"_s)},
            insert(u"(1,'x',1),(2,'x',1),(3,'x',2),(4,NULL,1)"_s), insert(u"(1,'x',1)"_s),
            {table(u"a TEXT, n INT NOT NULL, UNIQUE (a, n)"_s)}, {u"duplicates t(a, n) 1"_s}, words,
            {u"1|'x'; 2|NULL; 3|'x'; 4|NULL"_s, u"1|'x'; 3|'x'; 4|NULL"_s}},
        {u"two keys, one of which finds more duplicates"_s, {plain}, twins, single,
            {table(u"a TEXT UNIQUE, n INTEGER"_s), u"CREATE UNIQUE INDEX ux ON t (lower(a))"_s},
            {u"duplicates t(a) 1"_s}, words, {gone.section(u"; "_s, 0, 2)}},
        {u"collation of a unique column that makes duplicates"_s,
            {table(u"a TEXT UNIQUE, n INTEGER"_s)}, insert(u"(1,'x',1),(2,'X',2)"_s),
            insert(u"(1,'x',1),(2,'Y',2)"_s), {table(u"a TEXT COLLATE NOCASE UNIQUE, n INTEGER"_s)},
            {u"duplicates t(a) 1"_s}, ids, {u"1"_s}},
        {u"collation of a column under a unique index that makes duplicates"_s,
            {plain, u"CREATE UNIQUE INDEX ux ON t (a)"_s}, insert(u"(1,'x',1),(2,'X',2)"_s),
            insert(u"(1,'x',1),(2,'Y',2)"_s),
            {table(u"a TEXT COLLATE NOCASE, n INTEGER"_s), u"CREATE UNIQUE INDEX ux ON t (a)"_s},
            {u"duplicates t(a) 1"_s}, ids, {u"1"_s}},
        {u"collation of a primary key that makes duplicates"_s,
            {u"CREATE TABLE t (a TEXT PRIMARY KEY, n)"_s}, insert(u"('x',1),('X',2)"_s),
            insert(u"('x',1),('Y',2)"_s),
            {u"CREATE TABLE t (a TEXT COLLATE NOCASE PRIMARY KEY, n)"_s}, {u"duplicates t(a) 1"_s},
            u"SELECT a, n FROM t"_s, {u"'x'|1"_s}},
        {u"new primary key over duplicates"_s, {keyless}, insert(u"('x',1),('x',2),('y',3)"_s),
            insert(u"('x',1),('y',2)"_s), {u"CREATE TABLE t (a TEXT PRIMARY KEY, n INTEGER)"_s},
            {u"duplicates t(a) 1"_s}, u"SELECT rowid, a FROM t"_s, {u"1|'x'; 3|'y'"_s}},
        {u"new INTEGER PRIMARY KEY over duplicates and NULLs"_s, {keyless},
            insert(u"('x',1),('x',1),('y',NULL),('z',9)"_s), insert(u"('x',1),('z',9)"_s),
            {u"CREATE TABLE t (a TEXT, n INTEGER PRIMARY KEY)"_s}, {u"duplicates t(n) 2"_s},
            u"SELECT rowid, a FROM t"_s, {u"1|'x'; 9|'z'"_s}},
        {u"composite primary key made smaller"_s,
            {u"CREATE TABLE t (a TEXT NOT NULL, n INT NOT NULL, PRIMARY KEY (a, n))"_s},
            insert(u"('x',1),('x',2)"_s), insert(u"('x',1),('y',2)"_s),
            {u"CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY, n INT NOT NULL)"_s},
            {u"duplicates t(a) 1"_s}, u"SELECT a, n FROM t"_s, {u"'x'|1"_s}},
        {u"new generated column under UNIQUE"_s, {plain}, insert(u"(1,'x',1),(2,'X',2)"_s),
            insert(u"(1,'x',1)"_s),
            {table(u"a TEXT, n INTEGER, g TEXT AS (lower(a)) STORED UNIQUE"_s)},
            {u"duplicates t(g) 1"_s}, ids, {u"1"_s}},
    };
}

QList<DecisionCase> checkCases()
{
    const QString plain = table(u"a TEXT, n INTEGER"_s);
    const QString over = insert(u"(1,'x',1),(2,'y',7),(3,'z',NULL)"_s);
    const QString under = insert(u"(1,'x',1),(3,'z',NULL)"_s);
    const QString numbers = u"SELECT id, n FROM t"_s;
    const QStringList smallOrGone {u"1|1; 2|NULL; 3|NULL"_s, u"1|1; 3|NULL"_s};
    return {
        {u"CHECK over rows that break it"_s, {plain}, over, under,
            {table(u"a TEXT, n INTEGER, CONSTRAINT small CHECK (n < 4)"_s)},
            {u"check_violated t(small) 1"_s}, numbers, smallOrGone},
        {u"CHECK changed over rows that break the new one"_s,
            {table(u"a TEXT, n INTEGER, CHECK (n < 9)"_s)}, over, under,
            {table(u"a TEXT, n INTEGER, CHECK (n < 4)"_s)}, {u"check_violated t(n) 1"_s}, numbers,
            smallOrGone},
        {u"CHECK over rows that break it in a NOT NULL column"_s, {table(u"n INTEGER NOT NULL"_s)},
            insert(u"(1,1),(2,7)"_s), insert(u"(1,1)"_s),
            {table(u"n INTEGER NOT NULL CHECK (n < 4)"_s)}, {u"check_violated t(n) 1"_s}, numbers,
            {u"1|1; 2|3"_s, u"1|1"_s}},
        {u"CHECK on a new generated column"_s, {plain}, over, under,
            {table(u"a TEXT, n INTEGER, g INTEGER AS (n * 2) CHECK (g < 8)"_s)},
            {u"check_violated t(g) 1"_s}, ids, {u"1; 3"_s}},
        {u"CHECK that compares otherwise once its column has another type"_s,
            {table(u"n INTEGER, CHECK (n < '4')"_s)}, insert(u"(1,1),(2,3)"_s), {},
            {table(u"n TEXT, CHECK (n < '4')"_s)}, {}, u"SELECT id, n FROM t"_s,
            {u"1|'1'; 2|'3'"_s}},
        {u"list of values that loses one in use"_s,
            {table(u"s TEXT CHECK (s IN ('a', 'b', 'c'))"_s)}, insert(u"(1,'a'),(2,'c')"_s),
            insert(u"(1,'a')"_s), {table(u"s TEXT CHECK (s IN ('a', 'b'))"_s)},
            {u"check_violated t(s) 1"_s}, u"SELECT id, s FROM t"_s,
            {u"1|'a'; 2|NULL"_s, u"1|'a'"_s}},
        {u"rows that break an unchanged CHECK survive a copy"_s,
            {table(u"a TEXT, n INTEGER, CHECK (n < 4)"_s)}, over, {},
            {table(u"a BLOB, n INTEGER, CHECK (n < 4)"_s)}, {}, u"SELECT id, n FROM t"_s,
            {u"1|1; 2|7; 3|NULL"_s}},
        {u"rows that break an unchanged CHECK survive a copy with a new one"_s,
            {table(u"a TEXT, n INTEGER, CHECK (n < 4)"_s)}, over, {},
            {table(u"a TEXT, n INTEGER, CHECK (n < 4), CONSTRAINT k CHECK (a <> 'z')"_s)},
            {u"check_violated t(k) 1"_s}, u"SELECT id, n FROM t"_s,
            {u"1|1; 2|7; 3|NULL"_s, u"1|1; 2|7"_s}},
    };
}

QList<DecisionCase> parentCases()
{
    const QString plain = table(u"a TEXT, n INTEGER"_s);
    const QString referring = table(u"a TEXT, n INTEGER REFERENCES p (id)"_s);
    const QString cascading = table(u"a TEXT, n INTEGER REFERENCES p (id) ON DELETE CASCADE"_s);
    const QString unique = u"CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT NOT NULL UNIQUE)"_s;
    const QString nullable = u"CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT)"_s;
    const QString nullableUnique = u"CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT UNIQUE)"_s;
    const QString lost
        = insert(u"(1,'x',1),(2,'y',2),(3,'z',NULL);"_s) + u"INSERT INTO p VALUES (1,'q')"_s;
    const QString found = insert(u"(1,'x',1),(3,'z',NULL);"_s) + u"INSERT INTO p VALUES (1,'q')"_s;
    const QString twins
        = insert(u"(1,'x',1),(2,'y',2);"_s) + u"INSERT INTO p VALUES (1,'q'),(2,'q')"_s;
    const QString apart
        = insert(u"(1,'x',1),(2,'y',2);"_s) + u"INSERT INTO p VALUES (1,'q'),(2,'r')"_s;
    const QString both = u"SELECT 't', id FROM t UNION ALL SELECT 'p', id FROM p"_s;
    const QString chain = insert(u"(1,'x',NULL),(2,'y',1),(3,'z',9),(4,'w',3),(5,'v',4)"_s);
    const QString pairs = u"CREATE TABLE p (x INT, y INT, PRIMARY KEY (x, y))"_s;
    const QString pair = table(u"x INT, y INT"_s);
    return {
        {u"foreign key over orphans"_s, {plain, people}, lost, found, {referring, people},
            {u"orphans t(n) 1"_s}, ids, {u"1; 2; 3"_s, u"1; 3"_s}},
        {u"composite foreign key over orphans and NULLs"_s, {pair, pairs},
            insert(u"(1,1,1),(2,1,NULL),(3,2,2);"_s) + u"INSERT INTO p VALUES (1,1)"_s,
            insert(u"(1,1,1),(2,1,NULL);"_s) + u"INSERT INTO p VALUES (1,1)"_s,
            {table(u"x INT, y INT, FOREIGN KEY (x, y) REFERENCES p (x, y)"_s), pairs},
            {u"orphans t(x, y) 1"_s}, ids, {u"1; 2; 3"_s, u"1; 2"_s}},
        {u"foreign key to the table itself over orphans"_s, {plain}, chain,
            insert(u"(1,'x',NULL),(2,'y',1)"_s), {table(u"a TEXT, n INTEGER REFERENCES t (id)"_s)},
            {u"orphans t(n) 1"_s}, ids, {u"1; 2; 3; 4; 5"_s, u"1; 2"_s}},
        {u"foreign key to a table made in the same run"_s, {plain},
            insert(u"(1,'x',1),(2,'y',NULL)"_s), insert(u"(2,'y',NULL)"_s), {referring, people},
            {u"orphans t(n) 1"_s}, ids, {u"1; 2"_s, u"2"_s}},
        {u"new foreign key to rows that go in the same run"_s, {plain, people}, twins, apart,
            {referring, unique}, {u"duplicates p(u) 1"_s, u"orphans t(n) 1"_s}, both,
            {u"'p'|1; 't'|1; 't'|2"_s, u"'p'|1; 't'|1"_s}},
        {u"parents that can do without the value they repeat"_s, {referring, nullable}, twins,
            apart, {referring, nullableUnique}, {u"duplicates p(u) 1"_s}, both,
            {u"'p'|1; 'p'|2; 't'|1; 't'|2"_s, u"'p'|1; 't'|1; 't'|2"_s}},
        {u"parents that go from under a foreign key"_s, {referring, people}, twins, apart,
            {referring, unique}, {u"duplicates p(u) 1"_s, u"orphans p 1"_s}, both,
            {u"'p'|1; 't'|1; 't'|2"_s}},
        {u"parents that go from under a cascading foreign key"_s, {cascading, people}, twins, apart,
            {cascading, unique}, {u"duplicates p(u) 1"_s, u"orphans p 1"_s}, both,
            {u"'p'|1; 't'|1; 't'|2"_s}},
        {u"parents' table dropped under a foreign key that stays"_s, {referring, people},
            insert(u"(1,'x',1),(2,'y',NULL);"_s) + u"INSERT INTO p VALUES (1,'q')"_s,
            insert(u"(2,'y',NULL)"_s), {referring}, {u"data_loss p 1"_s, u"orphans p 1"_s}, ids,
            {u"1; 2"_s}},
        {u"key values of the parents change"_s,
            {table(u"k TEXT REFERENCES p (k)"_s), u"CREATE TABLE p (k TEXT UNIQUE)"_s},
            insert(u"(1,'01'),(2,'2');"_s) + u"INSERT INTO p VALUES ('01'),('2')"_s,
            insert(u"(2,'2');"_s) + u"INSERT INTO p VALUES ('2')"_s,
            {table(u"k TEXT REFERENCES p (k)"_s), u"CREATE TABLE p (k INTEGER UNIQUE)"_s},
            {u"lossy_cast p.k 1"_s}, u"SELECT k FROM p"_s, {u"1; 2"_s, u"1; 2"_s}},
        {u"key values of the children change"_s,
            {table(u"k TEXT REFERENCES p (k)"_s), u"CREATE TABLE p (k TEXT UNIQUE)"_s},
            insert(u"(1,'01'),(2,'2');"_s) + u"INSERT INTO p VALUES ('01'),('2')"_s,
            insert(u"(2,'2');"_s) + u"INSERT INTO p VALUES ('2')"_s,
            {table(u"k INTEGER REFERENCES p (k)"_s), u"CREATE TABLE p (k TEXT UNIQUE)"_s},
            {u"lossy_cast t.k 1"_s, u"orphans t 1"_s}, u"SELECT id, k FROM t"_s,
            {u"1|1; 2|2"_s, u"1|1; 2|2"_s}},
        {u"orphans by an unchanged foreign key survive a copy"_s, {referring, people}, lost, {},
            {table(u"a BLOB, n INTEGER REFERENCES p (id)"_s), people}, {}, ids, {u"1; 2; 3"_s}},
    };
}

QList<DecisionCase> lossCases()
{
    const QString plain = table(u"a TEXT, n INTEGER"_s);
    const QString rows = insert(u"(1,'x',1),(2,NULL,NULL)"_s);
    const QString other = u"CREATE TABLE o (x)"_s;
    const QString counted = u"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)"_s;
    return {
        {u"column with values dropped"_s, {plain}, rows, insert(u"(1,NULL,1)"_s),
            {table(u"n INTEGER"_s)}, {u"data_loss t.a 1"_s}, ids, {u"1; 2"_s}},
        {u"column with nothing but its default dropped"_s, {table(u"n INT, a TEXT DEFAULT 'd'"_s)},
            u"INSERT INTO t (id) VALUES (1), (2)"_s, {}, {table(u"n INT"_s)},
            {u"data_loss t.a 2"_s}, ids, {u"1; 2"_s}},
        {u"table with rows dropped"_s, {plain, other}, rows, {}, {other}, {u"data_loss t 2"_s},
            u"SELECT count(*) FROM o"_s, {u"0"_s}},
        {u"virtual table with rows dropped"_s, {plain, u"CREATE VIRTUAL TABLE f USING fts5(x)"_s},
            rows + u";INSERT INTO f VALUES ('hello')"_s, rows, {plain}, {u"data_loss f 1"_s}, ids,
            {u"1; 2"_s}},
        {u"view, trigger and index dropped"_s,
            {plain, u"CREATE VIEW v AS SELECT a FROM t"_s, u"CREATE INDEX ix ON t (a)"_s,
                u"CREATE TRIGGER tr AFTER DELETE ON t BEGIN SELECT 1; END"_s},
            rows, {}, {plain}, {}, ids, {u"1; 2"_s}},
        {u"AUTOINCREMENT removed"_s, {counted},
            insert(u"(1,'x'),(9,'y');"_s) + u"DELETE FROM t WHERE id = 9"_s,
            insert(u"(1,'x'),(9,'y')"_s), {u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"_s},
            {u"data_loss t 1"_s}, ids, {u"1"_s}},
        {u"AUTOINCREMENT added"_s, {u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"_s},
            insert(u"(1,'x'),(9,'y')"_s), {}, {counted}, {}, u"SELECT seq FROM sqlite_sequence"_s,
            {u"9"_s}},
        {u"WITHOUT ROWID over a key that names every row"_s,
            {u"CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY, n INT)"_s},
            insert(u"('y',1),('x',2)"_s), {},
            {u"CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY, n INT) WITHOUT ROWID"_s}, {},
            u"SELECT a, n FROM t"_s, {u"'x'|2; 'y'|1"_s}},
        {u"plain column becomes generated with other values"_s, {plain},
            insert(u"(1,'x',9),(2,'y',4),(3,'z',NULL)"_s), insert(u"(1,'x',2),(3,'z',NULL)"_s),
            {table(u"a TEXT, n INTEGER AS (id * 2)"_s)}, {u"lossy_cast t.n 1"_s},
            u"SELECT id, n FROM t"_s, {u"1|2; 2|4; 3|6"_s}},
        {u"generated column becomes plain"_s, {table(u"n INTEGER AS (id * 2)"_s)},
            u"INSERT INTO t (id) VALUES (1), (2)"_s, {}, {table(u"n INTEGER"_s)}, {},
            u"SELECT id, n FROM t"_s, {u"1|2; 2|4"_s}},
    };
}

/// A change of the declared type alone: the values of the second column, what does not survive, and
/// what is stored in the end.
DecisionCase cast(const QString &from, const QString &to, const QStringList &values, int lost,
    const QString &stored)
{
    DecisionCase made {.name = u"%1 to %2"_s.arg(from, to),
        .before = {table(u"v "_s + from)},
        .rows = u"INSERT INTO t (v) VALUES (%1)"_s.arg(values.join(u"), ("_s)),
        .harmless = u"INSERT INTO t (v) VALUES (NULL)"_s,
        .after = {table(u"v "_s + to)},
        .asked = {},
        .query = u"SELECT v FROM t"_s,
        .left = {stored}};
    if (lost > 0) {
        made.asked = {u"lossy_cast t.v %1"_s.arg(lost)};
        made.left.append(stored);
    }
    return made;
}

QList<DecisionCase> castCases()
{
    const QStringList texts {u"'abc'"_s, u"'12x'"_s, u"'1.75'"_s, u"'0012'"_s, u"'1e3'"_s,
        u"' 12 '"_s, u"'9999999999999999999999'"_s, u"'12'"_s, u"'-5'"_s};
    return {
        cast(u"TEXT"_s, u"INTEGER"_s, texts, 6,
            u"'12x'; 'abc'; -5; 1.75; 1000; 12; 12; 12; 1e+22"_s),
        cast(u"TEXT"_s, u"REAL"_s, {u"'abc'"_s, u"'1.75'"_s, u"'1e3'"_s}, 2,
            u"'abc'; 1.75; 1000.0"_s),
        cast(u"TEXT"_s, u"BLOB"_s, {u"'abc'"_s, u"'12'"_s}, 0, u"'12'; 'abc'"_s),
        cast(u"TEXT"_s, u"DATE"_s, {u"'2020-01-02'"_s, u"'0012'"_s}, 1, u"'2020-01-02'; 12"_s),
        cast(u"DATE"_s, u"INTEGER"_s, {u"'2020-01-02'"_s, u"5"_s}, 0, u"'2020-01-02'; 5"_s),
        cast(u"DATETIME"_s, u"DATE"_s, {u"'2020-01-02 03:04:05'"_s}, 0, u"'2020-01-02 03:04:05'"_s),
        cast(u"VARCHAR(50)"_s, u"VARCHAR(3)"_s, {u"'a long value'"_s}, 0, u"'a long value'"_s),
        cast(u"INTEGER"_s, u"TEXT"_s, {u"7"_s, u"-9223372036854775808"_s, u"1.75"_s}, 0,
            u"'-9223372036854775808'; '1.75'; '7'"_s),
        cast(u"INTEGER"_s, u"REAL"_s, {u"9007199254740993"_s, u"5"_s}, 1,
            u"5.0; 9007199254740992.0"_s),
        cast(u"INTEGER"_s, u"BIGINT"_s, {u"9007199254740993"_s}, 0, u"9007199254740993"_s),
        cast(u"REAL"_s, u"INTEGER"_s, {u"1.75"_s, u"2.0"_s}, 0, u"1.75; 2"_s),
        cast(u"REAL"_s, u"TEXT"_s, {u"1.75"_s, u"0.1 + 0.2"_s}, 1, u"'0.3'; '1.75'"_s),
        cast(u"BLOB"_s, u"TEXT"_s, {u"x'ff00'"_s, u"'abc'"_s, u"5"_s}, 0, u"'5'; 'abc'; X'FF00'"_s),
        cast(
            u"BLOB"_s, u"INTEGER"_s, {u"x'ff00'"_s, u"'abc'"_s, u"5"_s}, 1, u"'abc'; 5; X'FF00'"_s),
        cast(u"NUMERIC"_s, u"INTEGER"_s, {u"1.75"_s, u"'abc'"_s}, 0, u"'abc'; 1.75"_s),
    };
}

QList<DecisionCase> strictCases()
{
    const QString loose = table(u"a TEXT, n INTEGER"_s);
    const QString strict = loose + u" STRICT"_s;
    const QString any = table(u"a ANY"_s);
    return {
        {u"STRICT over values that do not fit"_s, {loose}, insert(u"(1,'x','abc'),(2,'y',2)"_s),
            insert(u"(1,'x','7'),(2,NULL,NULL)"_s), {strict}, {u"lossy_cast t.n 1"_s},
            u"SELECT id, n FROM t"_s, {u"1|0; 2|2"_s, u"1|0; 2|2"_s, u"2|2"_s}},
        {u"STRICT over two columns that do not fit"_s, {loose},
            insert(u"(1,'x','abc'),(2,x'41',2)"_s), {}, {strict},
            {u"lossy_cast t.a 1"_s, u"lossy_cast t.n 1"_s}, u"SELECT id, a, n FROM t"_s,
            {u"1|'x'|0; 2|'A'|2"_s, u"1|'x'|0; 2|'A'|2"_s, u"1|'x'|0"_s, u"1|'x'|0; 2|'A'|2"_s,
                u"2|'A'|2"_s}},
        {u"STRICT with another type"_s, {table(u"n VARCHAR(9)"_s)}, insert(u"(1,'abc'),(2,'2')"_s),
            insert(u"(2,'2')"_s), {table(u"n INTEGER"_s) + u" STRICT"_s}, {u"lossy_cast t.n 1"_s},
            u"SELECT id, n FROM t"_s, {u"1|0; 2|2"_s, u"1|0; 2|2"_s, u"2|2"_s}},
        {u"STRICT over a NULL in the key"_s,
            {u"CREATE TABLE t (k INT, l INT, PRIMARY KEY (k, l))"_s}, insert(u"(1,1),(NULL,2)"_s),
            insert(u"(1,1)"_s), {u"CREATE TABLE t (k INT, l INT, PRIMARY KEY (k, l)) STRICT"_s},
            {u"nulls t(k, l) 1"_s}, u"SELECT k, l FROM t"_s, {u"0|2; 1|1"_s, u"1|1"_s}},
        {u"STRICT over the default of a new column"_s, {strict}, insert(u"(1,'x',1),(2,'y',2)"_s),
            {}, {table(u"a TEXT, n INTEGER, c INTEGER DEFAULT 'q'"_s) + u" STRICT"_s},
            {u"lossy_cast t.c 2"_s}, u"SELECT id, c FROM t"_s, {u"1|0; 2|0"_s}},
        {u"STRICT no more"_s, {strict}, insert(u"(1,'x',1)"_s), {}, {loose}, {}, ids, {u"1"_s}},
        {u"STRICT no more over texts in a column of the type ANY"_s, {any + u" STRICT"_s},
            insert(u"(1,'007'),(2,'x'),(3,5),(4,'5'),(5,NULL)"_s), insert(u"(1,'x'),(2,5)"_s),
            {any}, {u"lossy_cast t.a 2"_s}, u"SELECT id, a FROM t"_s,
            {u"1|7; 2|'x'; 3|5; 4|5; 5|NULL"_s, u"1|7; 2|'x'; 3|5; 4|5; 5|NULL"_s}},
        {u"STRICT no more over texts in a column that stays ANY with another default"_s,
            {any + u" STRICT"_s}, insert(u"(1,'5'),(2,'x')"_s), insert(u"(1,'x'),(2,5)"_s),
            {table(u"a ANY DEFAULT 1"_s)}, {u"lossy_cast t.a 1"_s}, u"SELECT id, a FROM t"_s,
            {u"1|5; 2|'x'"_s, u"1|5; 2|'x'"_s}},
    };
}

QList<DecisionCase> rowidCases()
{
    const QString all = u"SELECT id, a FROM t"_s;
    const QString rows = insert(u"(1,'w'),(NULL,'x'),('q','y'),(7,'z')"_s);
    const QString good = insert(u"(1,'w'),(7,'z')"_s);
    const QString rowid = u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"_s;
    return {
        {u"key becomes the rowid"_s, {u"CREATE TABLE t (id INT PRIMARY KEY, a TEXT)"_s}, rows, good,
            {rowid}, {u"nulls t.id 1"_s, u"lossy_cast t.id 1"_s}, all,
            {u"0|'y'; 1|'w'; 2|'x'; 7|'z'"_s, u"0|'y'; 1|'w'; 7|'z'"_s,
                u"0|'y'; 1|'w'; 2|'x'; 7|'z'"_s, u"1|'w'; 2|'x'; 7|'z'"_s}},
        {u"text key becomes the rowid"_s, {u"CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT)"_s}, rows,
            good, {rowid}, {u"lossy_cast t.id 1"_s, u"nulls t.id 1"_s}, all,
            {u"0|'y'; 1|'w'; 2|'x'; 7|'z'"_s, u"0|'y'; 1|'w'; 2|'x'; 7|'z'"_s,
                u"0|'y'; 1|'w'; 7|'z'"_s}},
        {u"key of a table without rowid becomes it"_s, {rowid + u" WITHOUT ROWID"_s},
            insert(u"(1,'w'),('q','y')"_s), good, {rowid}, {u"lossy_cast t.id 1"_s}, all,
            {u"0|'y'; 1|'w'"_s, u"0|'y'; 1|'w'"_s, u"1|'w'"_s}},
    };
}

QList<DecisionCase> severalCases()
{
    const QString plain = table(u"a TEXT, n INTEGER"_s);
    const QString mixed = insert(u"(1,'x',1),(2,'x',2),(3,NULL,NULL),(4,'w',7);"_s)
        + u"INSERT INTO p VALUES (1,NULL),(2,'b')"_s;
    return {
        {u"several at once on a table and its parents"_s,
            {plain, u"CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT)"_s}, mixed, {},
            {table(u"a TEXT NOT NULL, n INTEGER REFERENCES p (id)"_s),
                u"CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT NOT NULL)"_s},
            {u"nulls p.u 1"_s, u"nulls t.a 1"_s, u"orphans t(n) 1"_s},
            u"SELECT 't', id FROM t UNION ALL SELECT 'p', id FROM p"_s,
            {u"'p'|1; 'p'|2; 't'|1; 't'|2; 't'|3; 't'|4"_s, u"'p'|2; 't'|1; 't'|2; 't'|3; 't'|4"_s,
                u"'p'|1; 'p'|2; 't'|1; 't'|2; 't'|4"_s, u"'p'|1; 'p'|2; 't'|1; 't'|2; 't'|3"_s}},
    };
}

} // namespace

QList<DecisionCase> decisionCases()
{
    return nullCases() + keyCases() + checkCases() + parentCases() + lossCases() + castCases()
        + strictCases() + rowidCases() + severalCases();
}

} // namespace joinery::testing
