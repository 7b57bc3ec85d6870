// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/inverse.h"
#include "support/migrationbench.h"
#include "support/sqlitefacts.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::MigrationBench;

namespace {

DataType native(const QString &type)
{
    return {.text = type};
}

Column column(const QString &name, const QString &type, const QString &defaultValue = {},
    bool nullable = true)
{
    Column made {.name = name, .type = native(type), .nullable = nullable};
    if (!defaultValue.isNull())
        made.serverDefault = defaultValue;
    return made;
}

AddColumn add(const Column &column, const QString &fill = {})
{
    return {.table = u"t"_s, .column = column, .fill = fill};
}

ForeignKeyConstraint foreignKey(const QString &column, const QString &table)
{
    return {.name = u"fk_x"_s,
        .columns = {column},
        .referredTable = table,
        .referredColumns = {u"id"_s},
        .onDelete = u"cascade"_s};
}

AddConstraint addConstraint(const Constraint &constraint, const QStringList &accept = {})
{
    return {.table = u"t"_s, .constraint = constraint, .accept = accept};
}

DropColumn drop(const QString &name)
{
    return {.table = u"t"_s, .column = {.name = name}};
}

AlterColumn alter(const QString &column, const ColumnPatch &to, const QString &fill = {},
    const QString &cast = {})
{
    return {.table = u"t"_s, .column = column, .from = {}, .to = to, .fill = fill, .cast = cast};
}

/// One change on a filled database, and what must come of it.
struct Case
{
    QString name;
    QStringList setup;
    QList<Operation> operations;
    QStringList
        statements {}; ///< all of them where the change is native; empty = one rebuild is expected
    QString ask {}; ///< a query afterwards
    QStringList answer {};
};

const QString parent = u"CREATE TABLE p (id INTEGER PRIMARY KEY)"_s;
const QString plain = u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT)"_s;
const QString rows = u"INSERT INTO t VALUES (1, 'x', 10), (2, NULL, 20)"_s;

QList<Case> nativeColumnCases()
{
    const ForeignKeyConstraint key = foreignKey(u"p_id"_s, u"p"_s);
    return {
        {.name = u"add nullable column"_s,
            .setup = {plain, rows},
            .operations = {add(column(u"c"_s, u"NVARCHAR(9)"_s))},
            .statements = {u"ALTER TABLE \"t\" ADD COLUMN \"c\" NVARCHAR(9)"_s},
            .ask = u"SELECT c FROM t"_s,
            .answer = {u"NULL"_s, u"NULL"_s}},
        {.name = u"add NOT NULL column with constant default"_s,
            .setup = {plain, rows},
            .operations = {add(column(u"c"_s, u"INT"_s, u"-5"_s, false))},
            .statements = {u"ALTER TABLE \"t\" ADD COLUMN \"c\" INT NOT NULL DEFAULT -5"_s},
            .ask = u"SELECT c FROM t"_s,
            .answer = {u"-5"_s, u"-5"_s}},
        {.name = u"add virtual column"_s,
            .setup = {plain, rows},
            .operations = {add(Column {.name = u"c"_s, .computed = Computed {.sql = u"b + 1"_s}})},
            .statements
            = {u"ALTER TABLE \"t\" ADD COLUMN \"c\" GENERATED ALWAYS AS (b + 1) VIRTUAL"_s},
            .ask = u"SELECT c FROM t"_s,
            .answer = {u"11"_s, u"21"_s}},
        {.name = u"add column with foreign key and check"_s,
            .setup = {parent, u"INSERT INTO p VALUES (1)"_s, plain, rows},
            .operations = {add(column(u"p_id"_s, u"INT"_s)), addConstraint(key),
                addConstraint(CheckConstraint {.name = u"ck"_s, .sql = u"p_id > 0"_s})},
            .statements
            = {u"ALTER TABLE \"t\" ADD COLUMN \"p_id\" INT CONSTRAINT \"fk_x\" REFERENCES \"p\" (\"id\") ON DELETE CASCADE CONSTRAINT \"ck\" CHECK (p_id > 0)"_s}},
        {.name = u"add enum column"_s,
            .setup = {plain, rows},
            .operations = {add(Column {.name = u"s"_s,
                .type = {.text = u"enum(on, off)"_s},
                .nullable = false,
                .serverDefault = u"'on'"_s})},
            .statements
            = {u"ALTER TABLE \"t\" ADD COLUMN \"s\" TEXT NOT NULL DEFAULT 'on' CONSTRAINT \"ck_t_s\" CHECK (\"s\" IN ('on', 'off'))"_s}},
        {.name = u"drop column that nothing mentions"_s,
            .setup = {plain, rows},
            .operations = {drop(u"b"_s)},
            .statements = {u"ALTER TABLE \"t\" DROP COLUMN \"b\""_s},
            .ask = u"SELECT * FROM t"_s,
            .answer = {u"1|'x'"_s, u"2|NULL"_s}},
        {.name = u"drop index, then its column"_s,
            .setup = {plain, rows, u"CREATE INDEX ix ON t (b)"_s},
            .operations = {DropIndex {.table = u"t"_s, .index = {.name = u"ix"_s}}, drop(u"b"_s)},
            .statements = {u"DROP INDEX \"ix\""_s, u"ALTER TABLE \"t\" DROP COLUMN \"b\""_s}},
    };
}

