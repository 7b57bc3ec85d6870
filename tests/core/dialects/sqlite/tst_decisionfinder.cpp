// SPDX-License-Identifier: MPL-2.0
#include "joinery/base/overloaded.h"
#include "support/migrationbench.h"
#include "support/shellwords.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::MigrationBench;
using testing::unquoted;

namespace {

struct Asked
{
    QString code;
    QString object;
    qint64 rows = 0;
    QString firstFlag {};
};

struct Case
{
    QString name;
    QStringList setup;
    QList<Operation> operations;
    QList<Asked> asked {};
};

Column column(
    const QString &name, const QString &type, bool nullable = false, const QString &value = {})
{
    Column made {.name = name, .type = {.text = type}, .nullable = nullable};
    if (!value.isNull())
        made.serverDefault = value;
    return made;
}

AddColumn add(const Column &column, const QString &fill = {})
{
    return {.table = u"t"_s, .column = column, .fill = fill};
}

AlterColumn alter(const QString &name, const ColumnPatch &to)
{
    return {.table = u"t"_s, .column = name, .from = {}, .to = to};
}

AlterColumn notNull(const QString &name, const QString &fill = {})
{
    AlterColumn made = alter(name, {.nullable = false});
    made.fill = fill;
    return made;
}

AlterColumn type(const QString &name, const QString &to, const QString &cast = {})
{
    AlterColumn made = alter(name, {.type = DataType {.text = to}});
    made.cast = cast;
    return made;
}

AddConstraint constraint(const Constraint &constraint, const QStringList &accept = {})
{
    return {.table = u"t"_s, .constraint = constraint, .accept = accept};
}

UniqueConstraint unique(const QStringList &columns)
{
    return {.columns = keyParts(columns)};
}

PrimaryKeyConstraint primary(const QString &column)
{
    return {.columns = keyParts({column})};
}

ForeignKeyConstraint foreignKey(const QString &column, const QString &table)
{
    return {.columns = {column}, .referredTable = table, .referredColumns = {u"id"_s}};
}

DropColumn drop(const QString &name, const QStringList &accept = {})
{
    return {.table = u"t"_s, .column = {.name = name}, .accept = accept};
}

const QString book
    = u"CREATE TABLE t (id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER, note TEXT)"_s;
const QString books = u"INSERT INTO t VALUES (1,'A',1999,NULL),(2,'B',2001,'x'),(3,'C',NULL,'y')"_s;

QList<Case> newColumnCases()
{
    const QString code = u"new_not_null"_s;
    const QStringList filled {book, books};
    const QStringList repeated {
        u"CREATE TABLE t (a TEXT)"_s, u"INSERT INTO t VALUES ('x'), ('x')"_s};
    const QStringList withParent {u"CREATE TABLE p (id INTEGER PRIMARY KEY)"_s,
        u"INSERT INTO p VALUES (7), (8)"_s, book, books};
    return {
        {u"new NOT NULL column"_s, filled, {add(column(u"c"_s, u"text"_s))},
            {{code, u"t.c"_s, 3, u"--fill \"t.c=''\""_s}}},
        {u"new NOT NULL column on an empty table"_s, {book}, {add(column(u"c"_s, u"text"_s))}},
        {u"new NOT NULL column with default"_s, filled,
            {add(column(u"c"_s, u"text"_s, false, u"'d'"_s))}},
        {u"new NOT NULL column with fill"_s, filled, {add(column(u"c"_s, u"text"_s), u"title"_s)}},
        {u"new NOT NULL column whose fill is NULL for some"_s, filled,
            {add(column(u"c"_s, u"text"_s), u"note"_s)},
            {{code, u"t.c"_s, 1, u"--fill \"t.c=''\""_s}}},
        {u"new NOT NULL number"_s, filled, {add(column(u"c"_s, u"integer"_s))},
            {{code, u"t.c"_s, 3, u"--fill t.c=0"_s}}},
        {u"new NOT NULL timestamp"_s, filled, {add(column(u"c"_s, u"timestamp"_s))},
            {{code, u"t.c"_s, 3, u"--fill \"t.c='1970-01-01 00:00:00'\""_s}}},
        {u"new NOT NULL enum"_s, filled, {add(column(u"c"_s, u"enum(on, off)"_s))},
            {{code, u"t.c"_s, 3, u"--fill \"t.c='on'\""_s}}},
        {u"new NOT NULL unique text"_s, filled,
            {add(column(u"c"_s, u"text"_s)), constraint(unique({u"c"_s}))},
            {{code, u"t.c"_s, 3, u"--fill \"t.c='c-' || rowid\""_s}}},
        {u"new NOT NULL unique number"_s, filled,
            {add(column(u"c"_s, u"integer"_s)), constraint(unique({u"c"_s}))},
            {{code, u"t.c"_s, 3, u"--fill t.c=rowid"_s}}},
        {u"new NOT NULL member of a key that repeats"_s, repeated,
            {add(column(u"c"_s, u"integer"_s)), constraint(unique({u"a"_s, u"c"_s}))},
            {{code, u"t.c"_s, 2, u"--fill t.c=rowid"_s}}},
        {u"new NOT NULL member of a key that nothing makes distinct"_s, repeated,
            {add(column(u"c"_s, u"enum(on)"_s)), constraint(unique({u"a"_s, u"c"_s}))},
            {{code, u"t.c"_s, 2, u"--fill \"t.c='on'\""_s}}},
        {u"new NOT NULL column with a check"_s, filled,
            {add(column(u"c"_s, u"integer"_s)),
                constraint(CheckConstraint {.sql = u"c > 5 AND c <> 6"_s})},
            {{code, u"t.c"_s, 3, u"--fill t.c=7"_s}}},
        {u"new NOT NULL column with a foreign key"_s, withParent,
            {add(column(u"c"_s, u"integer"_s)), constraint(foreignKey(u"c"_s, u"p"_s))},
            {{code, u"t.c"_s, 3, u"--fill 't.c=(SELECT min(\"id\") FROM \"p\")'"_s}}},
        {u"new key column takes the rowid"_s,
            {u"CREATE TABLE t (a)"_s, u"INSERT INTO t VALUES (1)"_s},
            {add(column(u"id"_s, u"integer"_s)), constraint(primary(u"id"_s))}},
        {u"fill over a column that an earlier rebuild makes"_s, filled,
            {add(column(u"c"_s, u"integer"_s), u"id * 2"_s),
                add(column(u"d"_s, u"integer"_s), u"nullif(c, 4)"_s)},
            {{code, u"t.d"_s, 1, u"--fill t.d=0"_s}}},
    };
}

QList<Case> nullCases()
{
    const QStringList filled {book, books};
    AlterColumn given = notNull(u"note"_s);
    given.accept = {accepts::deleteRows};
    AlterColumn renamed = notNull(u"the remark"_s);
    renamed.table = u"novel"_s;
    const ForeignKeyConstraint itself {
        .columns = {u"note"_s}, .referredTable = u"t"_s, .referredColumns = {u"p"_s}};
    AlterColumn quoted = notNull(u"a 'b"_s);
    quoted.table = u"we\"ird't"_s;
    return {
        {u"NULLs under NOT NULL"_s, filled, {notNull(u"note"_s)},
            {{u"nulls"_s, u"t.note"_s, 1, u"--fill \"t.note=''\""_s}}},
        {u"NULLs under NOT NULL with fill"_s, filled, {notNull(u"note"_s, u"'none'"_s)}},
        {u"no NULLs under NOT NULL"_s, {book, u"INSERT INTO t VALUES (1, 'a', 2, 'n')"_s},
            {notNull(u"note"_s)}},
        {u"NULLs whose fill breaks a key"_s,
            {u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE)"_s,
                u"INSERT INTO t VALUES (1, NULL), (2, NULL), (3, 'x')"_s},
            {notNull(u"a"_s, u"'x'"_s)},
            {{u"duplicates"_s, u"t(a)"_s, 2, u"--fill \"t.a='a-' || rowid\""_s}}},
        {u"NULLs given up"_s, filled, {given}},
        {u"no fill reads a column that comes later"_s,
            {book, u"INSERT INTO t VALUES (1, 'p', 2, NULL)"_s},
            {notNull(u"note"_s), add(column(u"p"_s, u"text"_s), u"title"_s),
                constraint(unique({u"p"_s})), constraint(itself)},
            {{u"nulls"_s, u"t.note"_s, 1, u"--fill \"t.note=''\" --allow 'orphans:t(note)'"_s}}},
        {u"names after a rename"_s, filled,
            {RenameTable {u"t"_s, u"novel"_s},
                RenameColumn {u"novel"_s, u"note"_s, u"the remark"_s}, renamed},
            {{u"nulls"_s, u"novel.the remark"_s, 1, u"--fill \"novel.the remark=''\""_s}}},
        {u"quoted names"_s,
            {u"CREATE TABLE \"we\"\"ird't\" (\"a 'b\" TEXT)"_s,
                u"INSERT INTO \"we\"\"ird't\" VALUES (NULL)"_s},
            {quoted},
            {{u"nulls"_s, u"we\"ird't.a 'b"_s, 1,
                u"--fill 'we\"ird'\\''t.a '\\''b='\\'''\\'''"_s}}},
    };
}

