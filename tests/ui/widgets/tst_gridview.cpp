// SPDX-License-Identifier: MPL-2.0
#include "ui/widgets/griddelegate.h"
#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"
#include "uisupport/watchdog.h"

#include <QAbstractTableModel>
#include <QAccessible>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

constexpr int most = std::numeric_limits<int>::max();

/// Rows that know their number; counts how often it is asked.
class Numbers : public QAbstractTableModel
{
public:
    Numbers(int rows, int columns)
        : m_rows(rows)
        , m_columns(columns)
    { }
    int rowCount(const QModelIndex & = {}) const override { return m_rows; }
    int columnCount(const QModelIndex & = {}) const override { return m_columns; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role == Qt::DisplayRole || role == Qt::EditRole) {
            ++asked;
            const auto found = values.find({index.row(), index.column()});
            return found == values.end() ? u"%1/%2"_s.arg(index.row()).arg(index.column())
                                         : found->second;
        }
        if (role == GridView::CutRole)
            return cut.contains(index.row());
        return {};
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation == Qt::Horizontal && role == Qt::DisplayRole)
            return u"column %1"_s.arg(section);
        if (orientation == Qt::Vertical && role == Qt::DisplayRole)
            return QString::number(section + 1);
        return {};
    }
    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        return QAbstractTableModel::flags(index) | Qt::ItemIsEditable;
    }
    bool setData(const QModelIndex &index, const QVariant &value, int) override
    {
        values[{index.row(), index.column()}] = value.toString();
        Q_EMIT dataChanged(index, index);
        return true;
    }
    void append(int rows)
    {
        beginInsertRows({}, m_rows, m_rows + rows - 1);
        m_rows += rows;
        endInsertRows();
    }
    void removeLast(int rows)
    {
        beginRemoveRows({}, m_rows - rows, m_rows - 1);
        m_rows -= rows;
        endRemoveRows();
    }

    mutable int asked = 0;
    std::map<std::pair<int, int>, QString> values {};
    QSet<int> cut {};

private:
    int m_rows;
    int m_columns;
};

QList<std::array<int, 4>> rangesOf(const GridView &view)
{
    QList<std::array<int, 4>> ranges;
    for (const QItemSelectionRange &range : view.selectionModel()->selection())
        ranges.append({range.top(), range.left(), range.bottom(), range.right()});
    std::sort(ranges.begin(), ranges.end());
    return ranges;
}

void goTo(GridView &view, const QModelIndex &index)
{
    view.selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
}

using Ranges = QList<std::array<int, 4>>;

} // namespace

