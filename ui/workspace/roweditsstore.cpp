// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/roweditsstore.h"

#include "ui/workspace/workbench.h"

#include <QDir>
#include <QPointer>
#include <QThreadPool>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

struct WriteLog
{
    QList<std::pair<QString, qint64>> statements {}; ///< with milliseconds
};

/// The folder of the journals, made when it is missing.
QString journalFolder(const OpenDatabase &database)
{
    const QString folder = database.workbench().settings().stateFolder() + u"/rowedits"_s;
    QDir().mkpath(folder);
    return folder;
}

/// Waits for its thread elsewhere: closing a database may take a while.
void closeLater(std::shared_ptr<Connection> connection)
{
    QThreadPool::globalInstance()->start(
        [kept = std::move(connection)]() mutable { kept.reset(); });
}

} // namespace

RowEditsStore::RowEditsStore(OpenDatabase &database)
    : m_database(database)
    , m_journal(journalFolder(database), database.id())
{
    connect(&database, &OpenDatabase::opened, this, &RowEditsStore::findOrphans);
    connect(&database, &OpenDatabase::schemaChanged, this, &RowEditsStore::fitTables);
}

RowEditsStore::~RowEditsStore()
{
    m_connection.reset(); // what it would have said reaches nobody
    if (m_task)
        m_task->finish();
}

RowEdits *RowEditsStore::edits(const QString &table)
{
    if (const auto known = m_edits.find(table); known != m_edits.end())
        return known->second.get();
    if (!whyNot(table).isEmpty())
        return nullptr;
    const Table &definition = m_database.schema().tables[table];
    auto edits = std::make_unique<RowEdits>(
        definition, *m_database.dialect().dml().rowAddress(definition));
    follow(table, *edits);
    return (m_edits[table] = std::move(edits)).get();
}

QString RowEditsStore::whyNot(const QString &table) const
{
    if (m_database.isReadOnly())
        return tr("The database is open for reading only.");
    const auto definition = m_database.schema().tables.constFind(table);
    if (definition == m_database.schema().tables.cend())
        return tr("Only the rows of tables can be changed.");
    if (!m_database.dialect().dml().rowAddress(*definition))
        return tr("The rows of this table cannot be told apart.");
    return {};
}

QStringList RowEditsStore::tables() const
{
    QStringList names;
    for (const auto &[name, edits] : m_edits) {
        if (!edits->isEmpty())
            names.append(name);
    }
    return names;
}

RowEdits *RowEditsStore::staged(const QString &table) const
{
    const auto known = m_edits.find(table);
    return known == m_edits.end() || known->second->isEmpty() ? nullptr : known->second.get();
}

int RowEditsStore::count() const
{
    int sum = 0;
    for (const auto &[name, edits] : m_edits)
        sum += edits->count();
    return sum;
}

QString RowEditsStore::summary() const
{
    QStringList parts;
    for (const QString &table : tables())
        parts.append(tr("%1 (changes: %2)").arg(table).arg(staged(table)->count()));
    return parts.join(u", "_s);
}

QList<TableChanges> RowEditsStore::allChanges() const
{
    QList<TableChanges> all;
    for (const QString &table : tables())
        all.append(changesOf(*staged(table)));
    return all;
}

QList<RowStatement> RowEditsStore::statements() const
{
    return rowStatements(m_database.dialect().dml(), m_database.schema(), allChanges());
}

QString RowEditsStore::script(int maxLiteral) const
{
    return scriptText(m_database.dialect().dml(), statements(), maxLiteral);
}

void RowEditsStore::commit()
{
    if (isEmpty() || m_committing)
        return;
    setFrozen(true);
    m_failures.clear();
    Q_EMIT failuresChanged();
    m_connection = m_database.connectTo(Access::Change);
    m_task = m_database.workbench().tasks().start(
        tr("Commit changes of %1").arg(m_database.name()), [this] {
            if (m_connection)
                m_connection->cancel();
        });
    // The rows were read through this connection. It notices when another file has taken the place
    // of the one it opened, and that one must not get the changes.
    m_database.connection()
        .run([](Executor &executor) { return executor.query(u"SELECT 1"_s); })
        .then(&m_database, [store = QPointer(this)](const Result<RowSet> &there) {
            if (store && there)
                store->write();
            else if (store)
                store->endCommit(fail(there.error()));
        });
}

