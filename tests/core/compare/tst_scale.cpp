// SPDX-License-Identifier: MPL-2.0
// Ten thousand tables in one chain or one circle of references: nothing recurses, nothing is
// quadratic.
#include "joinery/operations/describe.h"
#include "joinery/operations/fold.h"
#include "joinery/operations/inverse.h"
#include "joinery/serialization/revisionfile.h"
#include "support/sqlitemigration.h"
#include "support/testutils.h"

#include <QElapsedTimer>

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

enum class Shape
{
    Chain, ///< each table refers to the next: the last one must come first
    Circle, ///< and the last one to the first
    Star ///< each refers to the first
};

QString tableName(int number)
{
    return u"t%1"_s.arg(number, 5, 10, QChar(u'0'));
}

MetaData tables(int count, Shape shape)
{
    MetaData metaData;
    for (int i = 0; i < count; ++i) {
        Table table {.name = tableName(i),
            .columns = {Column {.name = u"id"_s, .type = {u"integer"_s}, .nullable = false},
                Column {.name = u"next"_s, .type = {u"integer"_s}}},
            .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}};
        const int referred = shape == Shape::Star ? 0 : (i + 1) % count;
        if (shape != Shape::Chain || i + 1 < count)
            table.foreignKeys = {ForeignKeyConstraint {.columns = {u"next"_s},
                .referredTable = tableName(referred),
                .referredColumns = {u"id"_s}}};
        insert(metaData, table);
    }
    return metaData;
}

MetaData viewsOnViews(int depth)
{
    MetaData metaData = tables(1, Shape::Chain);
    QString below = tableName(0);
    for (int i = 0; i < depth; ++i) {
        // In an order that is not that of the names.
        const QString name = u"v%1"_s.arg(depth - i, 5, 10, QChar(u'0'));
        insert(metaData, View {.name = name, .sql = u"SELECT id FROM %1"_s.arg(below)});
        below = name;
    }
    return metaData;
}

} // namespace

class TestScale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLargeSchemaIsMadeChangedAndLeft_data();
    void aLargeSchemaIsMadeChangedAndLeft();
    void viewsOnViewsAreMadeAndLeft_data();
    void viewsOnViewsAreMadeAndLeft();
    void revisionsOfManyTablesAreReadBack();

private:
    const testing::SqliteMigration m_sqlite {};
};

void TestScale::aLargeSchemaIsMadeChangedAndLeft_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::newRow("a chain") << Shape::Chain;
    QTest::newRow("a circle") << Shape::Circle;
    QTest::newRow("a star") << Shape::Star;
}

void TestScale::aLargeSchemaIsMadeChangedAndLeft()
{
    QFETCH(Shape, shape);
    const int count = shape == Shape::Star ? 2000 : 10000;
    const MetaData goal = tables(count, shape);
    QElapsedTimer timer;
    timer.start();
    const auto took = [&](const char *what) {
        qInfo("%s: %lld ms", what, static_cast<long long>(timer.restart()));
    };
    const auto made = m_sqlite.difference({}, goal);
    VERIFY_RESULT(made);
    took("compare");
    QCOMPARE(made->operations.size(), count);
    if (shape == Shape::Chain)
        QCOMPARE(
            describe(made->operations.first()), u"add table \"%1\""_s.arg(tableName(count - 1)));
    const auto database = m_sqlite.loaded({});
    QVERIFY(database);
    QCOMPARE(m_sqlite.run(*database, {}, made->operations), QString());
    took("compile and create");
    const auto live = m_sqlite.reflected(*database);
    VERIFY_RESULT(live);
    took("reflect");
    const auto again = m_sqlite.difference(*live, goal);
    VERIFY_RESULT(again);
    QVERIFY(again->isEmpty());
    took("compare again");
    QCOMPARE(folded({}, made->operations, m_sqlite.dialect().replayPolicy()).size(), count);
    took("fold");
    const auto left = m_sqlite.difference(*live, {});
    VERIFY_RESULT(left);
    QCOMPARE(m_sqlite.run(*database, *live, left->operations), QString());
    took("drop");
    const auto undone = inverse(made->operations);
    VERIFY_RESULT(undone);
    MetaData schema = made->target;
    VERIFY_RESULT(apply(schema, *undone, m_sqlite.dialect().replayPolicy()));
    QVERIFY(schema.isEmpty());
    took("replay of the inverse");
}

void TestScale::viewsOnViewsAreMadeAndLeft_data()
{
    QTest::addColumn<int>("depth");
    QTest::newRow("10") << 10;
    QTest::newRow("100") << 100;
    QTest::newRow("1000") << 1000;
}

void TestScale::viewsOnViewsAreMadeAndLeft()
{
    QFETCH(int, depth);
    const MetaData goal = viewsOnViews(depth);
    QElapsedTimer timer;
    timer.start();
    const auto made = m_sqlite.difference({}, goal);
    VERIFY_RESULT(made);
    QCOMPARE(made->operations.size(), depth + 1);
    QCOMPARE(
        describe(made->operations.at(1)), u"add view \"v%1\""_s.arg(depth, 5, 10, QChar(u'0')));
    qInfo("compare: %lld ms", static_cast<long long>(timer.restart()));
    const auto database = m_sqlite.loaded({});
    QVERIFY(database);
    QCOMPARE(m_sqlite.run(*database, {}, made->operations), QString());
    qInfo("create: %lld ms", static_cast<long long>(timer.restart()));
    if (depth > 200)
        return; // to look at every view takes SQLite the cube of the depth
    const auto live = m_sqlite.reflected(*database);
    VERIFY_RESULT(live);
    const auto left = m_sqlite.difference(*live, tables(1, Shape::Chain));
    VERIFY_RESULT(left);
    QCOMPARE(m_sqlite.run(*database, *live, left->operations), QString());
    qInfo("drop: %lld ms", static_cast<long long>(timer.restart()));
}

void TestScale::revisionsOfManyTablesAreReadBack()
{
    constexpr int count = 10000;
    const auto made = m_sqlite.difference({}, tables(count, Shape::Circle));
    VERIFY_RESULT(made);
    const Revision revision {.id = u"aaaa11112222"_s,
        .message = u"all"_s,
        .created = QDateTime::fromSecsSinceEpoch(1, Qt::UTC),
        .upgrade = made->operations};
    QElapsedTimer timer;
    timer.start();
    const QByteArray text = writeRevision(revision);

    qInfo("write: %lld ms", static_cast<long long>(timer.restart()));
    const auto read = readRevision(text, u"all.yaml"_s);
    VERIFY_RESULT(read);
    qInfo("read: %lld ms", static_cast<long long>(timer.restart()));
    QVERIFY(*read == revision);
}

QTEST_GUILESS_MAIN(TestScale)
#include "tst_scale.moc"
