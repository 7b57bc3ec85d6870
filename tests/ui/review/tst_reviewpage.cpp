// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/project/workflows.h"
#include "support/folderstate.h"
#include "support/testutils.h"
#include "ui/review/decisionbox.h"
#include "ui/review/reviewpage.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/schemaedits.h"
#include "ui/workspace/workbench.h"
#include "uisupport/watchdog.h"

#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

/// From edits to the database, every row compared by SQL.
class TestReviewPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void appliesWithHistoryAndTakesItBack();
    void appliesOnceWithoutHistory();
    void nullsAreDecidedInPlace();
    void aRenameIsAskedFor();
    void aMovedDatabaseIsRefused();
    void aFailurePointsAtItsCard();
    void theNextEditsAreReviewedOnTheSamePage();
    void mainJob_data();
    void mainJob();
    void pictures();

private:
    void sql(const QString &script) const
    {
        ConnectionProvider provider;
        const auto live = provider.open(
            {.dialect = u"sqlite"_s, .database = m_file}, {.access = Access::Create});
        VERIFY_RESULT(live);
        VERIFY_RESULT((*live)->executeScript(script));
    }
    QString ask(const QString &query) const
    {
        ConnectionProvider provider;
        const auto live = provider.open({.dialect = u"sqlite"_s, .database = m_file});
        const auto rows = live ? (*live)->query(query) : Result<RowSet>(fail(live.error()));
        return rows ? toText(rows->scalar()) : rows.error().message;
    }
    /// All rows of all tables, a text for each.
    QMap<QString, QString> allRows() const;
    void open()
    {
        m_workbench = std::make_unique<Workbench>(m_folder->filePath(u"settings.ini"_s));
        m_database = *m_workbench->open(m_file);
        QTRY_COMPARE(edits().state(), SchemaEdits::State::Ready);
    }
    SchemaEdits &edits() { return m_database->schemaEdits(); }
    ReviewPage *review()
    {
        m_page = std::make_unique<ReviewPage>(*m_database);
        m_page->resize(1100, 760);
        m_page->show();
        return m_page.get();
    }
    void column(
        const QString &table, const QString &name, const std::function<void(Column &)> &change)
    {
        edits().editTable(table, u"change"_s, [&](Table &t) { change(*t.column(name)); });
    }
    bool isShown() const { return m_page->state() == ReviewPage::State::Shown; }
    bool isApplied() const { return m_page->state() == ReviewPage::State::Applied; }

    std::unique_ptr<QTemporaryDir> m_folder {};
    QString m_file {};
    std::unique_ptr<Workbench> m_workbench {};
    OpenDatabase *m_database = nullptr;
    std::unique_ptr<ReviewPage> m_page {};
};

void TestReviewPage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"shop.db"_s);
    sql(u"CREATE TABLE artist (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL);"
        "CREATE TABLE album (id INTEGER PRIMARY KEY, title VARCHAR(160), artist_id INTEGER, year "
        "INTEGER);"
        "CREATE VIEW titles AS SELECT title FROM album;"
        "INSERT INTO artist VALUES (1, 'Ann'), (2, 'Bo');"
        "INSERT INTO album VALUES (1, 'One', 1, 1999), (2, NULL, 2, NULL), (3, 'Three', NULL, 2003)"_s);
}

void TestReviewPage::cleanup()
{
    m_page.reset();
    m_workbench.reset();
}

QMap<QString, QString> TestReviewPage::allRows() const
{
    QMap<QString, QString> contents;
    ConnectionProvider provider;
    const auto live = provider.open({.dialect = u"sqlite"_s, .database = m_file});
    const auto tables = (*live)->query(
        u"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'joinery%'"_s);
    for (const QList<Value> &row : tables->rows) {
        const QString name = toText(row[0]);
        QString text;
        const auto rows = (*live)->query(u"SELECT * FROM \"%1\" ORDER BY 1, 2"_s.arg(name));
        for (const QList<Value> &values : rows ? rows->rows : QList<QList<Value>> {}) {
            for (const Value &value : values)
                text += QString::number(value.index()) + toText(value) + u'|';
            text += u'\n';
        }
        contents.insert(name, text);
    }
    return contents;
}

