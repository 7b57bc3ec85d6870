// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/projectfile.h"
#include "joinery/serialization/revisionfile.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

const QString columnKeys
    = u"Expected: name, type, nullable, default, computed, identity, collation, comment, "
      "renamed_from, options."_s;

/// The message without the hint, then the hint in a line of its own.
QString complaint(const Error &error)
{
    return error.hint.isEmpty() ? error.message : error.message + u'\n' + error.hint;
}

QByteArray repeated(const char *text, int times)
{
    return QByteArray(text).repeated(times);
}

} // namespace

/// What is wrong with a file is said in one sentence, with its place and the way out.
class TestBadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data();
    void text() { checkModel(); }
    void models_data();
    void models() { checkModel(); }
    void revisions_data();
    void revisions();
    void projects_data();
    void projects();
    void hostileNestingIsRefused_data();
    void hostileNestingIsRefused();
    void aLargeFileIsRefused();
    void aFileOfVeryManyValuesIsRefused();
    void damagedFilesNeverCrash();

private:
    static void addModel(const char *name, const QByteArray &text, const QString &expected)
    {
        QTest::newRow(name) << text << expected;
    }
    /// A table of one column with these keys.
    static void addColumn(const char *name, const QByteArray &column, const QString &expected)
    {
        addModel(name, "joinery: 1\ntable: post\ncolumns:\n  - {" + column + "}\n", expected);
    }
    /// A revision of one operation.
    static void addOperation(const char *name, const QByteArray &operation, const QString &expected)
    {
        QTest::newRow(name) << "joinery: 1\nrevision: a1\ndown_revision: null\nupgrade:\n  - "
                + operation
                + "\n" << expected;
    }

    static void checkModel()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        const Result<SchemaObject> read = readModel(text, u"m.yaml"_s);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Parse);
        QCOMPARE(complaint(read.error()), expected);
    }
};

