// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "support/folderstate.h"
#include "support/testutils.h"
#include "ui/designer/designerpage.h"
#include "ui/designer/foreignkeypicker.h"
#include "ui/designer/tabledesigner.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/schemaedits.h"
#include "ui/workspace/workbench.h"
#include "uisupport/watchdog.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

/// Designing tables by the keyboard, on a real file that stays as it is.
class TestDesignerPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aCellIsEdited_data();
    void aCellIsEdited();
    void keysAddRemoveMoveAndDuplicate();
    void renamingKeepsIdentityAndUndoes();
    void aNewTableBeginsWithItsKey();
    void aRenamedTableKeepsItsPage();
    void aDroppedTableCanBeKept();
    void problemsStandAtTheirFields();
    void foreignKeyTargetsBestFirst();
    void theFileStaysAsItIs();
    void editingNeverStalls();
    void pictures();

private:
    DesignerPage *open(const QString &object)
    {
        m_page = std::make_unique<DesignerPage>(*m_database, object);
        m_page->resize(1100, 760);
        m_page->show();
        return m_page.get();
    }
    SchemaEdits &edits() { return m_database->schemaEdits(); }
    Table table(const QString &name) { return edits().edited().tables.value(name); }
    SectionPanel &columns() { return m_page->tableDesigner().panel(SchemaSection::Columns); }
    QModelIndex cell(int row, int column) { return columns().model().index(row, column); }

    std::unique_ptr<QTemporaryDir> m_folder {};
    std::unique_ptr<Workbench> m_workbench {};
    OpenDatabase *m_database = nullptr;
    std::unique_ptr<DesignerPage> m_page {};
};

enum Field
{
    Name,
    Type,
    Nullable,
    Default,
    Key,
    Unique,
    Generated,
    Collation
};

void TestDesignerPage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    const QString file = m_folder->filePath(u"shop.db"_s);
    ConnectionProvider provider;
    {
        const auto live
            = provider.open({.dialect = u"sqlite"_s, .database = file}, {.access = Access::Create});
        VERIFY_RESULT(live);
        VERIFY_RESULT((*live)->executeScript(
            u"CREATE TABLE artist (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL UNIQUE);"
            "CREATE TABLE album (id INTEGER PRIMARY KEY, title VARCHAR(160) NOT NULL, artist_id "
            "INTEGER, year INTEGER, note TEXT, CHECK (year > 1900));"
            "CREATE INDEX ix_album_title ON album (title);"
            "CREATE VIEW titles AS SELECT title FROM album;"
            "INSERT INTO artist VALUES (1, 'Ann'), (2, 'Bo');"
            "INSERT INTO album VALUES (1, 'One', 1, 1999, NULL), (2, 'Two', 2, NULL, 'x')"_s));
    }
    m_workbench = std::make_unique<Workbench>(m_folder->filePath(u"settings.ini"_s));
    m_database = *m_workbench->open(file);
    QTRY_COMPARE(edits().state(), SchemaEdits::State::Ready);
}

void TestDesignerPage::cleanup()
{
    m_page.reset();
    m_workbench.reset();
}

void TestDesignerPage::aCellIsEdited_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("field");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("words");
    QTest::newRow("the type of a column")
        << 1 << int(Type) << QVariant(u"text"_s)
        << u"change column \"title\" of table \"album\": type text"_s;
    QTest::newRow("a default") << 4 << int(Default) << QVariant(u"'none'"_s)
                               << u"change column \"note\" of table \"album\": default 'none'"_s;
    QTest::newRow("NULL allowed") << 1 << int(Nullable) << QVariant(Qt::Checked)
                                  << u"change column \"title\" of table \"album\": NULL allowed"_s;
    QTest::newRow("unique") << 1 << int(Unique) << QVariant(Qt::Checked)
                            << u"add unique constraint \"uq_album_title\" to table \"album\""_s;
    QTest::newRow("a name") << 1 << int(Name) << QVariant(u"heading"_s)
                            << u"rename column \"title\" to \"heading\" in table \"album\""_s;
    QTest::newRow("a collation")
        << 1 << int(Collation) << QVariant(u"NOCASE"_s)
        << u"change column \"title\" of table \"album\": collation NOCASE"_s;
}

