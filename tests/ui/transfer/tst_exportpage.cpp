// SPDX-License-Identifier: MPL-2.0
#include "ui/transfer/exportpage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/codeview.h"
#include "ui/workspace/workbench.h"
#include "uisupport/windowfixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestExportPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theFirstLinesAreShownAsTheyWillBe();
    void theFileHoldsAllRows();
    void aQueryIsExported();
    void aQueryThatFailsSaysSo();
    void theDatabaseCannotBeTheTarget();
    void cancellingLeavesTheFile();
    void closingThePageEndsTheExport();

private:
    QString preview() const { return m_page->findChild<CodeView *>(u"preview"_s)->text(); }
    QComboBox *combo(const QString &name) const
    {
        for (QComboBox *box : m_page->findChildren<QComboBox *>()) {
            if (box->findText(name, Qt::MatchStartsWith) >= 0)
                return box;
        }
        return nullptr;
    }
    QLineEdit *file() const
    {
        for (QLineEdit *edit : m_page->findChildren<QLineEdit *>()) {
            if (edit->accessibleName() == u"The file to write"_s)
                return edit;
        }
        return nullptr;
    }
    QByteArray contents(const QString &name) const
    {
        QFile read(m_fixture->path(name));
        return read.open(QIODevice::ReadOnly) ? read.readAll() : "no file";
    }
    void waitForPreview()
    {
        QSignalSpy spy(m_page.get(), &ExportPage::previewed);
        QVERIFY(spy.size() > 0 || spy.wait(5000));
    }

    std::unique_ptr<WindowFixture> m_fixture {};
    OpenDatabase *m_database = nullptr;
    std::unique_ptr<ExportPage> m_page {};
};

void TestExportPage::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    m_database = m_fixture->open(m_fixture->makeFile(u"shop.db"_s,
        u"CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO item VALUES (1, 'tea, green'), (2, NULL);"
        "CREATE VIEW many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT i FROM n"_s));
    QVERIFY(m_database);
    m_page = std::make_unique<ExportPage>(*m_database, u"item"_s);
}

void TestExportPage::cleanup()
{
    m_page.reset();
    m_fixture.reset();
}

void TestExportPage::theFirstLinesAreShownAsTheyWillBe()
{
    waitForPreview();
    QCOMPARE(preview(), u"id,name\r\n1,\"tea, green\"\r\n2,\r\n"_s);
    combo(u"semicolon"_s)->setCurrentIndex(1);
    waitForPreview();
    QCOMPARE(preview(), u"id;name\r\n1;tea, green\r\n2;\r\n"_s);
    combo(u"JSON"_s)->setCurrentIndex(2);
    waitForPreview();
    QVERIFY(preview().startsWith(u"[\n{\"id\":1,"_s));
    QVERIFY(file()->text().endsWith(u"item.json"_s));
    combo(u"JSON"_s)->setCurrentIndex(3);
    waitForPreview();
    QVERIFY2(preview().contains(u"CREATE TABLE"_s) && preview().contains(u"(2, NULL);"_s),
        qPrintable(preview()));
}

void TestExportPage::theFileHoldsAllRows()
{
    file()->setText(m_fixture->path(u"out.csv"_s));
    QVERIFY(m_page->can(PageCommand::Export));
    QSignalSpy ended(m_page.get(), &ExportPage::ended);
    m_page->perform(PageCommand::Export);
    QVERIFY(!m_page->can(PageCommand::Export));
    QVERIFY(!m_page->unsaved().isEmpty());
    QVERIFY(ended.size() > 0 || ended.wait(5000));
    QCOMPARE(contents(u"out.csv"_s), QByteArray("id,name\r\n1,\"tea, green\"\r\n2,\r\n"));
    QVERIFY2(m_page->findChild<Banner *>()->text().endsWith(u": 2"_s),
        qPrintable(m_page->findChild<Banner *>()->text()));
    QVERIFY(m_fixture->workbench().tasks().running().isEmpty());
    QVERIFY(m_page->can(PageCommand::Export));
}

void TestExportPage::aQueryIsExported()
{
    m_page->setQuery(u"SELECT count(*) AS n FROM item"_s);
    waitForPreview();
    QCOMPARE(preview(), u"n\r\n2\r\n"_s);
    file()->setText(m_fixture->path(u"n.csv"_s));
    QSignalSpy ended(m_page.get(), &ExportPage::ended);
    m_page->perform(PageCommand::Export);
    QVERIFY(ended.size() > 0 || ended.wait(5000));
    QCOMPARE(contents(u"n.csv"_s), QByteArray("n\r\n2\r\n"));
}

void TestExportPage::aQueryThatFailsSaysSo()
{
    m_page->setQuery(u"SELECT nothing FROM item"_s);
    waitForPreview();
    QVERIFY(m_page->findChild<Banner *>()->text().contains(u"nothing"_s));
    m_page->setQuery(u"DELETE FROM item"_s);
    waitForPreview();
    QVERIFY(!m_page->findChild<Banner *>()->text().isEmpty());
    QCOMPARE(WindowFixture::query(m_fixture->path(u"shop.db"_s), u"SELECT count(*) FROM item"_s),
        u"2"_s);
}

void TestExportPage::theDatabaseCannotBeTheTarget()
{
    file()->setText(m_fixture->path(u"shop.db"_s));
    m_page->perform(PageCommand::Export);
    QVERIFY(m_page->unsaved().isEmpty());
    file()->setText(m_fixture->path(u"."_s));
    m_page->perform(PageCommand::Export);
    QVERIFY(m_page->unsaved().isEmpty());
}

void TestExportPage::cancellingLeavesTheFile()
{
    m_page = std::make_unique<ExportPage>(*m_database, u"many"_s);
    file()->setText(m_fixture->path(u"many.csv"_s));
    QSignalSpy ended(m_page.get(), &ExportPage::ended);
    m_page->perform(PageCommand::Export);
    QTRY_VERIFY(m_fixture->workbench().tasks().running().value(0)->done() > 1000);
    m_page->perform(PageCommand::Stop);
    QVERIFY(ended.size() > 0 || ended.wait(5000));
    QCOMPARE(contents(u"many.csv"_s), QByteArray("no file"));
    QVERIFY(m_page->findChild<Banner *>()->text().contains(u"cancelled"_s));
}

void TestExportPage::closingThePageEndsTheExport()
{
    m_page = std::make_unique<ExportPage>(*m_database, u"many"_s);
    file()->setText(m_fixture->path(u"many.csv"_s));
    m_page->perform(PageCommand::Export);
    QTRY_VERIFY(m_fixture->workbench().tasks().running().value(0)->done() > 1000);
    m_page.reset();
    QVERIFY(m_fixture->workbench().tasks().running().isEmpty());
    QCOMPARE(contents(u"many.csv"_s), QByteArray("no file"));
}

QTEST_MAIN(TestExportPage)
#include "tst_exportpage.moc"