void TestBadInput::text_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const QString quotes = u"\nPut text with special characters in double quotes."_s;
    const QString indentation
        = u"\nLook at the indentation, and put text that holds \": \" or begins with a "
          "special character in quotes."_s;
    addModel(
        "an empty file", "", u"m.yaml:1:1: the file is empty\nIt begins with \"joinery: 1\"."_s);
    addModel("a file of comments", "# nothing\n\n",
        u"m.yaml:1:1: the file is empty\nIt begins with \"joinery: 1\"."_s);
    addModel("invalid UTF-8, counted in characters", "joinery: 1\ntable: \"\xC3\xA4\xE9\"\n",
        u"m.yaml:2:10: this is not UTF-8 text\nSave the file as UTF-8."_s);
    addModel("UTF-8 that stops in the middle", "table: \xE2\x82",
        u"m.yaml:1:8: this is not UTF-8 text\nSave the file as UTF-8."_s);
    addModel("an overlong form", "table: \xC0\xAF",
        u"m.yaml:1:8: this is not UTF-8 text\nSave the file as UTF-8."_s);
    addModel("half of a surrogate pair", "table: \xED\xA0\x80",
        u"m.yaml:1:8: this is not UTF-8 text\nSave the file as UTF-8."_s);
    addModel("UTF-16", QByteArray("\xFF\xFEj\0o\0", 6),
        u"m.yaml:1:1: this is not UTF-8 text\nSave the file as UTF-8."_s);
    addModel("a NUL", QByteArray("joinery: 1\nta\0ble: x\n", 20),
        u"m.yaml:2:3: a NUL character stands here: this is no text"_s);
    addModel("a control character", "joinery: 1\ntable: a\x07z\n",
        u"m.yaml:2:9: a control character (U+0007) stands here\nWrite it as \\x07 inside double quotes."_s);
    addModel("an unclosed quote", "joinery: 1\ntable: \"post\n",
        u"m.yaml:3:1: this is not valid YAML: illegal EOF in scalar\nA quote is not closed."_s);
    addModel("an unclosed map", "joinery: 1\ntable: {a: b\n",
        u"m.yaml:3:1: this is not valid YAML: end of map flow not found"_s + indentation);
    addModel("an unclosed list", "joinery: 1\ntable: [a\n",
        u"m.yaml:3:1: this is not valid YAML: end of sequence flow not found\nClose the list with ]."_s);
    addModel("a colon in text", "joinery: 1\ntable: a: b\n",
        u"m.yaml:2:9: this is not valid YAML: illegal map value"_s + indentation);
    addModel("a bad escape", "joinery: 1\ntable: \"\\q\"\n",
        u"m.yaml:2:11: this is not valid YAML: unknown escape character: q"_s + quotes);
    addModel("an escape that yields no text", "joinery: 1\ntable: \"\\N\"\n",
        u"m.yaml:2:8: the escapes \\N and \\_ are not part of the format\nWrite \\u0085 or \\u00a0."_s);
    addModel("an escaped surrogate", "joinery: 1\ntable: \"\\ud800\"\n",
        u"m.yaml:2:15: this is not valid YAML: invalid unicode: 55296"_s + quotes);
    addModel("an anchor", "joinery: 1\ntable: &a post\n",
        u"m.yaml:2:8: anchors and aliases (&name, *name) are not part of the format\n"
        "Write the value out where it is used; put text that begins with & or * in quotes."_s);
    addModel("an alias", "joinery: 1\ntable: &a post\ncomment: *a\n",
        u"m.yaml:2:8: anchors and aliases (&name, *name) are not part of the format\n"
        "Write the value out where it is used; put text that begins with & or * in quotes."_s);
    addModel("an alias of nothing", "joinery: 1\ntable: *a\n",
        u"m.yaml:2:8: anchors and aliases (&name, *name) are not part of the format\n"
        "Write the value out where it is used; put text that begins with & or * in quotes."_s);
    addModel("a tag", "joinery: 1\ntable: !!str post\n",
        u"m.yaml:2:8: tags (!name) are not part of the format\n"
        "Leave the tag out; put text that begins with ! in quotes."_s);
    addModel("a tag without a name", "joinery: 1\ntable: ! post\n",
        u"m.yaml:2:8: tags (!name) are not part of the format\n"
        "Leave the tag out; put text that begins with ! in quotes."_s);
    addModel("two documents", "joinery: 1\nenum: a\nvalues: []\n---\njoinery: 1\n",
        u"m.yaml:4:1: a second YAML document begins here\n"
        "Keep one document, without lines of \"---\" in between."_s);
    addModel("a key twice", "joinery: 1\ntable: post\ncolumns: []\ntable: post\n",
        u"m.yaml:4:1: the key \"table\" stands here twice; the first is in line 2"_s);
    addModel("a key twice in braces",
        "joinery: 1\ntable: post\ncolumns: [{name: ä, \"name\": b}]\n",
        u"m.yaml:3:21: the key \"name\" stands here twice; the first is in line 3"_s);
    addModel("a list as a key", "joinery: 1\n? [a]\n: b\n",
        u"m.yaml:2:3: a key must be text\nPut the key in quotes."_s);
    addModel(
        "no key", "joinery: 1\n: b\n", u"m.yaml:2:1: a key must be text\nPut the key in quotes."_s);
}

