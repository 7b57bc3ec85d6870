// SPDX-License-Identifier: MPL-2.0
#include "support/otherprocess.h"
#include "ui/workspace/roweditsstore.h"
#include "uisupport/watchdog.h"
#include "uisupport/windowfixture.h"

#include <QApplication>
#include <QDir>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

const QString sql = u"CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
                    "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, author_id INT "
                    "REFERENCES author (id));"
                    "CREATE VIEW names AS SELECT name FROM author;"
                    "INSERT INTO author VALUES (1, 'Ada'), (2, 'Bob');"
                    "INSERT INTO book VALUES (1, 'One', 1), (2, 'Two', 2)"_s;

/// A workbench without a window, and a database open in it.
class Bench
{
public:
    Bench()
        : m_file(QDir(m_folder.path()).filePath(u"shop.db"_s))
    {
        const ConnectionProvider provider;
        const auto db = provider.open(
            {.dialect = u"sqlite"_s, .database = m_file}, {.access = Access::Create});
        if (!db || !(*db)->executeScript(sql))
            qFatal("the database cannot be made");
        start();
    }
    void start(bool readOnly = false)
    {
        m_workbench.reset();
        m_workbench = std::make_unique<Workbench>(m_folder.filePath(u"settings.ini"_s));
        m_database = *m_workbench->open(m_file, readOnly);
        if (!QTest::qWaitFor([this] { return m_database->state() == OpenDatabase::State::Open; }))
            qFatal("the database does not open");
    }
    RowEditsStore &store() { return m_database->rowEdits(); }
    OpenDatabase &database() { return *m_database; }
    Workbench &workbench() { return *m_workbench; }
    QString file() const { return m_file; }
    QStringList journals() const
    {
        return QDir(m_folder.filePath(u"settings.state/rowedits"_s)).entryList({u"*.rows"_s});
    }
    void rename(qint64 author, const QString &name, const QString &was)
    {
        QVERIFY(store().edits(u"author"_s)->setValue({author}, 1, name, {author, was}));
    }
    QString query(const QString &text) const { return WindowFixture::query(m_file, text); }

private:
    QTemporaryDir m_folder {};
    const QString m_file;
    std::unique_ptr<Workbench> m_workbench {};
    OpenDatabase *m_database = nullptr;
};

} // namespace

class TestRowEditsStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTablesHaveEdits()
    {
        Bench bench;
        QVERIFY(bench.store().edits(u"author"_s));
        QCOMPARE(bench.store().edits(u"author"_s), bench.store().edits(u"author"_s));
        QVERIFY(!bench.store().edits(u"names"_s));
        QVERIFY(!bench.store().whyNot(u"names"_s).isEmpty());
        bench.start(true);
        QVERIFY(!bench.store().edits(u"author"_s));
    }

    void allTablesAreCommittedInOneGo()
    {
        Bench bench;
        Watchdog watchdog;
        QSignalSpy committed(&bench.store(), &RowEditsStore::committed);
        QSignalSpy rows(&bench.database(), &OpenDatabase::rowsChanged);
        bench.rename(1, u"Ada L."_s, u"Ada"_s);
        QVERIFY(bench.store().edits(u"book"_s)->insertRow({{1, u"New"_s}, {2, qint64(1)}}));
        QCOMPARE(bench.store().summary(), u"author (changes: 1), book (changes: 1)"_s);
        QCOMPARE(bench.journals().size(), 1);
        bench.store().commit();
        QVERIFY(bench.store().isCommitting());
        QVERIFY(!bench.store()
                     .edits(u"author"_s)
                     ->setValue({qint64(2)}, 1, u"x"_s, {qint64(2), u"Bob"_s}));
        QTRY_COMPARE(committed.size(), 1);
        QVERIFY(!bench.store().isCommitting() && bench.store().isEmpty());
        QCOMPARE(rows.first().first().toStringList(), (QStringList {u"author"_s, u"book"_s}));
        QCOMPARE(bench.query(u"SELECT name FROM author"_s), u"Ada L.\nBob"_s);
        QCOMPARE(bench.query(u"SELECT title FROM book WHERE id = 3"_s), u"New"_s);
        QVERIFY(bench.journals().isEmpty());
        QCOMPARE(bench.workbench().log().entries().size(), 2);
        QVERIFY(watchdog.longestStall() < std::chrono::milliseconds(50));
    }

    void aViolationLeavesAllStaged()
    {
        Bench bench;
        QSignalSpy failed(&bench.store(), &RowEditsStore::commitFailed);
        bench.rename(1, u"Ada L."_s, u"Ada"_s);
        QVERIFY(bench.store().edits(u"book"_s)->setValue(
            {qint64(1)}, 2, qint64(77), {qint64(1), u"One"_s, qint64(1)}));
        const quint64 id = bench.store().edits(u"book"_s)->changes().first().id;
        bench.store().commit();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(bench.store().count(), 2);
        QVERIFY(bench.store().failure(u"book"_s, id));
        QCOMPARE(bench.store().failure(u"book"_s, id)->column, 2);
        QVERIFY(!bench.store().failure(u"author"_s, id));
        QCOMPARE(bench.query(u"SELECT name FROM author"_s), u"Ada\nBob"_s);
        // Editing it takes the mark away.
        QVERIFY(bench.store().edits(u"book"_s)->setValue({qint64(1)}, 2, qint64(2), {}));
        QVERIFY(bench.store().failures().isEmpty());
    }

    void conflictsAreResolvedEitherWay()
    {
        Bench bench;
        QSignalSpy failed(&bench.store(), &RowEditsStore::commitFailed);
        QSignalSpy committed(&bench.store(), &RowEditsStore::committed);
        bench.rename(1, u"mine"_s, u"Ada"_s);
        bench.rename(2, u"mine"_s, u"Bob"_s);
        OtherProcess other(bench.file());
        QCOMPARE(other.run(u"UPDATE author SET name = 'theirs'"_s), QString());
        bench.store().commit();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(bench.store().failures().size(), 2);
        QCOMPARE(bench.store().failures().first().theirs->value(1), Value(u"theirs"_s));
        bench.store().keepMine(bench.store().failures().first());
        bench.store().takeTheirs(bench.store().failures().first());
        QVERIFY(bench.store().failures().isEmpty());
        bench.store().commit();
        QTRY_COMPARE(committed.size(), 1);
        QCOMPARE(bench.query(u"SELECT name FROM author"_s), u"mine\ntheirs"_s);
    }

    void aLockedDatabaseIsNamedAndNothingIsLost()
    {
        Bench bench;
        QSignalSpy failed(&bench.store(), &RowEditsStore::commitFailed);
        bench.rename(1, u"x"_s, u"Ada"_s);
        OtherProcess other(bench.file());
        QCOMPARE(other.run(u"BEGIN IMMEDIATE"_s), QString());
        Watchdog watchdog;
        bench.store().commit();
        QTRY_COMPARE(bench.workbench().tasks().running().size(), 1);
        bench.workbench().tasks().running().first()->cancel();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(watchdog.longestStall() < std::chrono::milliseconds(50));
        QCOMPARE(bench.store().count(), 1);
        QCOMPARE(other.run(u"COMMIT"_s), QString());
        QSignalSpy committed(&bench.store(), &RowEditsStore::committed);
        bench.store().commit();
        QTRY_COMPARE(committed.size(), 1);
    }

    void discardingIsUndone()
    {
        Bench bench;
        bench.rename(1, u"x"_s, u"Ada"_s);
        bench.store().discard();
        QVERIFY(bench.store().isEmpty() && bench.journals().isEmpty());
        QVERIFY(bench.store().edits(u"author"_s)->undo());
        QCOMPARE(bench.store().count(), 1);
        QCOMPARE(bench.journals().size(), 1);
    }

    void whatIsLeftIsOfferedAgain()
    {
        Bench bench;
        bench.rename(1, u"x"_s, u"Ada"_s);
        QVERIFY(bench.store().edits(u"book"_s)->insertRow());
        bench.start();
        QTRY_COMPARE(bench.store().orphanCount(), 2);
        QVERIFY(bench.store().isEmpty());
        QCOMPARE(bench.store().orphanText(),
            u"row 1 of \"author\": name = 'x'\nan added row of \"book\": defaults"_s);
        bench.store().restoreOrphans();
        QCOMPARE(bench.store().count(), 2);
        QCOMPARE(bench.store().orphanCount(), 0);
        QCOMPARE(*bench.store().edits(u"author"_s)->valueOf({qint64(1)}, 1), Value(u"x"_s));
        QCOMPARE(bench.journals().size(), 1); // ours now
        bench.start();
        QTRY_COMPARE(bench.store().orphanCount(), 2);
        bench.store().discardOrphans();
        QVERIFY(bench.journals().isEmpty());
    }

    void editsFollowTheSchema()
    {
        Bench bench;
        QSignalSpy problems(&bench.store(), &RowEditsStore::notRestored);
        bench.rename(1, u"x"_s, u"Ada"_s);
        QVERIFY(bench.store().edits(u"book"_s)->setValue(
            {qint64(1)}, 1, u"lost"_s, {qint64(1), u"One"_s, qint64(1)}));
        OtherProcess other(bench.file());
        other.run(u"ALTER TABLE author ADD COLUMN born INT"_s);
        other.run(u"ALTER TABLE book DROP COLUMN title"_s);
        QSignalSpy changed(&bench.database(), &OpenDatabase::schemaChanged);
        bench.database().refresh();
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.first().first().toStringList().size(), 1);
        QCOMPARE(bench.store().edits(u"author"_s)->table().columns.size(), 3);
        QSignalSpy committed(&bench.store(), &RowEditsStore::committed);
        bench.store().commit();
        QTRY_COMPARE(committed.size(), 1);
        QCOMPARE(bench.query(u"SELECT name FROM author WHERE id = 1"_s), u"x"_s);
    }
};

int main(int argc, char **argv)
{
    if (const std::optional<int> status = otherProcessMain(argc, argv))
        return *status;
    QApplication app(argc, argv);
    TestRowEditsStore test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_roweditsstore.moc"