QList<Case> nativeRenameCases()
{
    return {
        {.name = u"rename column with everything on it"_s,
            .setup = {plain, rows, u"CREATE INDEX ix ON t (b) WHERE b > 1"_s,
                u"CREATE VIEW v AS SELECT b FROM t"_s,
                u"CREATE TRIGGER tr AFTER UPDATE OF b ON t BEGIN SELECT new.b; END"_s},
            .operations = {RenameColumn {.table = u"t"_s, .from = u"b"_s, .to = u"B b"_s}},
            .statements = {u"ALTER TABLE \"t\" RENAME COLUMN \"b\" TO \"B b\""_s},
            .ask = u"SELECT \"B b\" FROM v"_s,
            .answer = {u"10"_s, u"20"_s}},
        {.name = u"rename column in case alone"_s,
            .setup = {plain, rows},
            .operations = {RenameColumn {.table = u"t"_s, .from = u"b"_s, .to = u"B"_s}},
            .statements = {u"ALTER TABLE \"t\" RENAME COLUMN \"b\" TO \"B\""_s}},
        {.name = u"rename table with child, view and trigger"_s,
            .setup
            = {plain, rows, u"CREATE TABLE c (t_id INT REFERENCES t(id) ON DELETE CASCADE)"_s,
                u"INSERT INTO c VALUES (1)"_s, u"CREATE VIEW v AS SELECT t.a FROM t"_s,
                u"CREATE TRIGGER tr AFTER INSERT ON c BEGIN UPDATE t SET b = 0; END"_s},
            .operations = {RenameTable {.from = u"t"_s, .to = u"u"_s}},
            .statements = {u"ALTER TABLE \"t\" RENAME TO \"u\""_s},
            .ask = u"SELECT a FROM v"_s,
            .answer = {u"'x'"_s, u"NULL"_s}},
        {.name = u"rename table in case alone"_s,
            .setup = {plain, rows},
            .operations = {RenameTable {.from = u"t"_s, .to = u"T"_s}},
            .statements = {u"ALTER TABLE \"t\" RENAME TO \"joinery_rename_T\""_s,
                u"ALTER TABLE \"joinery_rename_T\" RENAME TO \"T\""_s}},
        {.name = u"swap two columns through a third name"_s,
            .setup = {plain, rows},
            .operations = {RenameColumn {u"t"_s, u"a"_s, u"x"_s},
                RenameColumn {u"t"_s, u"b"_s, u"a"_s}, RenameColumn {u"t"_s, u"x"_s, u"b"_s}},
            .statements = {u"ALTER TABLE \"t\" RENAME COLUMN \"a\" TO \"x\""_s,
                u"ALTER TABLE \"t\" RENAME COLUMN \"b\" TO \"a\""_s,
                u"ALTER TABLE \"t\" RENAME COLUMN \"x\" TO \"b\""_s},
            .ask = u"SELECT a, b FROM t"_s,
            .answer = {u"10|'x'"_s, u"20|NULL"_s}},
        {.name = u"comment alone needs no statement"_s,
            .setup = {plain, rows},
            .operations = {alter(u"a"_s, {.comment = u"words"_s})},
            .statements = {QString()}},
        {.name = u"drop table that others refer to"_s,
            .setup
            = {plain, rows, u"CREATE TABLE c (t_id INT REFERENCES t(id) ON DELETE CASCADE)"_s,
                u"INSERT INTO c VALUES (NULL)"_s},
            .operations = {DropTable {.table = {.name = u"t"_s}}},
            .statements = {u"DROP TABLE \"t\""_s},
            .ask = u"SELECT count(*) FROM c"_s,
            .answer = {u"1"_s}},
        {.name = u"rename column past a broken view and trigger"_s,
            .setup
            = {plain, rows, u"CREATE VIEW v AS SELECT nope FROM missing"_s, u"CREATE TABLE l (x)"_s,
                u"CREATE TRIGGER tr AFTER INSERT ON l BEGIN INSERT INTO missing VALUES (1); END"_s,
                u"CREATE VIEW w AS SELECT * FROM v"_s},
            .operations = {RenameColumn {u"t"_s, u"a"_s, u"z"_s}},
            .statements = {u"DROP TRIGGER \"tr\""_s, u"DROP VIEW \"v\""_s, u"DROP VIEW \"w\""_s,
                u"ALTER TABLE \"t\" RENAME COLUMN \"a\" TO \"z\""_s,
                u"CREATE VIEW \"w\" AS\nSELECT * FROM v"_s,
                u"CREATE VIEW \"v\" AS\nSELECT nope FROM missing"_s,
                u"CREATE TRIGGER tr AFTER INSERT ON l BEGIN INSERT INTO missing VALUES (1); END"_s},
            .ask = u"SELECT count(*) FROM sqlite_master WHERE name IN ('v', 'w', 'tr')"_s,
            .answer = {u"3"_s}},
    };
}