QList<Case> keyCases()
{
    const QString code = u"duplicates"_s;
    const QString tag = u"CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT, n INT)"_s;
    const QStringList tags {
        tag, u"INSERT INTO t VALUES (1,'a',1),(2,'a',1),(3,'b',1),(4,NULL,1),(5,NULL,1)"_s};
    const Index index {
        .name = u"ux"_s, .columns = keyParts({u"n"_s}), .unique = true, .where = u"id < 3"_s};
    const UniqueConstraint noCase {
        .columns = {KeyPart {.column = u"word"_s, .collation = u"NOCASE"_s}}};
    const QString cast
        = u"--cast 't.%1=CASE WHEN row_number() OVER (PARTITION BY %2 ORDER BY rowid) = 1%3 THEN %1 END'"_s;
    return {
        {u"duplicates under UNIQUE"_s, tags, {constraint(unique({u"word"_s}))},
            {{code, u"t(word)"_s, 1, cast.arg(u"word"_s, u"\"word\""_s, u""_s)}}},
        {u"duplicates given up"_s, tags, {constraint(unique({u"word"_s}), {accepts::deleteRows})}},
        {u"no duplicates over two columns"_s, tags, {constraint(unique({u"id"_s, u"word"_s}))}},
        {u"duplicates over two columns"_s, tags, {constraint(unique({u"n"_s, u"word"_s}))},
            {{code, u"t(n, word)"_s, 1,
                cast.arg(u"word"_s, u"\"n\", \"word\""_s,
                    u" OR (\"n\" IS NOT NULL AND \"word\" IS NOT NULL) IS NOT TRUE"_s)}}},
        {u"duplicates under a partial unique index"_s, tags, {CreateIndex {u"t"_s, index, {}}},
            {{code, u"t(n)"_s, 1,
                cast.arg(u"n"_s, u"(id < 3) IS TRUE, \"n\""_s,
                    u" OR (\"n\" IS NOT NULL AND (id < 3) IS TRUE) IS NOT TRUE"_s)}}},
        {u"duplicates by collation"_s, {tag, u"INSERT INTO t VALUES (1, 'a', 1), (2, 'A', 1)"_s},
            {constraint(noCase)},
            {{code, u"t(word)"_s, 1,
                cast.arg(u"word"_s, u"\"word\" COLLATE \"NOCASE\""_s, u""_s)}}},
        {u"duplicates that the new type makes"_s,
            {u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE)"_s,
                u"INSERT INTO t VALUES (1, '7'), (2, '07'), (3, 'x')"_s},
            {type(u"a"_s, u"integer"_s, u"a"_s)},
            {{code, u"t(a)"_s, 1, u"--allow 'delete_rows:t(a)'"_s}}},
        {u"key that takes no NULL"_s,
            {u"CREATE TABLE t (a INTEGER, b)"_s,
                u"INSERT INTO t VALUES (1, 1), (NULL, 2), ('x', 3), (1, 4)"_s},
            {constraint(primary(u"a"_s))}, {{code, u"t(a)"_s, 3, u"--allow 'delete_rows:t(a)'"_s}}},
        {u"constant default under UNIQUE"_s, tags,
            {add(column(u"c"_s, u"text"_s, false, u"''"_s)), constraint(unique({u"c"_s}))},
            {{code, u"t(c)"_s, 4, u"--fill \"t.c='c-' || rowid\""_s}}},
    };
}