void RowEditsStore::write()
{
    const auto log = std::make_shared<WriteLog>();
    m_connection
        ->run([dialect = &m_database.dialect(), schema = m_database.schema(),
                  changes = allChanges(), log](Executor &executor) {
            return commitRowEdits(executor, dialect->dml(), schema, changes,
                [&log](const QString &sql, qint64 milliseconds) {
                    log->statements.append({sql, milliseconds});
                });
        })
        .then(this, [this, log](const Result<CommitOutcome> &outcome) {
            for (const auto &[sql, milliseconds] : std::as_const(log->statements))
                m_database.workbench().log().append({.database = m_database.name(),
                    .sql = sql,
                    .milliseconds = milliseconds,
                    .rows = 1});
            endCommit(outcome);
        });
}

void RowEditsStore::endCommit(const Result<CommitOutcome> &outcome)
{
    std::exchange(m_task, nullptr)->finish();
    closeLater(std::exchange(m_connection, {}));
    finishCommit(outcome);
}

void RowEditsStore::setFrozen(bool frozen)
{
    for (const auto &[name, edits] : m_edits)
        edits->setFrozen(frozen);
    m_committing = frozen;
    Q_EMIT committingChanged();
}

void RowEditsStore::finishCommit(const Result<CommitOutcome> &outcome)
{
    setFrozen(false);
    if (outcome && outcome->isDone()) {
        succeed(*outcome);
        return;
    }
    if (!outcome) {
        Q_EMIT commitFailed(outcome.error());
        return;
    }
    m_failures = outcome->failures;
    Q_EMIT failuresChanged();
    QStringList stale;
    for (const CommitFailure &failure : std::as_const(m_failures)) {
        if (failure.kind == CommitFailure::Kind::Conflict && !stale.contains(failure.table))
            stale.append(failure.table);
    }
    if (!stale.isEmpty())
        Q_EMIT m_database.rowsChanged(stale);
    Q_EMIT commitFailed({.code = stale.isEmpty() ? ErrorCode::Violation : ErrorCode::Conflict,
        .message = tr("Nothing was written: %1").arg(m_failures.first().message)});
}

void RowEditsStore::succeed(const CommitOutcome &outcome)
{
    const QStringList written = tables();
    const int count = this->count();
    for (const QString &table : written)
        m_edits[table]->clear();
    const auto altered = std::count_if(outcome.written.cbegin(), outcome.written.cend(),
        [](const WrittenRow &row) { return !row.altered.isEmpty(); });
    QString sentence = tr("Committed. Changes: %1.").arg(count);
    if (altered > 0)
        sentence += u' '
            + tr("Rows with values that the database stored otherwise than typed: %1.")
                  .arg(altered);
    Q_EMIT m_database.workbench().navigator().say(sentence);
    Q_EMIT committed(outcome.written);
    Q_EMIT m_database.rowsChanged(written);
}

void RowEditsStore::discard()
{
    for (const QString &table : tables()) {
        const RowStep step(*m_edits[table], tr("Discard all changes"));
        m_edits[table]->discard();
    }
}

const CommitFailure *RowEditsStore::failure(const QString &table, quint64 change) const
{
    const auto found
        = std::find_if(m_failures.cbegin(), m_failures.cend(), [&](const CommitFailure &failure) {
              return failure.change == change && failure.table == table;
          });
    return found == m_failures.cend() ? nullptr : &*found;
}

void RowEditsStore::keepMine(const CommitFailure &conflict)
{
    const CommitFailure kept = conflict; // goes from the list on the way
    if (RowEdits *edits = staged(kept.table)) {
        const RowStep step(*edits, tr("Keep mine"));
        edits->rebase(kept.change, kept.theirs);
    }
}

void RowEditsStore::takeTheirs(const CommitFailure &conflict)
{
    const CommitFailure kept = conflict;
    if (RowEdits *edits = staged(kept.table)) {
        const RowStep step(*edits, tr("Take theirs"));
        edits->revert({kept.change});
    }
}

void RowEditsStore::follow(const QString &table, RowEdits &edits)
{
    edits.setFrozen(m_committing);
    edits.addListener([this, table](const QList<RowEdit> &changed) { note(table, changed); });
}