void TestBadInput::models_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const QString nullHint
        = u"\nLeave the key out, or write the text in quotes (\"\" or \"null\")."_s;
    addModel("a list", "- a\n", u"m.yaml:1:1: the file must be a map, not a list"_s);
    addModel("text", "hello\n", u"m.yaml:1:1: the file must be a map, not text"_s);
    addModel("no format", "table: post\n",
        u"m.yaml:1:1: the key \"joinery\" is missing\nEvery file of a project begins with \"joinery: 1\"."_s);
    addModel("a newer format", "joinery: 2\ntable: post\nnew_key: {}\n",
        u"m.yaml:1:10: this file was written by a newer Joinery (format 2)\nUpdate Joinery to read it."_s);
    addModel("an unknown format", "joinery: one\n",
        u"m.yaml:1:10: \"joinery\" must be the number of the format, 1\nWrite \"joinery: 1\"."_s);
    addModel("format null", "joinery:\n",
        u"m.yaml:1:1: \"joinery\" must be the number of the format, 1\nWrite \"joinery: 1\"."_s);
    addModel("no object", "joinery: 1\n",
        u"m.yaml:1:1: the file names no object\n"
        "It needs one of the keys table, view, virtual_table, sequence and enum."_s);
    addModel("a misspelt object", "joinery: 1\ntabel: post\ncolumns: []\n",
        u"m.yaml:2:1: \"tabel\" is not a key of the file\nDid you mean \"table\"? "
        "Expected: joinery, table, view, virtual_table, sequence, enum."_s);
    addModel("two objects", "joinery: 1\ntable: post\ncolumns: []\nview: v\n",
        u"m.yaml:4:1: \"view\" is not a key of a table\nExpected: joinery, table, renamed_from, "
        u"comment, "
        "columns, primary_key, foreign_keys, uniques, checks, indexes, triggers, options."_s);
    addModel("columns are missing", "joinery: 1\ntable: post\n",
        u"m.yaml:1:1: a table needs the key \"columns\""_s);
    addModel("a misspelt key beats a missing one", "joinery: 1\ntable: post\ncolums: []\n",
        u"m.yaml:3:1: \"colums\" is not a key of a table\nDid you mean \"columns\"? Expected: "
        u"joinery, table, "
        "renamed_from, comment, columns, primary_key, foreign_keys, uniques, checks, indexes, triggers, options."_s);
    addModel("columns are text", "joinery: 1\ntable: post\ncolumns: id\n",
        u"m.yaml:3:10: \"columns\" must be a list, not text"_s);
    addModel("columns are nothing", "joinery: 1\ntable: post\ncolumns:\n",
        u"m.yaml:3:1: \"columns\" must be a list, not nothing"_s);
    addModel("a column is text", "joinery: 1\ntable: post\ncolumns: [id]\n",
        u"m.yaml:3:11: an item of \"columns\" must be a map, not text"_s);
    addModel("the table is null", "joinery: 1\ntable: null\ncolumns: []\n",
        u"m.yaml:2:8: \"table\" is null"_s + nullHint);
    addModel("the table is a map", "joinery: 1\ntable: {post}\ncolumns: []\n",
        u"m.yaml:2:8: \"table\" must be text, not a map\nPut text with special characters in quotes."_s);

    addColumn("a name is missing", "type: text", u"m.yaml:4:5: a column needs the key \"name\""_s);
    addColumn("a name is null", "name: ~", u"m.yaml:4:12: \"name\" is null"_s + nullHint);
    addColumn(
        "a name is empty", "name: , type: text", u"m.yaml:4:12: \"name\" is null"_s + nullHint);
    addColumn("an unknown key, after Unicode", "name: größe, nulable: true",
        u"m.yaml:4:19: \"nulable\" is not a key of a column\nDid you mean \"nullable\"? "_s
            + columnKeys);
    addColumn("a key like none", "name: a, zzz: true",
        u"m.yaml:4:15: \"zzz\" is not a key of a column\n"_s + columnKeys);
    addColumn("a comma without quotes", "name: a, type: enum(draft, live)",
        u"m.yaml:4:33: \"live)\" is not a key of a column\nText with a comma needs quotes inside { }. "_s
            + columnKeys);
    addColumn("a truth value in other words", "name: a, nullable: no",
        u"m.yaml:4:25: \"nullable\" must be true or false"_s);
    addColumn("a truth value in quotes", "name: a, nullable: \"true\"",
        u"m.yaml:4:25: \"nullable\" must be true or false"_s);
    addColumn("a default of null", "name: a, default: null",
        u"m.yaml:4:24: \"default\" is null\n"
        "Write \"NULL\" in quotes for the SQL value, or leave the key out."_s);
    addColumn("a default that is a list", "name: a, default: [1]",
        u"m.yaml:4:24: \"default\" must be text, not a list\nPut text with special characters in quotes."_s);
    addColumn("an identity in other words", "name: a, identity: by default",
        u"m.yaml:4:25: \"identity\" cannot be \"by default\"\n"
        "Did you mean \"by_default\"? It is one of: by_default, always."_s);
    addColumn("computed without SQL", "name: a, computed: {stored: true}",
        u"m.yaml:4:25: \"computed\" needs the key \"sql\""_s);
    addColumn("a type of no dialect", "name: a, type: {}",
        u"m.yaml:4:21: \"type\" names no type\nWrite the type, or {dialect: type}."_s);
    addColumn("options without dialect", "name: a, options: {strict: true}",
        u"m.yaml:4:33: \"strict\" must be a map, not text"_s);

    const QByteArray table = "joinery: 1\ntable: post\ncolumns: []\n";
    addModel("a primary key of text", table + "primary_key: {columns: id}\n",
        u"m.yaml:4:24: \"columns\" must be a list, not text"_s);
    addModel("a key member of both kinds",
        table + "primary_key: {columns: [{column: a, expr: \"1\"}]}\n",
        u"m.yaml:4:25: a member of a key needs either \"column\" or \"expr\"\n"
        "Write the name of a column, {column: name, desc: true} or {expr: \"SQL\"}."_s);
    addModel("a key member of neither kind", table + "primary_key: {columns: [{desc: true}]}\n",
        u"m.yaml:4:25: a member of a key needs either \"column\" or \"expr\"\n"
        "Write the name of a column, {column: name, desc: true} or {expr: \"SQL\"}."_s);
    addModel("a foreign key to nowhere", table + "foreign_keys:\n  - {columns: [a]}\n",
        u"m.yaml:5:5: a foreign key needs the key \"references\""_s);
    addModel("a foreign key to no table",
        table + "foreign_keys:\n  - {columns: [a], references: {columns: [b]}}\n",
        u"m.yaml:5:32: \"references\" needs the key \"table\""_s);
    addModel("an unknown action",
        table + "foreign_keys:\n  - {columns: [a], references: {table: b}, on_delete: cascad}\n",
        u"m.yaml:5:55: \"on_delete\" cannot be \"cascad\"\nDid you mean \"cascade\"? "
        "It is one of: cascade, set null, set default, restrict, no action."_s);
    addModel("a view without SQL", "joinery: 1\nview: v\n",
        u"m.yaml:1:1: a view needs the key \"sql\""_s);
    addModel("the first of two mistakes", table + "checks: x\nuniques: y\n",
        u"m.yaml:4:9: \"checks\" must be a list, not text"_s);
}

