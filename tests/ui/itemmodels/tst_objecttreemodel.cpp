// SPDX-License-Identifier: MPL-2.0
#include "ui/itemmodels/objecttreemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace joinery;

namespace {

Table table(const QString &name, const QStringList &columns)
{
    Table made {.name = name};
    for (const QString &column : columns)
        made.columns.append({.name = column, .type = {.text = u"integer"_s}});
    return made;
}

MetaData schema(const QList<Table> &tables)
{
    MetaData made;
    for (const Table &each : tables)
        made.tables.insert(each.name, each);
    return made;
}

QStringList names(const QAbstractItemModel &model, const QModelIndex &parent)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(parent); ++row)
        all.append(model.index(row, 0, parent).data().toString());
    return all;
}

} // namespace

class TestObjectTreeModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<ObjectTreeModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_model->addDatabase(7, u"shop"_s, u"/tmp/shop.db"_s);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void objectsHoldTheirColumns()
    {
        m_model->setSchema(7, schema({table(u"b"_s, {u"x"_s, u"y"_s}), table(u"A"_s, {u"z"_s})}));
        const QModelIndex tables = m_model->index(0, 0, m_model->databaseIndex(7));
        QCOMPARE(names(*m_model, tables), (QStringList {u"A"_s, u"b"_s}));
        const QModelIndex b = m_model->objectIndex(7, u"b"_s);
        QVERIFY(m_model->hasChildren(b));
        QCOMPARE(names(*m_model, b), (QStringList {u"x"_s, u"y"_s}));
        QCOMPARE(m_model->index(0, 0, b).data(ObjectTreeModel::ObjectRole).toString(), u"b"_s);
        QCOMPARE(m_model->index(0, 0, b).data(ObjectTreeModel::DatabaseRole).toInt(), 7);
    }

    void anotherSchemaKeepsWhatStays()
    {
        m_model->setSchema(
            7, schema({table(u"a"_s, {u"x"_s}), table(u"b"_s, {u"x"_s}), table(u"c"_s, {u"x"_s})}));
        const QPersistentModelIndex a = m_model->objectIndex(7, u"a"_s);
        const QPersistentModelIndex b = m_model->objectIndex(7, u"b"_s);
        const QPersistentModelIndex c = m_model->objectIndex(7, u"c"_s);
        m_model->setSchema(7,
            schema(
                {table(u"0"_s, {}), table(u"a"_s, {u"x"_s}), table(u"c"_s, {u"x"_s, u"new"_s})}));
        QVERIFY(a.isValid() && c.isValid() && !b.isValid());
        QCOMPARE(a.row(), 1);
        QCOMPARE(names(*m_model, a), QStringList {u"x"_s});
        QCOMPARE(names(*m_model, c), (QStringList {u"x"_s, u"new"_s}));
    }

    void theFilterFindsTablesAndColumns()
    {
        m_model->setSchema(7,
            schema({table(u"album"_s, {u"title"_s}), table(u"artist"_s, {u"name"_s}),
                table(u"track"_s, {u"album_id"_s})}));
        m_model->setFilter(u"ALBUM"_s);
        const QModelIndex tables = m_model->index(0, 0, m_model->databaseIndex(7));
        QCOMPARE(names(*m_model, tables), (QStringList {u"album"_s, u"track"_s}));
        QCOMPARE(tables.data(ObjectTreeModel::DetailRole).toString(), u"2 of 3"_s);
        m_model->setFilter({});
        QCOMPARE(m_model->rowCount(tables), 3);
    }

    void aBrokenViewSaysWhy()
    {
        MetaData metaData = schema({table(u"a"_s, {u"x"_s})});
        metaData.views.insert(u"v"_s, {.name = u"v"_s, .sql = u"SELECT * FROM gone"_s});
        m_model->setSchema(7, metaData, {u"view \"v\": no such table: main.gone"_s});
        QVERIFY(m_model->objectIndex(7, u"v"_s)
                    .data(ObjectTreeModel::BrokenRole)
                    .toString()
                    .contains(u"gone"_s));
    }

    void databasesComeAndGo()
    {
        m_model->addDatabase(8, u"other"_s, {});
        m_model->setSchema(8, schema({table(u"t"_s, {u"x"_s})}));
        m_model->setSchema(7, schema({table(u"t"_s, {u"x"_s})}));
        m_model->removeDatabase(7);
        QCOMPARE(names(*m_model, {}), QStringList {u"other"_s});
        QVERIFY(m_model->objectIndex(8, u"t"_s).isValid());
        QVERIFY(!m_model->databaseIndex(7).isValid());
    }

    void twoThousandTablesAreQuick()
    {
        QList<Table> tables;
        for (int i = 0; i < 2000; ++i)
            tables.append(table(u"table_%1"_s.arg(i, 4, 10, QChar(u'0')), {u"id"_s, u"name"_s}));
        m_tester.reset(); // it looks at every index again after each change
        QBENCHMARK_ONCE {
            m_model->setSchema(7, schema(tables));
            m_model->setFilter(u"99"_s);
            m_model->setFilter({});
        }
        QCOMPARE(m_model->rowCount(m_model->index(0, 0, m_model->databaseIndex(7))), 2000);
    }

private:
    std::unique_ptr<ObjectTreeModel> m_model {};
    std::unique_ptr<QAbstractItemModelTester> m_tester {};
};

QTEST_MAIN(TestObjectTreeModel)
#include "tst_objecttreemodel.moc"
