// SPDX-License-Identifier: MPL-2.0
#include "support/random.h"
#include "ui/rowedits/rowchangesmodel.h"
#include "ui/workspace/roweditsstore.h"
#include "uisupport/windowfixture.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;
using Model = RowChangesModel;

namespace {

QList<Value> artist(qint64 id)
{
    return {id, u"Artist %1"_s.arg(id), Value {}};
}

const QString sql = u"CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT, born INT);"
                    "CREATE TABLE zebra (id INTEGER PRIMARY KEY, name TEXT, born INT);"
                    "INSERT INTO artist VALUES (1, 'Artist 1', NULL), (2, 'Artist 2', NULL)"_s;

/// All lines, columns joined by "|".
QStringList lines(const Model &model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex table = model.index(row, 0);
        all.append(table.data().toString());
        for (int line = 0; line < model.rowCount(table); ++line) {
            QStringList cells;
            for (int column = 0; column < model.columnCount(); ++column)
                cells.append(model.index(line, column, table).data().toString());
            all.append(cells.join(u'|'));
        }
    }
    return all;
}

} // namespace

class TestRowChangesModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        m_database = m_fixture->open(m_fixture->makeFile(u"a.db"_s, sql));
        m_model = std::make_unique<Model>();
        m_model->setStore(&store());
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_fixture.reset();
    }

    void everyChangeIsALine()
    {
        QVERIFY(edits().setValue({qint64(2)}, 1, u""_s, artist(2)));
        QVERIFY(edits().setValue({qint64(2)}, 2, qint64(1960), artist(2)));
        QVERIFY(edits().insertRow({{1, QByteArray("abc")}}));
        QVERIFY(edits().deleteRow({qint64(1)}, artist(1)));
        QVERIFY(store().edits(u"zebra"_s)->insertRow());
        QCOMPARE(lines(*m_model),
            (QStringList {u"artist"_s, u"~ row 2|name|Artist 2|''|"_s, u"~ row 2|born|NULL|1960|"_s,
                u"+ new row|||name = BLOB, 3 bytes|"_s,
                u"− row 1||id = 1, name = Artist 1, born = NULL|deleted|"_s, u"zebra"_s,
                u"+ new row|||defaults|"_s}));
    }

    void cellsRowsAndTablesAreReverted()
    {
        everyChangeIsALine();
        const QModelIndex table = m_model->index(0, 0);
        m_model->revert({m_model->index(0, 0, table), m_model->index(3, 0, table)});
        QCOMPARE(lines(*m_model).size(), 5);
        QCOMPARE(edits().undoText(), Model::tr("Revert"));
        QVERIFY(edits().undo());
        QCOMPARE(lines(*m_model).size(), 7);
        m_model->revert({table});
        QCOMPARE(lines(*m_model), (QStringList {u"zebra"_s, u"+ new row|||defaults|"_s}));
    }

    void failuresStandAtTheirCell()
    {
        QVERIFY(edits().setValue({qint64(2)}, 2, qint64(1), artist(2)));
        QVERIFY(edits().setValue({qint64(1)}, 0, qint64(2), artist(1)));
        store().commit();
        QTRY_VERIFY(!store().failures().isEmpty());
        const QModelIndex at = m_model->indexOf(store().failures().first());
        QCOMPARE(at.siblingAtColumn(Model::CellColumn).data().toString(), u"id"_s);
        QVERIFY(at.siblingAtColumn(Model::ProblemColumn)
                    .data()
                    .toString()
                    .contains(u"UNIQUE constraint failed"));
        QVERIFY(!at.data(Qt::DecorationRole).isNull());
        const QModelIndex other = m_model->index(0, 0, at.parent());
        QVERIFY(!m_model->failureAt(other) && m_model->failureAt(at));
        QVERIFY(edits().setValue({qint64(1)}, 0, qint64(7), {}));
        QVERIFY(!m_model->failureAt(at));
    }

    void theModelFollowsRandomSteps()
    {
        Random random(7);
        for (int i = 0; i < 500; ++i) {
            RowEdits &some = random.chance(70) ? edits() : *store().edits(u"zebra"_s);
            const qint64 id = random.below(20);
            switch (random.below(8)) {
            case 0:
                some.insertRow();
                break;
            case 1:
                some.deleteRow({id}, artist(id));
                break;
            case 2:
                some.undo();
                break;
            case 3:
                some.redo();
                break;
            case 4:
                if (random.chance(20))
                    store().discard();
                break;
            default:
                some.setValue({id}, 1 + random.below(2), qint64(random.below(3)), artist(id));
            }
            Model fresh;
            fresh.setStore(&store());
            QCOMPARE(lines(*m_model), lines(fresh));
        }
    }

    void tenThousandChangesAtOnce()
    {
        m_tester.reset();
        QElapsedTimer timer;
        timer.start();
        {
            const RowStep step(edits(), u"Paste"_s);
            for (qint64 id = 0; id < 10000; ++id)
                QVERIFY(edits().setValue({id}, 1, u"x"_s, artist(id)));
        }
        qInfo("10,000 changes staged, journalled and listed in %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 2000);
        timer.restart();
        QVERIFY(edits().setValue({qint64(5)}, 2, qint64(1), artist(5)));
        qInfo("one more in %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 250); // of a build that is not optimised, beside others
    }

    void theStoreMayGoFirst()
    {
        QVERIFY(edits().insertRow());
        m_fixture->workbench().close(m_database);
        QCOMPARE(m_model->rowCount(), 0);
    }

private:
    RowEditsStore &store() { return m_database->rowEdits(); }
    RowEdits &edits() { return *store().edits(u"artist"_s); }

    std::unique_ptr<WindowFixture> m_fixture {};
    OpenDatabase *m_database = nullptr;
    std::unique_ptr<Model> m_model {};
    std::unique_ptr<QAbstractItemModelTester> m_tester {};
};

QTEST_MAIN(TestRowChangesModel)
#include "tst_rowchangesmodel.moc"
