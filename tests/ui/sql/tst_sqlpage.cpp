// SPDX-License-Identifier: MPL-2.0
#include "support/testutils.h"
#include "ui/sql/queryhistory.h"
#include "ui/sql/resultpane.h"
#include "ui/sql/resulttabs.h"
#include "ui/sql/sqlpage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/codeview.h"
#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"
#include "uisupport/watchdog.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QCryptographicHash>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace joinery;

namespace {

const QString endless
    = u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"_s;

} // namespace

class TestSqlPage : public QObject
{
    Q_OBJECT

private:
    QString path() const { return m_folder->filePath(u"shop.db"_s); }

    QByteArray fileHash() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly)
            ? QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256)
            : QByteArray();
    }

    void open(bool readOnly = false)
    {
        m_page.reset();
        m_workbench = std::make_unique<Workbench>(m_folder->filePath(u"workbench.ini"_s));
        const Result<OpenDatabase *> database = m_workbench->open(path(), readOnly);
        VERIFY_RESULT(database);
        m_database = *database;
        QTRY_COMPARE(m_database->state(), OpenDatabase::State::Open);
        newPage();
    }

    void newPage()
    {
        m_page = std::make_unique<SqlPage>(*m_database, 1);
        m_page->resize(900, 600);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }

    void runAll(const QString &sql)
    {
        m_page->setText(sql);
        m_page->runAll();
        finish();
    }

    void finish() { QTRY_VERIFY_WITH_TIMEOUT(!m_page->runner().isRunning(), 20000); }

    QString summary(int row, int column) const
    {
        SummaryModel &model = m_page->results().summary();
        return model.index(row, column).data().toString();
    }

    QString cell(int result, int row, int column) const
    {
        ResultPane *pane = m_page->results().pane(result);
        return pane ? pane->model().index(row, column).data().toString() : u"no result"_s;
    }

