// SPDX-License-Identifier: MPL-2.0
#include "support/databasefiles.h"
#include "ui/transfer/badrowsmodel.h"
#include "ui/transfer/importcolumnsmodel.h"
#include "ui/transfer/importpage.h"
#include "ui/transfer/importpreviewmodel.h"
#include "ui/widgets/banner.h"
#include "ui/workspace/workbench.h"
#include "uisupport/windowfixture.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestImportPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theFirstRowsAreShownAsTheyWillBe();
    void aMappingMayBeChanged();
    void rowsGoIntoTheTable();
    void aNewTableGetsTheGuessedTypes();
    void badRowsAreListed();
    void stoppingAtABadRowLeavesNothing();
    void aProjectGetsItsTablesFromMigrations();
    void whatIsNoTextFileIsRefused_data();
    void whatIsNoTextFileIsRefused();
    void cancellingLeavesNothing();
    void closingThePageLeavesNothing();
    void aTableThatIsGoneMeanwhile();

private:
    QString path(const QString &name) const { return m_fixture->path(name); }
    QString text(const QModelIndex &index) const { return index.data().toString(); }
    QString query(const QString &sql) const
    {
        return WindowFixture::query(path(u"shop.db"_s), sql);
    }
    QString banner() const { return m_page->findChild<Banner *>()->text(); }
    void makePage(const QString &table)
    {
        m_page = std::make_unique<ImportPage>(*m_database, table);
        m_columns = m_page->findChild<ImportColumnsModel *>();
        m_preview = m_page->findChild<ImportPreviewModel *>();
        m_badRows = m_page->findChild<BadRowsModel *>();
        for (QAbstractItemModel *model :
            std::initializer_list<QAbstractItemModel *> {m_columns, m_preview, m_badRows})
            new QAbstractItemModelTester(
                model, QAbstractItemModelTester::FailureReportingMode::QtTest, model);
    }
    void show(const QByteArray &csv)
    {
        writeFile(path(u"rows.csv"_s), csv);
        QSignalSpy spy(m_page.get(), &ImportPage::previewed);
        m_page->setFile(path(u"rows.csv"_s));
        QVERIFY(spy.size() > 0 || spy.wait(5000));
    }
    void import()
    {
        QSignalSpy ended(m_page.get(), &ImportPage::ended);
        m_page->start();
        QVERIFY(ended.size() > 0 || ended.wait(10000));
        QVERIFY(m_fixture->workbench().tasks().running().isEmpty());
    }
    template <typename Choice> void choose(Choice choice, const QString &firstText)
    {
        for (QComboBox *combo : m_page->findChildren<QComboBox *>()) {
            if (combo->itemText(0).startsWith(firstText))
                combo->setCurrentIndex(combo->findData(int(choice)));
        }
    }

    std::unique_ptr<WindowFixture> m_fixture {};
    OpenDatabase *m_database = nullptr;
    std::unique_ptr<ImportPage> m_page {};
    ImportColumnsModel *m_columns = nullptr;
    ImportPreviewModel *m_preview = nullptr;
    BadRowsModel *m_badRows = nullptr;
};

void TestImportPage::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    m_database = m_fixture->open(m_fixture->makeFile(u"shop.db"_s,
        u"CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL);"
        "INSERT INTO item VALUES (1, 'tea', 2.5)"_s));
    QVERIFY(m_database);
    makePage(u"item"_s);
}

void TestImportPage::cleanup()
{
    m_page.reset();
    m_fixture.reset();
}