QList<Case> checkCases()
{
    const QString code = u"check_violated"_s;
    const QStringList filled {book, books};
    const auto check = [](const QString &name, const QString &sql) {
        return constraint(CheckConstraint {.name = name, .sql = sql});
    };
    const QString years
        = u"--cast 't.year=CASE WHEN (year > 2000) IS FALSE THEN NULL ELSE year END'"_s;
    AlterColumn repair = alter(u"year"_s, {});
    repair.cast = u"max(year, 2001)"_s;
    const QStringList states {u"CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT)"_s,
        u"INSERT INTO t VALUES (1, 'on'), (2, 'odd'), (3, NULL)"_s};
    return {
        {u"check that rows break"_s, filled, {check(u"ck"_s, u"year > 2000"_s)},
            {{code, u"t(ck)"_s, 1, years}}},
        {u"unnamed check that rows break"_s, filled, {check({}, u"year > 2000"_s)},
            {{code, u"t(year)"_s, 1, years}}},
        {u"check that rows keep"_s, filled, {check({}, u"year > 1900"_s)}},
        {u"check that a cast repairs"_s, filled, {repair, check({}, u"year > 2000"_s)}},
        {u"enum that rows break"_s, states, {type(u"s"_s, u"enum(on, off)"_s)},
            {{code, u"t.s"_s, 1,
                u"--cast \"t.s=CASE WHEN s IS NULL OR s IN ('on', 'off') THEN s ELSE 'on' END\""_s}}},
        {u"check that a fill breaks"_s, filled,
            {add(column(u"c"_s, u"integer"_s), u"0"_s), check(u"ck"_s, u"c >= 1"_s)},
            {{code, u"t(ck)"_s, 3, u"--fill t.c=1"_s}}},
    };
}