void TestDesignerPage::aCellIsEdited()
{
    QFETCH(int, row);
    QFETCH(int, field);
    QFETCH(QVariant, value);
    QFETCH(QString, words);
    open(u"album"_s);
    QAbstractItemModelTester tester(
        &columns().model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    const bool isCheck = columns().model().kind(field) == FieldKind::Check;
    QVERIFY(columns().model().setData(
        cell(row, field), value, isCheck ? Qt::CheckStateRole : Qt::EditRole));
    QTRY_COMPARE(edits().analysis().words, QStringList {words});
    QVERIFY(!edits().analysis().plan.isEmpty());
    QVERIFY(m_page->isModified());
    m_page->perform(PageCommand::Undo);
    QTRY_VERIFY(edits().isAnalysed());
    QCOMPARE(edits().analysis().words, QStringList());
    QVERIFY(!m_page->isModified());
    QVERIFY(m_page->can(PageCommand::Redo));
}

void TestDesignerPage::keysAddRemoveMoveAndDuplicate()
{
    open(u"album"_s);
    QAbstractItemModelTester tester(
        &columns().model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    QTableView &view = columns().view();
    view.setFocus();
    view.setCurrentIndex(cell(4, Name));
    QTest::keyClick(&view, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(table(u"album"_s).columnIndex(u"note"_s), 3);
    QCOMPARE(view.currentIndex().row(), 3);
    QTest::keyClick(&view, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(table(u"album"_s).columnIndex(u"note"_s), 4);
    QTest::keyClick(&view, Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(table(u"album"_s).columns.last().name, u"note_2"_s);
    QTest::keyClick(&view, Qt::Key_Delete);
    QCOMPARE(table(u"album"_s).columns.size(), 5);
    QTest::keyClick(&view, Qt::Key_Insert);
    QCOMPARE(table(u"album"_s).columns.size(), 6);
    auto *editor = view.findChild<QLineEdit *>();
    QVERIFY(editor);
    QTest::keyClicks(editor, u"label"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(table(u"album"_s).columns.last().name, u"label"_s);
    QTRY_COMPARE(
        edits().analysis().words, QStringList {u"add column \"label\" text to table \"album\""_s});
}

void TestDesignerPage::renamingKeepsIdentityAndUndoes()
{
    open(u"album"_s);
    columns().model().setData(cell(2, Name), u"by"_s, Qt::EditRole);
    QCOMPARE(table(u"album"_s).columns[2].renamedFrom, u"artist_id"_s);
    columns().model().setData(cell(2, Name), u"performer"_s, Qt::EditRole);
    QCOMPARE(table(u"album"_s).columns[2].renamedFrom, u"artist_id"_s);
    columns().model().setData(cell(2, Name), u"artist_id"_s, Qt::EditRole);
    QCOMPARE(table(u"album"_s).columns[2].renamedFrom, QString());
    QTRY_VERIFY(edits().isAnalysed());
    QVERIFY(!edits().isDirty());
    columns().model().setData(cell(1, Name), u"heading"_s, Qt::EditRole);
    QCOMPARE(table(u"album"_s).indexes.first().columns.first().column, u"heading"_s);
    QCOMPARE(edits().edited().views[u"titles"_s].sql.contains(u"heading"_s), true);
    m_page->perform(PageCommand::Undo);
    QCOMPARE(edits().edited(), [this] {
        MetaData base = edits().base().schema;
        return base;
    }());
}

void TestDesignerPage::aNewTableBeginsWithItsKey()
{
    open({});
    QCOMPARE(m_page->object(), u"new_table"_s);
    QTRY_COMPARE(edits().analysis().words, QStringList {u"add table \"new_table\""_s});
    const QString sql = toScript(edits().analysis().plan);
    QVERIFY2(sql.contains(u"\"id\" INTEGER NOT NULL PRIMARY KEY"_s), qPrintable(sql));
    QCOMPARE(edits().analysis().problems, QList<SchemaProblem>());
}

void TestDesignerPage::aRenamedTableKeepsItsPage()
{
    open(u"album"_s);
    QSignalSpy titles(m_page.get(), &Page::titleChanged);
    edits().renameObject(u"album"_s, u"record"_s);
    QCOMPARE(m_page->key(), u"design:record"_s);
    QVERIFY(!titles.isEmpty());
    QTRY_COMPARE(edits().analysis().words, QStringList {u"rename table \"album\" to \"record\""_s});
    m_page->perform(PageCommand::Undo);
    QCOMPARE(m_page->key(), u"design:album"_s);
    QCOMPARE(columns().model().rowCount(), 5);
}

void TestDesignerPage::aDroppedTableCanBeKept()
{
    open(u"titles"_s);
    edits().dropObject(u"titles"_s);
    QTRY_COMPARE(edits().analysis().words, QStringList {u"drop view \"titles\""_s});
    edits().resetObject(u"titles"_s);
    QTRY_VERIFY(edits().isAnalysed() && !edits().isDirty());
    QVERIFY(objectNamed(edits().edited(), u"titles"_s));
}

void TestDesignerPage::problemsStandAtTheirFields()
{
    open(u"album"_s);
    columns().model().setData(cell(1, Name), u"Note"_s, Qt::EditRole);
    columns().model().setData(cell(3, Type), u"varchr(20)"_s, Qt::EditRole);
    QTRY_VERIFY(!cell(4, Name).data(Qt::DecorationRole).isNull());
    QVERIFY(cell(4, Name).data(Qt::ToolTipRole).toString().contains(u"already"_s));
    QVERIFY(cell(3, Type).data(Qt::ToolTipRole).toString().contains(u"did you mean varchar"_s));
    m_page->perform(PageCommand::Undo);
    m_page->perform(PageCommand::Undo);
    columns().model().setData(cell(4, Generated), u"titel || '!'"_s, Qt::EditRole);
    QTRY_VERIFY(cell(4, Generated).data(Qt::ToolTipRole).toString().contains(u"titel"_s));
}

void TestDesignerPage::foreignKeyTargetsBestFirst()
{
    open(u"album"_s);
    const auto targets = foreignKeyTargets(
        edits().edited(), table(u"album"_s), u"artist_id"_s, m_database->dialect());
    QCOMPARE(targets.first().table, u"artist"_s);
    QCOMPARE(targets.first().column, u"id"_s);
    m_page->tableDesigner().pickForeignKey();
    auto *picker = m_page->findChild<ForeignKeyPicker *>();
    QVERIFY(picker->isVisible());
    QTest::keyClick(picker->findChild<QLineEdit *>(), Qt::Key_Return);
    QCOMPARE(table(u"album"_s).foreignKeys.size(), 1);
    QCOMPARE(table(u"album"_s).foreignKeys.first().referredTable, u"artist"_s);
    QTRY_COMPARE(edits().analysis().words,
        QStringList {u"add foreign key \"fk_album_artist_id_artist\" to table \"album\""_s});
    QTRY_VERIFY(edits().isCounted());
    QCOMPARE(edits().findings(), QList<Decision>());
}

void TestDesignerPage::theFileStaysAsItIs()
{
    const auto before = folderState(m_folder->path());
    open(u"album"_s);
    columns().model().setData(cell(3, Nullable), Qt::Unchecked, Qt::CheckStateRole);
    QTRY_COMPARE(edits().findings().size(), 1); // the row without a year was counted
    QCOMPARE(edits().findings().first().rows, 1);
    m_page.reset();
    m_workbench.reset();
    QMap<QString, QByteArray> after = folderState(m_folder->path());
    QCOMPARE(after.value(u"shop.db"_s), before.value(u"shop.db"_s));
    after.remove(u"settings.ini"_s);
    QCOMPARE(after.keys(), QStringList {u"shop.db"_s});
}

void TestDesignerPage::editingNeverStalls()
{
    open(u"album"_s);
    QTRY_VERIFY(edits().isAnalysed());
    QTest::qWait(100);
    Watchdog watchdog;
    for (int i = 0; i < 20; ++i) {
        columns().model().setData(cell(1, Name), u"name%1"_s.arg(i), Qt::EditRole);
        QTest::qWait(10);
    }
    QTRY_VERIFY(edits().isAnalysed());
    QVERIFY2(watchdog.longestStall().count() <= 50,
        qPrintable(QString::number(watchdog.longestStall().count())));
}

/// Drawn where somebody asks for them, to be looked at.
void TestDesignerPage::pictures()
{
    const QString folder = qEnvironmentVariable("JOINERY_SHOTS");
    if (folder.isEmpty())
        QSKIP("JOINERY_SHOTS names no folder");
    open(u"album"_s);
    columns().model().setData(cell(1, Name), u"heading"_s, Qt::EditRole);
    columns().model().setData(cell(3, Nullable), Qt::Unchecked, Qt::CheckStateRole);
    columns().model().setData(cell(4, Type), u"varchr(20)"_s, Qt::EditRole);
    columns().model().add(-1);
    QTRY_VERIFY(edits().isCounted());
    QTest::qWait(100);
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        Theme::instance().apply(mode);
        QTest::qWait(50);
        m_page->grab().save(QDir(folder).filePath(
            mode == ThemeMode::Light ? u"designer-light.png"_s : u"designer-dark.png"_s));
    }
    Theme::instance().apply(ThemeMode::Light);
}

QTEST_MAIN(TestDesignerPage)
#include "tst_designerpage.moc"
