// SPDX-License-Identifier: MPL-2.0
#include "support/databasefiles.h"
#include "support/testutils.h"
#include "ui/grid/gridediting.h"
#include "ui/grid/gridpage.h"
#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/roweditsstore.h"
#include "ui/workspace/workbench.h"

#include <QClipboard>
#include <QLineEdit>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestGridEditing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto db = openFile(file(), Access::Create);
        VERIFY_RESULT(db);
        VERIFY_RESULT(
            (*db)->executeScript(uR"(CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, n INTEGER,
                                twice INTEGER AS (n * 2), long TEXT);
            INSERT INTO t (id, name, n) VALUES (1, 'a', 10), (2, 'b', 20), (3, 'c', 30), (4, 'd', 40);
            UPDATE t SET long = printf('%.*c', 5000, 'x') WHERE id = 4;
            CREATE VIEW v AS SELECT name FROM t;)"_s));
        m_workbench = std::make_unique<Workbench>(m_folder->filePath(u"settings.ini"_s));
        const auto opened = m_workbench->open(file());
        VERIFY_RESULT(opened);
        m_database = *opened;
        QTRY_COMPARE(m_database->state(), OpenDatabase::State::Open);
        m_page = std::make_unique<GridPage>(*m_database, u"t"_s);
        m_page->resize(900, 500);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
        QTRY_VERIFY(m_page->rows().isExact() && m_page->model()->rowAt(3));
        m_page->view().setFocus();
    }
    void cleanup()
    {
        m_page.reset();
        m_workbench.reset();
    }

    void typingStagesAndCommitWrites()
    {
        select(1, 1);
        QTest::keyClicks(&m_page->view(), u"n"_s);
        auto *editor = m_page->view().viewport()->findChild<QLineEdit *>();
        QVERIFY(editor);
        QTest::keyClicks(editor, u"ew"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(edits().updatedCount(), 1);
        QCOMPARE(text(1, 1), u"new"_s);
        QVERIFY(m_page->isModified());
        QCOMPARE(query(u"SELECT name FROM t WHERE id = 2"_s), u"b"_s);
        QVERIFY(m_page->can(PageCommand::Commit));
        m_page->perform(PageCommand::Commit);
        QTRY_COMPARE(query(u"SELECT name FROM t WHERE id = 2"_s), u"new"_s);
        QTRY_VERIFY(!m_page->isModified());
        QTRY_COMPARE(text(1, 1), u"new"_s);
    }

    void aFailureBringsItsCellToTheFront_data()
    {
        QTest::addColumn<bool>("added");
        QTest::newRow("of a row in the database") << false;
        QTest::newRow("of an added row") << true;
    }
    void aFailureBringsItsCellToTheFront()
    {
        QFETCH(bool, added);
        if (added)
            edits().insertRow({{0, qint64(1)}});
        const int row = added ? 4 : 2;
        m_page->model()->setData(m_page->model()->index(row, 0),
            QVariant::fromValue(Value(qint64(1))), RowsModel::ValueRole);
        m_page->model()->setData(m_page->model()->index(1, 1), u"good"_s);
        select(0, 1);
        m_page->perform(PageCommand::Commit);
        QTRY_COMPARE(m_page->view().currentIndex(), m_page->model()->index(row, 0));
        QCOMPARE(edits().count(), 2);
        QCOMPARE(query(u"SELECT name FROM t WHERE id = 2"_s), u"b"_s);
    }

    void keysMarkCells_data()
    {
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<Value>("text");
        QTest::addColumn<Value>("number");
        QTest::newRow("Delete empties; a number becomes NULL")
            << int(Qt::NoModifier) << Value(u""_s) << Value();
        QTest::newRow("Alt+Delete sets NULL") << int(Qt::AltModifier) << Value() << Value();
    }
    void keysMarkCells()
    {
        QFETCH(int, modifiers);
        select(0, 1, 1, 2);
        QTest::keyClick(&m_page->view(), Qt::Key_Delete, Qt::KeyboardModifiers(modifiers));
        QCOMPARE(edits().updatedCount(), 2);
        QTEST(value(1, 1), "text");
        QTEST(value(1, 2), "number");
        m_page->perform(PageCommand::Undo);
        QVERIFY2(edits().isEmpty(), "one step undoes it");
        m_page->perform(PageCommand::Redo);
        QCOMPARE(edits().updatedCount(), 2);
    }

    void wholeRowsAreDeleted()
    {
        select(1, 1);
        QTest::keyClick(&m_page->view(), Qt::Key_Space, Qt::ShiftModifier);
        QTest::keyClick(&m_page->view(), Qt::Key_Delete);
        QCOMPARE(edits().deletedCount(), 1);
        QCOMPARE(m_page->model()->index(1, 0).data(RowsModel::ChangeRole).toInt(),
            int(RowsModel::Deleted));
        m_page->perform(PageCommand::Commit);
        QTRY_COMPARE(query(u"SELECT group_concat(id) FROM t"_s), u"1,3,4"_s);
        QTRY_COMPARE(m_page->model()->rowCount(), 3);
    }

    void rowsAreAddedAndDuplicated()
    {
        QTest::keyClick(&m_page->view(), Qt::Key_Insert);
        QCOMPARE(m_page->model()->rowCount(), 5);
        QCOMPARE(m_page->view().currentIndex().row(), 4);
        m_page->model()->setData(m_page->model()->index(4, 1), u"added"_s);
        select(2, 1);
        QTest::keyClick(&m_page->view(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(m_page->model()->rowCount(), 6);
        // What is typed next must go into the copy, not into the row before it.
        QCOMPARE(m_page->view().currentIndex().row(), 5);
        QCOMPARE(text(5, 1), u"c"_s);
        QCOMPARE(m_page->model()->index(5, 0).data(RowsModel::KindRole).toInt(),
            int(RowsModel::Default));
        m_page->perform(PageCommand::Commit);
        QTRY_COMPARE(
            query(u"SELECT group_concat(id || name || ifnull(n, '')) FROM t WHERE id > 4"_s),
            u"5added,6c30"_s);
    }

    void aBlockIsPastedAndExtendsWithRows()
    {
        QApplication::clipboard()->setText(u"x\t7\t99\ny\t\t99\n\"q\n\"\"r\"\"\"\t9\t99\n"_s);
        select(2, 1);
        QTest::keyClick(&m_page->view(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(text(2, 1), u"x"_s);
        QCOMPARE(value(2, 2), Value(qint64(7)));
        // Row 4 has a value that was cut: it was staged once it was read whole.
        QTRY_COMPARE(edits().updatedCount(), 2);
        QTRY_COMPARE(value(3, 2), Value());
        QCOMPARE(m_page->model()->rowCount(), 5);
        QCOMPARE(value(4, 1), Value(u"q\n\"r\""_s));
        QVERIFY2(!m_page->model()->index(2, 3).data(RowsModel::ChangeRole).toInt(),
            "a computed column was pasted into");
    }

    void oneValueFillsTheSelection()
    {
        QApplication::clipboard()->setText(u"same"_s);
        select(0, 1, 2, 1);
        m_page->editing().paste();
        for (int row = 0; row < 3; ++row)
            QCOMPARE(text(row, 1), u"same"_s);
    }

    void marksSurviveSortFilterAndAnotherPage()
    {
        m_page->model()->setData(m_page->model()->index(2, 1), u"staged"_s);
        m_page->setSort({{.column = u"n"_s, .descending = true}});
        QTRY_COMPARE(text(1, 1), u"staged"_s);
        m_page->setFilters({{u"n"_s, u"30"_s}});
        QTRY_COMPARE(m_page->model()->rowCount(), 1);
        QTRY_COMPARE(text(0, 1), u"staged"_s);
        GridPage other(*m_database, u"t"_s);
        other.show();
        QTRY_COMPARE(other.model()->index(2, 1).data().toString(), u"staged"_s);
        other.model()->setData(other.model()->index(0, 1), u"from there"_s);
        m_page->setFilters({});
        QTRY_COMPARE(text(3, 1), u"from there"_s);
    }

    void revertTakesBackTheSelectedRows()
    {
        m_page->model()->setData(m_page->model()->index(0, 1), u"one"_s);
        m_page->model()->setData(m_page->model()->index(1, 1), u"two"_s);
        select(0, 1);
        QTest::keyClick(&m_page->view(), Qt::Key_Z, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(text(0, 1), u"a"_s);
        QCOMPARE(text(1, 1), u"two"_s);
    }

    void aLongTextIsReadBeforeItIsEdited()
    {
        select(3, 4);
        QTest::keyClick(&m_page->view(), Qt::Key_F2);
        QTRY_VERIFY(m_page->view().viewport()->findChild<QLineEdit *>());
        QCOMPARE(m_page->view().viewport()->findChild<QLineEdit *>()->text().size(), 5000);
        QTest::keyClick(m_page->view().viewport()->findChild<QLineEdit *>(), Qt::Key_Escape);
        QTRY_VERIFY(!m_page->view().viewport()->findChild<QLineEdit *>());
    }

    void theValuePanelGetsTheCell()
    {
        CurrentCell &cell = m_workbench->currentCell();
        select(1, 1);
        QVERIFY(cell.cell());
        QCOMPARE(cell.cell()->value, Value(u"b"_s));
        QVERIFY(cell.cell()->whyNot.isEmpty());
        cell.cell()->write(u"written"_s);
        QCOMPARE(text(1, 1), u"written"_s);
        QCOMPARE(cell.cell()->value, Value(u"written"_s));
        select(1, 3);
        QVERIFY2(!cell.cell()->whyNot.isEmpty(), "a computed column can be edited");
        select(3, 4);
        QTRY_COMPARE(toText(cell.cell()->value).size(), 5000);
        m_page->hide();
        QVERIFY(!cell.cell());
    }

    void copiesHoldWhatIsStaged()
    {
        m_page->model()->setData(m_page->model()->index(0, 1), u"staged"_s);
        m_page->editing().addRow();
        select(0, 0, 4, 1);
        QApplication::clipboard()->clear();
        m_page->copy(CopyFormat::Tsv);
        QTRY_COMPARE(QApplication::clipboard()->text(), u"1\tstaged\n2\tb\n3\tc\n4\td\n\t\n"_s);
    }

    void aViewIsNotEdited()
    {
        GridPage view(*m_database, u"v"_s);
        view.show();
        QTRY_VERIFY(view.model() && view.model()->rowAt(0));
        QVERIFY(!view.editing().whyNot().isEmpty());
        view.editing().addRow();
        QCOMPARE(view.model()->rowCount(), 4);
        QVERIFY(!view.can(PageCommand::Commit));
    }

private:
    QString file() const { return m_folder->filePath(u"shop.db"_s); }
    RowEdits &edits() { return *m_page->model()->edits(); }
    void select(int row, int column) { select(row, column, row, column); }
    void select(int top, int left, int bottom, int right)
    {
        RowsModel *model = m_page->model();
        m_page->view().selectionModel()->setCurrentIndex(
            model->index(top, left), QItemSelectionModel::ClearAndSelect);
        m_page->view().selectionModel()->select(
            {model->index(top, left), model->index(bottom, right)},
            QItemSelectionModel::ClearAndSelect);
    }
    QString text(int row, int column) const
    {
        return m_page->model()->index(row, column).data().toString();
    }
    Value value(int row, int column) const
    {
        return m_page->model()->index(row, column).data(RowsModel::ValueRole).value<Value>();
    }
    QString query(const QString &sql) const
    {
        auto db = openFile(file(), Access::Look);
        const auto rows = db ? (*db)->query(sql) : RowSet {};
        return rows ? toText(rows->scalar()) : rows.error().message;
    }

    std::unique_ptr<QTemporaryDir> m_folder {};
    std::unique_ptr<Workbench> m_workbench {};
    OpenDatabase *m_database = nullptr;
    std::unique_ptr<GridPage> m_page {};
};

QTEST_MAIN(TestGridEditing)
#include "tst_gridediting.moc"