QList<Case> orphanCases()
{
    const QString code = u"orphans"_s;
    const QString flag = u"--allow 'orphans:t(p_id)'"_s;
    const QStringList people {u"CREATE TABLE p (id INTEGER PRIMARY KEY, x TEXT)"_s,
        u"INSERT INTO p VALUES (1, 'a')"_s, u"CREATE TABLE t (id INTEGER PRIMARY KEY, p_id INT)"_s,
        u"INSERT INTO t VALUES (1, 1), (2, 5), (3, NULL), (4, '1')"_s};
    const Table parent {
        .name = u"q"_s, .columns = {column(u"id"_s, u"integer"_s)}, .primaryKey = primary(u"id"_s)};
    const AddConstraint shrink {.table = u"p"_s,
        .constraint = CheckConstraint {.sql = u"x <> 'a'"_s},
        .accept = {accepts::deleteRows}};
    const ForeignKeyConstraint key = foreignKey(u"p_id"_s, u"p"_s);
    ForeignKeyConstraint cascading = key;
    cascading.onDelete = u"cascade"_s;
    return {
        {u"orphans"_s, people, {constraint(key)}, {{code, u"t(p_id)"_s, 1, flag}}},
        {u"orphans accepted"_s, people, {constraint(key, {accepts::orphans})}},
        {u"orphans given up"_s, people, {constraint(key, {accepts::deleteRows})}},
        {u"orphans of a parent made in the same revision"_s, people,
            {CreateTable {.table = parent}, constraint(foreignKey(u"p_id"_s, u"q"_s))},
            {{code, u"t(p_id)"_s, 3, flag}}},
        {u"orphans after the parent's rows went"_s, people, {shrink, constraint(key)},
            {{code, u"t(p_id)"_s, 3, flag}}},
        {u"orphans of the table itself"_s, people, {constraint(foreignKey(u"p_id"_s, u"t"_s))},
            {{code, u"t(p_id)"_s, 1, flag}}},
        {u"orphans of a parent under its new name"_s, people,
            {RenameTable {u"p"_s, u"person"_s}, RenameColumn {u"person"_s, u"id"_s, u"number"_s},
                constraint(ForeignKeyConstraint {.columns = {u"p_id"_s},
                    .referredTable = u"person"_s,
                    .referredColumns = {u"number"_s}})},
            {{code, u"t(p_id)"_s, 1, flag}}},
        {u"orphans under names that come later"_s, people,
            {constraint(key), RenameTable {u"p"_s, u"person"_s}, RenameTable {u"t"_s, u"p"_s},
                RenameColumn {u"p"_s, u"p_id"_s, u"owner"_s}},
            {{code, u"p(owner)"_s, 1, u"--allow 'orphans:p(owner)'"_s}}},
        {u"orphans of a column that comes back, accepted, under a name that comes later"_s, people,
            {add(column(u"boss"_s, u"integer"_s), u"9"_s),
                constraint(foreignKey(u"boss"_s, u"p"_s), {accepts::orphans}),
                RenameTable {u"p"_s, u"person"_s}}},
        {u"orphans that were there before"_s,
            {people[0], people[1],
                u"CREATE TABLE t (id INTEGER PRIMARY KEY, p_id INT REFERENCES p(id))"_s, people[3]},
            {DropConstraint {u"t"_s, key}, constraint(cascading)}},
    };
}