class TestGridView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void keysMoveTheCurrentCell_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<QPoint>("to"); // column, row
        const int none = Qt::NoModifier;
        const int control = Qt::ControlModifier;
        QTest::newRow("down") << int(Qt::Key_Down) << none << QPoint(2, 501);
        QTest::newRow("up") << int(Qt::Key_Up) << none << QPoint(2, 499);
        QTest::newRow("left") << int(Qt::Key_Left) << none << QPoint(1, 500);
        QTest::newRow("right") << int(Qt::Key_Right) << none << QPoint(3, 500);
        QTest::newRow("home") << int(Qt::Key_Home) << none << QPoint(0, 500);
        QTest::newRow("end") << int(Qt::Key_End) << none << QPoint(4, 500);
        QTest::newRow("first cell") << int(Qt::Key_Home) << control << QPoint(0, 0);
        QTest::newRow("last cell") << int(Qt::Key_End) << control << QPoint(4, most - 1);
        QTest::newRow("first row") << int(Qt::Key_Up) << control << QPoint(2, 0);
        QTest::newRow("last row") << int(Qt::Key_Down) << control << QPoint(2, most - 1);
        QTest::newRow("tab") << int(Qt::Key_Tab) << none << QPoint(3, 500);
        QTest::newRow("back tab") << int(Qt::Key_Backtab) << none << QPoint(1, 500);
    }
    void keysMoveTheCurrentCell()
    {
        QFETCH(int, key);
        QFETCH(int, modifiers);
        QFETCH(QPoint, to);
        Numbers model(most, 5);
        GridView view;
        show(view, model);
        goTo(view, model.index(500, 2));
        QTest::keyClick(&view, Qt::Key(key), Qt::KeyboardModifiers(modifiers));
        QCOMPARE(QPoint(view.currentIndex().column(), view.currentIndex().row()), to);
        QCOMPARE(rangesOf(view), (Ranges {{to.y(), to.x(), to.y(), to.x()}}));
        QVERIFY2(view.viewport()->rect().contains(view.visualRect(view.currentIndex()).center()),
            "the current cell is out of sight");
    }

    void pagesMoveByWhatIsSeen()
    {
        Numbers model(most, 3);
        GridView view;
        show(view, model);
        goTo(view, model.index(1000, 1));
        QTest::keyClick(&view, Qt::Key_PageDown);
        QCOMPARE(view.currentIndex().row(), 1000 + view.visibleRows());
        QTest::keyClick(&view, Qt::Key_PageUp);
        QTest::keyClick(&view, Qt::Key_PageUp);
        QCOMPARE(view.currentIndex().row(), 1000 - view.visibleRows());
    }

    void rangesAreSelectedByShift()
    {
        Numbers model(most, 5);
        GridView view;
        show(view, model);
        goTo(view, model.index(10, 1));
        QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(rangesOf(view), (Ranges {{10, 1, 11, 2}}));
        QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(rangesOf(view), (Ranges {{10, 1, most - 1, 4}}));
        QTest::keyClick(&view, Qt::Key_Home, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(rangesOf(view), (Ranges {{0, 0, 10, 1}}));
    }

    void wholeRowsAndColumnsAreSelectedBySpace()
    {
        Numbers model(most, 5);
        GridView view;
        show(view, model);
        goTo(view, model.index(7, 2));
        QTest::keyClick(&view, Qt::Key_Space, Qt::ShiftModifier);
        QCOMPARE(rangesOf(view), (Ranges {{7, 0, 7, 4}}));
        QVERIFY(view.isRowSelected(7) && !view.isRowSelected(8));
        goTo(view, model.index(7, 2));
        QTest::keyClick(&view, Qt::Key_Space, Qt::ControlModifier);
        QCOMPARE(rangesOf(view), (Ranges {{0, 2, most - 1, 2}}));
    }

    void selectingAllLoadsNothing()
    {
        Numbers model(most, 5);
        GridView view;
        show(view, model);
        QTest::qWait(20);
        const Watchdog watchdog;
        model.asked = 0;
        view.selectAll();
        view.grab();
        QTest::qWait(20);
        QCOMPARE(rangesOf(view), (Ranges {{0, 0, most - 1, 4}}));
        const int seen = (view.bottomRow() - view.topRow() + 1) * 5;
        QVERIFY2(model.asked <= 3 * seen, qPrintable(QString::number(model.asked)));
        QVERIFY(watchdog.longestStall() < std::chrono::milliseconds(500));
    }

    void movedColumnsAreSelectedAsTheyAreSeen()
    {
        Numbers model(100, 5);
        GridView view;
        show(view, model);
        view.header()->moveSection(4, 1); // 0 4 1 2 3
        goTo(view, model.index(3, 0));
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(rangesOf(view), (Ranges {{3, 0, 3, 0}, {3, 4, 3, 4}}));
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentIndex().column(), 1);
    }

    void theMouseSelects()
    {
        Numbers model(1000, 5);
        GridView view;
        show(view, model);
        const auto at = [&](int row, int column) {
            return view.visualRect(model.index(row, column)).center();
        };
        const auto click = [&](int row, int column, Qt::KeyboardModifiers modifiers = {}) {
            QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, at(row, column));
        };
        click(2, 1);
        QCOMPARE(rangesOf(view), (Ranges {{2, 1, 2, 1}}));
        click(4, 3, Qt::ShiftModifier);
        QCOMPARE(rangesOf(view), (Ranges {{2, 1, 4, 3}}));
        click(6, 0, Qt::ControlModifier);
        QCOMPARE(rangesOf(view), (Ranges {{2, 1, 4, 3}, {6, 0, 6, 0}}));
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, at(1, 1));
        QMouseEvent move(QEvent::MouseMove, QPointF(at(3, 2)),
            view.viewport()->mapToGlobal(QPointF(at(3, 2))), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view.viewport(), &move);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, at(3, 2));
        QCOMPARE(rangesOf(view), (Ranges {{1, 1, 3, 2}}));
        QSignalSpy follow(&view, &GridView::followRequested);
        click(2, 2, Qt::ControlModifier);
        QCOMPARE(follow.size(), 1);
    }

    void editingCommitsAndMoves_data()
    {
        QTest::addColumn<int>("start"); // the key that begins
        QTest::addColumn<int>("end");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QPoint>("to");
        QTest::newRow("F2, Enter goes down")
            << int(Qt::Key_F2) << int(Qt::Key_Return) << u"xyz"_s << QPoint(1, 6);
        QTest::newRow("Enter begins, too")
            << int(Qt::Key_Return) << int(Qt::Key_Return) << u"xyz"_s << QPoint(1, 6);
        QTest::newRow("Tab goes right")
            << int(Qt::Key_F2) << int(Qt::Key_Tab) << u"xyz"_s << QPoint(2, 5);
        QTest::newRow("back tab goes left")
            << int(Qt::Key_F2) << int(Qt::Key_Backtab) << u"xyz"_s << QPoint(0, 5);
        QTest::newRow("Esc reverts")
            << int(Qt::Key_F2) << int(Qt::Key_Escape) << u"5/1"_s << QPoint(1, 5);
    }
    void editingCommitsAndMoves()
    {
        QFETCH(int, start);
        QFETCH(int, end);
        QFETCH(QString, value);
        QFETCH(QPoint, to);
        Numbers model(100, 4);
        GridView view;
        show(view, model);
        goTo(view, model.index(5, 1));
        QTest::keyClick(&view, Qt::Key(start));
        auto *editor = view.viewport()->findChild<QLineEdit *>();
        QVERIFY(editor);
        QVERIFY(view.visualRect(view.currentIndex()).contains(editor->geometry()));
        QTest::keyClicks(editor, u"xyz"_s);
        QTest::keyClick(editor, Qt::Key(end));
        QTRY_VERIFY(view.viewport()->findChildren<QLineEdit *>().isEmpty());
        QCOMPARE(model.data(model.index(5, 1), Qt::EditRole).toString(), value);
        QCOMPARE(QPoint(view.currentIndex().column(), view.currentIndex().row()), to);
        QVERIFY(view.hasFocus());
    }

    void typingBeginsAnEdit()
    {
        Numbers model(100, 4);
        GridView view;
        show(view, model);
        goTo(view, model.index(5, 1));
        QTest::keyClick(&view, Qt::Key_A);
        auto *editor = view.viewport()->findChild<QLineEdit *>();
        QVERIFY(editor);
        QCOMPARE(editor->text(), u"a"_s);
    }

    void lookingIntoACellChangesNothing()
    {
        Numbers model(100, 4);
        GridView view;
        show(view, model);
        goTo(view, model.index(5, 1));
        QTest::keyClick(&view, Qt::Key_F2);
        QTest::keyClick(view.viewport()->findChild<QLineEdit *>(), Qt::Key_Return);
        QTRY_VERIFY(view.viewport()->findChildren<QLineEdit *>().isEmpty());
        QVERIFY(model.values.empty());
    }

    void aCutCellIsFetchedBeforeItIsEdited()
    {
        Numbers model(100, 4);
        model.cut = {5};
        GridView view;
        show(view, model);
        QSignalSpy needed(&view, &GridView::wholeValueNeeded);
        goTo(view, model.index(5, 1));
        QTest::keyClick(&view, Qt::Key_F2);
        QCOMPARE(needed.size(), 1);
        QVERIFY(!view.viewport()->findChild<QLineEdit *>());
    }

    void rowsAreWhereTheyAreSeen()
    {
        Numbers model(most, 3);
        GridView view;
        show(view, model);
        view.setTopRow(most / 2);
        const QModelIndex index = view.indexAt({5, view.rowHeight() * 3 + 2});
        QCOMPARE(index.row(), most / 2 + 3);
        QVERIFY(view.visualRect(index).contains(5, view.rowHeight() * 3 + 2));
        view.setTopRow(view.verticalScrollBar()->maximum());
        QCOMPARE(view.bottomRow(), most - 1);
    }

    void visibleRowsAreTold()
    {
        Numbers model(1000, 3);
        GridView view;
        show(view, model);
        QSignalSpy told(&view, &GridView::visibleRowsChanged);
        view.setTopRow(500);
        QVERIFY(!told.isEmpty());
        QCOMPARE(told.last()[0].toInt(), 500);
        QCOMPARE(told.last()[1].toInt(), view.bottomRow());
    }

    void rowsThatComeAndGoKeepTheRest()
    {
        Numbers model(1000, 3);
        GridView view;
        show(view, model);
        goTo(view, model.index(900, 1));
        const int top = view.topRow();
        model.append(1'000'000'000);
        QTRY_COMPARE(view.verticalScrollBar()->maximum(), model.rowCount() - view.visibleRows());
        QCOMPARE(view.topRow(), top);
        QCOMPARE(view.currentIndex().row(), 900);
        model.removeLast(1'000'000'050);
        QTRY_COMPARE(view.verticalScrollBar()->maximum(), 950 - view.visibleRows());
        QCOMPARE(view.currentIndex().row(), 900);
    }

    void headerClicksAskForASort()
    {
        Numbers model(100, 3);
        GridView view;
        show(view, model);
        QSignalSpy sort(&view, &GridView::sortRequested);
        const QPoint place(view.header()->sectionViewportPosition(1) + 30, 5);
        QTest::mouseClick(view.header()->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseClick(view.header()->viewport(), Qt::LeftButton, Qt::ShiftModifier, place);
        QCOMPARE(sort.size(), 2);
        QCOMPARE(sort[0], (QVariantList {1, false}));
        QCOMPARE(sort[1], (QVariantList {1, true}));
    }

    void columnsAreChangedByKeys()
    {
        Numbers model(100, 3);
        GridView view;
        show(view, model);
        goTo(view, model.index(5, 1));
        const auto modifiers = Qt::AltModifier | Qt::ShiftModifier;
        const int before = view.header()->sectionSize(1);
        QTest::keyClick(&view, Qt::Key_Right, modifiers);
        QVERIFY(view.header()->sectionSize(1) > before);
        model.values[{5, 1}] = QString(60, u'W');
        QTest::keyClick(&view, Qt::Key_Down, modifiers);
        QVERIFY(view.header()->sectionSize(1)
            > view.fontMetrics().horizontalAdvance(QString(20, u'W')));
        QTest::keyClick(&view, Qt::Key_Up, modifiers);
        QCOMPARE(view.header()->visualIndex(1), 2);
    }

    void assistiveTechnologiesReadATable()
    {
        Numbers model(most, 3);
        model.values[{7, 1}] = QString();
        GridView view;
        view.setAccessibleName(u"Rows"_s);
        show(view, model);
        goTo(view, model.index(most - 5, 1));
        QAccessibleInterface *grid = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(grid && grid->tableInterface());
        QCOMPARE(grid->role(), QAccessible::Table);
        QCOMPARE(grid->text(QAccessible::Name), u"Rows"_s);
        QCOMPARE(grid->tableInterface()->rowCount(), most);
        QAccessibleInterface *current = grid->focusChild();
        QVERIFY(current);
        QCOMPARE(current->role(), QAccessible::Cell);
        QCOMPARE(current->text(QAccessible::Name), u"column 1: %1/1"_s.arg(most - 5));
        QCOMPARE(current->text(QAccessible::Description), u"row %1"_s.arg(most - 4));
        QVERIFY(current->state().focused && current->state().selected && current->state().editable);
        QCOMPARE(current->tableCellInterface()->rowIndex(), most - 5);
        QCOMPARE(grid->child(grid->indexOfChild(current)), current);
        QCOMPARE(grid->tableInterface()->columnDescription(2), u"column 2"_s);
        QAccessibleInterface *empty = grid->tableInterface()->cellAt(7, 1);
        QCOMPARE(empty->text(QAccessible::Name), u"column 1: empty"_s);
        QVERIFY(empty->state().offscreen);
        const QPoint there
            = view.viewport()->mapToGlobal(view.visualRect(view.currentIndex()).center());
        QCOMPARE(grid->childAt(there.x(), there.y()), current);
    }

    void anotherThemeKeepsTheWidths()
    {
        Numbers model(50, 3);
        GridView view;
        show(view, model);
        view.header()->resizeSection(1, 77);
        Theme::instance().apply(ThemeMode::Dark);
        QTest::qWait(20);
        QCOMPARE(view.header()->sectionSize(1), 77);
        QFont larger = view.font();
        larger.setPointSizeF(larger.pointSizeF() * 2);
        const int height = view.rowHeight();
        view.setFont(larger);
        QVERIFY(view.header()->sectionSize(1) > 120 && view.rowHeight() > height);
        Theme::instance().apply(ThemeMode::Light);
    }

    void aLargeValueIsPaintedQuickly()
    {
        Numbers model(50, 3);
        for (int row = 0; row < 50; ++row)
            model.values[{row, 0}] = QString(200'000, u'M');
        GridView view;
        show(view, model);
        QElapsedTimer timer;
        timer.start();
        view.grab();
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    }

private:
    static void show(GridView &view, QAbstractItemModel &model)
    {
        view.setModel(&model);
        view.resize(700, 400);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setFocus();
        view.activateWindow();
        QTRY_VERIFY(view.hasFocus());
    }
};

QTEST_MAIN(TestGridView)
#include "tst_gridview.moc"