QList<Case> nativeCases()
{
    return nativeColumnCases() + nativeRenameCases();
}

ColumnPatch text(const QString &type)
{
    return {.type = native(type)};
}

QList<Case> rebuiltColumnCases()
{
    return {
        {.name = u"add text column whose default is a boolean"_s, // natively, old rows get a number
            .setup = {plain, rows},
            .operations = {add(column(u"c"_s, u"TEXT"_s, u"true"_s))},
            .ask = u"SELECT c FROM t"_s,
            .answer = {u"'1'"_s, u"'1'"_s}},
        {.name = u"add column with changing default"_s,
            .setup = {plain, rows},
            .operations = {add(column(u"c"_s, u"TEXT"_s, u"CURRENT_TIMESTAMP"_s, false))},
            .ask = u"SELECT length(c) FROM t"_s,
            .answer = {u"19"_s, u"19"_s}},
        {.name = u"add column with expression default"_s,
            .setup = {plain, rows},
            .operations = {add(column(u"c"_s, u"INT"_s, u"1 + 1"_s, false))},
            .ask = u"SELECT c FROM t"_s,
            .answer = {u"2"_s, u"2"_s}},
        {.name = u"add column with fill"_s,
            .setup = {plain, rows},
            .operations
            = {add(column(u"c"_s, u"TEXT"_s, {}, false), u"coalesce(upper(a), 'n') || b -- why"_s)},
            .ask = u"SELECT c FROM t"_s,
            .answer = {u"'X10'"_s, u"'n20'"_s}},
        {.name = u"fill from a column that goes"_s,
            .setup = {plain, rows},
            .operations = {drop(u"b"_s), add(column(u"c"_s, u"INT"_s, {}, false), u"b * 2"_s)},
            .ask = u"SELECT c FROM t"_s,
            .answer = {u"20"_s, u"40"_s}},
        {.name = u"add stored generated column"_s,
            .setup = {plain, rows},
            .operations = {add(Column {
                .name = u"c"_s, .computed = Computed {.sql = u"b + 1"_s, .persisted = true}})},
            .ask = u"SELECT c FROM t"_s,
            .answer = {u"11"_s, u"21"_s}},
        {.name = u"drop column whose name something else mentions"_s,
            .setup = {plain, rows, u"CREATE VIEW v AS SELECT 'b' AS b"_s},
            .operations = {drop(u"b"_s)},
            .ask = u"SELECT * FROM t"_s,
            .answer = {u"1|'x'"_s, u"2|NULL"_s}},
        {.name = u"NULL becomes a value"_s,
            .setup = {plain, rows},
            .operations = {alter(u"a"_s, {.nullable = false}, u"'none ' || id"_s)},
            .ask = u"SELECT a FROM t"_s,
            .answer = {u"'x'"_s, u"'none 2'"_s}},
        {.name = u"type by affinity"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"_s,
                u"INSERT INTO t VALUES (1, '7'), (2, 'x9'), (3, NULL), (4, ' 8 ')"_s},
            .operations = {alter(u"a"_s, text(u"INT"_s))},
            .ask = u"SELECT a FROM t"_s,
            .answer = {u"7"_s, u"'x9'"_s, u"NULL"_s, u"8"_s}},
        {.name = u"type by cast"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"_s,
                u"INSERT INTO t VALUES (1, '7'), (2, 'x9')"_s},
            .operations
            = {alter(u"a"_s, text(u"INT"_s), {}, u"CAST(substr(a, 2) AS INTEGER) + 1"_s)},
            .ask = u"SELECT a FROM t"_s,
            .answer = {u"1"_s, u"10"_s}},
        {.name = u"column becomes generated"_s,
            .setup = {plain, rows},
            .operations = {alter(u"a"_s, {.computed = Computed {.sql = u"b * 3"_s}})},
            .ask = u"SELECT a FROM t"_s,
            .answer = {u"'30'"_s, u"'60'"_s}},
        {.name = u"column stops being generated"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT AS (b * 3), b INT)"_s,
                u"INSERT INTO t VALUES (1, 10), (2, 20)"_s},
            .operations = {alter(u"a"_s, {.computed = std::optional<Computed>()})},
            .ask = u"SELECT a FROM t"_s,
            .answer = {u"'30'"_s, u"'60'"_s}},
    };
}