QList<Case> castCases()
{
    const QString code = u"lossy_cast"_s;
    const auto part = [](const QString &type, const QString &values) {
        return QStringList {u"CREATE TABLE t (id INTEGER PRIMARY KEY, code "_s + type,
            u"INSERT INTO t (code) VALUES "_s + values};
    };
    const QString asItIs = u"--cast t.code=code"_s;
    return {
        {u"text to integer"_s, part(u"TEXT)"_s, u"('007'), ('x9'), ('12'), (NULL), ('-3')"_s),
            {type(u"code"_s, u"integer"_s)}, {{code, u"t.code"_s, 2, asItIs}}},
        {u"text to integer with a cast"_s, part(u"TEXT)"_s, u"('007')"_s),
            {type(u"code"_s, u"integer"_s, u"CAST(code AS INTEGER)"_s)}},
        {u"text to varchar"_s, part(u"TEXT)"_s, u"('007')"_s), {type(u"code"_s, u"varchar(2)"_s)}},
        {u"integer to text"_s, part(u"INTEGER)"_s, u"(7), (-9223372036854775808)"_s),
            {type(u"code"_s, u"text"_s)}},
        {u"real to integer"_s, part(u"REAL)"_s, u"(1.5), (2.0)"_s),
            {type(u"code"_s, u"integer"_s)}},
        {u"real to text"_s, part(u"REAL)"_s, u"(1.5), (0.1 + 0.2)"_s), {type(u"code"_s, u"text"_s)},
            {{code, u"t.code"_s, 1, asItIs}}},
        {u"big integer to real"_s, part(u"INTEGER)"_s, u"(9007199254740993), (5)"_s),
            {type(u"code"_s, u"double"_s)}, {{code, u"t.code"_s, 1, asItIs}}},
        {u"greatest integer to real"_s, part(u"INTEGER)"_s, u"(9223372036854775807), (5)"_s),
            {type(u"code"_s, u"real"_s)}, {{code, u"t.code"_s, 1, asItIs}}},
        {u"integers around the least and 2^53 to double precision"_s,
            part(u"INTEGER)"_s,
                u"(9223372036854775807), (-9223372036854775807), (-9223372036854775808), "
                "(9007199254740992), (9007199254740993), (-9007199254740993)"_s),
            {type(u"code"_s, u"double precision"_s)}, {{code, u"t.code"_s, 4, asItIs}}},
        {u"integers that real holds exactly to real"_s,
            part(u"INTEGER)"_s,
                u"(-9223372036854775808), (9007199254740992), (4611686018427387904), (0)"_s),
            {type(u"code"_s, u"real"_s)}},
        {u"text to date"_s, part(u"TEXT)"_s, u"('2020-01-02')"_s), {type(u"code"_s, u"date"_s)}},
        {u"blob to text"_s, part(u"BLOB)"_s, u"(x'00ff')"_s), {type(u"code"_s, u"text"_s)}},
        {u"text to integer of a STRICT table"_s, part(u"TEXT) STRICT"_s, u"('7'), ('x')"_s),
            {type(u"code"_s, u"integer"_s)},
            {{code, u"t.code"_s, 1, u"--cast 't.code=CAST(code AS INTEGER)'"_s}}},
        {u"column becomes generated"_s, {book, books},
            {alter(u"note"_s, {.computed = Computed {.sql = u"title"_s}})},
            {{code, u"t.note"_s, 2, u"--allow lossy_cast:t.note"_s}}},
    };
}

