// SPDX-License-Identifier: MPL-2.0
#include "support/databasefiles.h"
#include "support/testutils.h"
#include "ui/grid/gridpage.h"
#include "ui/grid/gridtrail.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/filterrow.h"
#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/tsv.h"
#include "ui/workspace/workbench.h"
#include "uisupport/watchdog.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestGridPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Theme::instance().apply(ThemeMode::Light);
        auto db = openFile(file(), Access::Create);
        VERIFY_RESULT(db);
        VERIFY_RESULT((*db)->executeScript(uR"(PRAGMA journal_mode = wal;
            CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE album (id INTEGER PRIMARY KEY, title TEXT, artist_id INTEGER REFERENCES artist,
                                price REAL, cover BLOB);
            CREATE TABLE empty (id INTEGER PRIMARY KEY);
            CREATE VIEW titles AS SELECT title, price FROM album;
            WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100)
            INSERT INTO artist SELECT x, 'artist ' || x FROM n;
            WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20000)
            INSERT INTO album SELECT x, CASE WHEN x % 10 THEN 'title ' || x END, x % 100 + 1, x / 4.0,
                CASE x WHEN 1 THEN x'0102' END FROM n;
            UPDATE album SET title = '' WHERE id = 3;
            UPDATE album SET title = 'a "b"' || char(9) || char(10) || 'c' WHERE id = 4;)"_s));
        m_workbench = std::make_unique<Workbench>(m_folder.filePath(u"settings.ini"_s));
        const auto opened = m_workbench->open(file());
        VERIFY_RESULT(opened);
        m_database = *opened;
        QTRY_COMPARE(m_database->state(), OpenDatabase::State::Open);
        connect(&m_workbench->navigator(), &Navigator::showRows, this,
            [this](OpenDatabase *, const QString &table, const QMap<QString, QString> &filters) {
                if (table == u"artist" && m_artist)
                    m_artist->setFilters(filters);
                m_shown = table;
            });
    }
    void cleanupTestCase() { m_workbench.reset(); }

    void rowsAreShownAndCounted()
    {
        const Watchdog watchdog;
        GridPage page(*m_database, u"album"_s);
        QSignalSpy status(&page, &Page::statusChanged);
        show(page);
        QTRY_COMPARE(text(page, 0, 1), u"title 1"_s);
        QTRY_VERIFY(page.rows().isExact());
        QCOMPARE(page.model()->rowCount(), 20'000);
        QVERIFY2(page.status().startsWith(u"1 – "_s) && page.status().endsWith(u" of 20,000"_s),
            qPrintable(page.status()));
        QVERIFY(!status.isEmpty());
        QVERIFY(watchdog.longestStall() < std::chrono::milliseconds(500));
    }

    void aClickOnAHeaderSorts()
    {
        GridPage page(*m_database, u"album"_s);
        show(page);
        QTRY_COMPARE(text(page, 0, 1), u"title 1"_s);
        Q_EMIT page.view().sortRequested(3, false);
        QCOMPARE(page.sort(), (QList<SortColumn> {{u"price"_s, false}}));
        Q_EMIT page.view().sortRequested(3, false);
        QCOMPARE(page.sort(), (QList<SortColumn> {{u"price"_s, true}}));
        QTRY_COMPARE(text(page, 0, 0), u"20000"_s);
        Q_EMIT page.view().sortRequested(3, false);
        QVERIFY2(page.sort().isEmpty(), "the third click clears");
        Q_EMIT page.view().sortRequested(2, true);
        Q_EMIT page.view().sortRequested(0, true);
        Q_EMIT page.view().sortRequested(0, true);
        QCOMPARE(page.sort(), (QList<SortColumn> {{u"artist_id"_s, false}, {u"id"_s, true}}));
        QCOMPARE(page.model()->headerData(0, Qt::Horizontal, RowsModel::SortRole).toInt(), -2);
        QTRY_COMPARE(text(page, 0, 0), u"20000"_s);
        QTRY_COMPARE(text(page, 1, 0), u"19900"_s);
    }

    void theFilterRowFilters()
    {
        GridPage page(*m_database, u"album"_s);
        show(page);
        QTRY_COMPARE(text(page, 0, 1), u"title 1"_s);
        page.view().selectionModel()->setCurrentIndex(
            page.model()->index(0, 1), QItemSelectionModel::ClearAndSelect);
        page.perform(PageCommand::Filter);
        auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(line);
        QCOMPARE(line->accessibleName(), u"Filter title"_s);
        QTest::keyClicks(line, u"1999"_s);
        QTRY_COMPARE(text(page, 0, 0), u"1999"_s);
        QTRY_COMPARE(page.model()->rowCount(), 11); // 1999, 11999, 19991 … 19999
        QTest::keyClick(line, Qt::Key_Escape);
        QTRY_COMPARE(page.model()->rowCount(), 20'000);
    }

    void aWrongFilterIsMarkedAndTheRowsStay()
    {
        GridPage page(*m_database, u"album"_s);
        show(page);
        QTRY_COMPARE(text(page, 0, 1), u"title 1"_s);
        page.setFilters({{u"price"_s, u">"_s}});
        const QList<Banner *> banners = page.findChildren<Banner *>();
        QVERIFY(std::any_of(banners.cbegin(), banners.cend(), [](const Banner *banner) {
            return banner->isVisible() && banner->text().contains(u"\"price\""_s);
        }));
        QCOMPARE(text(page, 0, 1), u"title 1"_s);
    }

    void nothingToShowSaysWhatToDo()
    {
        GridPage page(*m_database, u"album"_s);
        show(page);
        QTRY_COMPARE(text(page, 0, 1), u"title 1"_s);
        auto *empty = page.findChild<EmptyState *>();
        QVERIFY(!empty->isVisible());
        page.setFilters({{u"title"_s, u"no such title"_s}});
        QTRY_VERIFY(empty->isVisible());
        auto *clear = empty->findChild<QAbstractButton *>();
        QVERIFY(clear);
        clear->click();
        QTRY_COMPARE(page.model()->rowCount(), 20'000);
        QVERIFY(!empty->isVisible());
        GridPage none(*m_database, u"empty"_s);
        show(none);
        QTRY_VERIFY(none.findChild<EmptyState *>()->isVisible());
    }

    void goToAndRefreshKeepTheirPlace()
    {
        GridPage page(*m_database, u"album"_s);
        show(page);
        QTRY_VERIFY(page.rows().isExact());
        page.goToRow(15'000);
        QTRY_COMPARE(text(page, 14'999, 0), u"15000"_s);
        const int top = page.view().topRow();
        page.perform(PageCommand::Refresh);
        QCOMPARE(page.view().topRow(), top);
        QCOMPARE(text(page, 14'999, 0), u"15000"_s);
        QTRY_VERIFY(page.rows().isExact() && !page.rows().isBusy());
        QCOMPARE(page.view().topRow(), top);
        QCOMPARE(page.view().currentIndex().row(), 14'999);
    }

    void copiesAreText_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("text");
        QTest::newRow("for a spreadsheet")
            << int(CopyFormat::Tsv) << u"2\ttitle 2\t3\n3\t\"\"\t4\n4\t\"a \"\"b\"\"\t\nc\"\t5\n"_s;
        QTest::newRow("with headers")
            << int(CopyFormat::TsvWithHeader)
            << u"id\ttitle\tartist_id\n2\ttitle 2\t3\n3\t\"\"\t4\n4\t\"a \"\"b\"\"\t\nc\"\t5\n"_s;
        QTest::newRow("as INSERT")
            << int(CopyFormat::Insert)
            << u"INSERT INTO \"album\" (\"id\", \"title\", \"artist_id\") VALUES (2, 'title 2', "
               u"3);\n"
               "INSERT INTO \"album\" (\"id\", \"title\", \"artist_id\") VALUES (3, '', 4);\n"
               "INSERT INTO \"album\" (\"id\", \"title\", \"artist_id\") VALUES (4, 'a \"b\"\t\nc', 5);\n"_s;
    }
    void copiesAreText()
    {
        QFETCH(int, format);
        QFETCH(QString, text);
        GridPage page(*m_database, u"album"_s);
        show(page);
        QTRY_VERIFY(page.rows().isExact());
        page.view().selectionModel()->select({page.model()->index(1, 0), page.model()->index(3, 2)},
            QItemSelectionModel::ClearAndSelect);
        QApplication::clipboard()->clear();
        page.copy(CopyFormat(format));
        QTRY_COMPARE(QApplication::clipboard()->text(), text);
    }

    void everythingIsCopiedInTheBackground()
    {
        GridPage page(*m_database, u"album"_s);
        show(page);
        QTRY_VERIFY(page.rows().isExact());
        page.view().selectAll();
        QApplication::clipboard()->clear();
        const Watchdog watchdog;
        QTest::keyClick(&page.view(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(m_workbench->tasks().running().size(), 1);
        QTRY_VERIFY(!QApplication::clipboard()->text().isEmpty());
        QCOMPARE(parseTsv(QApplication::clipboard()->text()).size(), 20'000);
        QVERIFY(m_workbench->tasks().running().isEmpty());
        QVERIFY(watchdog.longestStall() < std::chrono::milliseconds(500));
    }

    void aSpreadsheetsCellsAreRead()
    {
        const auto rows = parseTsv(u"1\t\ta\r\n\"x \"\"y\"\"\nz\"\t\"\"\t\n"_s);
        QCOMPARE(rows.size(), 2);
        using Cells = QList<std::optional<QString>>;
        QCOMPARE(rows[0], (Cells {u"1"_s, std::nullopt, u"a"_s}));
        QCOMPARE(rows[1], (Cells {u"x \"y\"\nz"_s, QString(u""_s), std::nullopt}));
    }

    void aForeignKeyIsFollowedThereAndBack()
    {
        GridPage page(*m_database, u"album"_s);
        GridPage artist(*m_database, u"artist"_s);
        m_artist = &artist;
        show(page);
        show(artist);
        QTRY_VERIFY(page.rows().isExact() && artist.rows().isExact());
        QTRY_VERIFY(!page.rows().isBusy());
        page.follow(page.model()->index(7, 2));
        QCOMPARE(m_shown, u"artist"_s);
        QTRY_COMPARE(artist.model()->rowCount(), 1);
        QTRY_COMPARE(text(artist, 0, 1), u"artist 9"_s);
        artist.goBack();
        QCOMPARE(m_shown, u"album"_s);
        QTRY_COMPARE(page.view().currentIndex(), page.model()->index(7, 2));
        QVERIFY(GridTrail::of(*m_workbench).isEmpty());
        m_artist = nullptr;
    }

    void aViewIsReadOnlyAndSaysWhy()
    {
        GridPage page(*m_database, u"titles"_s);
        show(page);
        QTRY_VERIFY(page.model() && page.model()->rowCount() == 20'000);
        QTRY_COMPARE(text(page, 0, 0), u"title 1"_s);
        QVERIFY(!(page.model()->flags(page.model()->index(0, 0)) & Qt::ItemIsEditable));
        const QList<QLabel *> labels = page.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(u"Read-only"_s);
        }));
    }

    void selectedNumbersAreSummedUp()
    {
        GridPage page(*m_database, u"album"_s);
        show(page);
        QTRY_COMPARE(text(page, 0, 1), u"title 1"_s);
        page.view().selectionModel()->select({page.model()->index(0, 3), page.model()->index(3, 3)},
            QItemSelectionModel::ClearAndSelect);
        QVERIFY2(page.status().contains(u"4 cells, 4 numbers: sum 2.5, min 0.25, max 1"_s),
            qPrintable(page.status()));
    }

    void widthsOrderFiltersAndSortAreRemembered()
    {
        QVariantMap state;
        {
            GridPage page(*m_database, u"album"_s);
            show(page);
            QTRY_COMPARE(text(page, 0, 1), u"title 1"_s);
            page.view().header()->resizeSection(1, 333);
            page.view().header()->moveSection(4, 0);
            page.setFilters({{u"title"_s, u"title 2"_s}});
            page.setSort({{.column = u"price"_s, .descending = true}});
            state = page.saveState();
        }
        GridPage page(*m_database, u"album"_s);
        page.restoreState(state);
        show(page);
        QCOMPARE(page.view().header()->sectionSize(1), 333);
        QCOMPARE(page.view().header()->visualIndex(4), 0);
        QTRY_COMPARE(text(page, 0, 1), u"title 2999"_s);
        page.view().header()->moveSection(0, 4);
        page.setFilters({});
    }

private:
    QString file() const { return m_folder.filePath(u"shop.db"_s); }
    static void show(GridPage &page)
    {
        page.resize(900, 500);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        page.activateWindow();
    }
    static QString text(const GridPage &page, int row, int column)
    {
        return page.model() ? page.model()->index(row, column).data().toString() : QString();
    }

    QTemporaryDir m_folder {};
    std::unique_ptr<Workbench> m_workbench {};
    OpenDatabase *m_database = nullptr;
    GridPage *m_artist = nullptr;
    QString m_shown {};
};

QTEST_MAIN(TestGridPage)
#include "tst_gridpage.moc"
