// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/describe.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

AddColumn adds(const QString &table, const QString &column)
{
    return {table, {.name = column, .type = {u"text"_s}}};
}

} // namespace

class TestDescribe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneLineInPlainWords_data();
    void oneLineInPlainWords()
    {
        QFETCH(Operation, operation);
        QFETCH(QString, text);
        QCOMPARE(describe(operation), text);
    }

    void longTextIsCutToOneLine()
    {
        const QString text = describe(Execute {.sql = {{u""_s, u"SELECT 1,\n"_s.repeated(1000)}}});
        QVERIFY(text.size() < 100);
        QVERIFY(!text.contains(u'\n'));
    }

    void messagesSayWhatMatters_data();
    void messagesSayWhatMatters()
    {
        QFETCH(QList<Operation>, operations);
        QFETCH(QString, text);
        QCOMPARE(proposeMessage(operations), text);
        QVERIFY(text.size() <= 60);
    }
};

void TestDescribe::oneLineInPlainWords_data()
{
    QTest::addColumn<Operation>("operation");
    QTest::addColumn<QString>("text");
    const auto row = [](const Operation &operation, const QString &text) {
        QTest::addRow("%s %lld", qPrintable(kindOf(operation)), static_cast<long long>(text.size()))
            << operation << text;
    };
    row(AddColumn {u"post"_s, {.name = u"slug"_s, .type = {u"varchar(80)"_s}, .nullable = false}},
        u"add column \"slug\" varchar(80) NOT NULL to table \"post\""_s);
    row(AddColumn {u"t"_s,
            {.name = u"c"_s,
                .type = {.text = {}, .native = {{u"sqlite"_s, u"integer"_s}}},
                .serverDefault = u"1"_s}},
        u"add column \"c\" integer DEFAULT 1 to table \"t\""_s);
    row(DropTable {.table = {.name = u"post"_s}}, u"drop table \"post\""_s);
    row(RenameColumn {u"book"_s, u"note"_s, u"remark"_s},
        u"rename column \"note\" to \"remark\" in table \"book\""_s);
    row(AlterColumn {.table = u"t"_s,
            .column = u"c"_s,
            .to = {.nullable = false, .serverDefault = std::optional<QString>()}},
        u"change column \"c\" of table \"t\": NOT NULL, no default"_s);
    row(AddConstraint {.table = u"t"_s,
            .constraint = ForeignKeyConstraint {.columns = {u"a"_s}, .referredTable = u"u"_s}},
        u"add foreign key (\"a\") to \"u\" to table \"t\""_s);
    row(DropConstraint {u"t"_s, UniqueConstraint {.name = u"uq"_s}},
        u"drop unique constraint \"uq\" from table \"t\""_s);
    row(CreateIndex {.table = u"t"_s,
            .index
            = {.name = u"ix"_s, .columns = {{.column = u"a"_s}, {.expression = u"lower(b)"_s}}}},
        u"add index \"ix\" on table \"t\" (\"a\", lower(b))"_s);
    row(AlterTable {.table = u"t"_s, .toComment = u"x"_s, .toOptions = Options {}},
        u"change the comment and options of table \"t\""_s);
    row(Execute {.sql = {{u""_s, u"UPDATE t\n SET a = 1"_s}}}, u"run SQL: UPDATE t SET a = 1"_s);
}

void TestDescribe::messagesSayWhatMatters_data()
{
    QTest::addColumn<QList<Operation>>("operations");
    QTest::addColumn<QString>("text");
    const auto row = [](const QList<Operation> &operations, const QString &text) {
        QTest::newRow(qPrintable(text)) << operations << text;
    };
    QList<Operation> tables;
    for (int i = 0; i < 30; ++i)
        tables.append(CreateTable {{.name = u"table_number_%1"_s.arg(i)}});
    const Index index {.name = u"ix"_s};
    row({}, u"no change"_s);
    row({adds(u"post"_s, u"slug"_s)}, u"add slug to post"_s);
    row({CreateTable {{.name = u"tag"_s}}}, u"add table tag"_s);
    row({CreateTable {{.name = u"tag"_s}}, CreateTable {{.name = u"topic"_s}}},
        u"add tables tag and topic"_s);
    row({RenameColumn {u"book"_s, u"note"_s, u"remark"_s}}, u"rename note to remark in book"_s);
    row({adds(u"post"_s, u"a"_s), adds(u"post"_s, u"b"_s), adds(u"post"_s, u"c"_s)},
        u"add a, b and c to post"_s);
    row({adds(u"post"_s, u"a"_s), DropTable {.table = {.name = u"tag"_s}}},
        u"add a to post, drop table tag"_s);
    row({DropIndex {u"t"_s, index}, CreateIndex {.table = u"t"_s, .index = index}},
        u"change index ix"_s);
    row({adds(u"first_table"_s, u"a_column"_s), adds(u"second_table"_s, u"a_column"_s),
            DropTable {.table = {.name = u"a_long_name"_s}}},
        u"change 3 tables"_s);
    row({adds(u"only_one_table"_s, u"a_rather_long_column_name"_s),
            RenameColumn {u"only_one_table"_s, u"another_long_name"_s, u"x"_s}},
        u"change only_one_table"_s);
    row(tables, u"add 30 tables"_s);
    row({Execute {}}, u"run SQL"_s);
    row({adds(u"p"_s, u"x"_s.repeated(90))}, u"add "_s + u"x"_s.repeated(55) + u'…');
}

QTEST_GUILESS_MAIN(TestDescribe)
#include "tst_describe.moc"