/// Columns that SQLite takes for words wherever they are not read from their table.
QList<Case> truthCases()
{
    const QStringList words {
        u"CREATE TABLE t (id INTEGER PRIMARY KEY, \"true\" TEXT, \"False\" INTEGER)"_s,
        u"INSERT INTO t VALUES (1, NULL, 5), (2, 'a', 5), (3, 'b', NULL), (4, 'c', 5)"_s};
    return {
        {u"NULLs in a column named true"_s, words, {notNull(u"true"_s)},
            {{u"nulls"_s, u"t.true"_s, 1, u"--fill \"t.true=''\""_s}}},
        {u"NULLs in a column named false"_s, words, {notNull(u"False"_s)},
            {{u"nulls"_s, u"t.False"_s, 1, u"--fill t.False=0"_s}}},
        {u"a fill that reads it"_s, words, {add(column(u"c"_s, u"text"_s), u"\"true\""_s)},
            {{u"new_not_null"_s, u"t.c"_s, 1, u"--fill \"t.c=''\""_s}}},
        {u"a new column named true"_s,
            words.mid(0, 1).replaceInStrings(u"\"true\" TEXT,"_s, u""_s)
                + QStringList {u"INSERT INTO t VALUES (1, 5), (2, 6)"_s},
            {add(column(u"true"_s, u"text"_s))},
            {{u"new_not_null"_s, u"t.true"_s, 2, u"--fill \"t.true=''\""_s}}},
        {u"a check of a column named false, whose NULLs are filled"_s, words,
            {constraint(CheckConstraint {.sql = u"\"False\" IS NOT NULL"_s}),
                notNull(u"False"_s, u"0"_s)}},
    };
}

QList<Case> dropCases()
{
    const QString code = u"data_loss"_s;
    const QStringList filled {book, books};
    DropColumn renamed = drop(u"remark"_s);
    renamed.table = u"u"_s;
    const DropTable table {.table = {.name = u"t"_s}};
    return {
        {u"filled column dropped"_s, filled, {drop(u"note"_s)},
            {{code, u"t.note"_s, 2, u"--allow data_loss:t.note"_s}}},
        {u"filled column dropped and accepted"_s, filled, {drop(u"note"_s, {accepts::dataLoss})}},
        {u"column of NULLs dropped"_s,
            {u"CREATE TABLE t (id INTEGER PRIMARY KEY, x)"_s, u"INSERT INTO t (id) VALUES (1)"_s},
            {drop(u"x"_s)}},
        {u"generated column dropped"_s,
            {u"CREATE TABLE t (id INTEGER PRIMARY KEY, x AS (id))"_s,
                u"INSERT INTO t (id) VALUES (1)"_s},
            {drop(u"x"_s)}},
        {u"filled column of a renamed table dropped"_s, filled,
            {RenameTable {u"t"_s, u"u"_s}, RenameColumn {u"u"_s, u"note"_s, u"remark"_s}, renamed},
            {{code, u"t.note"_s, 2, u"--allow data_loss:t.note"_s}}},
        {u"filled table dropped"_s, filled, {table}, {{code, u"t"_s, 3, u"--allow data_loss:t"_s}}},
        {u"empty table dropped"_s, {book}, {table}},
        {u"filled virtual table dropped"_s,
            {u"CREATE VIRTUAL TABLE f USING fts5(a)"_s, u"INSERT INTO f VALUES ('x')"_s},
            {DropVirtualTable {.table = {.name = u"f"_s}}},
            {{code, u"f"_s, 1, u"--allow data_loss:f"_s}}},
        {u"table made and dropped again"_s, filled,
            {CreateTable {.table = {.name = u"n"_s, .columns = {column(u"a"_s, u"text"_s)}}},
                DropTable {.table = {.name = u"n"_s}}}},
    };
}