void RowEditsStore::note(const QString &table, const QList<RowEdit> &changed)
{
    const Result<> recorded = m_journal.record(*m_edits[table], changed);
    if (!recorded && !m_journalBroken)
        Q_EMIT journalFailed(recorded.error());
    m_journalBroken = !recorded;
    const qsizetype before = m_failures.size();
    for (const RowEdit &edit : changed)
        drop(table, edit.id);
    if (m_failures.size() != before)
        Q_EMIT failuresChanged();
    Q_EMIT this->changed(table);
}

/// The failure of a change that is another one now.
void RowEditsStore::drop(const QString &table, quint64 change)
{
    m_failures.removeIf([&](const CommitFailure &failure) {
        return failure.table == table && (failure.change == change || failure.change == 0);
    });
}

/// Brings what is staged to the tables as they are now. The edits of a table that is gone stay: it
/// may come back, and nothing goes in silence.
void RowEditsStore::fitTables()
{
    QStringList problems;
    for (const auto &[name, edits] : m_edits) {
        const auto table = m_database.schema().tables.constFind(name);
        if (table == m_database.schema().tables.cend() || *table == edits->table())
            continue;
        const auto address = m_database.dialect().dml().rowAddress(*table);
        if (!address)
            continue;
        SavedChanges saved {.table = name, .address = edits->address()};
        for (const Column &column : edits->table().columns)
            saved.columns.append(column.name);
        for (const RowChange &change : edits->changes())
            saved.changes[change.id] = change;
        const FittedChanges fitted = fitChanges(saved, *table, *address);
        problems += fitted.problems;
        edits->refit(*table, *address, fitted.changes);
    }
    if (!problems.isEmpty())
        Q_EMIT notRestored(problems);
}

void RowEditsStore::findOrphans()
{
    if (m_database.isReadOnly())
        return;
    m_database.connection()
        .run([folder = journalFolder(m_database), id = m_database.id()](
                 Executor &) -> Result<QList<OrphanedJournal>> {
            return RowJournal::orphans(folder, id);
        })
        .then(&m_database, [store = QPointer(this)](const Result<QList<OrphanedJournal>> &found) {
            if (!store || !found || found->isEmpty())
                return;
            store->m_orphans = *found;
            Q_EMIT store->orphansChanged();
        });
}

int RowEditsStore::orphanCount() const
{
    int sum = 0;
    for (const OrphanedJournal &journal : m_orphans)
        sum += journal.count();
    return sum;
}

QDateTime RowEditsStore::orphansWritten() const
{
    return m_orphans.isEmpty() ? QDateTime() : m_orphans.last().lastWritten;
}

QString RowEditsStore::orphanText() const
{
    QStringList lines;
    for (const OrphanedJournal &journal : m_orphans) {
        for (const SavedChanges &table : journal.tables)
            lines += describeChanges(table);
    }
    return lines.join(u'\n');
}

void RowEditsStore::restoreOrphans()
{
    QStringList problems;
    for (OrphanedJournal &journal : m_orphans) {
        for (const SavedChanges &saved : std::as_const(journal.tables)) {
            RowEdits *table = edits(saved.table);
            if (!table) {
                problems.append(tr("%1: %2").arg(saved.table, whyNot(saved.table)));
                problems += describeChanges(saved);
                continue;
            }
            const FittedChanges fitted = fitChanges(saved, table->table(), table->address());
            problems += fitted.problems;
            const RowStep step(*table, tr("Restore unsaved changes"));
            SavedChanges left {.table = saved.table, .columns = saved.columns};
            for (const RowChange &change : table->restore(fitted.changes))
                left.changes[change.id] = change;
            if (!left.changes.isEmpty())
                problems.append(tr("%1: these rows have newer changes").arg(saved.table));
            problems += describeChanges(left);
        }
        journal.remove();
    }
    m_orphans.clear();
    Q_EMIT orphansChanged();
    if (!problems.isEmpty())
        Q_EMIT notRestored(problems);
}

void RowEditsStore::discardOrphans()
{
    for (OrphanedJournal &journal : m_orphans)
        journal.remove();
    m_orphans.clear();
    Q_EMIT orphansChanged();
}

} // namespace joinery
