// SPDX-License-Identifier: MPL-2.0
#include "ui/objecttree/objecttree.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/pagetabs.h"
#include "ui/start/sample.h"
#include "ui/widgets/banner.h"
#include "uisupport/watchdog.h"
#include "uisupport/windowfixture.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QSignalSpy>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

void type(QWidget *widget, const QString &text)
{
    QTest::keyClicks(widget, text);
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstStartShowsTheStartPage()
    {
        WindowFixture fixture;
        QCOMPARE(fixture.window().tabs().currentPage()->key(), u"start"_s);
    }

    void openingListsTheTablesAndTakesTheStartPageAway()
    {
        WindowFixture fixture;
        const OpenDatabase *database = fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
        QVERIFY(database);
        QCOMPARE(database->schema().tables.keys(),
            (QStringList {u"album"_s, u"artist"_s, u"change_log"_s}));
        QVERIFY(!fixture.window().tabs().find(nullptr, u"start"_s));
        const QAbstractItemModel *model = fixture.window().tree().view().model();
        QCOMPARE(model->rowCount(model->index(0, 0, model->index(0, 0))), 3);
        QVERIFY(fixture.window().windowTitle().startsWith(u"shop.db"_s));
        QCOMPARE(fixture.workbench().settings().recent(), QStringList {database->fullName()});
    }

    void openingTheSameTwiceGivesTheSame()
    {
        WindowFixture fixture;
        const QString file = fixture.makeFile(u"shop.db"_s, shopSql());
        QCOMPARE(fixture.open(file), fixture.open(file));
        QCOMPARE(fixture.workbench().databases().size(), 1);
    }

    void whatCannotBeOpenedSaysSo_data()
    {
        QTest::addColumn<QString>("location");
        QTest::addColumn<QString>("words");
        QTest::newRow("a file that is not there") << u"none.db"_s << u"none.db"_s;
        QTest::newRow("a file that is no database") << u"text.db"_s << u"text.db"_s;
        QTest::newRow("a folder that is no project") << u"."_s << u"joinery.yaml"_s;
        QTest::newRow("a URL nobody speaks") << u"oracle://x/y"_s << u"oracle"_s;
    }
    void whatCannotBeOpenedSaysSo()
    {
        QFETCH(QString, location);
        QFETCH(QString, words);
        WindowFixture fixture;
        QFile text(fixture.path(u"text.db"_s));
        QVERIFY(text.open(QFile::WriteOnly) && text.write(QByteArray(4096, 'x')) == 4096);
        text.close();
        fixture.window().open(location.contains(u"://") ? location : fixture.path(location));
        const auto *banner = fixture.window().findChild<Banner *>();
        QTRY_VERIFY(banner->isVisible());
        QVERIFY2(banner->text().contains(words), qPrintable(banner->text()));
    }

    void theSessionComesBack()
    {
        WindowFixture fixture;
        const QString file = fixture.makeFile(u"shop.db"_s, shopSql());
        QVERIFY(fixture.open(file, true));
        fixture.restart();
        QCOMPARE(fixture.workbench().databases().size(), 1);
        OpenDatabase *database = fixture.workbench().databases().first();
        QTRY_COMPARE(database->state(), OpenDatabase::State::Open);
        QVERIFY(database->isReadOnly());
        QCOMPARE(database->fullName(), file);
    }

    void closingADatabaseGivesTheStartPage()
    {
        WindowFixture fixture;
        OpenDatabase *database = fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
        fixture.workbench().close(database);
        QCOMPARE(fixture.window().tabs().currentPage()->key(), u"start"_s);
        QVERIFY(!fixture.window().currentDatabase());
    }

    void lookingChangesNothing()
    {
        WindowFixture fixture;
        const QString file = fixture.makeFile(u"shop.db"_s, shopSql());
        const QByteArray before = WindowFixture::sha256(file);
        fixture.workbench().close(fixture.open(file));
        QCOMPARE(WindowFixture::sha256(file), before);
        QCOMPARE(
            QDir(QFileInfo(file).path()).entryList({u"shop.db*"_s}), QStringList {u"shop.db"_s});
    }

    void thePaletteFindsATableByItsLetters()
    {
        WindowFixture fixture;
        QVERIFY(fixture.open(fixture.makeFile(u"shop.db"_s, shopSql())));
        const QSignalSpy shown(&fixture.workbench().navigator(), &Navigator::showRows);
        fixture.window().showPalette();
        auto *input = fixture.window().findChild<QLineEdit *>(u"palette"_s);
        QVERIFY(input && input->isVisible());
        type(input, u"albm"_s);
        QTest::keyClick(input, Qt::Key_Return);
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown.first().at(1).toString(), u"album"_s);
        QVERIFY(!input->isVisible());
        Page *page = fixture.window().tabs().currentPage();
        QVERIFY(page->isAncestorOf(fixture.window().focusWidget()));
    }

    void thePaletteRanksWhatIsMeantFirst_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("the whole name before a longer one")
            << u"album"_s << u"album"_s << u"album_sales"_s;
        QTest::newRow("the beginning before the middle")
            << u"log"_s << u"log_entry"_s << u"catalog"_s;
        QTest::newRow("beginnings of words before letters anywhere")
            << u"pt"_s << u"playlist_track"_s << u"apart"_s;
        QTest::newRow("the shorter one of two that fit alike")
            << u"DesignProducts"_s << u"Design Products"_s << u"Design Product Sales"_s;
    }
    void thePaletteRanksWhatIsMeantFirst()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        QVERIFY(CommandPalette::score(pattern, worse) > 0);
        QVERIFY(CommandPalette::score(pattern, better) > CommandPalette::score(pattern, worse));
        QCOMPARE(CommandPalette::score(u"xyz"_s, better), 0);
    }

    void aDroppedFileOpens()
    {
        WindowFixture fixture;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(fixture.makeFile(u"shop.db"_s, shopSql()))});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&fixture.window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&fixture.window(), &drop);
        QCOMPARE(fixture.workbench().databases().size(), 1);
    }

    void noShortcutIsGivenTwice()
    {
        WindowFixture fixture;
        QHash<QKeySequence, QString> taken;
        for (const QAction *action : fixture.window().findChildren<QAction *>()) {
            for (const QKeySequence &key : action->shortcuts()) {
                if (key.isEmpty() || action->shortcutContext() != Qt::WindowShortcut)
                    continue;
                QVERIFY2(!taken.contains(key) || taken[key] == action->text(),
                    qPrintable(u"%1: %2 and %3"_s.arg(key.toString(), taken[key], action->text())));
                taken.insert(key, action->text());
            }
        }
        QVERIFY(taken.size() > 15);
    }

    void theSampleIsMadeOnce()
    {
        WindowFixture fixture;
        const QString folder = fixture.path(u"sample"_s);
        const auto made
            = makeSample(folder, fixture.workbench().provider(), fixture.workbench().dialects());
        QVERIFY2(made, made ? "" : qPrintable(made.error().message));
        const QString file = folder + u"/record_shop.db"_s;
        QVERIFY(WindowFixture::query(file, u"SELECT count(*) FROM album"_s).toInt() > 0);
        const QByteArray before = WindowFixture::sha256(file);
        QVERIFY(makeSample(folder, fixture.workbench().provider(), fixture.workbench().dialects()));
        QCOMPARE(WindowFixture::sha256(file), before);
        const OpenDatabase *database = fixture.open(folder);
        QVERIFY(database && database->hasProject());
        QCOMPARE(database->standing().unapplied, 0);
        QVERIFY2(database->standing().trouble.isEmpty(), qPrintable(database->standing().trouble));
        // Its models are a step ahead, so that there is something to review.
        QVERIFY(database->standing().modelsDiffer);
    }

    void twoThousandTablesDoNotStopTheWindow()
    {
        QString sql;
        for (int i = 0; i < 2000; ++i) {
            sql += u"CREATE TABLE t%1 (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT, c REAL);"_s
                       .arg(i);
        }
        WindowFixture fixture;
        const QString file = fixture.makeFile(u"many.db"_s, u"BEGIN;%1COMMIT;"_s.arg(sql));
        QTest::qWait(50);
        const Watchdog watchdog;
        QVERIFY(fixture.open(file));
        QTest::qWait(50);
        QCOMPARE(fixture.workbench().databases().first()->schema().tables.size(), 2000);
        QVERIFY2(watchdog.longestStall().count() <= 50,
            qPrintable(u"the window stood still for %1 ms"_s.arg(watchdog.longestStall().count())));
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