QList<Case> rebuiltKeyCases()
{
    return {
        {.name = u"key becomes INTEGER PRIMARY KEY"_s,
            .setup = {u"CREATE TABLE t (id INTEGER, a TEXT)"_s,
                u"INSERT INTO t VALUES (30, 'x'), (4, 'y')"_s},
            .operations = {addConstraint(PrimaryKeyConstraint {.columns = keyParts({u"id"_s})})},
            .ask = u"SELECT rowid, id, a FROM t"_s,
            .answer = {u"4|4|'y'"_s, u"30|30|'x'"_s}},
        {.name = u"new key column takes the hidden rowid"_s,
            .setup = {u"CREATE TABLE t (a TEXT)"_s,
                u"INSERT INTO t (rowid, a) VALUES (30, 'x'), (4, 'y')"_s},
            .operations = {add(column(u"id"_s, u"INTEGER"_s)),
                addConstraint(PrimaryKeyConstraint {.columns = keyParts({u"id"_s})})},
            .ask = u"SELECT id, a FROM t"_s,
            .answer = {u"4|'y'"_s, u"30|'x'"_s}},
        {.name = u"INTEGER PRIMARY KEY becomes a plain column"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"_s,
                u"INSERT INTO t VALUES (30, 'x'), (4, 'y')"_s},
            .operations = {DropConstraint {.table = u"t"_s,
                .constraint = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}}},
            .ask = u"SELECT rowid, id, a FROM t"_s,
            .answer = {u"4|4|'y'"_s, u"30|30|'x'"_s}},
    };
}

