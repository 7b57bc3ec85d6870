// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/rowjournal.h"
#include "support/random.h"
#include "support/testutils.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

#include <iostream>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

const QString database = u"sqlite:////shop.db"_s;

Table itemTable(const QString &name = u"item"_s)
{
    return {.name = name, .columns = {{.name = u"id"_s}, {.name = u"name"_s}, {.name = u"data"_s}}};
}

RowEdits itemEdits(const QString &name = u"item"_s)
{
    return RowEdits(itemTable(name), {.columns = {u"id"_s}, .integer = true});
}

RowKey key(qint64 id)
{
    return {id};
}

QList<Value> row(qint64 id)
{
    return {id, u"item %1"_s.arg(id), QByteArray("\0\xff", 2)};
}

/// Keeps the journal in step with the edits; a failure is remembered.
struct Kept
{
    explicit Kept(const QString &folder)
        : journal(folder, database)
    {
        follow(items);
        follow(others);
    }
    void follow(RowEdits &edits)
    {
        edits.addListener([this, &edits](const QList<RowEdit> &changed) {
            if (const Result<> done = journal.record(edits, changed); !done)
                error = done.error();
        });
    }

    RowEdits items = itemEdits();
    RowEdits others = itemEdits(u"other \"table\""_s);
    RowJournal journal;
    std::optional<Error> error {};
};

void stage(RowEdits &edits, int count)
{
    for (qint64 id = 1; id <= count; ++id) {
        if (id % 10 == 0)
            edits.insertRow({{1, u"added %1"_s.arg(id)}, {2, Value {}}});
        else if (id % 7 == 0)
            edits.deleteRow(key(id), row(id));
        else
            edits.setValue(key(id), 1 + int(id % 2), u"edit %1 ü"_s.arg(id), row(id));
    }
}

/// The other process: stages edits, says so, and waits for its end.
int stageAndWait(const QString &folder)
{
    Kept kept(folder);
    stage(kept.items, 250);
    stage(kept.others, 250);
    std::cout << kept.items.count() + kept.others.count() << std::endl;
    std::cin.get();
    return 0;
}

} // namespace

class TestRowJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aKilledProcessLeavesAllItsEdits()
    {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {u"--stage"_s, m_folder->path()});
        QVERIFY(process.waitForReadyRead(20000));
        QCOMPARE(process.readLine().trimmed(), QByteArray("500"));
        QVERIFY2(orphans().isEmpty(), "the journal of a living process was offered");
        process.kill();
        QVERIFY(process.waitForFinished());

        const QList<OrphanedJournal> found = orphans();
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().count(), 500);
        QVERIFY(!found.first().torn);
        RowEdits expected = itemEdits();
        stage(expected, 250);
        for (const SavedChanges &saved : found.first().tables) {
            RowEdits edits = itemEdits(saved.table);
            const FittedChanges fitted = fitChanges(saved, edits.table(), edits.address());
            QVERIFY(fitted.problems.isEmpty());
            QVERIFY(edits.restore(fitted.changes).isEmpty());
            QCOMPARE(edits.changes(), expected.changes());
        }
        QVERIFY2(orphans().isEmpty(), "one journal was offered twice");
    }

    void whatIsLeftIsFoundUntilItIsRemoved()
    {
        {
            Kept kept(m_folder->path());
            stage(kept.items, 20);
        }
        QCOMPARE(orphans().size(), 1); // and let go again
        QVERIFY(RowJournal::orphans(m_folder->path(), u"another"_s).isEmpty());
        QList<OrphanedJournal> found = orphans();
        QCOMPARE(found.size(), 1);
        found.first().remove();
        QVERIFY(orphans().isEmpty());
        QVERIFY(files().isEmpty());
    }

    void thereIsAFileWhileThereAreChanges()
    {
        Kept kept(m_folder->path());
        QVERIFY(files().isEmpty());
        kept.items.setValue(key(1), 1, u"x"_s, row(1));
        QVERIFY(QFile::exists(kept.journal.file()));
        kept.items.undo();
        QVERIFY(files().isEmpty());
        kept.items.redo();
        kept.others.insertRow();
        kept.items.discard();
        QVERIFY(QFile::exists(kept.journal.file()));
        kept.others.clear();
        QVERIFY(files().isEmpty() && !kept.error);
    }

    /// However short the file was cut, what is read is a state that there was.
    void aTornEndIsDropped()
    {
        QByteArray whole;
        QList<QList<RowChange>> states {{}};
        {
            Kept kept(m_folder->path());
            for (int i = 1; i <= 8; ++i) {
                stage(kept.items, i);
                states.append(kept.items.changes());
            }
            QFile file(kept.journal.file());
            QVERIFY(file.open(QIODevice::ReadOnly));
            whole = file.readAll();
        }
        QCOMPARE(orphans().first().tables.first().changes.values(), states.last());
        for (qsizetype size = 0; size < whole.size(); size += 7) {
            writeOnly(whole.left(size));
            const QList<OrphanedJournal> found = orphans();
            const auto changes = found.isEmpty() ? QList<RowChange>()
                                                 : found.first().tables.first().changes.values();
            QVERIFY2(changes.isEmpty() || changes.size() <= states.last().size(), "");
            for (const RowChange &change : changes)
                QVERIFY(std::any_of(states.cbegin(), states.cend(),
                    [&](const QList<RowChange> &state) { return state.contains(change); }));
        }
    }

    void damageInTheMiddleKeepsWhatIsBefore()
    {
        {
            Kept kept(m_folder->path());
            stage(kept.items, 30);
        }
        QFile file(m_folder->filePath(files().first()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(file.size() / 2);
        file.write("????");
        file.close();
        const QList<OrphanedJournal> found = orphans();
        QCOMPARE(found.size(), 1);
        QVERIFY(found.first().torn);
        QVERIFY(found.first().count() > 5 && found.first().count() < 30);
    }

    void theFileDoesNotGrowWithTheSteps()
    {
        Kept kept(m_folder->path());
        const QString text(1000, u'x');
        for (int i = 0; i < 10000; ++i)
            kept.items.setValue(key(i % 5), 1, text + QString::number(i), row(i % 5));
        QVERIFY(QFileInfo(kept.journal.file()).size() < 2 << 20);
        QVERIFY(!kept.error);
    }

    void anotherSchemaLosesNothingInSilence()
    {
        {
            Kept kept(m_folder->path());
            kept.items.setValue(key(1), 1, u"renamed away"_s, row(1));
            kept.items.setValue(key(2), 1, u"half"_s, row(2));
            kept.items.setValue(key(2), 2, u"fits"_s, row(2));
            kept.items.deleteRow(key(3), row(3));
            kept.items.insertRow();
        }
        const SavedChanges saved = orphans().first().tables.first();
        Table now = itemTable();
        now.columns = {{.name = u"new"_s}, {.name = u"data"_s}, {.name = u"id"_s}};
        const RowAddress address {.columns = {u"id"_s}, .integer = true};
        FittedChanges fitted = fitChanges(saved, now, address);
        QCOMPARE(fitted.changes.size(), 3);
        QCOMPARE(fitted.changes[0].values, (QMap<int, Value> {{1, u"fits"_s}}));
        QCOMPARE(fitted.changes[0].original, (QList<Value> {{}, row(2)[2], qint64(2)}));
        QCOMPARE(fitted.problems,
            (QStringList {
                u"\"name\" cannot be set any more: row 1 of \"item\" was to get 'renamed away'"_s,
                u"\"name\" cannot be set any more: row 2 of \"item\" was to get 'half'"_s}));
        QCOMPARE(describeChanges(saved).mid(1),
            (QStringList {u"row 2 of \"item\": name = 'half', data = 'fits'"_s,
                u"row 3 of \"item\": deleted"_s, u"an added row of \"item\": defaults"_s}));
        fitted = fitChanges(saved, now, {.columns = {u"rowid"_s}, .hidden = true});
        QCOMPARE(fitted.changes.size(), 1); // the added row
        QCOMPARE(fitted.problems.size(), 3);
    }

    void aFolderThatIsGoneIsToldAndMadeUpFor()
    {
        Kept kept(m_folder->path());
        QVERIFY(QDir(m_folder->path()).removeRecursively());
        kept.items.setValue(key(1), 1, u"x"_s, row(1));
        QVERIFY(kept.error);
        QCOMPARE(kept.error->code, ErrorCode::Io);
        kept.error.reset();
        QVERIFY(QDir().mkpath(m_folder->path()));
        kept.items.setValue(key(2), 1, u"y"_s, row(2));
        QVERIFY(!kept.error);
        QFile::copy(kept.journal.file(), kept.journal.file().replace(u".rows"_s, u"-2.rows"_s));
        QCOMPARE(orphans().first().count(), 2);
    }

    void twoProgramsKeepTwoFiles()
    {
        Kept one(m_folder->path());
        Kept two(m_folder->path());
        stage(one.items, 5);
        stage(two.items, 9);
        QCOMPARE(files().size(), 2);
        QVERIFY(orphans().isEmpty());
    }

private:
    QList<OrphanedJournal> orphans() const
    {
        return RowJournal::orphans(m_folder->path(), database);
    }
    QStringList files() const
    {
        return QDir(m_folder->path()).entryList({u"*.rows"_s}, QDir::Files);
    }
    void writeOnly(const QByteArray &bytes)
    {
        QFile file(m_folder->filePath(files().first()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    std::unique_ptr<QTemporaryDir> m_folder {};
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 3 && QByteArray(argv[1]) == "--stage")
        return stageAndWait(QString::fromLocal8Bit(argv[2]));
    TestRowJournal test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_rowjournal.moc"
