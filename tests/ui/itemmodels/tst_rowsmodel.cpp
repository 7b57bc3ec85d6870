// SPDX-License-Identifier: MPL-2.0
#include "ui/itemmodels/rowsmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace joinery;

namespace {

class Source : public RowSource
{
public:
    qint64 rowCount() const override { return count; }
    bool isExact() const override { return exact; }
    const DataRow *row(qint64 position) const override
    {
        const auto found = rows.find(position);
        return found == rows.end() ? nullptr : &found->second;
    }
    void want(qint64, qint64) override { }
    void fetchWhole(
        const RowKey &key, QObject *context, std::function<void(const DataRow *)> done) override
    {
        QTimer::singleShot(0, context, [this, key, done = std::move(done)] {
            const auto found = std::find_if(
                whole.begin(), whole.end(), [&](const DataRow &row) { return row.key == key; });
            done(found == whole.end() ? nullptr : &*found);
        });
    }
    void arrive(qint64 position, const QList<Value> &values)
    {
        DataRow row {.key = {values.first()}};
        for (const Value &value : values)
            row.cells.append({.value = value});
        rows[position] = row;
        Q_EMIT rowsArrived(position, position);
    }

    qint64 count = 0;
    bool exact = true;
    std::map<qint64, DataRow> rows {};
    QList<DataRow> whole {};
};

const QList<GridColumn> columns {{.name = u"id"_s, .kind = FilterKind::Number, .editable = true},
    {.name = u"name"_s, .editable = true}, {.name = u"made"_s, .editable = false}};

Table table()
{
    return {
        .name = u"t"_s, .columns = {{.name = u"id"_s}, {.name = u"name"_s}, {.name = u"made"_s}}};
}

} // namespace

class TestRowsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsFollowTheSource()
    {
        Source source;
        RowsModel model(source, columns);
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        source.exact = false;
        source.count = 1000;
        Q_EMIT source.countChanged();
        QCOMPARE(model.rowCount(), 1000);
        QCOMPARE(model.headerData(9, Qt::Vertical).toString(), u"~10"_s);
        source.exact = true;
        source.count = 990;
        Q_EMIT source.countChanged();
        QCOMPARE(model.rowCount(), 990);
        QCOMPARE(model.headerData(9, Qt::Vertical).toString(), u"10"_s);
    }

    void moreRowsThanAnIntHoldsAreCutOff()
    {
        Source source;
        source.count = 9'000'000'000;
        const RowsModel model(source, columns);
        QCOMPARE(model.rowCount(), std::numeric_limits<int>::max());
    }

    void valuesAreTold_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::newRow("a text") << Value(u"a"_s) << u"a"_s << int(RowsModel::Plain);
        QTest::newRow("the empty text") << Value(u""_s) << u""_s << int(RowsModel::Plain);
        QTest::newRow("NULL") << Value() << u"NULL"_s << int(RowsModel::Null);
        QTest::newRow("the word NULL") << Value(u"NULL"_s) << u"NULL"_s << int(RowsModel::Plain);
        QTest::newRow("a number") << Value(qint64(-5)) << u"-5"_s << int(RowsModel::Plain);
        QTest::newRow("a blob") << Value(QByteArray("abc")) << u"BLOB (3 bytes)"_s
                                << int(RowsModel::Blob);
    }
    void valuesAreTold()
    {
        QFETCH(Value, value);
        Source source;
        source.count = 2;
        const RowsModel model(source, columns);
        const QModelIndex cell = model.index(1, 1);
        QCOMPARE(cell.data(RowsModel::KindRole).toInt(), int(RowsModel::Unloaded));
        source.arrive(1, {qint64(1), value, {}});
        QTEST(cell.data().toString(), "text");
        QTEST(cell.data(RowsModel::KindRole).toInt(), "kind");
        QCOMPARE(cell.data(RowsModel::ValueRole).value<Value>(), value);
    }

    void editsAreLaidOver()
    {
        Source source;
        source.count = 3;
        for (qint64 row = 0; row < 3; ++row)
            source.arrive(row, {row, u"name %1"_s.arg(row), {}});
        RowEdits edits(table(), {.columns = {u"id"_s}, .integer = true});
        RowsModel model(source, columns);
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QVERIFY2(!(model.flags(model.index(0, 1)) & Qt::ItemIsEditable), "no edits: read-only");
        model.setEdits(&edits);
        QVERIFY(!(model.flags(model.index(0, 2)) & Qt::ItemIsEditable));
        QVERIFY(model.setData(model.index(1, 1), u"new"_s));
        QCOMPARE(model.index(1, 1).data().toString(), u"new"_s);
        QCOMPARE(model.index(1, 1).data(RowsModel::ChangeRole).toInt(), int(RowsModel::Updated));
        QCOMPARE(model.index(1, 0).data(RowsModel::ChangeRole).toInt(), int(RowsModel::NoChange));
        QCOMPARE(model.headerData(1, Qt::Vertical, RowsModel::ChangeRole).toInt(),
            int(RowsModel::Updated));
        QCOMPARE(edits.changeOf({qint64(1)})->original,
            (QList<Value> {qint64(1), u"name 1"_s, Value()}));

        model.deleteRows({2});
        QCOMPARE(model.index(2, 0).data(RowsModel::ChangeRole).toInt(), int(RowsModel::Deleted));
        QVERIFY(!(model.flags(model.index(2, 1)) & Qt::ItemIsEditable));

        edits.insertRow({{1, u"added"_s}});
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(3, 1).data().toString(), u"added"_s);
        QCOMPARE(model.index(3, 0).data(RowsModel::KindRole).toInt(), int(RowsModel::Default));
        QVERIFY(model.setData(model.index(3, 0), u"17"_s));
        QCOMPARE(model.index(3, 0).data(RowsModel::ValueRole).value<Value>(), Value(qint64(17)));
        source.count = 5;
        Q_EMIT source.countChanged();
        QCOMPARE(model.index(5, 1).data().toString(), u"added"_s);
        model.deleteRows({5});
        QCOMPARE(model.rowCount(), 5);
        while (edits.undo()) { }
        QCOMPARE(model.index(1, 1).data().toString(), u"name 1"_s);
    }

    void aRowWithCutValuesIsReadWholeFirst()
    {
        Source source;
        source.count = 1;
        source.arrive(0, {qint64(7), u"long"_s, {}});
        source.rows[0].cells[1].length = 5000;
        DataRow whole = source.rows[0];
        whole.cells[1] = {.value = QString(5000, u'x')};
        source.whole = {whole};
        RowEdits edits(table(), {.columns = {u"id"_s}, .integer = true});
        RowsModel model(source, columns);
        model.setEdits(&edits);
        QVERIFY(model.index(0, 1).data(RowsModel::CutRole).toBool());
        QVERIFY(model.setData(model.index(0, 0), u"8"_s));
        QTRY_COMPARE(edits.updatedCount(), 1);
        QCOMPARE(edits.changeOf({qint64(7)})->original[1], Value(QString(5000, u'x')));
    }

    void typedTextBecomesAValue()
    {
        Source source;
        const RowsModel model(source, columns);
        QCOMPARE(model.valueFor(0, u"12"_s), Value(qint64(12)));
        QCOMPARE(model.valueFor(0, u"1.5"_s), Value(1.5));
        QCOMPARE(model.valueFor(0, u"abc"_s), Value(u"abc"_s));
        QCOMPARE(model.valueFor(0, u""_s), Value());
        QCOMPARE(model.valueFor(1, u"007"_s), Value(u"007"_s));
        QCOMPARE(model.valueFor(1, u""_s), Value(u""_s));
    }
};

QTEST_MAIN(TestRowsModel)
#include "tst_rowsmodel.moc"