QList<Case> rebuiltStorageCases()
{
    return {
        {.name = u"AUTOINCREMENT is new"_s,
            .setup = {plain, rows},
            .operations = {AlterTable {.table = u"t"_s,
                .fromOptions = Options {},
                .toOptions = Options {{u"sqlite"_s, {{u"autoincrement"_s, u"true"_s}}}}}},
            .ask = u"SELECT name, seq FROM sqlite_sequence"_s,
            .answer = {u"'t'|2"_s}},
        {.name = u"AUTOINCREMENT goes"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)"_s,
                u"INSERT INTO t VALUES (5, 1)"_s},
            .operations = {AlterTable {.table = u"t"_s,
                .fromOptions = Options {{u"sqlite"_s, {{u"autoincrement"_s, u"true"_s}}}},
                .toOptions = Options {}}},
            .ask = u"SELECT count(*) FROM sqlite_sequence"_s,
            .answer = {u"0"_s}},
        {.name = u"WITHOUT ROWID is new"_s,
            .setup = {u"CREATE TABLE t (a TEXT PRIMARY KEY, b)"_s,
                u"INSERT INTO t VALUES ('y', 1), ('x', 2)"_s},
            .operations = {AlterTable {.table = u"t"_s,
                .fromOptions = Options {},
                .toOptions = Options {{u"sqlite"_s, {{u"without_rowid"_s, u"true"_s}}}}}},
            .ask = u"SELECT * FROM t"_s,
            .answer = {u"'x'|2"_s, u"'y'|1"_s}},
        {.name = u"WITHOUT ROWID goes"_s,
            .setup = {u"CREATE TABLE t (a TEXT PRIMARY KEY, b) WITHOUT ROWID"_s,
                u"INSERT INTO t VALUES ('y', 1), ('x', 2)"_s},
            .operations = {AlterTable {.table = u"t"_s,
                .fromOptions = Options {{u"sqlite"_s, {{u"without_rowid"_s, u"true"_s}}}},
                .toOptions = Options {}}},
            .ask = u"SELECT rowid, a FROM t"_s,
            .answer = {u"1|'x'"_s, u"2|'y'"_s}},
        {.name = u"STRICT is new"_s,
            .setup = {u"CREATE TABLE t (a INTEGER, b TEXT)"_s,
                u"INSERT INTO t VALUES (1, 'x'), ('2', 3), (4.0, NULL)"_s},
            .operations = {AlterTable {.table = u"t"_s,
                .fromOptions = Options {},
                .toOptions = Options {{u"sqlite"_s, {{u"strict"_s, u"true"_s}}}}}},
            .ask = u"SELECT a, b FROM t"_s,
            .answer = {u"1|'x'"_s, u"2|'3'"_s, u"4|NULL"_s}},
        {.name = u"STRICT by accepted cast"_s,
            .setup = {u"CREATE TABLE t (a BLOB, b INTEGER) STRICT"_s,
                u"INSERT INTO t VALUES (x'3132', 1), (NULL, 2)"_s},
            .operations = {AlterColumn {.table = u"t"_s,
                .column = u"a"_s,
                .from = {},
                .to = text(u"INTEGER"_s),
                .accept = {accepts::lossyCast}}},
            .ask = u"SELECT a, b FROM t"_s,
            .answer = {u"12|1"_s, u"NULL|2"_s}},
        {.name = u"columns in another order"_s,
            .setup = {plain, rows},
            .operations = {ReorderColumns {.table = u"t"_s,
                .from = {u"id"_s, u"a"_s, u"b"_s},
                .to = {u"b"_s, u"id"_s, u"a"_s}}},
            .ask = u"SELECT * FROM t"_s,
            .answer = {u"10|1|'x'"_s, u"20|2|NULL"_s}},
    };
}

