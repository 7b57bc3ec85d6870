// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/mapping.h"
#include "joinery/session/expression.h"
#include "support/heroes.h"

#include <QDateTime>
#include <QJsonObject>
#include <QTest>
#include <QUuid>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

struct NoKey
{
    QString text {};
};

struct Everything
{
    std::optional<qint64> id {};
    bool flag = true;
    qint16 small = 1;
    int middle = 42;
    quint64 large = 3;
    float narrow = 0.5F;
    double wide = 4.2;
    QString text = u"it's"_s;
    std::string bytes = "std";
    std::optional<QByteArray> blob {};
    std::optional<QDate> day {};
    std::optional<QTime> time {};
    std::optional<QDateTime> moment {};
    std::optional<QUuid> uuid {};
    QJsonObject document {};
    std::optional<Power> power {};
    Qt::Orientation orientation = Qt::Vertical;
    int revision = 1;
};

struct Base
{
    QString name {};
};
struct Derived : Base
{
    std::optional<qint64> id {};
};

} // namespace

namespace joinery {

template <>
inline constexpr auto enumNames<Power> = std::array {
    EnumName<Power> {Power::Flight, "flight"}, EnumName<Power> {Power::Strength, "strength"}};

template <>
inline constexpr auto mapping<NoKey> = model<NoKey>("nokey", column("text", &NoKey::text));
template <>
inline constexpr auto mapping<Derived> = model<Derived>(
    "derived", column("id", &Derived::id), column("name", &Derived::name, index));
template <>
inline constexpr auto mapping<Everything> = model<Everything>("everything",
    column("id", &Everything::id, primaryKey), column("flag", &Everything::flag, memberDefault),
    column("small", &Everything::small), column("middle", &Everything::middle, memberDefault),
    column("large", &Everything::large), column("narrow", &Everything::narrow),
    column("wide", &Everything::wide, memberDefault),
    column("text", &Everything::text, memberDefault), column("bytes", &Everything::bytes),
    column("blob", &Everything::blob), column("day", &Everything::day),
    column("time", &Everything::time), column("moment", &Everything::moment),
    column("uuid", &Everything::uuid), column("document", &Everything::document),
    column("power", &Everything::power), column("orientation", &Everything::orientation),
    column("revision", &Everything::revision, version, renamedFrom("counter"),
        comment("counts changes")),
    index("", &Everything::text, &Everything::day).where("day IS NOT NULL"),
    unique("uq_own", &Everything::uuid, &Everything::day), check("ck_wide", "wide > 0"),
    renamedFrom("all_things"), comment("one of each"));

} // namespace joinery

namespace {

class tst_Mapping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void R10_an_id_is_added_where_no_key_is_declared();
    void R10_a_member_id_is_the_key();
    void R13_the_initialiser_becomes_the_server_default_data();
    void R13_the_initialiser_becomes_the_server_default();
    void S3_nullability_follows_the_member_data();
    void S3_nullability_follows_the_member();
    void S4_types_follow_the_members_data();
    void S4_types_follow_the_members();
    void S1_members_of_a_base_class_are_columns();
    void S5_keys_and_constraints();
    void S2_options_of_the_table();
    void R11_what_a_model_refers_to_is_in_the_metadata();
    void rows_written_and_read_are_equal();
    void values_that_do_not_fit_are_named_data();
    void values_that_do_not_fit_are_named();
};

const Column &columnOf(const QString &name)
{
    return *modelInfo<Everything>().table.column(name);
}

void tst_Mapping::R10_an_id_is_added_where_no_key_is_declared()
{
    const Table table = metaDataOf<NoKey>().tables.value(u"nokey"_s);
    QCOMPARE(table.columns.size(), 2);
    QCOMPARE(table.columns.first().name, u"id"_s);
    QVERIFY(!table.columns.first().nullable);
    QVERIFY(table.primaryKey.has_value());
    QCOMPARE(table.primaryKey->columns, keyParts({u"id"_s}));
    QVERIFY(modelInfo<NoKey>().hiddenKey);
    QVERIFY(modelInfo<NoKey>().hasGeneratedKey());
}

