// SPDX-License-Identifier: MPL-2.0
// The text of generated headers; that they compile and say what the models say is tests/generate.
#include "joinery/generate/cpp.h"
#include "joinery/generate/cppheader.h"
#include "joinery/generate/cppschema.h"
#include "joinery/generate/cppvalues.h"
#include "joinery/generate/cppwords.h"
#include "support/testutils.h"

#include <QTemporaryDir>

using namespace joinery;
using namespace Qt::StringLiterals;

class TestCpp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void partsOfAHeader_data();
    void partsOfAHeader();
    void whatHasNoStructIsNoted();
    void namespacesAreChecked_data();
    void namespacesAreChecked();
    void writtenFilesAreUpToDate();
    void filesOfTablesThatAreGoneGo();
    void filesWrittenByHandStay();
};

static MetaData heroes()
{
    MetaData models;
    insert(models,
        Table {.name = u"team"_s,
            .columns = {{.name = u"id"_s, .type = {.text = u"bigint"_s}, .nullable = false},
                {.name = u"name"_s, .type = {.text = u"varchar(80)"_s}, .nullable = false}},
            .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})},
            .uniques = {{.name = u"uq_team_name"_s, .columns = keyParts({u"name"_s})}}});
    insert(models,
        Table {.name = u"hero"_s,
            .columns = {{.name = u"id"_s, .type = {.text = u"bigint"_s}, .nullable = false},
                {.name = u"age"_s,
                    .type = {.text = u"integer"_s},
                    .nullable = false,
                    .serverDefault = u"18"_s},
                {.name = u"state"_s,
                    .type = {.text = u"enum(draft, live)"_s},
                    .nullable = false,
                    .serverDefault = u"'live'"_s},
                {.name = u"seen"_s,
                    .type = {.text = u"timestamptz"_s},
                    .nullable = false,
                    .serverDefault = u"CURRENT_TIMESTAMP"_s},
                {.name = u"team_id"_s, .type = {.text = u"bigint"_s}}},
            .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})},
            .foreignKeys = {{.name = u"fk_hero_team_id_team"_s,
                .columns = {u"team_id"_s},
                .referredTable = u"team"_s,
                .referredColumns = {u"id"_s},
                .onDelete = u"set null"_s}},
            .indexes = {{.name = u"ix_hero_age"_s, .columns = keyParts({u"age"_s})}}});
    insert(models,
        Table {.name = u"log"_s, .columns = {{.name = u"line"_s, .type = {.text = u"text"_s}}}});
    insert(models, View {.name = u"adults"_s, .sql = u"SELECT 1"_s});
    return models;
}

void TestCpp::partsOfAHeader_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *fact, const QString &file, const QString &part) {
        QTest::newRow(fact) << file << part;
    };
    row("a key that the database gives is optional", u"hero.h"_s,
        u"std::optional<qint64> id {};"_s);
    row("a default initialises the member", u"hero.h"_s, u"int age = 18;"_s);
    row("a default of an enum, too", u"hero.h"_s, u"HeroState state = HeroState::Live;"_s);
    row("what the database fills in is optional", u"hero.h"_s,
        u"std::optional<QDateTime> seen {};"_s);
    row("and not NULL all the same", u"hero.h"_s,
        u"nullable(false), serverDefault(\"CURRENT_TIMESTAMP\")"_s);
    row("Qt's header comes with its type", u"hero.h"_s, u"#include <QDateTime>"_s);
    row("an enum has its names", u"hero.h"_s, u"{::models::HeroState::Draft, \"draft\"}"_s);
    row("a foreign key is a reference", u"hero.h"_s,
        u"references(&::models::Team::id, onDelete(\"set null\"))"_s);
    row("with the object it refers to", u"hero.h"_s, u"joinery::Related<Team> team {};"_s);
    row("and the list back", u"team.h"_s, u"joinery::RelatedList<Hero> heroes {};"_s);
    row("mapped to the same column", u"team.h"_s,
        u"oneToMany(&::models::Team::heroes, &::models::Hero::teamId)"_s);
    row("a key by convention is a word", u"team.h"_s,
        u"&::models::Team::name, maxLength(80), unique)"_s);
    row("an index by convention is a word", u"hero.h"_s,
        u"&::models::Hero::age, index, serverDefault(\"18\"))"_s);
    row("all are included by one", u"models.h"_s, u"joinery::metaDataOf<Hero, Team>()"_s);
    row("a table without a key is there as a value", u"models.h"_s,
        u"joinery::Table {.name = QStringLiteral(\"log\")"_s);
    row("a view is there as a value", u"models.h"_s,
        u"joinery::View {.name = QStringLiteral(\"adults\")"_s);
}