QList<Case> filteredCases()
{
    return {
        {.name = u"unique over duplicates keeps the first of each"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY, w TEXT COLLATE NOCASE)"_s,
                u"INSERT INTO t VALUES (1, 'a'), (2, 'A'), (3, NULL), (4, NULL), (5, 'b')"_s},
            .operations = {addConstraint(
                UniqueConstraint {.columns = keyParts({u"w"_s})}, {accepts::deleteRows})},
            .ask = u"SELECT * FROM t"_s,
            .answer = {u"1|'a'"_s, u"3|NULL"_s, u"4|NULL"_s, u"5|'b'"_s}},
        {.name = u"unique index over duplicates fires no trigger"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY, w INT, x INT)"_s,
                u"INSERT INTO t VALUES (1, 5, 1), (2, 5, 1), (3, 5, 0)"_s, u"CREATE TABLE l (x)"_s,
                u"CREATE TRIGGER tr AFTER DELETE ON t BEGIN INSERT INTO l VALUES (old.id); END"_s},
            .operations = {CreateIndex {.table = u"t"_s,
                .index = {.name = u"ux"_s,
                    .columns = keyParts({u"w"_s}),
                    .unique = true,
                    .where = u"x = 1"_s},
                .accept = {accepts::deleteRows}}},
            .ask = u"SELECT id, (SELECT count(*) FROM l) FROM t"_s,
            .answer = {u"1|0"_s, u"3|0"_s}},
        {.name = u"check takes its rows along"_s,
            .setup = {plain, u"INSERT INTO t VALUES (1, 'x', 10), (2, NULL, -1), (3, 'n', NULL)"_s},
            .operations
            = {addConstraint(CheckConstraint {.sql = u"b > 0"_s}, {accepts::deleteRows})},
            .ask = u"SELECT id FROM t"_s,
            .answer = {u"1"_s, u"3"_s}},
        {.name = u"foreign key takes its orphans along"_s,
            .setup = {parent, u"INSERT INTO p VALUES (10)"_s, plain, rows,
                u"INSERT INTO t VALUES (3, 'n', NULL)"_s},
            .operations = {addConstraint(foreignKey(u"b"_s, u"p"_s), {accepts::deleteRows})},
            .ask = u"SELECT id FROM t"_s,
            .answer = {u"1"_s, u"3"_s}},
        {.name = u"accepted orphans stay"_s,
            .setup = {parent, u"INSERT INTO p VALUES (10)"_s, plain, rows},
            .operations = {addConstraint(foreignKey(u"b"_s, u"p"_s), {accepts::orphans})},
            .ask = u"SELECT b FROM t"_s,
            .answer = {u"10"_s, u"20"_s}},
        {.name = u"many changes make one rebuild"_s,
            .setup = {plain, rows, u"CREATE INDEX ix ON t (b)"_s},
            .operations = {DropIndex {.table = u"t"_s, .index = {.name = u"ix"_s}},
                add(column(u"c"_s, u"INT"_s)), drop(u"b"_s),
                alter(u"a"_s, {.nullable = false}, u"'-'"_s),
                CreateIndex {
                    .table = u"t"_s, .index = {.name = u"iy"_s, .columns = keyParts({u"c"_s})}}},
            .ask = u"SELECT * FROM t"_s,
            .answer = {u"1|'x'|NULL"_s, u"2|'-'|NULL"_s}},
    };
}

QList<Case> rebuildCases()
{
    return rebuiltColumnCases() + rebuiltKeyCases() + rebuiltStorageCases() + filteredCases();
}

} // namespace

