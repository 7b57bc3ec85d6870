// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/pythontypes.h"
#include "joinery/generate/sqlmodel.h"

#include <QTest>

using namespace joinery;
using namespace Qt::StringLiterals;

class TestSqlModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesOfAClass_data();
    void linesOfAClass();
    void whatHasNoClassIsNoted();
};

static Column column(const QString &name, const QString &type, bool nullable = false)
{
    return {.name = name, .type = {.text = type}, .nullable = nullable};
}

static MetaData heroes()
{
    Column kind = column(u"kind"_s, u"enum(human, robot)"_s);
    kind.serverDefault = u"'human'"_s;
    Table hero {.name = u"hero"_s,
        .columns = {column(u"id"_s, u"integer"_s), column(u"name"_s, u"varchar(80)"_s),
            column(u"age"_s, u"integer"_s, true), column(u"pay"_s, u"numeric(10,2)"_s),
            column(u"class"_s, u"text"_s), column(u"two words"_s, u"json"_s, true), kind,
            column(u"team_id"_s, u"bigint"_s, true), column(u"boss_id"_s, u"integer"_s, true)},
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})},
        .foreignKeys = {{.name = u"fk_hero_team_id_team"_s,
                            .columns = {u"team_id"_s},
                            .referredTable = u"team"_s,
                            .referredColumns = {u"id"_s},
                            .onDelete = u"set null"_s},
            {.columns = {u"boss_id"_s}, .referredTable = u"hero"_s, .referredColumns = {u"id"_s}}},
        .uniques = {{.name = u"uq_hero_name"_s, .columns = keyParts({u"name"_s})},
            {.name = u"uq_two"_s, .columns = keyParts({u"name"_s, u"age"_s})}},
        .checks = {{.name = u"ck_hero_age"_s, .sql = u"age >= 0"_s}},
        .indexes = {{.name = u"ix_hero_age"_s, .columns = keyParts({u"age"_s})},
            {.name = u"adults"_s,
                .columns = {{.expression = u"lower(name)"_s}},
                .where = u"age > 18"_s}},
        .triggers = {{.name = u"tr_hero"_s, .sql = u"CREATE TRIGGER …"_s}}};
    MetaData models;
    insert(models, hero);
    insert(models,
        Table {.name = u"team"_s,
            .columns = {column(u"id"_s, u"bigint"_s), column(u"code"_s, u"NVARCHAR(8)"_s)},
            .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}});
    Column place = column(u"place"_s, u"varchar(20)"_s);
    place.collation = u"NOCASE"_s;
    Column native = column(u"native"_s, u"NVARCHAR(8)"_s);
    native.collation = u"NOCASE"_s;
    insert(models,
        Table {.name = u"visit"_s,
            .columns = {place, column(u"hero_id"_s, u"integer"_s), native},
            .primaryKey = PrimaryKeyConstraint {.name = u"pk"_s,
                .columns = keyParts({u"hero_id"_s, u"place"_s})},
            .options = {{u"sqlite"_s, {{u"strict"_s, u"true"_s}}}}});
    insert(models, View {.name = u"adults"_s, .sql = u"SELECT 1"_s});
    return models;
}

void TestSqlModel::linesOfAClass_data()
{
    QTest::addColumn<QString>("line");
    const auto row = [](const char *fact, const QString &line) { QTest::newRow(fact) << line; };
    row("a class with its table",
        u"class Hero(SQLModel, table=True):\n    __tablename__ = \"hero\"\n"_s);
    row("a key that the database gives",
        u"    id: Optional[int] = Field(default=None, primary_key=True)\n"_s);
    row("length and uniqueness", u"    name: str = Field(unique=True, max_length=80)\n"_s);
    row("an index", u"    age: Optional[int] = Field(default=None, index=True)\n"_s);
    row("digits", u"    pay: decimal.Decimal = Field(max_digits=10, decimal_places=2)\n"_s);
    row("a word of Python",
        u"    class_: str = Field(sa_type=sa.Text, sa_column_kwargs={\"name\": \"class\"})\n"_s);
    row("a name that is none",
        u"    two_words: Optional[Any] = Field(default=None, sa_type=sa.JSON, sa_column_kwargs={\"name\": \"two words\"})\n"_s);
    row("an enum",
        u"class HeroKind(str, enum.Enum):\n    HUMAN = \"human\"\n    ROBOT = \"robot\"\n"_s);
    row("a server default", u"sa_column_kwargs={\"server_default\": sa.text(\"'human'\")})\n"_s);
    row("a foreign key",
        u"    team_id: Optional[int] = Field(default=None, foreign_key=\"team.id\", ondelete=\"SET NULL\", sa_type=sa.BigInteger)\n"_s);
    row("a native type", u"    code: str = Field(sa_type=Native(\"NVARCHAR(8)\"))\n"_s);
    row("a relationship",
        u"    team: Optional[\"Team\"] = Relationship(back_populates=\"heroes\")\n"_s);
    row("and back", u"    heroes: List[\"Hero\"] = Relationship(back_populates=\"team\")\n"_s);
    row("to itself",
        u"    boss: Optional[\"Hero\"] = Relationship(back_populates=\"heroes\", sa_relationship_kwargs={\"foreign_keys\": \"Hero.boss_id\", \"remote_side\": \"Hero.id\"})\n"_s);
    row("a key of several columns",
        u"        sa.UniqueConstraint(\"name\", \"age\", name=\"uq_two\"),\n"_s);
    row("a check", u"        sa.CheckConstraint(sa.text(\"age >= 0\"), name=\"ck_hero_age\"),\n"_s);
    row("a key with a name, in another order than that of the columns",
        u"        sa.PrimaryKeyConstraint(\"hero_id\", \"place\", name=\"pk\"),\n"_s);
    row("a collation",
        u"    place: str = Field(primary_key=True, max_length=20, sa_type=sa.String(20, collation=\"NOCASE\"))\n"_s);
    row("an index of expressions",
        u"        sa.Index(\"adults\", sa.text(\"lower(name)\"), sqlite_where=sa.text(\"age > 18\"), postgresql_where=sa.text(\"age > 18\")),\n"_s);
}

void TestSqlModel::linesOfAClass()
{
    QFETCH(QString, line);
    const QString text = QString::fromUtf8(generateSqlModel(heroes()).files.value(u"models.py"_s));
    QVERIFY2(text.contains(line), qPrintable(text));
}

void TestSqlModel::whatHasNoClassIsNoted()
{
    const GeneratedFiles generated = generateSqlModel(heroes());
    QCOMPARE(generated.notes,
        QStringList({u"view \"adults\" has no class"_s,
            u"trigger \"tr_hero\" of table \"hero\" is left out"_s,
            u"the options of table \"visit\" are left out"_s,
            u"the collation of column \"native\" of table \"visit\" is left out"_s}));
    QVERIFY(generated.files.first().contains("# view \"adults\" has no class\n"));
}

QTEST_GUILESS_MAIN(TestSqlModel)
#include "tst_sqlmodel.moc"