void TestBadInput::revisions_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const QString words
        = u"\nIt is made of letters, digits and underscores, like 3f2a9c1b7d10, and is not head, heads or base."_s;
    const QByteArray head = "joinery: 1\nrevision: a1\ndown_revision: null\n";
    QTest::newRow("no revision") << QByteArray("joinery: 1\ndown_revision: null\nupgrade: []\n")
                                 << u"r.yaml:1:1: a revision needs the key \"revision\""_s;
    QTest::newRow("no down revision")
        << QByteArray("joinery: 1\nrevision: a1\nupgrade: []\n")
        << u"r.yaml:1:1: a revision needs the key \"down_revision\""_s;
    QTest::newRow("no upgrade") << head << u"r.yaml:1:1: a revision needs the key \"upgrade\""_s;
    QTest::newRow("an id that is none")
        << QByteArray("joinery: 1\nrevision: a-1\ndown_revision: null\nupgrade: []\n")
        << u"r.yaml:2:11: \"revision\" cannot be \"a-1\""_s + words;
    QTest::newRow("an id that means something else")
        << QByteArray("joinery: 1\nrevision: head\ndown_revision: null\nupgrade: []\n")
        << u"r.yaml:2:11: \"revision\" cannot be \"head\""_s + words;
    QTest::newRow("a down revision that is none")
        << QByteArray("joinery: 1\nrevision: a1\ndown_revision: [b, \"c d\"]\nupgrade: []\n")
        << u"r.yaml:3:16: \"down_revision\" holds \"c d\", which is no revision"_s + words;
    QTest::newRow("down revision is a map")
        << QByteArray("joinery: 1\nrevision: a1\ndown_revision: {a: b}\nupgrade: []\n")
        << u"r.yaml:3:16: \"down_revision\" must be a list, not a map"_s;
    QTest::newRow("a time that is none") << head + "created: yesterday\nupgrade: []\n"
                                         << u"r.yaml:4:10: \"created\" is no time: \"yesterday\"\n"
                                            "Write it as 2026-11-22T10:12:33Z."_s;
    QTest::newRow("a time without zone")
        << head + "created: 2026-11-22T10:12:33\nupgrade: []\n"
        << u"r.yaml:4:10: \"created\" is no time: \"2026-11-22T10:12:33\"\n"
           "Write it as 2026-11-22T10:12:33Z."_s;
    QTest::newRow("the 30th of February")
        << head + "created: 2026-02-30T10:12:33Z\nupgrade: []\n"
        << u"r.yaml:4:10: \"created\" is no time: \"2026-02-30T10:12:33Z\"\n"
           "Write it as 2026-11-22T10:12:33Z."_s;
    QTest::newRow("an unknown transaction")
        << head + "transaction: autos\nupgrade: []\n"
        << u"r.yaml:4:14: \"transaction\" cannot be \"autos\"\n"
           "Did you mean \"auto\"? It is one of: auto, none, per_statement."_s;
    QTest::newRow("an unknown downgrade") << head + "upgrade: []\ndowngrade: none\n"
                                          << u"r.yaml:5:12: \"downgrade\" cannot be \"none\"\n"
                                             "It is one of: auto."_s;
    QTest::newRow("upgrade is text") << head + "upgrade: SELECT 1\n"
                                     << u"r.yaml:4:10: \"upgrade\" must be a list, not text"_s;

    const QString form = u"\nWrite \"- add_column: {table: …, column: …}\"."_s;
    addOperation("an operation of text", "add_column",
        u"r.yaml:5:5: an operation must be a map of one key"_s + form);
    addOperation("two operations in one", "{drop_view: {}, drop_enum: {}}",
        u"r.yaml:5:5: an operation must be a map of one key"_s + form);
    addOperation("a misspelt operation", "add_colum: {table: post}",
        u"r.yaml:5:5: \"add_colum\" is not an operation\nDid you mean \"add_column\"?"_s);
    addOperation("an operation like none", "zzzzzzzzzz: {}",
        u"r.yaml:5:5: \"zzzzzzzzzz\" is not an operation\nExpected one of: create_table, "
        u"drop_table, "
        "rename_table, alter_table, add_column, drop_column, rename_column, alter_column, "
        "reorder_columns, "
        "add_constraint, drop_constraint, create_index, drop_index, create_view, drop_view, "
        "alter_view, "
        "create_trigger, drop_trigger, create_virtual_table, drop_virtual_table, create_sequence, "
        "drop_sequence, create_enum, drop_enum, execute."_s);
    addOperation("a missing side", "rename_column: {table: post, from: a}",
        u"r.yaml:5:20: \"rename_column\" needs the key \"to\""_s);
    addOperation("an unknown key", "rename_column: {table: post, from: a, into: b}",
        u"r.yaml:5:43: \"into\" is not a key of \"rename_column\"\nDid you mean \"to\"? Expected: table, from, to."_s);
    addOperation("an unknown code", "drop_table: {table: post, columns: [], accept: [dataloss]}",
        u"r.yaml:5:53: an item of \"accept\" cannot be \"dataloss\"\nDid you mean \"data_loss\"? "
        "It is one of: data_loss, delete_rows, orphans, lossy_cast."_s);
    addOperation("sides that do not match",
        "alter_column: {table: post, column: a, from: {nullable: true}, to: {default: \"1\"}}",
        u"r.yaml:5:72: \"from\" and \"to\" must have the same keys\n"
        "Give each key both its old and its new value; null stands for none."_s);
    addOperation("a patch of the type to nothing",
        "alter_column: {table: post, column: a, from: {type: null}, to: {type: text}}",
        u"r.yaml:5:57: \"type\" is null\nLeave the key out, or write the text in quotes (\"\" or \"null\")."_s);
    addOperation("no constraint", "add_constraint: {table: post}",
        u"r.yaml:5:21: the operation needs exactly one constraint\n"
        "It stands under one of the keys primary_key, unique, check and foreign_key."_s);
    addOperation("two constraints",
        "add_constraint: {table: post, check: {sql: \"1\"}, unique: {columns: [a]}}",
        u"r.yaml:5:21: the operation needs exactly one constraint\n"
        "It stands under one of the keys primary_key, unique, check and foreign_key."_s);
    addOperation("execute without SQL", "execute: {reversed_by: \"\"}",
        u"r.yaml:5:14: \"execute\" needs the key \"sql\""_s);
    addOperation("an execute within an execute",
        "execute: {sql: \"1\", changes: [{execute: {sql: \"2\"}}]}",
        u"r.yaml:5:36: \"execute\" cannot stand in \"changes\"\nWrite what the SQL does to the schema, as the other operations."_s);
    addOperation("reversed by null", "execute: {sql: \"1\", reversed_by: null}",
        u"r.yaml:5:38: \"reversed_by\" is null\n"
        "Leave the key out when nothing reverses it, or write \"\" when nothing needs to."_s);
}