void tst_Mapping::R10_a_member_id_is_the_key()
{
    const ModelInfo &model = modelInfo<Derived>();
    QVERIFY(!model.hiddenKey);
    QCOMPARE(model.key, QList<int> {0});
    QVERIFY(!model.table.column(u"id"_s)->nullable);
}

void tst_Mapping::R13_the_initialiser_becomes_the_server_default_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a number") << u"middle"_s << u"42"_s;
    QTest::newRow("a real number") << u"wide"_s << u"4.2"_s;
    QTest::newRow("a truth value") << u"flag"_s << u"true"_s;
    QTest::newRow("a text with a quote") << u"text"_s << u"'it''s'"_s;
    QTest::newRow("none unless asked for") << u"large"_s << QString();
}

void tst_Mapping::R13_the_initialiser_becomes_the_server_default()
{
    QFETCH(QString, column);
    QFETCH(QString, expected);
    QCOMPARE(columnOf(column).serverDefault.value_or(QString()), expected);
}

void tst_Mapping::S3_nullability_follows_the_member_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<bool>("nullable");
    QTest::newRow("std::optional may be NULL") << u"day"_s << true;
    QTest::newRow("others may not") << u"text"_s << false;
    QTest::newRow("a key may not, whatever the member") << u"id"_s << false;
}

void tst_Mapping::S3_nullability_follows_the_member()
{
    QFETCH(QString, column);
    QTEST(columnOf(column).nullable, "nullable");
}

void tst_Mapping::S4_types_follow_the_members_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("type");
    const QMap<QString, QString> types {{u"id"_s, u"bigint"_s}, {u"flag"_s, u"boolean"_s},
        {u"small"_s, u"smallint"_s}, {u"middle"_s, u"integer"_s}, {u"large"_s, u"bigint"_s},
        {u"narrow"_s, u"real"_s}, {u"wide"_s, u"double"_s}, {u"text"_s, u"text"_s},
        {u"bytes"_s, u"text"_s}, {u"blob"_s, u"blob"_s}, {u"day"_s, u"date"_s},
        {u"time"_s, u"time"_s}, {u"moment"_s, u"timestamptz"_s}, {u"uuid"_s, u"uuid"_s},
        {u"document"_s, u"json"_s}, {u"power"_s, u"enum(flight, strength)"_s},
        {u"orientation"_s, u"enum(Horizontal, Vertical)"_s}};
    for (auto type = types.begin(); type != types.end(); ++type)
        QTest::newRow(qPrintable(type.key())) << type.key() << type.value();
}

void tst_Mapping::S4_types_follow_the_members()
{
    QFETCH(QString, column);
    QTEST(columnOf(column).type.text, "type");
}

void tst_Mapping::S1_members_of_a_base_class_are_columns()
{
    QCOMPARE(modelInfo<Derived>().columnName(col<Derived>(&Derived::name).index), u"name"_s);
}

void tst_Mapping::S5_keys_and_constraints()
{
    const MetaData metaData = metaDataOf<Hero>();
    const Table hero = metaData.tables.value(u"hero"_s);
    QCOMPARE(hero.foreignKeys,
        (QList<ForeignKeyConstraint> {{.name = u"fk_hero_team_id_team"_s,
            .columns = {u"team_id"_s},
            .referredTable = u"team"_s,
            .referredColumns = {u"id"_s},
            .onDelete = u"set null"_s}}));
    QCOMPARE(hero.checks.first().name, u"ck_hero_age"_s);
    QCOMPARE(hero.indexes.first().name, u"ix_hero_name"_s);
    const Table team = metaData.tables.value(u"team"_s);
    QCOMPARE(team.uniques.first().name, u"uq_team_name"_s);
    QCOMPARE(team.column(u"name"_s)->type.text, u"varchar(80)"_s);
    const Table link = metaData.tables.value(u"hero_mission"_s);
    QCOMPARE(link.primaryKey->columns, keyParts({u"hero_id"_s, u"mission_id"_s}));
}