QStringList *acceptOf(Operation &operation)
{
    return std::visit(overloaded {
                          [](DropTable &op) { return &op.accept; },
                          [](DropColumn &op) { return &op.accept; },
                          [](AlterColumn &op) { return &op.accept; },
                          [](AddConstraint &op) { return &op.accept; },
                          [](CreateIndex &op) { return &op.accept; },
                          [](DropVirtualTable &op) { return &op.accept; },
                          [](auto &) { return static_cast<QStringList *>(nullptr); },
                      },
        operation);
}

/// Writes the flag's expression where it belongs. Whether there was such a place.
bool assign(Operation &operation, const QString &option, const QString &value)
{
    const QString expression = value.mid(value.indexOf(u'=') + 1);
    const auto names = [&](const QString &table, const QString &name) {
        return value.startsWith(table + u'.' + name + u'=');
    };
    AddColumn *added = std::get_if<AddColumn>(&operation);
    if (added && option == u"--fill" && names(added->table, added->column.name)) {
        added->fill = expression;
        return true;
    }
    AlterColumn *altered = std::get_if<AlterColumn>(&operation);
    if (!altered || !names(altered->table, altered->column))
        return false;
    (option == u"--fill" ? altered->fill : altered->cast) = expression;
    return true;
}

/// Does to the operations what the decision's first flag says. Whether it meant anything.
bool take(QList<Operation> &operations, const Decision &decision)
{
    const QString flag = decision.flags.value(0);
    const QString option = flag.section(u' ', 0, 0);
    const QString value = unquoted(flag.section(u' ', 1));
    bool used = false;
    if (option == u"--allow") {
        for (const qsizetype index : decision.operations) {
            QStringList *accept = acceptOf(operations[index]);
            used |= accept && value.section(u':', 1) == decision.object;
            if (accept)
                accept->append(value.section(u':', 0, 0));
        }
        return used;
    }
    for (Operation &operation : operations)
        used |= assign(operation, option, value);
    if (used || option != u"--cast"_s)
        return used;
    const QString column = value.section(u'=', 0, 0).section(u'.', 1);
    operations.prepend(AlterColumn {.table = value.section(u'.', 0, 0), .column = column});
    return assign(operations.first(), option, value);
}

} // namespace