class TestDdlCompiler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void altersNatively_data() { name(nativeCases()); }
    void altersNatively()
    {
        QFETCH(int, index);
        const Case test = nativeCases()[index];
        MigrationBench bench;
        VERIFY_RESULT(bench.load(test.setup));
        const auto plan = bench.migrate(test.operations);
        VERIFY_RESULT(plan);
        const QStringList wanted
            = test.statements == QStringList {QString()} ? QStringList() : test.statements;
        QCOMPARE(testing::sqlOf(*plan).join(u'\n'), wanted.join(u'\n'));
        holds(bench, test, *plan);
    }

    void rebuilds_data() { name(rebuildCases()); }
    void rebuilds()
    {
        QFETCH(int, index);
        const Case test = rebuildCases()[index];
        MigrationBench bench;
        VERIFY_RESULT(bench.load(test.setup));
        const auto plan = bench.migrate(test.operations);
        VERIFY_RESULT(plan);
        QCOMPARE(plan->steps.size(), 1);
        QCOMPARE(plan->steps.first().rebuilds, u"t"_s);
        QCOMPARE(plan->steps.first().operations.size(), test.operations.size());
        QVERIFY(plan->foreignKeysOff);
        holds(bench, test, *plan);
    }

    void expressionOverAnAddedColumnBeginsAnotherRebuild()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({plain, rows}));
        const auto plan = bench.migrate({add(column(u"c"_s, u"INT"_s, {}, false), u"b + 1"_s),
            add(column(u"d"_s, u"INT"_s, {}, false), u"c * 10"_s)});
        VERIFY_RESULT(plan);
        QCOMPARE(plan->steps.size(), 2);
        QCOMPARE(bench.rows(u"SELECT c, d FROM t"_s), (QStringList {u"11|110"_s, u"21|210"_s}));
    }

    void renamesComeFirstAndStayNative()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({plain, rows, u"CREATE VIEW v AS SELECT b FROM t"_s}));
        const auto plan
            = bench.migrate({RenameTable {u"t"_s, u"u"_s}, RenameColumn {u"u"_s, u"b"_s, u"c"_s},
                AlterColumn {
                    .table = u"u"_s, .column = u"c"_s, .from = {}, .to = {.nullable = false}}});
        VERIFY_RESULT(plan);
        QCOMPARE(plan->steps.size(), 3);
        QCOMPARE(plan->steps.last().rebuilds, u"u"_s);
        QCOMPARE(bench.rows(u"SELECT c FROM v"_s), (QStringList {u"10"_s, u"20"_s}));
    }

    void sqlThatReliesOnCascadesIsNotRunWithForeignKeysOff_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("delete of a parent") << u"DELETE FROM t WHERE id = 1"_s << false;
        QTest::newRow("replace of a parent") << u"REPLACE INTO t VALUES (1, 'a', 2)"_s << false;
        QTest::newRow("update of a parent's key") << u"UPDATE t SET id = 5"_s << false;
        QTest::newRow("update of something else") << u"UPDATE t SET a = 'id is it'"_s << true;
        QTest::newRow("update or replace of a parent")
            << u"UPDATE OR REPLACE t SET b = 1"_s << false;
        QTest::newRow("upsert of a parent's key")
            << u"INSERT INTO t VALUES (1, 'a', 2) ON CONFLICT DO UPDATE SET id = 9"_s << false;
        QTest::newRow("parent's key by another name") << u"UPDATE t SET rowid = 5"_s << false;
        QTest::newRow("insert into a parent")
            << u"INSERT INTO t VALUES (9, replace('a', 'b', 'c'), 2)"_s << true;
        QTest::newRow("delete of a child") << u"DELETE FROM c"_s << true;
        QTest::newRow("insert whose trigger deletes a parent")
            << u"INSERT INTO l VALUES (1)"_s << false;
        QTest::newRow("definition")
            << u"CREATE TRIGGER x AFTER INSERT ON c BEGIN DELETE FROM t; END"_s << true;
    }
    void sqlThatReliesOnCascadesIsNotRunWithForeignKeysOff()
    {
        QFETCH(QString, sql);
        QFETCH(bool, allowed);
        MigrationBench bench;
        VERIFY_RESULT(bench.load({plain, rows,
            u"CREATE TABLE c (t_id INT REFERENCES t(id) ON DELETE CASCADE ON UPDATE CASCADE)"_s,
            u"CREATE TABLE l (x)"_s,
            u"CREATE TRIGGER tr AFTER INSERT ON l BEGIN DELETE FROM t WHERE id = new.x; END"_s}));
        const auto plan = bench.compile(
            {Execute {.sql = {{QString(), sql}}}, alter(u"a"_s, {.nullable = false}, u"''"_s)});
        QCOMPARE(plan.has_value(), allowed);
        if (!allowed)
            QVERIFY2(
                plan.error().hint.contains(u"split"), qPrintable(testing::errorText(plan.error())));
        const auto alone = bench.compile({Execute {.sql = {{QString(), sql}}}});
        VERIFY_RESULT(alone);
        QCOMPARE(alone->foreignKeysOn, !allowed);
    }

    void scriptShowsEachCheckAndEndsEachStatement()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({plain, rows}));
        const auto plan = bench.compile({add(column(u"c"_s, u"INT"_s, {}, false), u"1 -- one"_s)});
        VERIFY_RESULT(plan);
        const QString script = toScript(*plan);
        QVERIFY2(
            script.contains(
                u"-- check, must return no row: every row of table \"t\" was copied\nSELECT"_s),
            qPrintable(script));
        VERIFY_RESULT(bench.db().execute(u"PRAGMA foreign_keys = OFF"_s));
        VERIFY_RESULT(bench.db().executeScript(script));
        QCOMPARE(bench.rows(u"SELECT c FROM t"_s), (QStringList {u"1"_s, u"1"_s}));
    }

    /// In SQLite, SELECT "true" FROM (SELECT "true" FROM t) gives the text 'true'.
    void rowsBesideAColumnNamedTrueAreNotDeleted()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE t (\"true\" INT, a INT)"_s,
            u"INSERT INTO t VALUES (5, 1), (6, -1)"_s}));
        const CheckConstraint check {.sql = u"a > 0"_s};
        const auto refused = bench.compile({AddConstraint {u"t"_s, check, {accepts::deleteRows}}});
        QVERIFY(!refused && refused.error().code == ErrorCode::Unsupported);
        QVERIFY(refused.error().message.contains(u"\"true\""));
        const auto offered = bench.decide({AddConstraint {u"t"_s, check, {}}});
        VERIFY_RESULT(offered);
        QVERIFY(!offered->first().flags.join(u' ').contains(accepts::deleteRows));
        VERIFY_RESULT(
            bench.migrate({AddConstraint {u"t"_s, CheckConstraint {.sql = u"a <> 0"_s}, {}}}));
        QCOMPARE(bench.rows(u"SELECT \"true\", a FROM t"_s), (QStringList {u"5|1"_s, u"6|-1"_s}));
        VERIFY_RESULT(bench.migrate({RenameColumn {u"t"_s, u"true"_s, u"b"_s},
            AddConstraint {u"t"_s, check, {accepts::deleteRows}}}));
        QCOMPARE(bench.rows(u"SELECT b, a FROM t"_s), QStringList {u"5|1"_s});
    }

    void whatCannotBeDoneSaysSo()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({plain}));
        const auto sequence = bench.compile({CreateSequence {.sequence = {.name = u"s"_s}}});
        QVERIFY(!sequence && sequence.error().code == ErrorCode::Unsupported);
        QVERIFY(sequence.error().message.contains(u"\"s\""));
        const auto foreign = bench.compile({Execute {.sql = {{u"postgresql"_s, u"SELECT 1"_s}}}});
        QVERIFY(!foreign && foreign.error().code == ErrorCode::Unsupported);
        const auto missing = bench.compile({drop(u"nope"_s)});
        QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
    }

private:
    static void name(const QList<Case> &cases)
    {
        QTest::addColumn<int>("index");
        for (qsizetype i = 0; i < cases.size(); ++i)
            QTest::newRow(qPrintable(cases[i].name)) << int(i);
    }

    /// The data is as asked for, the schema is what the plan says, and the way back leads to the
    /// schema before.
    static void holds(MigrationBench &bench, const Case &test, const Plan &plan)
    {
        if (!test.ask.isEmpty())
            QCOMPARE(bench.rows(test.ask), test.answer);
        QCOMPARE(bench.rows(u"PRAGMA integrity_check"_s), QStringList {u"'ok'"_s});
        const auto reflected = bench.reflect();
        VERIFY_RESULT(reflected);
        MigrationBench other;
        QStringList creates;
        for (const SchemaObject &object : objects(plan.after))
            creates += bench.dialect().ddl().createStatements(object);
        VERIFY_RESULT(other.load(creates));
        QCOMPARE(testing::factsDifference(
                     testing::sqliteFacts(bench.db()), testing::sqliteFacts(other.db()), true),
            QStringList());
    }
};

QTEST_GUILESS_MAIN(TestDdlCompiler)
#include "tst_ddlcompiler.moc"