private Q_SLOTS:
    void init()
    {
        Theme::instance().apply(ThemeMode::Light);
        m_folder = std::make_unique<QTemporaryDir>();
        const ConnectionProvider provider;
        const Result<Url> url = Url::parse(u"sqlite:///"_s + path());
        VERIFY_RESULT(url);
        const auto db = provider.open(*url, {.access = Access::Create});
        VERIFY_RESULT(db);
        VERIFY_RESULT((*db)->executeScript(
            u"CREATE TABLE album (id INTEGER PRIMARY KEY, title TEXT NOT NULL, note TEXT);"
            "INSERT INTO album VALUES (1, 'Abbey Road', NULL), (2, 'Kind of Blue', ''), (3, "
            "'Blue Train', 'x');"_s));
        open();
    }

    void cleanup()
    {
        m_page.reset();
        m_workbench.reset();
        m_folder.reset();
    }

    void aQueryShowsItsRows()
    {
        runAll(u"SELECT * FROM album ORDER BY id"_s);
        ResultPane *pane = m_page->results().pane(0);
        QVERIFY(pane);
        const QAbstractItemModelTester tester(
            &pane->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(pane->model().columns(), (QStringList {u"id"_s, u"title"_s, u"note"_s}));
        QCOMPARE(pane->model().rowCount(), 3);
        QCOMPARE(cell(0, 1, 1), u"Kind of Blue"_s);
        QCOMPARE(m_page->results().currentWidget(), pane);
        QVERIFY(summary(0, SummaryModel::Outcome).startsWith(u"3 rows"));
    }

    void nullIsNoEmptyText()
    {
        runAll(u"SELECT note FROM album ORDER BY id"_s);
        ResultModel &model = m_page->results().pane(0)->model();
        QCOMPARE(cell(0, 0, 0), u"NULL"_s);
        QCOMPARE(cell(0, 1, 0), QString());
        QVERIFY(model.index(0, 0).data(Qt::FontRole).value<QFont>().italic());
        QVERIFY(!model.index(1, 0).data(Qt::FontRole).isValid());
        QCOMPARE(model.index(0, 0).data(Qt::ForegroundRole).value<QColor>(),
            Theme::instance().color(joinery::ColorToken::Null));
    }

    void severalStatementsGiveATabEachAndStopAtTheError()
    {
        runAll(
            u"SELECT 1;\nUPDATE album SET note = 'y' WHERE id > 1;\nSELECT nope FROM album;\nSELECT 2"_s);
        const ResultTabs &results = m_page->results();
        QVERIFY(results.pane(0));
        QVERIFY(!results.pane(1));
        QVERIFY(!results.pane(3));
        QCOMPARE(m_page->results().summary().rowCount(), 4);
        QCOMPARE(summary(1, SummaryModel::Outcome), u"2 rows changed"_s);
        QVERIFY(summary(2, SummaryModel::Outcome).contains(u"no such column: nope"));
        QCOMPARE(summary(3, SummaryModel::Outcome), u"Not run"_s);
        auto *banner = results.currentWidget()->findChild<Banner *>();
        QVERIFY(banner);
        QCOMPARE(banner->text(), u"no such column: nope (line 3, column 8)"_s);
    }

    void theErrorIsMarkedAtItsPlace()
    {
        runAll(u"SELECT 1;\nSELECT id, nope\nFROM album"_s);
        const QImage marked = m_page->code().grab().toImage();
        m_page->code().clearErrors();
        QVERIFY(m_page->code().grab().toImage() != marked);
        QCOMPARE(m_page->code().text(), u"SELECT 1;\nSELECT id, nope\nFROM album"_s);
    }

    void theStatementAtTheCursorRuns_data()
    {
        QTest::addColumn<qsizetype>("cursor");
        QTest::addColumn<QString>("value");
        QTest::newRow("at the beginning") << qsizetype(0) << u"1"_s;
        QTest::newRow("behind its semicolon") << qsizetype(9) << u"1"_s;
        QTest::newRow("in the empty line between") << qsizetype(10) << u"2"_s;
        QTest::newRow("in the second") << qsizetype(14) << u"2"_s;
        QTest::newRow("behind all") << qsizetype(20) << u"2"_s;
    }
    void theStatementAtTheCursorRuns()
    {
        QFETCH(qsizetype, cursor);
        m_page->setText(u"SELECT 1;\n\nSELECT 2;"_s);
        m_page->code().setCursorPosition(cursor);
        QTest::keyClick(m_page->code().focusProxy(), Qt::Key_Return, Qt::ControlModifier);
        finish();
        QTEST(cell(0, 0, 0), "value");
    }

    void theSelectionRunsAlone()
    {
        m_page->setText(u"SELECT 1; SELECT 2; SELECT 3;"_s);
        m_page->code().select(10, 18);
        m_page->runAtCursor();
        finish();
        QCOMPARE(m_page->results().summary().rowCount(), 2);
        QCOMPARE(cell(0, 0, 0), u"2"_s);
    }

    void anEndlessQueryIsStoppedAndThePageGoesOn()
    {
        m_page->setText(endless);
        m_page->runAll();
        QTest::qWait(50);
        QVERIFY(m_page->runner().isRunning());
        QElapsedTimer timer;
        timer.start();
        QTest::keyClick(m_page->code().focusProxy(), Qt::Key_Escape);
        finish();
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(summary(0, SummaryModel::Outcome), u"Interrupted"_s);
        runAll(u"SELECT 42"_s);
        QCOMPARE(cell(0, 0, 0), u"42"_s);
    }

    void theWatchdogSeesAStall()
    {
        testing::Watchdog watchdog;
        QTest::qWait(100);
        QVERIFY(watchdog.longestStall().count() < 50);
        QTimer::singleShot(0, this, [] { QTest::qSleep(150); });
        QTest::qWait(50);
        QVERIFY(watchdog.longestStall().count() >= 100);
    }

    void closingThePageEndsWhatRuns()
    {
        m_page->setText(endless);
        m_page->runAll();
        QTest::qWait(20);
        QElapsedTimer timer;
        timer.start();
        m_page.reset();
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    }

    void aMillionRowsTakeBoundedMemoryAndNoStall()
    {
        const QString sql = u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT "
                            "1000000) SELECT i, 'row ' || i AS name FROM n"_s;
        testing::Watchdog watchdog;
        m_page->setText(sql);
        watchdog.reset();
        m_page->runAll();
        finish();
        ResultPane *pane = m_page->results().pane(0);
        QVERIFY(pane);
        QVERIFY(pane->model().hasMore());
        QVERIFY2(pane->model().rowCount() >= 1000 && pane->model().rowCount() <= 11000,
            qPrintable(QString::number(pane->model().rowCount())));
        for (QAbstractButton *button : pane->findChildren<QAbstractButton *>()) {
            if (button->text() == u"Fetch all")
                button->click();
        }
        QTRY_COMPARE_WITH_TIMEOUT(pane->model().rowCount(), 1000000, 60000);
        finish();
        QVERIFY(!pane->model().hasMore());
        QCOMPARE(cell(0, 999999, 1), u"row 1000000"_s);
        QCOMPARE(cell(0, 500000, 0), u"500001"_s);
        QVERIFY2(pane->model().byteCount() < 64 << 20,
            qPrintable(QString::number(pane->model().byteCount())));
        qInfo("longest stall %lld ms, %lld MiB", qlonglong(watchdog.longestStall().count()),
            qlonglong(pane->model().byteCount() >> 20));
        QVERIFY2(watchdog.longestStall().count() <= 50,
            qPrintable(QString::number(watchdog.longestStall().count())));
    }

    void rowsComeBeforeTheEndHoweverQuickTheStatementIs()
    {
        for (int i = 0; i < 200; ++i) {
            runAll(u"SELECT %1"_s.arg(i));
            QCOMPARE(cell(0, 0, 0), QString::number(i));
        }
    }

    void fetchingStopsWhereMemoryEnds()
    {
        SqlRunner runner(*m_database);
        ResultModel model;
        SqlOutcome outcome;
        connect(&runner, &SqlRunner::columnsKnown, this,
            [&](int, const QStringList &columns) { model.setColumns(columns); });
        connect(&runner, &SqlRunner::rowsArrived, this,
            [&](int, const RowChunkPtr &rows) { model.append(rows); });
        connect(&runner, &SqlRunner::finished, this,
            [&](int, const SqlOutcome &result) { outcome = result; });
        runner.run({{.sql = u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                            "SELECT i, hex(zeroblob(500)) FROM n"_s,
            .limit = -1,
            .maxBytes = 4 << 20}});
        QTRY_VERIFY_WITH_TIMEOUT(!runner.isRunning(), 20000);
        QVERIFY(outcome.isFull);
        QVERIFY(!outcome.error);
        QVERIFY(model.byteCount() > 3 << 20);
        QVERIFY2(model.byteCount() < 9 << 20, qPrintable(QString::number(model.byteCount())));
    }

    void aSelectLeavesTheFileAsItIs()
    {
        const QByteArray before = fileHash();
        runAll(u"SELECT * FROM album; PRAGMA table_info(album); EXPLAIN SELECT 1"_s);
        QVERIFY(!m_page->runner().mayChange());
        QCOMPARE(fileHash(), before);
        QCOMPARE(QDir(m_folder->path()).entryList({u"shop.db-*"_s}), QStringList());
    }

    void aReadOnlyDatabaseSaysWhyItRefuses()
    {
        open(true);
        const QByteArray before = fileHash();
        runAll(u"DELETE FROM album"_s);
        QVERIFY(summary(0, SummaryModel::Outcome).contains(u"open for reading only"));
        QCOMPARE(fileHash(), before);
        runAll(u"SELECT count(*) FROM album"_s);
        QCOMPARE(cell(0, 0, 0), u"3"_s);
    }

    void aTransactionIsShownUntilItEnds()
    {
        runAll(u"BEGIN; DELETE FROM album WHERE id = 1"_s);
        auto *commit = m_page->findChild<QAbstractButton *>(u"commit"_s);
        QVERIFY(commit && commit->isVisible());
        QVERIFY(!m_page->unsaved().isEmpty());
        m_page->findChild<QAbstractButton *>(u"rollback"_s)->click();
        finish();
        QVERIFY(!commit->isVisible());
        QVERIFY(m_page->unsaved().isEmpty());
        runAll(u"BEGIN; DELETE FROM album WHERE id = 1"_s);
        m_page->findChild<QAbstractButton *>(u"commit"_s)->click();
        finish();
        runAll(u"SELECT count(*) FROM album"_s);
        QCOMPARE(cell(0, 0, 0), u"2"_s);
    }

    void newTablesShowInTheSchema()
    {
        const QSignalSpy changed(m_database, &OpenDatabase::schemaChanged);
        runAll(u"CREATE TABLE artist (id INTEGER PRIMARY KEY)"_s);
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(m_database->schema().tables.contains(u"artist"_s));
    }

    void changedRowsAreTold()
    {
        const QSignalSpy changed(m_database, &OpenDatabase::rowsChanged);
        runAll(u"BEGIN; UPDATE album SET note = 'z'"_s);
        QCOMPARE(changed.size(), 0);
        runAll(u"COMMIT"_s);
        QCOMPARE(changed.size(), 1);
    }

    void returningGivesRowsAndChanges()
    {
        runAll(u"DELETE FROM album WHERE id > 1 RETURNING id"_s);
        QCOMPARE(m_page->results().pane(0)->model().rowCount(), 2);
        runAll(u"SELECT count(*) FROM album"_s);
        QCOMPARE(cell(0, 0, 0), u"1"_s);
    }

    void statementsGoToTheLogAndTheHistory()
    {
        runAll(u"SELECT 1 AS one; SELECT nope"_s);
        const QList<LoggedStatement> &log = m_workbench->log().entries();
        QCOMPARE(log.size(), 2);
        QCOMPARE(log[0].sql, u"SELECT 1 AS one"_s);
        QCOMPARE(log[0].source, StatementSource::Person);
        QCOMPARE(log[0].rows, 1);
        QVERIFY(log[1].error.contains(u"nope"));
        open(); // the next start
        QueryHistory &history = QueryHistory::of(*m_workbench);
        const QAbstractItemModelTester tester(
            &history, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(history.rowCount(), 2);
        QCOMPARE(history.at(0).sql, u"SELECT nope"_s);
        QVERIFY(history.at(0).error.contains(u"nope"));
        QCOMPARE(history.at(1).rows, 1);
        history.append({.at = QDateTime::currentDateTimeUtc(), .sql = u"SELECT 3"_s});
        QCOMPARE(history.at(0).sql, u"SELECT 3"_s);
    }

    void theTextComesBackAfterARestart()
    {
        m_page->setText(u"SELECT 'kept'"_s);
        const QVariantMap state = m_page->saveState();
        open();
        m_page->restoreState(state);
        QCOMPARE(m_page->code().text(), u"SELECT 'kept'"_s);
    }

    void theTextIsOfferedAgainAfterACrash()
    {
        QTest::keyClicks(m_page->code().focusProxy(), u"SELECT 'lost'"_s);
        QTest::keyClick(m_page->code().focusProxy(), Qt::Key_Escape);
        QTest::qWait(700);
        // As after a crash: nobody asked for the state. The file is what a new start finds.
        open();
        auto *banner = [this]() -> Banner * {
            for (Banner *each : m_page->findChildren<Banner *>()) {
                if (each->text().contains(u"earlier session"))
                    return each;
            }
            return nullptr;
        }();
        if (!banner)
            QTRY_VERIFY(m_page->findChildren<Banner *>().size() > 2);
        QTRY_VERIFY([this] {
            for (Banner *each : m_page->findChildren<Banner *>()) {
                if (each->isVisible() && each->text().contains(u"earlier session"))
                    return true;
            }
            return false;
        }());
        for (QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
            if (button->text() == u"Insert here")
                button->click();
        }
        QCOMPARE(m_page->code().text(), u"SELECT 'lost'"_s);
    }

    void filesAreOpenedAndSaved()
    {
        const QString file = m_folder->filePath(u"a query.sql"_s);
        QFile written(file);
        QVERIFY(written.open(QIODevice::WriteOnly));
        written.write("SELECT 'ä'");
        written.close();
        m_page->openFile(file);
        QCOMPARE(m_page->code().text(), u"SELECT 'ä'"_s);
        QCOMPARE(m_page->title(), u"a query.sql"_s);
        QVERIFY(!m_page->isModified());
        QTest::keyClicks(m_page->code().focusProxy(), u" "_s);
        QVERIFY(m_page->isModified());
        QVERIFY(!m_page->unsaved().isEmpty());
        QTest::keyClick(m_page->code().focusProxy(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY(!m_page->isModified());
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(QString::fromUtf8(written.readAll()).contains(u"'ä'"));
    }

    void cellsAreCopiedForSpreadsheets()
    {
        runAll(u"SELECT 1 AS a, NULL AS b, 'x\ty' AS c UNION ALL SELECT 2.5, 'say \"hi\"', 'z'"_s);
        ResultPane *pane = m_page->results().pane(0);
        pane->copy(true);
        QCOMPARE(QGuiApplication::clipboard()->text(),
            u"a\tb\tc\n1\t\t\"x\ty\"\n2.5\t\"say \"\"hi\"\"\"\tz\n"_s);
        pane->view().selectionModel()->select(
            pane->model().index(0, 0), QItemSelectionModel::ClearAndSelect);
        pane->copy(false);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"1"_s);
    }

    void thePlanIsATree()
    {
        m_page->setText(u"SELECT 1; SELECT * FROM album a JOIN album b ON b.id = a.note"_s);
        m_page->explain();
        finish();
        auto *tree = m_page->results().currentWidget()->findChild<QAbstractItemView *>();
        auto *view
            = tree ? tree : qobject_cast<QAbstractItemView *>(m_page->results().currentWidget());
        QVERIFY(view);
        QCOMPARE(view->model()->rowCount(), 2);
        QVERIFY(view->model()->index(0, 0).data().toString().startsWith(u"SCAN"));
        QVERIFY(view->model()->index(1, 0).data().toString().startsWith(u"SEARCH"));
    }

    void typingProposesAndEnterTakes()
    {
        m_page->setText(u"SELECT * FROM alb"_s);
        QWidget *editor = m_page->code().focusProxy();
        QTest::keyClicks(editor, u"u"_s);
        auto *popup = m_page->code().findChild<QAbstractItemView *>();
        QVERIFY(popup);
        QVERIFY(popup->isVisible());
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(m_page->code().text(), u"SELECT * FROM album"_s);
        QVERIFY(!popup->isVisible());
        QTest::keyClicks(editor, u" WHERE t"_s);
        QVERIFY(!popup->isVisible());
        QTest::keyClick(editor, Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(popup->isVisible());
        QTest::keyClick(editor, Qt::Key_Tab);
        QCOMPARE(m_page->code().text(), u"SELECT * FROM album WHERE title"_s);
    }

    void anExportOfTheResultIsAskedFor()
    {
        const QSignalSpy asked(&m_workbench->navigator(), &Navigator::showExport);
        runAll(u"SELECT 7"_s);
        for (QAbstractButton *button :
            m_page->results().pane(0)->findChildren<QAbstractButton *>()) {
            if (button->text() == u"Export…")
                button->click();
        }
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][2].toString(), u"SELECT 7"_s);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder {};
    std::unique_ptr<Workbench> m_workbench {};
    OpenDatabase *m_database = nullptr;
    std::unique_ptr<SqlPage> m_page {};
};

QTEST_MAIN(TestSqlPage)
#include "tst_sqlpage.moc"