void TestBadInput::revisions()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const Result<Revision> read = readRevision(text, u"r.yaml"_s);
    QVERIFY(!read);
    QCOMPARE(complaint(read.error()), expected);
}

void TestBadInput::projects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no name") << QByteArray("joinery: 1\ndatabase: sqlite://\n")
                             << u"joinery.yaml:1:1: a project needs the key \"project\""_s;
    QTest::newRow("an unknown key")
        << QByteArray("joinery: 1\nproject: shop\nurl: sqlite://\n")
        << u"joinery.yaml:3:1: \"url\" is not a key of a project\n"
           "Expected: joinery, project, database, dialects, environments, models, compare."_s;
    QTest::newRow("an environment of text")
        << QByteArray("joinery: 1\nproject: shop\nenvironments: {test: \"sqlite://\"}\n")
        << u"joinery.yaml:3:22: \"test\" must be a map, not text"_s;
    QTest::newRow("an unknown key of an environment")
        << QByteArray("joinery: 1\nproject: shop\nenvironments: {test: {databse: \"sqlite://\"}}\n")
        << u"joinery.yaml:3:23: \"databse\" is not a key of an environment\n"
           "Did you mean \"database\"? Expected: database, protected."_s;
    QTest::newRow("an unknown comparison")
        << QByteArray("joinery: 1\nproject: shop\ncompare: {columns_order: true}\n")
        << u"joinery.yaml:3:11: \"columns_order\" is not a key of \"compare\"\n"
           "Did you mean \"column_order\"? Expected: column_order."_s;
}