void TestImportPage::theFirstRowsAreShownAsTheyWillBe()
{
    show("id;Name;price\n2;\"a;b\";1,5\nx;;\n");
    QCOMPARE(m_preview->columnCount(), 3);
    QCOMPARE(m_preview->rowCount(), 2);
    QCOMPARE(text(m_preview->index(0, 1)), u"a;b"_s);
    QCOMPARE(text(m_preview->index(0, 2)), u"1.5"_s);
    QCOMPARE(text(m_preview->index(1, 1)), u"NULL"_s);
    QCOMPARE(m_preview->headerData(1, Qt::Vertical, Qt::DisplayRole).toInt(), 3);
    QVERIFY(
        m_preview->index(1, 0).data(Qt::ToolTipRole).toString().contains(u"not a whole number"_s));
    QVERIFY2(!m_preview->index(1, 0).data(Qt::DecorationRole).isNull(),
        "marked by a sign, not by colour alone");
    QCOMPARE(m_preview->troubles(), 1);
    QCOMPARE(query(u"SELECT count(*) FROM item"_s), u"1"_s);
}

void TestImportPage::aMappingMayBeChanged()
{
    show("id,title,price\n2,cake,3\n");
    QCOMPARE(text(m_columns->index(1, ImportColumnsModel::Into)), u"not imported"_s);
    QVERIFY(m_columns->index(1, ImportColumnsModel::Into)
                .data(ImportColumnsModel::ChoicesRole)
                .toStringList()
                .contains(u"name"_s));
    QSignalSpy spy(m_page.get(), &ImportPage::previewed);
    QVERIFY(m_columns->setData(m_columns->index(1, ImportColumnsModel::Into), u"name"_s));
    QVERIFY(spy.size() > 0 || spy.wait(5000));
    QCOMPARE(m_preview->columnCount(), 3);
    QCOMPARE(text(m_columns->index(1, ImportColumnsModel::Type)), u"text"_s);
    // A column gets its values from one place.
    QVERIFY(m_columns->setData(m_columns->index(2, ImportColumnsModel::Into), u"name"_s));
    QCOMPARE(m_columns->mapping(), (QList<ImportColumn> {{u"id"_s, 0}, {u"name"_s, 2}}));
    QVERIFY2(!m_columns->setData(m_columns->index(0, ImportColumnsModel::Type), u"text"_s),
        "the table has its types");
}

void TestImportPage::rowsGoIntoTheTable()
{
    show("id,name,price\n2,\"cake\nwith cream\",3\n3,pie,\n");
    QSignalSpy changed(m_database, &OpenDatabase::rowsChanged);
    import();
    QCOMPARE(query(u"SELECT * FROM item"_s), u"1|tea|2.5\n2|cake\nwith cream|3.0\n3|pie|NULL"_s);
    QVERIFY2(banner() == u"Rows imported into item: 2"_s, qPrintable(banner()));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toStringList(), QStringList {u"item"_s});
}

void TestImportPage::aNewTableGetsTheGuessedTypes()
{
    makePage({});
    show("zip,day,n\n01234,2026-11-22,5\n");
    QVERIFY(m_columns->setData(m_columns->index(2, ImportColumnsModel::Type), u"double"_s));
    QVERIFY(m_columns->setData(m_columns->index(1, ImportColumnsModel::Into), u"when"_s));
    QSignalSpy schema(m_database, &OpenDatabase::schemaChanged);
    import();
    QCOMPARE(query(u"SELECT * FROM rows"_s), u"01234|2026-11-22|5.0"_s);
    QVERIFY(schema.size() == 1 || schema.wait(5000));
    QVERIFY(m_database->schema().tables[u"rows"_s].column(u"when"_s));
    m_page->start();
    QVERIFY2(m_page->unsaved().isEmpty(), "a table of that name is there now");
}

void TestImportPage::badRowsAreListed()
{
    show("id,name\n2,cake\nx,pie\n1,again\n");
    choose(OnBadRow::Skip, u"stop"_s);
    import();
    QCOMPARE(m_badRows->rowCount(), 2);
    QCOMPARE(text(m_badRows->index(0, 0)), u"3"_s);
    QVERIFY(text(m_badRows->index(0, 1)).contains(u"not a whole number"_s));
    QCOMPARE(text(m_badRows->index(0, 2)), u"x,pie"_s);
    QCOMPARE(text(m_badRows->index(1, 0)), u"4"_s);
    QVERIFY(QFile::exists(path(u"rows.csv.rejects.csv"_s)));
    QCOMPARE(query(u"SELECT group_concat(id) FROM item"_s), u"1,2"_s);
    choose(OnConflict::Replace, u"does not fit"_s);
    import();
    QCOMPARE(query(u"SELECT name FROM item WHERE id = 1"_s), u"again"_s);
}

