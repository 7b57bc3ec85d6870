// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/workflows.h"
#include "support/databasefiles.h"
#include "support/testutils.h"
#include "ui/history/backupsmodel.h"
#include "ui/history/historypage.h"
#include "ui/history/revisionsmodel.h"
#include "ui/history/standingbanner.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/codeview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"
#include "uisupport/watchdog.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QDir>
#include <QListWidget>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace joinery;

class TestHistoryPage : public QObject
{
    Q_OBJECT

private:
    QString path() const { return m_folder->filePath(u"shop.db"_s); }

    QAbstractButton *button(QWidget &in, const QString &text) const
    {
        for (QAbstractButton *each : in.findChildren<QAbstractButton *>()) {
            if (each->text() == text && each->isVisibleTo(&in))
                return each;
        }
        return nullptr;
    }

    void open(bool readOnly = false)
    {
        m_page.reset();
        m_workbench = std::make_unique<Workbench>(m_folder->filePath(u"workbench.ini"_s));
        const Result<OpenDatabase *> database = m_workbench->open(path(), readOnly);
        VERIFY_RESULT(database);
        m_database = *database;
        QTRY_COMPARE(m_database->state(), OpenDatabase::State::Open);
    }

    void openPage()
    {
        m_page = std::make_unique<HistoryPage>(*m_database);
        m_page->resize(1000, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QTRY_VERIFY(!m_page->isReading());
    }

    void beginHistory()
    {
        openPage();
        QVERIFY(button(*m_page, u"Begin a history"_s));
        button(*m_page, u"Begin a history"_s)->click();
        QTRY_VERIFY(m_database->hasProject());
        QTRY_VERIFY(!m_page->isReading() && revisions()->rowCount() == 2);
    }

    /// A revision that drops the column `note`, by the model file.
    QString dropNote()
    {
        const QString file = m_database->location().project->modelsFolder() + u"/album.yaml"_s;
        QFile model(file);
        if (!model.open(QIODevice::ReadOnly))
            return {};
        QStringList lines = QString::fromUtf8(model.readAll()).split(u'\n');
        model.close();
        lines.erase(std::remove_if(lines.begin(), lines.end(),
                        [](const QString &line) { return line.contains(u"name: note"); }),
            lines.end());
        testing::writeFile(file, lines.join(u'\n').toUtf8());
        const Result<MakeOutcome> made = makeMigrations(m_database->context(),
            {.message = u"drop the note"_s, .flags = {.allows = {u"data_loss:album.note"_s}}});
        return made ? made->revision : QString();
    }

    QAbstractItemModel *revisions() const { return m_page->findChild<RevisionsModel *>(); }
    QTableView *view(const QString &name) const
    {
        for (QTableView *each : m_page->findChildren<QTableView *>()) {
            if (each->accessibleName() == name)
                return each;
        }
        return nullptr;
    }
    QString cell(int row, int column) const
    {
        return revisions()->index(row, column).data().toString();
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
            "INSERT INTO album VALUES (1, 'Abbey Road', 'n1'), (2, 'Kind of Blue', 'n2');"_s));
        open();
    }

    void cleanup()
    {
        m_page.reset();
        m_workbench.reset();
        m_folder.reset();
    }

    void withoutHistoryThePageSaysWhatOneIsAndBeginsIt()
    {
        beginHistory();
        QCOMPARE(cell(0, RevisionsModel::State), u"Current"_s);
        QCOMPARE(cell(0, RevisionsModel::Message), u"baseline"_s);
        QCOMPARE(cell(1, RevisionsModel::Message), u"Before the first revision"_s);
        QVERIFY(revisions()->index(0, 0).data(Qt::FontRole).value<QFont>().bold());
        QVERIFY(QFileInfo::exists(m_folder->filePath(u"shop.joinery/joinery.yaml"_s)));
    }

    void aReadOnlyDatabaseOffersNoHistory()
    {
        open(true);
        openPage();
        QVERIFY(!button(*m_page, u"Begin a history"_s));
        QVERIFY(m_page->findChild<EmptyState *>()->isVisible());
    }

    void revisionsSayHowTheyStand()
    {
        beginHistory();
        const QString revision = dropNote();
        QVERIFY(!revision.isEmpty());
        m_page->perform(PageCommand::Refresh);
        QTRY_COMPARE(revisions()->rowCount(), 3);
        const QAbstractItemModelTester tester(
            revisions(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(cell(0, RevisionsModel::State), u"Not applied"_s);
        QCOMPARE(cell(0, RevisionsModel::Message), u"drop the note"_s);
        QCOMPARE(cell(0, RevisionsModel::Id), revision);
        QCOMPARE(cell(1, RevisionsModel::State), u"Current"_s);
        VERIFY_RESULT(migrateDatabase(m_database->context(), {}));
        m_page->perform(PageCommand::Refresh);
        QTRY_COMPARE(cell(0, RevisionsModel::State), u"Current"_s);
        QCOMPARE(cell(1, RevisionsModel::State), u"Recorded"_s);
        const QDir versions(m_database->location().project->versionsFolder());
        const QString file = versions.entryList({u"*"_s + revision + u"*.yaml"_s}).first();
        QFile edited(versions.filePath(file));
        QVERIFY(edited.open(QIODevice::Append));
        edited.write("# edited\n");
        edited.close();
        m_page->perform(PageCommand::Refresh);
        QTRY_COMPARE(cell(0, RevisionsModel::State), u"Applied, edited since"_s);
        QVERIFY(QFile::remove(versions.filePath(file)));
        m_page->perform(PageCommand::Refresh);
        QTRY_COMPARE(cell(0, RevisionsModel::State), u"Applied, file missing"_s);
    }

    void theDetailShowsWordsSqlAndFile()
    {
        beginHistory();
        QVERIFY(!dropNote().isEmpty());
        m_page->perform(PageCommand::Refresh);
        QTRY_COMPARE(revisions()->rowCount(), 3);
        view(u"Revisions"_s)->setCurrentIndex(revisions()->index(0, 0));
        auto *operations = m_page->findChild<QListWidget *>();
        QTRY_VERIFY(operations->count() > 0);
        QVERIFY(operations->item(0)->text().contains(u"note"));
        QHash<QString, QString> texts;
        for (const CodeView *code : m_page->findChildren<CodeView *>())
            texts.insert(code->accessibleName(), code->text());
        QVERIFY(texts[u"SQL of the upgrade"_s].contains(u"note"));
        QVERIFY(texts[u"SQL of the downgrade"_s].contains(u"note"));
        QVERIFY(!texts[u"SQL of the upgrade"_s].contains(u"downgrade"));
        QVERIFY(texts[u"The revision file"_s].contains(u"message: drop the note"));
    }

    void theWayToARevisionIsAskedFor()
    {
        beginHistory();
        const QString revision = dropNote();
        m_page->perform(PageCommand::Refresh);
        QTRY_COMPARE(revisions()->rowCount(), 3);
        const QSignalSpy asked(&m_workbench->navigator(), &Navigator::showMigration);
        QAbstractButton *up = button(*m_page, u"Upgrade to here…"_s);
        QAbstractButton *down = button(*m_page, u"Downgrade to here…"_s);
        view(u"Revisions"_s)->setCurrentIndex(revisions()->index(0, 0));
        QVERIFY(up->isEnabled() && !down->isEnabled());
        up->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][1].toString(), revision);
        QCOMPARE(asked[0][2].toBool(), false);
        view(u"Revisions"_s)->setCurrentIndex(revisions()->index(1, 0));
        QVERIFY(!up->isEnabled() && !down->isEnabled());
        view(u"Revisions"_s)->setCurrentIndex(revisions()->index(2, 0));
        // Its tables were found, not made: without its record no revision would know of them.
        QVERIFY(!up->isEnabled() && !down->isEnabled());
    }

    void aBackupIsRestoredAndWhatWasThereIsKept()
    {
        beginHistory();
        QVERIFY(!dropNote().isEmpty());
        const Result<MigrateOutcome> migrated = migrateDatabase(m_database->context(), {});
        VERIFY_RESULT(migrated);
        QVERIFY(!migrated->backup.isEmpty());
        m_page->perform(PageCommand::Refresh);
        auto *backups = m_page->findChild<BackupsModel *>();
        QTRY_COMPARE(backups->rowCount(), 1);
        const QAbstractItemModelTester tester(
            backups, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(cell(0, RevisionsModel::State), u"Current"_s);
        view(u"Backups"_s)->setCurrentIndex(backups->index(0, 0));
        testing::Watchdog watchdog;
        button(*m_page, u"Restore…"_s)->click();
        QAbstractButton *yes = button(*m_page, u"Restore"_s);
        QVERIFY(yes);
        QTRY_VERIFY(yes->isVisible());
        const QSignalSpy changed(m_database, &OpenDatabase::rowsChanged);
        yes->click();
        QTRY_COMPARE_WITH_TIMEOUT(backups->rowCount(), 2, 10000);
        QTRY_COMPARE(cell(0, RevisionsModel::State), u"Not applied"_s);
        QCOMPARE(changed.size(), 1);
        QTRY_VERIFY(m_database->schema().tables[u"album"_s].column(u"note"_s));
        QVERIFY2(watchdog.longestStall().count() <= 50,
            qPrintable(QString::number(watchdog.longestStall().count())));
        const auto db = testing::openFile(path(), Access::Look);
        VERIFY_RESULT(db);
        const auto notes = (*db)->query(u"SELECT group_concat(note) FROM album"_s);
        VERIFY_RESULT(notes);
        QCOMPARE(toText(notes->scalar()), u"n1,n2"_s);
    }

    void theBannerTellsOfUnappliedRevisions()
    {
        beginHistory();
        StandingBanner banner(*m_workbench);
        banner.setDatabase(m_database);
        QTRY_COMPARE(m_database->standing().current.isEmpty(), false);
        QVERIFY(banner.isHidden());
        QVERIFY(!dropNote().isEmpty());
        m_database->refresh();
        QTRY_VERIFY(!banner.isHidden());
        QCOMPARE(banner.text(),
            u"Target database is not up to date. Run joinery db migrate to update database."_s);
        const QSignalSpy asked(&m_workbench->navigator(), &Navigator::showMigration);
        button(banner, u"Migrate…"_s)->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][1].toString(), u"head"_s);
        VERIFY_RESULT(migrateDatabase(m_database->context(), {}));
        m_database->refresh();
        QTRY_VERIFY(banner.isHidden());
    }

    void theBannerTellsOfChangedModels()
    {
        beginHistory();
        const QString file = m_database->location().project->modelsFolder() + u"/album.yaml"_s;
        QFile model(file);
        QVERIFY(model.open(QIODevice::ReadOnly));
        const QByteArray text = model.readAll();
        model.close();
        testing::writeFile(file, QByteArray(text).replace("name: note", "name: remark"));
        StandingBanner banner(*m_workbench);
        banner.setDatabase(m_database);
        m_database->refresh();
        QTRY_VERIFY(!banner.isHidden());
        QCOMPARE(banner.text(),
            u"Detected database schema changes. Run joinery db makemigrations to generate migration scripts."_s);
        const QSignalSpy asked(&m_workbench->navigator(), &Navigator::showReview);
        button(banner, u"Review changes"_s)->click();
        QCOMPARE(asked.size(), 1);
        banner.setDatabase(nullptr);
        QVERIFY(banner.isHidden());
    }

    void theBannerTellsWhatKeepsTheHistoryFromBeingRead()
    {
        beginHistory();
        testing::writeFile(m_database->location().project->versionsFolder()
                + u"/20260101T000000_aaaaaaaaaaaa_broken.yaml"_s,
            "joinery: 1\nrevision: [\n");
        StandingBanner banner(*m_workbench);
        banner.setDatabase(m_database);
        m_database->refresh();
        QTRY_VERIFY(!banner.isHidden());
        QVERIFY2(banner.text().contains(u"broken.yaml"), qPrintable(banner.text()));
        m_page->reload();
        QTRY_VERIFY(!m_page->isReading());
        bool told = false;
        for (const Banner *each : m_page->findChildren<Banner *>())
            told = told || (each->isVisible() && each->text().contains(u"broken.yaml"));
        QVERIFY(told);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder {};
    std::unique_ptr<Workbench> m_workbench {};
    OpenDatabase *m_database = nullptr;
    std::unique_ptr<HistoryPage> m_page {};
};

QTEST_MAIN(TestHistoryPage)
#include "tst_historypage.moc"