class TestDecisionFinder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksWhatMatters_data()
    {
        QTest::addColumn<int>("index");
        const QList<Case> cases = allCases();
        for (qsizetype i = 0; i < cases.size(); ++i)
            QTest::newRow(qPrintable(cases[i].name)) << int(i);
    }

    void asksWhatMatters()
    {
        QFETCH(int, index);
        const Case test = allCases()[index];
        MigrationBench bench;
        VERIFY_RESULT(bench.load(test.setup));
        const auto contents = bench.contents();
        const auto decisions = bench.decide(test.operations);
        VERIFY_RESULT(decisions);
        compare(*decisions, test.asked);
        QCOMPARE(bench.contents(), contents);
        firstFlagsGoThrough(bench, test, *decisions);
    }

    void expressionThatCannotBeComputedIsAnError_data()
    {
        QTest::addColumn<QString>("fill");
        QTest::addColumn<QString>("words");
        QTest::newRow("unknown column") << u"nope + 1"_s << u"cannot be computed"_s;
        QTest::newRow("syntax") << u"1 +"_s << u"cannot be computed"_s;
        QTest::newRow("two values") << u"1, 2"_s << u"cannot be computed"_s;
        QTest::newRow("aggregate") << u"max(year)"_s << u"one value for all rows"_s;
    }
    void expressionThatCannotBeComputedIsAnError()
    {
        QFETCH(QString, fill);
        QFETCH(QString, words);
        MigrationBench bench;
        VERIFY_RESULT(bench.load({book, books}));
        const auto decisions = bench.decide({add(column(u"c"_s, u"integer"_s), fill)});
        QVERIFY(!decisions);
        QCOMPARE(decisions.error().code, ErrorCode::Usage);
        QVERIFY2(decisions.error().message.contains(words), qPrintable(decisions.error().message));
        QVERIFY(decisions.error().message.contains(u"\"t.c\""));
    }

    void messageSaysWhatAndHowMany()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({book, books}));
        const auto decisions = bench.decide({notNull(u"note"_s)});
        VERIFY_RESULT(decisions);
        const Decision &first = decisions->first();
        QCOMPARE(first.message,
            u"column \"note\" of table \"t\" becomes NOT NULL, but 1 of 3 rows holds NULL"_s);
        QCOMPARE(first.examples.columns, (QStringList {u"id"_s, u"title"_s, u"year"_s, u"note"_s}));
        QCOMPARE(first.examples.rows.size(), 1);
        QCOMPARE(first.flags.last(), u"--allow delete_rows:t.note"_s);
    }

    void examplesShowTheValuesOfColumnsNamedTrueAndFalse()
    {
        MigrationBench bench;
        const QStringList setup = truthCases().first().setup;
        VERIFY_RESULT(bench.load(setup));
        const QList<QList<Operation>> changes {{notNull(u"true"_s)}, {drop(u"False"_s)},
            {constraint(unique({u"False"_s}))}, {add(column(u"c"_s, u"text"_s))}};
        for (const QList<Operation> &operations : changes) {
            const auto decisions = bench.decide(operations);
            VERIFY_RESULT(decisions);
            QCOMPARE(decisions->size(), 1);
            const RowSet &shown = decisions->first().examples;
            QCOMPARE(shown.columns.first(3), (QStringList {u"id"_s, u"true"_s, u"False"_s}));
            for (const QList<Value> &row : shown.rows) {
                const qint64 id = toInt(row[0]);
                QCOMPARE(toText(row[1]), QStringList({u""_s, u"a"_s, u"b"_s, u"c"_s})[id - 1]);
                QCOMPARE(isNull(row[1]), id == 1);
                QCOMPARE(isNull(row[2]), id == 3);
            }
        }
    }

private:
    static QList<Case> allCases()
    {
        return newColumnCases() + nullCases() + keyCases() + checkCases() + orphanCases()
            + castCases() + dropCases() + truthCases();
    }

    static void compare(const QList<Decision> &decisions, const QList<Asked> &asked)
    {
        const auto line
            = [](const QString &code, const QString &object, qint64 rows, const QString &flag) {
                  return u"%1 %2 %3 %4"_s.arg(code, object, QString::number(rows), flag);
              };
        QStringList got;
        for (const Decision &one : decisions)
            got.append(line(one.code, one.object, one.rows, one.flags.value(0)));
        QStringList wanted;
        for (const Asked &one : asked)
            wanted.append(line(one.code, one.object, one.rows, one.firstFlag));
        QCOMPARE(got.join(u'\n'), wanted.join(u'\n'));
    }

    /// With the first flag of each decision nothing is asked any more, and the change goes through.
    static void firstFlagsGoThrough(
        MigrationBench &bench, const Case &test, QList<Decision> decisions)
    {
        QList<Operation> operations = test.operations;
        for (int round = 0; round < 3 && !decisions.isEmpty(); ++round) {
            for (const Decision &decision : std::as_const(decisions))
                QVERIFY2(take(operations, decision), qPrintable(decision.flags.value(0)));
            const auto rest = bench.decide(operations);
            VERIFY_RESULT(rest);
            decisions = *rest;
        }
        QVERIFY2(
            decisions.isEmpty(), decisions.isEmpty() ? "" : qPrintable(decisions.first().message));
        VERIFY_RESULT(bench.migrate(operations));
    }
};

QTEST_GUILESS_MAIN(TestDecisionFinder)
#include "tst_decisionfinder.moc"