void TestReviewPage::appliesWithHistoryAndTakesItBack()
{
    open();
    const auto before = allRows();
    edits().renameColumn(u"album"_s, u"title"_s, u"heading"_s);
    review();
    QTRY_VERIFY(isShown() && m_page->cards().size() == 1);
    QVERIFY(m_page->can(PageCommand::Commit));
    QCOMPARE(m_page->findChild<QLineEdit *>(u"message"_s)->text(),
        u"rename title to heading in album"_s);
    QVERIFY(m_page->content().file.contains(u"rename_column"_s));
    QVERIFY(m_page->content().down.contains(u"RENAME COLUMN \"heading\" TO \"title\""_s));
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY2(isApplied(), qPrintable(m_page->notice()));
    QCOMPARE(ask(u"SELECT group_concat(heading) FROM album"_s), u"One,Three"_s);
    QCOMPARE(ask(u"SELECT count(*) FROM titles"_s), u"3"_s);
    QTRY_VERIFY(m_database->hasProject());
    QCOMPARE(*checkProject(m_database->context()), QStringList());
    QTRY_VERIFY(!edits().isDirty() && !edits().hasUnsaved());
    QTRY_VERIFY(m_database->schema().tables[u"album"_s].column(u"heading"_s));
    QVERIFY(!m_workbench->log().entries().isEmpty());
    QVERIFY(m_workbench->tasks().running().isEmpty());

    m_page = std::make_unique<ReviewPage>(
        *m_database, MigrationWish {.target = u"-1"_s, .down = true});
    QTRY_VERIFY(isShown() && m_page->cards().size() == 1);
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY2(isApplied(), qPrintable(m_page->notice()));
    QCOMPARE(allRows(), before);
    QTRY_VERIFY(m_database->schema().tables[u"album"_s].column(u"title"_s));
}

void TestReviewPage::appliesOnceWithoutHistory()
{
    open();
    edits().editTable(u"album"_s, u"add"_s, [](Table &table) {
        table.columns.append({.name = u"format"_s,
            .type = {u"varchar(10)"_s},
            .nullable = false,
            .serverDefault = u"'lp'"_s});
    });
    review()->setKeepHistory(false);
    QTRY_VERIFY(isShown() && m_page->cards().size() == 1);
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY2(isApplied(), qPrintable(m_page->notice()));
    QCOMPARE(ask(u"SELECT group_concat(format) FROM album"_s), u"lp,lp,lp"_s);
    QCOMPARE(ask(u"SELECT count(*) FROM sqlite_schema WHERE name LIKE 'joinery%'"_s), u"0"_s);
    QVERIFY(!QDir(m_folder->filePath(u"shop.joinery"_s)).exists());
    QVERIFY(!m_database->hasProject());
}

void TestReviewPage::nullsAreDecidedInPlace()
{
    open();
    column(u"album"_s, u"title"_s, [](Column &c) { c.nullable = false; });
    review();
    QTRY_VERIFY(isShown() && m_page->content().open.size() == 1);
    QVERIFY(!m_page->can(PageCommand::Commit));
    auto *fill = m_page->findChild<QLineEdit *>(u"fill"_s);
    QVERIFY(fill);
    fill->setText(u"'it''s ' || id"_s);
    QTest::keyClick(fill, Qt::Key_Return);
    QTRY_VERIFY(isShown() && m_page->content().open.isEmpty());
    QVERIFY(m_page->can(PageCommand::Commit));
    QVERIFY(m_page->content().file.contains(u"fill:"_s));
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY2(isApplied(), qPrintable(m_page->notice()));
    QCOMPARE(ask(u"SELECT title FROM album WHERE id = 2"_s), u"it's 2"_s);
}

void TestReviewPage::aRenameIsAskedFor()
{
    open();
    edits().editTable(u"album"_s, u"drop and add"_s, [](Table &table) {
        table.columns.removeAt(3);
        table.columns.append({.name = u"year_out"_s, .type = {u"integer"_s}});
    });
    review();
    QTRY_VERIFY(isShown() && m_page->content().open.size() == 1);
    QCOMPARE(m_page->content().open.first().code, u"rename"_s);
    QPushButton *yes = nullptr;
    for (QPushButton *button : m_page->findChild<DecisionBox *>()->findChildren<QPushButton *>()) {
        if (button->text().startsWith(u"Yes"_s))
            yes = button;
    }
    QVERIFY(yes);
    yes->click();
    QTRY_VERIFY(isShown() && m_page->content().open.isEmpty());
    QCOMPARE(m_page->cards().first()->words(),
        u"rename column \"year\" to \"year_out\" in table \"album\""_s);
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY2(isApplied(), qPrintable(m_page->notice()));
    QCOMPARE(ask(u"SELECT group_concat(year_out) FROM album"_s), u"1999,2003"_s);
}