void TestImportPage::stoppingAtABadRowLeavesNothing()
{
    show("id,name\n2,cake\nx,pie\n");
    import();
    QVERIFY2(banner().contains(u"line 3"_s), qPrintable(banner()));
    QCOMPARE(m_badRows->rowCount(), 1);
    QCOMPARE(query(u"SELECT count(*) FROM item"_s), u"1"_s);
}

void TestImportPage::aProjectGetsItsTablesFromMigrations()
{
    Project project;
    project.folder = path(u"."_s);
    project.file.project = u"shop"_s;
    m_database->setProject(project);
    makePage({});
    show("a,b\n1,2\n");
    m_page->start();
    QVERIFY(m_page->unsaved().isEmpty());
    QCOMPARE(query(u"SELECT count(*) FROM sqlite_master WHERE name = 'rows'"_s), u"0"_s);
}

void TestImportPage::whatIsNoTextFileIsRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("a file that is not there") << u"nothing.csv"_s;
    QTest::newRow("a folder") << u"."_s;
    QTest::newRow("bytes") << u"bytes.csv"_s;
    QTest::newRow("an empty file") << u"empty.csv"_s;
    QTest::newRow("the database itself") << u"shop.db"_s;
}

void TestImportPage::whatIsNoTextFileIsRefused()
{
    QFETCH(QString, file);
    writeFile(path(u"bytes.csv"_s), QByteArray(500, '\0'));
    writeFile(path(u"empty.csv"_s), "");
    QSignalSpy spy(m_page.get(), &ImportPage::previewed);
    m_page->setFile(path(file));
    QVERIFY(spy.size() > 0 || spy.wait(5000));
    QVERIFY(!banner().isEmpty());
    m_page->start();
    QVERIFY(m_page->unsaved().isEmpty());
}

void TestImportPage::cancellingLeavesNothing()
{
    QByteArray csv = "id,name\n";
    for (int i = 10; i < 400000; ++i)
        csv += QByteArray::number(i) + ",x\n";
    show(csv);
    QSignalSpy ended(m_page.get(), &ImportPage::ended);
    m_page->start();
    QTRY_VERIFY(m_fixture->workbench().tasks().running().value(0)->done() > 1000);
    QVERIFY(m_page->can(PageCommand::Stop));
    m_page->perform(PageCommand::Stop);
    QVERIFY(ended.size() > 0 || ended.wait(5000));
    QVERIFY2(banner().contains(u"cancelled"_s), qPrintable(banner()));
    QCOMPARE(query(u"SELECT count(*) FROM item"_s), u"1"_s);
}

void TestImportPage::closingThePageLeavesNothing()
{
    QByteArray csv = "id,name\n";
    for (int i = 10; i < 400000; ++i)
        csv += QByteArray::number(i) + ",x\n";
    show(csv);
    m_page->start();
    QVERIFY(!m_page->unsaved().isEmpty());
    QTRY_VERIFY(m_fixture->workbench().tasks().running().value(0)->done() > 1000);
    m_page.reset();
    QVERIFY(m_fixture->workbench().tasks().running().isEmpty());
    QCOMPARE(query(u"SELECT count(*) FROM item"_s), u"1"_s);
}

void TestImportPage::aTableThatIsGoneMeanwhile()
{
    show("id,name\n2,cake\n");
    auto other = openFile(path(u"shop.db"_s), Access::Change);
    QVERIFY(other);
    QVERIFY((*other)->executeScript(u"DROP TABLE IF EXISTS item"_s));
    import();
    QVERIFY2(banner().contains(u"no such table"_s), qPrintable(banner()));
}

QTEST_MAIN(TestImportPage)
#include "tst_importpage.moc"