void TestBadInput::projects()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const Result<ProjectFile> read = readProjectFile(text, u"joinery.yaml"_s);
    QVERIFY(!read);
    QCOMPARE(complaint(read.error()), expected);
}

void TestBadInput::hostileNestingIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("brackets") << repeated("[", 1000000);
    QTest::newRow("closed brackets") << repeated("[", 5000) + repeated("]", 5000);
    QTest::newRow("braces") << repeated("{a: ", 300000);
    QTest::newRow("dashes") << repeated("- ", 500000);
    QTest::newRow("question marks") << repeated("? ", 500000);
    QTest::newRow("brackets on lines") << repeated("[\n", 100000);
    QByteArray stairs;
    for (int i = 0; i < 2000; ++i)
        stairs += repeated(" ", i) + "a:\n";
    QTest::newRow("stairs") << stairs;
    QTest::newRow("just too deep") << "joinery: " + repeated("[", 100) + repeated("]", 100);
}

void TestBadInput::hostileNestingIsRefused()
{
    QFETCH(QByteArray, text);
    const Result<SchemaObject> read = readModel(text, u"m.yaml"_s);
    QVERIFY(!read);
    QVERIFY2(
        read.error().message.endsWith(u"lists and maps are nested more than 100 levels deep"_s),
        qPrintable(read.error().message));
}

void TestBadInput::aLargeFileIsRefused()
{
    const Result<SchemaObject> read = readModel(repeated("# comment\n", 1700000), u"m.yaml"_s);
    QVERIFY(!read);
    QCOMPARE(read.error().message, u"m.yaml:1:1: the file is larger than 16 MiB"_s);
}

void TestBadInput::aFileOfVeryManyValuesIsRefused()
{
    const Result<SchemaObject> read
        = readModel("joinery: 1\nenum: e\nvalues: [" + repeated(",", 1000001) + "]\n", u"m.yaml"_s);
    QVERIFY(!read);
    QVERIFY2(read.error().message.endsWith(u"the file holds more than a million values"_s),
        qPrintable(read.error().message));
}

/// A good file with random damage reads as something else or is refused with a place.
void TestBadInput::damagedFilesNeverCrash()
{
    const QByteArray good
        = "joinery: 1\nrevision: a1\ndown_revision: null\nmessage: \"ä # b\"\nupgrade:\n"
          "  - add_column: {table: post, column: {name: 'a', default: \"'x'\"}, fill: \"1\"}\n"
          "  - execute:\n      sql: |-\n        SELECT 1;\n\n        SELECT 2\n"
          "      changes: []\ndowngrade: auto\n";
    const QByteArray pieces = "[]{}:,-?|>&*!%#@`'\"\\ \n\t~a1\xC3\xA4\x85";
    quint32 state = 1;
    const auto next = [&state](qsizetype limit) {
        state = state * 1664525 + 1013904223;
        return qsizetype((state >> 8) % quint32(limit));
    };
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        QByteArray text = good;
        for (qsizetype times = 1 + next(4); times > 0; --times) {
            const qsizetype at = next(text.size());
            if (next(3) == 0)
                text.remove(at, 1 + next(5));
            else
                text.insert(at, pieces[next(pieces.size())]);
        }
        const Result<Revision> read = readRevision(text, u"r.yaml"_s);
        if (!read) {
            ++refused;
            QVERIFY2(
                read.error().message.startsWith(u"r.yaml:"_s), qPrintable(read.error().message));
        }
    }
    QVERIFY(refused > 1000);
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