void tst_Mapping::S2_options_of_the_table()
{
    const Table &table = modelInfo<Everything>().table;
    QCOMPARE(table.name, u"everything"_s); // as the mapping says, whatever the struct is called
    QCOMPARE(table.renamedFrom, u"all_things"_s);
    QCOMPARE(table.comment, u"one of each"_s);
    QCOMPARE(table.checks.first().name, u"ck_wide"_s);
    QCOMPARE(table.uniques.first().name, u"uq_own"_s);
    QCOMPARE(table.indexes.first().name, u"ix_everything_text_day"_s);
    QCOMPARE(table.indexes.first().where, u"day IS NOT NULL"_s);
    QCOMPARE(columnOf(u"revision"_s).renamedFrom, u"counter"_s);
    QCOMPARE(columnOf(u"revision"_s).comment, u"counts changes"_s);
    QCOMPARE(modelInfo<Everything>().versionColumn, 17);
}

void tst_Mapping::R11_what_a_model_refers_to_is_in_the_metadata()
{
    QCOMPARE(metaDataOf<Hero>().tables.keys(),
        QStringList({u"hero"_s, u"hero_mission"_s, u"mission"_s, u"team"_s}));
}

void tst_Mapping::rows_written_and_read_are_equal()
{
    const ModelInfo &model = modelInfo<Everything>();
    Everything before {.id = 7,
        .large = 1ULL << 62,
        .text = u"Größe 😀 "_s + QString(300, u'é'),
        .bytes = "äö",
        .blob = QByteArray("\0\xff", 2),
        .day = QDate(2026, 11, 22),
        .time = QTime(10, 12, 33, 5),
        .moment = QDateTime(QDate(2026, 11, 22), QTime(10, 12, 33, 123), Qt::OffsetFromUTC, 3600),
        .uuid = QUuid::createUuid(),
        .document = {{u"a"_s, 1}},
        .power = Power::Strength,
        .orientation = Qt::Horizontal};
    ValueBuffer buffer;
    std::vector<ValueView> row(static_cast<size_t>(model.columns.size()));
    QCOMPARE(model.write(&before, buffer, row.data()), -1);
    Everything after;
    QCOMPARE(model.read(&after, row.data()), -1);
    QCOMPARE(after.text, before.text);
    QCOMPARE(after.bytes, before.bytes);
    QCOMPARE(after.large, before.large);
    QCOMPARE(after.blob, before.blob);
    QCOMPARE(after.day, before.day);
    QCOMPARE(after.time, before.time);
    QCOMPARE(after.moment, before.moment);
    QCOMPARE(after.uuid, before.uuid);
    QCOMPARE(after.document, before.document);
    QCOMPARE(after.power, before.power);
    QCOMPARE(after.orientation, before.orientation);
}

void tst_Mapping::values_that_do_not_fit_are_named_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<Value>("value");
    QTest::newRow("NULL where there is no optional") << u"text"_s << Value();
    QTest::newRow("a text for a number") << u"middle"_s << Value(u"12"_s);
    QTest::newRow("a number out of range") << u"small"_s << Value(qint64(70000));
    QTest::newRow("a negative number without a sign") << u"large"_s << Value(qint64(-1));
    QTest::newRow("a broken number for a whole one") << u"middle"_s << Value(1.5);
    QTest::newRow("two for a truth value") << u"flag"_s << Value(qint64(2));
    QTest::newRow("a name that the enum has not") << u"power"_s << Value(u"luck"_s);
    QTest::newRow("no day") << u"day"_s << Value(u"2026-02-30"_s);
    QTest::newRow("no UUID") << u"uuid"_s << Value(u"abc"_s);
    QTest::newRow("no JSON") << u"document"_s << Value(u"{"_s);
    QTest::newRow("JSON of another kind") << u"document"_s << Value(u"[]"_s);
}

void tst_Mapping::values_that_do_not_fit_are_named()
{
    QFETCH(QString, column);
    QFETCH(Value, value);
    const ModelInfo &model = modelInfo<Everything>();
    ValueBuffer buffer;
    ValueView view;
    QVERIFY(buffer.keep(value, view));
    Everything object;
    QVERIFY(!model.readColumn(&object, int(model.table.columnIndex(column)), view));
}

} // namespace

QTEST_GUILESS_MAIN(tst_Mapping)
#include "tst_mapping.moc"