void TestReviewPage::aMovedDatabaseIsRefused()
{
    open();
    edits().renameColumn(u"album"_s, u"title"_s, u"heading"_s);
    review();
    QTRY_VERIFY(isShown() && m_page->cards().size() == 1);
    sql(u"ALTER TABLE artist ADD COLUMN born INTEGER"_s);
    const auto before = folderState(m_folder->path());
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY(isShown());
    QVERIFY2(m_page->notice().contains(u"changed elsewhere"_s), qPrintable(m_page->notice()));
    QCOMPARE(folderState(m_folder->path()), before);
    m_database->refresh();
    QTRY_VERIFY(edits().edited().tables[u"artist"_s].column(u"born"_s));
    QTRY_VERIFY(isShown() && m_page->notice().isEmpty() && m_page->can(PageCommand::Commit));
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY2(isApplied(), qPrintable(m_page->notice()));
    QCOMPARE(ask(u"SELECT count(born) FROM artist"_s), u"0"_s);
}

void TestReviewPage::aFailurePointsAtItsCard()
{
    sql(u"INSERT INTO artist (name) VALUES ('C'), ('D'), ('E'), ('F'), ('G'), ('H')"_s);
    open();
    const auto before = folderState(m_folder->path());
    edits().editTable(u"artist"_s, u"born"_s, [](Table &table) {
        table.columns.append({.name = u"born"_s, .type = {u"integer"_s}, .nullable = false});
    });
    column(u"album"_s, u"title"_s, [](Column &c) { c.nullable = false; });
    review();
    // A value that is there as long as nothing was changed, and fails once rows were copied.
    const QString fill
        = u"CASE WHEN total_changes() < 3 THEN 1900 ELSE abs(-9223372036854775807 - 1) END"_s;
    QTRY_VERIFY(isShown() && m_page->content().open.size() == 2);
    while (!m_page->content().open.isEmpty()) {
        const qsizetype open = m_page->content().open.size();
        for (const ChangeCard *card : m_page->cards()) {
            if (auto *edit = card->findChild<QLineEdit *>(u"fill"_s)) {
                edit->setText(card->words().contains(u"artist"_s) ? fill : u"'none'"_s);
                QTest::keyClick(edit, Qt::Key_Return);
                break;
            }
        }
        QTRY_VERIFY(isShown() && m_page->content().open.size() < open);
    }
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY(isShown());
    QVERIFY2(m_page->notice().contains(u"nothing was changed"_s, Qt::CaseInsensitive),
        qPrintable(m_page->notice()));
    QStringList failed;
    for (const ChangeCard *card : m_page->cards()) {
        if (card->progress() == ChangeCard::Progress::Failed)
            failed.append(card->words());
    }
    QCOMPARE(failed.size(), 1);
    QVERIFY2(failed.first().contains(u"artist"_s), qPrintable(failed.first()));
    QCOMPARE(folderState(m_folder->path()), before);
    QVERIFY(!QDir(m_folder->filePath(u"shop.joinery"_s)).exists());
    QVERIFY(!m_workbench->log().entries().last().error.isEmpty());
}

void TestReviewPage::theNextEditsAreReviewedOnTheSamePage()
{
    open();
    edits().renameColumn(u"album"_s, u"title"_s, u"heading"_s);
    review();
    QTRY_VERIFY(isShown() && m_page->cards().size() == 1);
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY(isApplied() && !edits().isDirty());
    edits().renameColumn(u"album"_s, u"heading"_s, u"name"_s);
    QTRY_VERIFY(isShown() && m_page->cards().size() == 1);
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY(isApplied());
    QCOMPARE(ask(u"SELECT group_concat(name) FROM album"_s), u"One,Three"_s);
    QCOMPARE(ask(u"SELECT count(*) FROM joinery_revision"_s), u"3"_s);
}

void TestReviewPage::mainJob_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("renamedTable");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("nullsTable");
    QTest::addColumn<QString>("nulls");
    QTest::addColumn<QString>("parent");
    QTest::addColumn<QString>("parentKey");
    QTest::newRow("Chinook") << u"chinook_sqlite.sql"_s << u"Album"_s << u"Title"_s << u"Track"_s
                             << u"Composer"_s << u"Customer"_s << u"CustomerId"_s;
    QTest::newRow("Northwind") << u"northwind_sqlite.sql"_s << u"Customers"_s << u"ContactName"_s
                               << u"Customers"_s << u"Region"_s << u"Suppliers"_s
                               << u"SupplierID"_s;
}