void TestCpp::partsOfAHeader()
{
    QFETCH(QString, file);
    QFETCH(QString, part);
    const auto generated = generateCpp(heroes());
    VERIFY_RESULT(generated);
    const QString text = QString::fromUtf8(generated->files.value(file));
    QVERIFY2(text.contains(part), qPrintable(text));
    QVERIFY(!text.contains(u"adjust("_s));
}

void TestCpp::whatHasNoStructIsNoted()
{
    const auto generated = generateCpp(heroes());
    VERIFY_RESULT(generated);
    QCOMPARE(generated->files.keys(), QStringList({u"hero.h"_s, u"models.h"_s, u"team.h"_s}));
    QCOMPARE(generated->notes.size(), 2);
    QVERIFY(
        generated->notes[0].startsWith(u"table \"log\" (it has no primary key) has no struct"_s));
    QVERIFY(generated->notes[1].startsWith(u"view \"adults\""_s));
}

void TestCpp::namespacesAreChecked_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("fits");
    QTest::newRow("a name") << u"shop"_s << true;
    QTest::newRow("names in names") << u"shop::models"_s << true;
    QTest::newRow("a word of C++") << u"class"_s << false;
    QTest::newRow("the library's own") << u"joinery"_s << false;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("code") << u"a { int b; } namespace c"_s << false;
}

void TestCpp::namespacesAreChecked()
{
    QFETCH(QString, name);
    QFETCH(bool, fits);
    const auto generated = generateCpp(heroes(), name);
    QCOMPARE(generated.has_value(), fits);
    if (!fits)
        QCOMPARE(generated.error().code, ErrorCode::Usage);
}

void TestCpp::writtenFilesAreUpToDate()
{
    const QTemporaryDir folder;
    const GeneratedFiles files = *generateCpp(heroes());
    const auto before = compareGenerated(folder.path(), files);
    VERIFY_RESULT(before);
    QCOMPARE(before->changed.size(), 3);
    VERIFY_RESULT(writeGenerated(folder.path(), files));
    QVERIFY(compareGenerated(folder.path(), files)->isEmpty());
    MetaData more = heroes();
    more.tables[u"team"_s].columns.append({.name = u"motto"_s, .type = {.text = u"text"_s}});
    QCOMPARE(
        compareGenerated(folder.path(), *generateCpp(more))->changed, QStringList {u"team.h"_s});
}

void TestCpp::filesOfTablesThatAreGoneGo()
{
    const QTemporaryDir folder;
    VERIFY_RESULT(writeGenerated(folder.path(), *generateCpp(heroes())));
    QFile own(folder.filePath(u"own.h"_s));
    QVERIFY(own.open(QIODevice::WriteOnly));
    MetaData fewer = heroes();
    fewer.tables.remove(u"hero"_s);
    const GeneratedFiles files = *generateCpp(fewer);
    QCOMPARE(compareGenerated(folder.path(), files)->obsolete, QStringList {u"hero.h"_s});
    VERIFY_RESULT(writeGenerated(folder.path(), files));
    QVERIFY(!QFile::exists(folder.filePath(u"hero.h"_s)));
    QVERIFY(own.exists());
}

void TestCpp::filesWrittenByHandStay()
{
    const QTemporaryDir folder;
    QFile own(folder.filePath(u"team.h"_s));
    QVERIFY(own.open(QIODevice::WriteOnly));
    own.write("// mine\n");
    own.close();
    const auto written = writeGenerated(folder.path(), *generateCpp(heroes()));
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Conflict);
    QVERIFY(!QFile::exists(folder.filePath(u"hero.h"_s)));
}

QTEST_GUILESS_MAIN(TestCpp)
#include "tst_cpp.moc"
