// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/decisiontext.h"
#include "joinery/dialects/sqlite/dialect.h"
#include "joinery/migration/decisionflags.h"
#include "support/plainpolicy.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

class TestDecisionFlags : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void renamesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("column") << u"book.note=remark"_s << u"book"_s << u"note"_s << u"remark"_s;
        QTest::newRow("table") << u"room=chamber"_s << u""_s << u"room"_s << u"chamber"_s;
        QTest::newRow("table with a dot in its name")
            << u"a.b.c=d"_s << u"a.b"_s << u"c"_s << u"d"_s;
        QTest::newRow("column with a dot in its name, in quotes")
            << u"a.\"b.c\"=d"_s << u"a"_s << u"b.c"_s << u"d"_s;
        QTest::newRow("table with a dot in its name, in quotes")
            << u"\"a.b\"=\"c.d\""_s << u""_s << u"a.b"_s << u"c.d"_s;
        QTest::newRow("names with equals signs, blanks and quotes")
            << u"\" a=b\" . \"say \"\"x\"\"\" = \"y=z \""_s << u" a=b"_s << u"say \"x\""_s
            << u"y=z "_s;
        QTest::newRow("quote within a name") << u"a\"b.c=d"_s << u"a\"b"_s << u"c"_s << u"d"_s;
    }

    void renamesAreRead()
    {
        QFETCH(QString, text);
        QFETCH(QString, table);
        QFETCH(QString, from);
        QFETCH(QString, to);
        const auto rename = parseRename(text);
        VERIFY_RESULT(rename);
        QCOMPARE(rename->table, table);
        QCOMPARE(rename->from, from);
        QCOMPARE(rename->to, to);
    }

    void nonsenseIsAUsageError_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("no equals sign") << u"book.note"_s;
        QTest::newRow("nothing after it") << u"book.note="_s;
        QTest::newRow("nothing before it") << u"=remark"_s;
        QTest::newRow("no table before the dot") << u".note=remark"_s;
    }

    void nonsenseIsAUsageError()
    {
        QFETCH(QString, text);
        const auto rename = parseRename(text);
        QVERIFY(!rename);
        QCOMPARE(rename.error().code, ErrorCode::Usage);
        QVERIFY(!rename.error().hint.isEmpty());
    }

    void assignmentsKeepTheirSql()
    {
        const auto fill = parseAssignment(u"book.note=coalesce(a, 'x=y')"_s);
        VERIFY_RESULT(fill);
        QCOMPARE(fill->first, u"book.note"_s);
        QCOMPARE(fill->second, u"coalesce(a, 'x=y')"_s);
        QVERIFY(!parseAssignment(u"note='x'"_s));
    }

    void namesInQuotesAreReadAsTheyAreOffered_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("column");
        QTest::newRow("plain") << u"book"_s << u"note"_s;
        QTest::newRow("dots") << u"a.b"_s << u"c.d"_s;
        QTest::newRow("a dot in the table's alone") << u"a.b"_s << u"c"_s;
        QTest::newRow("equals signs") << u"a=b"_s << u"c=d"_s;
        QTest::newRow("blanks around") << u" a "_s << u"\tb"_s;
        QTest::newRow("quotes") << u"\"a\""_s << u"b\"c"_s;
        QTest::newRow("what keys are written with") << u"a(b)"_s << u"c, d"_s;
        QTest::newRow("a colon") << u"a: b"_s << u":c"_s;
        QTest::newRow("empty") << u""_s << u""_s;
    }

    void namesInQuotesAreReadAsTheyAreOffered()
    {
        QFETCH(QString, table);
        QFETCH(QString, column);
        QList<Operation> operations {AddColumn {.table = table, .column = {.name = column}},
            AlterColumn {.table = table, .column = column}};
        MetaData after;
        insert(after, Table {.name = table, .columns = {{.name = column}}});
        const testing::PlainPolicy policy;
        const QString object = columnObject(table, column);
        DecisionFlags flags;
        for (const QString &flag : {fillFlag(table, column, u"'a=b'"_s),
                 castFlag(table, column, u"x"_s), allowFlag(accepts::deleteRows, object)})
            VERIFY_RESULT(addFlags(flags, flag));
        VERIFY_RESULT(checkFlags(flags, {}, after, policy));
        QCOMPARE(applyFlags(operations, flags, after, policy), QStringList());
        const AddColumn add = std::get<AddColumn>(operations.first());
        QCOMPARE(add.fill, u"'a=b'"_s);
        QCOMPARE(add.accept, QStringList {accepts::deleteRows});
        QCOMPARE(std::get<AlterColumn>(operations.last()).cast, u"x"_s);
    }

    void aNameWithADotCanDoWithoutQuotes()
    {
        QList<Operation> operations {AddColumn {.table = u"a"_s, .column = {.name = u"b.c"_s}}};
        DecisionFlags flags;
        VERIFY_RESULT(addFlags(flags, u"--fill a.b.c=1 --allow delete_rows:a.b.c"_s));
        QCOMPARE(applyFlags(operations, flags, {}, testing::PlainPolicy()), QStringList());
        QCOMPARE(std::get<AddColumn>(operations.first()).fill, u"1"_s);
        QCOMPARE(std::get<AddColumn>(operations.first()).accept, QStringList {accepts::deleteRows});
    }

    void acceptancesGoWhereTheDecisionPoints()
    {
        QList<Operation> operations {AddConstraint {
            .table = u"tag"_s, .constraint = UniqueConstraint {.columns = keyParts({u"word"_s})}}};
        const Decision duplicates {.code = u"duplicates"_s,
            .object = u"tag(word)"_s,
            .message = {},
            .rows = 2,
            .flags = {u"--allow 'delete_rows:tag(word)'"_s},
            .operations = {0}};
        DecisionFlags flags;
        flags.allows = {u"delete_rows:tag(other)"_s};
        const testing::PlainPolicy policy;
        QVERIFY(applyAcceptances(operations, {duplicates}, flags, {}, policy).isEmpty());
        flags.allows = {u"delete_rows:tag(word)"_s};
        QCOMPARE(applyAcceptances(operations, {duplicates}, flags, {}, policy).size(), 1);
        QCOMPARE(
            std::get<AddConstraint>(operations.first()).accept, QStringList {accepts::deleteRows});
    }

    void aLossThatLooksLikeARenameAsksForIt()
    {
        const Decision loss {.code = u"data_loss"_s,
            .object = u"book.note"_s,
            .message = u"2 values would be lost"_s,
            .rows = 2,
            .flags = {u"--allow data_loss:book.note"_s},
            .operations = {0}};
        const Decision waiting {.code = u"new_not_null"_s,
            .object = u"book.remark"_s,
            .message = {},
            .rows = 2,
            .flags = {u"--fill x"_s},
            .operations = {1}};
        const RenameCandidate candidate {.rename = {u"book"_s, u"note"_s, u"remark"_s},
            .score = 80,
            .reasons = {u"same type"_s}};
        const QList<Operation> operations {
            DropColumn {.table = u"book"_s, .column = {.name = u"note"_s}},
            AddColumn {.table = u"book"_s, .column = {.name = u"remark"_s}}};
        const QList<Decision> asked = withRenameQuestions({loss, waiting}, {candidate}, operations);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().code, u"rename"_s);
        QCOMPARE(asked.first().flags.first(), u"--rename 'book.note=remark'"_s);
        QCOMPARE(asked.first().flags.last(), u"--allow data_loss:book.note"_s);
    }

    void withoutACandidateNothingChanges()
    {
        const Decision loss {.code = u"data_loss"_s,
            .object = u"book.note"_s,
            .message = {},
            .rows = 2,
            .flags = {u"f"_s}};
        QCOMPARE(withRenameQuestions({loss}, {}, {}), QList<Decision> {loss});
    }

    void theFillForTheWayBackSuitsTheTableThatIsLeft_data()
    {
        QTest::addColumn<bool>("withoutRowid");
        QTest::addColumn<QString>("fill");
        QTest::addColumn<bool>("refersToItself");
        QTest::newRow("stays as it is") << false << u"rowid"_s << false;
        QTest::newRow("has no rowid any more") << true << u"abs(random())"_s << false;
        QTest::newRow("its column refers to itself") << false << u"rowid"_s << true;
    }

    void theFillForTheWayBackSuitsTheTableThatIsLeft()
    {
        QFETCH(bool, withoutRowid);
        QFETCH(bool, refersToItself);
        const ConnectionProvider provider;
        const sqlite::SqliteDialect dialect {provider};
        const Column number {.name = u"n"_s, .type = {u"integer"_s}, .nullable = false};
        MetaData from;
        insert(from,
            Table {.name = u"t"_s,
                .columns = {{.name = u"k"_s, .type = {u"text"_s}, .nullable = false}, number},
                .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"k"_s})},
                .uniques = {{.columns = keyParts({u"n"_s})}}});
        if (refersToItself)
            from.tables[u"t"_s].foreignKeys.append(
                {.columns = {u"n"_s}, .referredTable = u"t"_s, .referredColumns = {u"n"_s}});
        QList<Operation> operations;
        if (withoutRowid)
            operations.append(AlterTable {.table = u"t"_s,
                .fromOptions = Options(),
                .toOptions = Options {{u"sqlite"_s, {{u"without_rowid"_s, u"true"_s}}}}});
        operations.append(DropColumn {.table = u"t"_s, .column = number});
        addRestoreFills(operations, from, dialect);
        QTEST(std::get<DropColumn>(operations.last()).restoreFill, "fill");
    }

    void noFillForTheWayBackReadsWhatIsDroppedToo()
    {
        const ConnectionProvider provider;
        const sqlite::SqliteDialect dialect {provider};
        const auto column = [](const QString &name) {
            return Column {.name = name, .type = {u"text"_s}, .nullable = false};
        };
        MetaData from;
        insert(from, Table {.name = u"p"_s, .columns = {column(u"code"_s)}});
        insert(from,
            Table {.name = u"t"_s,
                .columns = {column(u"a"_s), column(u"b"_s), column(u"c"_s)},
                .foreignKeys
                = {{.columns = {u"b"_s}, .referredTable = u"t"_s, .referredColumns = {u"a"_s}},
                    {.columns = {u"c"_s},
                        .referredTable = u"p"_s,
                        .referredColumns = {u"code"_s}}}});
        QList<Operation> operations {DropColumn {.table = u"t"_s, .column = column(u"a"_s)},
            DropColumn {.table = u"t"_s, .column = column(u"b"_s)},
            DropColumn {.table = u"t"_s, .column = column(u"c"_s)},
            DropTable {.table = from.tables[u"p"_s]}};
        addRestoreFills(operations, from, dialect);
        for (qsizetype i = 0; i < 3; ++i)
            QCOMPARE(std::get<DropColumn>(operations[i]).restoreFill, u"''"_s);
    }

    void aKeyThatIsTheRowidComesBackByItself()
    {
        const ConnectionProvider provider;
        const sqlite::SqliteDialect dialect {provider};
        const Column id {.name = u"id"_s, .type = {u"bigint"_s}, .nullable = false};
        const PrimaryKeyConstraint key {.columns = keyParts({u"id"_s})};
        MetaData from;
        insert(from, Table {.name = u"p"_s, .columns = {id}, .primaryKey = key});
        insert(from,
            Table {.name = u"t"_s,
                .columns = {id, {.name = u"n"_s, .type = {u"text"_s}}},
                .primaryKey = key,
                .foreignKeys = {{.columns = {u"id"_s}, .referredTable = u"p"_s}}});
        QList<Operation> operations {
            DropConstraint {u"t"_s, key}, DropColumn {.table = u"t"_s, .column = id}};
        addRestoreFills(operations, from, dialect);
        QCOMPARE(std::get<DropColumn>(operations.last()).restoreFill, QString());
    }
};

QTEST_GUILESS_MAIN(TestDecisionFlags)
#include "tst_decisionflags.moc"
