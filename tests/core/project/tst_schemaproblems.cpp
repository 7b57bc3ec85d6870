// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "joinery/project/schemaproblems.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

using Change = std::function<void(MetaData &)>;
Q_DECLARE_METATYPE(Change)

/// Each slip is told once, at its field, with what was likely meant.
class TestSchemaProblems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundTablesHaveNone();
    void aSlipIsToldAtItsField_data();
    void aSlipIsToldAtItsField();

private:
    static MetaData shop()
    {
        MetaData schema;
        schema.tables.insert(u"author"_s,
            {.name = u"author"_s,
                .columns = {{.name = u"id"_s, .type = {u"integer"_s}, .nullable = false},
                    {.name = u"name"_s, .type = {u"varchar(80)"_s}}},
                .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}});
        schema.tables.insert(u"book"_s,
            {.name = u"book"_s,
                .columns = {{.name = u"id"_s, .type = {u"integer"_s}, .nullable = false},
                    {.name = u"title"_s, .type = {u"NVARCHAR(80)"_s}, .serverDefault = u"'-'"_s},
                    {.name = u"author_id"_s, .type = {u"integer"_s}}},
                .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})},
                .foreignKeys = {{.columns = {u"author_id"_s},
                    .referredTable = u"author"_s,
                    .referredColumns = {u"id"_s}}},
                .checks = {{.sql = u"length(title) > 0"_s}},
                .indexes = {{.name = u"ix"_s, .columns = keyParts({u"title"_s})}},
                .triggers = {{.name = u"tr"_s,
                    .sql = u"CREATE TRIGGER tr AFTER INSERT ON book BEGIN SELECT 1; END"_s}}});
        return schema;
    }
    QList<SchemaProblem> find(const MetaData &schema) const
    {
        const Dialect &dialect = **m_dialects.find(u"sqlite"_s);
        return schemaProblems(schema, {u"book"_s}, {}, dialect, m_provider);
    }

    ConnectionProvider m_provider {};
    DialectRegistry m_dialects {m_provider};
};

void TestSchemaProblems::soundTablesHaveNone()
{
    QCOMPARE(find(shop()), QList<SchemaProblem>());
}

void TestSchemaProblems::aSlipIsToldAtItsField_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<SchemaSection>("section");
    QTest::addColumn<int>("at");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("words");
    const auto row
        = [](const char *name, const std::function<void(Table &)> &change, SchemaSection section,
              int at, const QString &field, const QString &words) {
              QTest::newRow(name) << Change(
                  [change](MetaData &schema) { change(schema.tables[u"book"_s]); })
                                  << section << at << field << words;
          };
    using Section = SchemaSection;
    row(
        "a doubled name",
        [](Table &t) {
            t.columns[2].name = u"TITLE"_s;
            t.foreignKeys.clear();
        },
        Section::Columns, 2, u"name"_s, u"already"_s);
    row(
        "an empty name", [](Table &t) { t.columns.append(Column {}); }, Section::Columns, 3,
        u"name"_s, u"needs a name"_s);
    row(
        "a type with a slip", [](Table &t) { t.columns[1].type = {u"varchr(80)"_s}; },
        Section::Columns, 1, u"type"_s, u"did you mean varchar"_s);
    row("a default that is no SQL", [](Table &t) { t.columns[1].serverDefault = u"'x"_s; },
        Section::Columns, 1, u"default"_s, {});
    row(
        "a generated column over none",
        [](Table &t) {
            t.columns.append({.name = u"x"_s, .computed = Computed {.sql = u"titel || 1"_s}});
        },
        Section::Columns, 3, u"computed"_s, u"titel"_s);
    row("a check that does not parse", [](Table &t) { t.checks[0].sql = u"length(title >"_s; },
        Section::Checks, 0, u"sql"_s, {});
    row(
        "an index over no column", [](Table &t) { t.indexes[0].columns = keyParts({u"titel"_s}); },
        Section::Indexes, 0, u"columns"_s, u"did you mean \"title\""_s);
    row(
        "an index condition over none", [](Table &t) { t.indexes[0].where = u"nix > 1"_s; },
        Section::Indexes, 0, u"where"_s, u"nix"_s);
    row(
        "a key to no table", [](Table &t) { t.foreignKeys[0].referredTable = u"auhtor"_s; },
        Section::ForeignKeys, 0, u"referred_table"_s, u"did you mean \"author\""_s);
    row(
        "a key to no column",
        [](Table &t) { t.foreignKeys[0].referredColumns = QStringList {u"nr"_s}; },
        Section::ForeignKeys, 0, u"referred_columns"_s, u"no column \"nr\""_s);
    row(
        "a key to what is not unique",
        [](Table &t) {
            t.foreignKeys[0].referredColumns = QStringList {u"name"_s};
            t.foreignKeys[0].columns = QStringList {u"title"_s};
        },
        Section::ForeignKeys, 0, u"referred_columns"_s, u"neither its primary key nor unique"_s);
    row(
        "a key of another type", [](Table &t) { t.columns[2].type = {u"blob"_s}; },
        Section::ForeignKeys, 0, u"columns"_s, u"BLOB"_s);
    row("a trigger that does not parse",
        [](Table &t) { t.triggers[0].sql = u"CREATE TRIGGER tr"_s; }, Section::Triggers, 0,
        u"sql"_s, {});
    row(
        "no column at all", [](Table &t) { t = {.name = u"book"_s}; }, Section::Object, -1,
        u"name"_s, u"at least one column"_s);
}

void TestSchemaProblems::aSlipIsToldAtItsField()
{
    QFETCH(Change, change);
    QFETCH(SchemaSection, section);
    QFETCH(int, at);
    QFETCH(QString, field);
    QFETCH(QString, words);
    MetaData schema = shop();
    change(schema);
    const QList<SchemaProblem> found = find(schema);
    QVERIFY(!found.isEmpty());
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().object, u"book"_s);
    QCOMPARE(found.first().section, section);
    QCOMPARE(int(found.first().row), at);
    QCOMPARE(found.first().field, field);
    QVERIFY2(found.first().message.contains(words), qPrintable(found.first().message));
}

QTEST_GUILESS_MAIN(TestSchemaProblems)
#include "tst_schemaproblems.moc"