void TestReviewPage::mainJob()
{
    QFETCH(QString, script);
    QFETCH(QString, renamedTable);
    QFETCH(QString, from);
    QFETCH(QString, nullsTable);
    QFETCH(QString, nulls);
    QFETCH(QString, parent);
    QFETCH(QString, parentKey);
    QFile data(corpusFolder() + u"/data/"_s + script);
    if (corpusFolder().isEmpty() || !data.open(QIODevice::ReadOnly))
        QSKIP("the sample database is not beside this checkout");
    QFile::remove(m_file);
    sql(u"PRAGMA foreign_keys = OFF;"_s + QString::fromUtf8(data.readAll()));
    const auto before = allRows();
    const QString countOfNulls
        = u"SELECT count(*) FROM \"%1\" WHERE \"%2\" IS NULL"_s.arg(nullsTable, nulls);
    const int nullRows = ask(countOfNulls).toInt();
    open();
    Watchdog watchdog;
    edits().renameColumn(renamedTable, from, u"heading"_s);
    edits().editTable(renamedTable, u"add"_s, [&](Table &table) {
        table.columns.append({.name = u"country_code"_s,
            .type = {u"varchar(2)"_s},
            .nullable = false,
            .serverDefault = u"'xx'"_s});
        table.columns.append({.name = u"owner_id"_s, .type = {u"integer"_s}});
        table.foreignKeys.append({.name = u"fk_owner"_s,
            .columns = {u"owner_id"_s},
            .referredTable = parent,
            .referredColumns = {parentKey}});
    });
    column(nullsTable, nulls, [](Column &c) { c.nullable = false; });
    review();
    QTRY_VERIFY(isShown());
    if (nullRows > 0) {
        QTRY_COMPARE(m_page->content().open.size(), 1);
        QCOMPARE(m_page->content().open.first().rows, nullRows);
        auto *fill = m_page->findChild<QLineEdit *>(u"fill"_s);
        fill->setText(u"'nobody'"_s);
        QTest::keyClick(fill, Qt::Key_Return);
    }
    QTRY_VERIFY2(isShown() && m_page->content().open.isEmpty(), qPrintable(m_page->notice()));
    QTRY_VERIFY(m_page->can(PageCommand::Commit));
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY2_WITH_TIMEOUT(isApplied(), qPrintable(m_page->notice()), 20000);
    qInfo("longest stall: %d ms", int(watchdog.longestStall().count()));

    QCOMPARE(ask(countOfNulls), u"0"_s);
    QCOMPARE(ask(u"SELECT count(*) FROM \"%1\" WHERE \"%2\" = 'nobody'"_s.arg(nullsTable, nulls))
                 .toInt(),
        nullRows);
    QCOMPARE(
        ask(u"SELECT count(*) FROM \"%1\" WHERE country_code = 'xx' AND owner_id IS NULL"_s.arg(
            renamedTable)),
        ask(u"SELECT count(*) FROM \"%1\""_s.arg(renamedTable)));
    const auto after = allRows();
    for (auto it = before.begin(); it != before.end(); ++it) {
        if (it.key() != renamedTable && it.key() != nullsTable)
            QVERIFY2(after[it.key()] == *it, qPrintable(it.key()));
    }
    QTRY_VERIFY(m_database->hasProject());
    QCOMPARE(*checkProject(m_database->context()), QStringList());

    // Back: the NULLs that were filled stay filled, everything else is as it was.
    m_page = std::make_unique<ReviewPage>(
        *m_database, MigrationWish {.target = u"-1"_s, .down = true});
    QTRY_VERIFY2(isShown(), qPrintable(m_page->notice()));
    if (!m_page->content().open.isEmpty()) {
        QVERIFY(m_page->findChild<DecisionBox *>());
        m_page->findChild<DecisionBox *>()->findChild<QPushButton *>()->click();
        QTRY_VERIFY(isShown() && m_page->content().open.isEmpty());
    }
    m_page->perform(PageCommand::Commit);
    QTRY_VERIFY2_WITH_TIMEOUT(isApplied(), qPrintable(m_page->notice()), 20000);
    sql(u"UPDATE \"%1\" SET \"%2\" = NULL WHERE \"%2\" = 'nobody'"_s.arg(nullsTable, nulls));
    QCOMPARE(allRows(), before);
}

/// Drawn where somebody asks for them, to be looked at.
void TestReviewPage::pictures()
{
    const QString folder = qEnvironmentVariable("JOINERY_SHOTS");
    if (folder.isEmpty())
        QSKIP("JOINERY_SHOTS names no folder");
    open();
    edits().renameColumn(u"artist"_s, u"name"_s, u"full_name"_s);
    edits().dropColumns(u"album"_s, {u"year"_s});
    column(u"album"_s, u"title"_s, [](Column &c) { c.nullable = false; });
    review();
    QTRY_VERIFY(isShown() && m_page->content().open.size() == 2);
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        Theme::instance().apply(mode);
        QTest::qWait(100);
        m_page->grab().save(QDir(folder).filePath(
            mode == ThemeMode::Light ? u"review-light.png"_s : u"review-dark.png"_s));
    }
    Theme::instance().apply(ThemeMode::Light);
}

QTEST_MAIN(TestReviewPage)
#include "tst_reviewpage.moc"
