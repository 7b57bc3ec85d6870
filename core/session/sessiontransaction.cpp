// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/danglingkeys.h"
#include "joinery/session/flush.h"
#include "joinery/session/sessioncore.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString savepointName(qsizetype number)
{
    return u"joinery_session_%1"_s.arg(number);
}

void dropUnflushed(TrackedModel &tracked)
{
    for (Entry *pending : tracked.pending) {
        if (pending->state == ObjectState::Pending)
            pending->state = ObjectState::Detached;
    }
    tracked.pending.clear();
    tracked.removed.clear();
}

void restoreObject(Entry &entry)
{
    ModelStore &store = *entry.store;
    if (entry.state == ObjectState::Removed)
        entry.state = ObjectState::Persistent;
    if (entry.state != ObjectState::Persistent)
        return;
    if (store.isChanged(entry))
        store.restore(entry);
    for (const RelationshipInfo &relation : store.model().relationships)
        relation.reset(relation.member(store.object(entry)));
}

} // namespace

bool SessionCore::mayBeUnwritten() const
{
    for (const auto &[model, tracked] : m_models) {
        if (tracked->store().size() > 0)
            return true;
    }
    return false;
}

Result<> SessionCore::autoflush()
{
    if (Result<> checked = checkThread(); !checked)
        return checked;
    return m_options.autoflush && mayBeUnwritten() ? flush() : Result<>();
}

Result<> SessionCore::flush()
{
    if (Result<> checked = checkThread(); !checked)
        return checked;
    Flush work(*this);
    const Result<bool> needed = work.collect();
    if (needed && !*needed)
        return {};
    const bool begins = !m_writing;
    Result<> ready = needed ? markFlush() : fail(needed.error());
    if (!ready) {
        work.keepForLater();
        return ready;
    }
    const UndoLog::Mark mark = m_undo.mark();
    Result<> written = work.write();
    if (written)
        return begins ? Result<>() : run(u"RELEASE joinery_flush"_s);
    if (!begins && !m_executor->inTransaction()) {
        work.keepForLater();
        return transactionLost(written.error());
    }
    takeBack(mark, ObjectState::Pending);
    work.keepForLater();
    undoFlush(begins);
    return written;
}

/// A flush that fails leaves the transaction as it was before it.
Result<> SessionCore::markFlush()
{
    const bool begins = !m_writing;
    if (const Result<Executor *> executor = writing(); !executor)
        return fail(executor.error());
    return begins ? Result<>() : run(u"SAVEPOINT joinery_flush"_s);
}

void SessionCore::undoFlush(bool begins)
{
    if (m_executor->inTransaction()) {
        const Result<> undone = run(begins ? u"ROLLBACK"_s : u"ROLLBACK TO joinery_flush"_s);
        if (undone && !begins)
            static_cast<void>(run(u"RELEASE joinery_flush"_s));
    }
    if (begins || !m_executor->inTransaction())
        m_writing = false;
}

/// On a full disk, for one, the database itself rolls back: also what earlier flushes wrote.
Result<> SessionCore::transactionLost(Error error)
{
    static_cast<void>(rollback());
    error.hint
        = u"The database has rolled the transaction back: everything since the last commit is undone, in the objects too. Do it anew once the cause is gone."_s;
    return fail(error);
}

void SessionCore::takeBack(UndoLog::Mark mark, ObjectState insertedBecome)
{
    m_undo.undo(mark, insertedBecome, [this](Entry *entry, bool before) {
        IdentityMap &identity = tracked(entry->store->model()).identity();
        const bool identified
            = entry->state == ObjectState::Persistent || entry->state == ObjectState::Removed;
        if (before && identified)
            identity.remove(entry);
        else if (!before && entry->state != ObjectState::Detached)
            identity.insert(entry);
    });
}

Result<> SessionCore::commit()
{
    if (Result<> flushed = flush(); !flushed)
        return flushed;
    if (!m_writing) {
        ++m_epoch;
        releaseConnection();
        return {};
    }
    // On failure, a violated foreign key for one, the transaction stays open.
    if (const Result<> committed = run(u"COMMIT"_s); !committed) {
        Error error = committed.error();
        if (error.code == ErrorCode::Violation && m_executor->inTransaction()) {
            if (const QString key = danglingKey(*this, m_undo.written(), m_inBulk); !key.isEmpty())
                error.message = key + u" ("_s + error.message + u')';
        }
        if (error.hint.isEmpty())
            error.hint
                = u"Nothing is committed: correct the objects and commit again, or roll back."_s;
        return m_executor->inTransaction() ? fail(error) : transactionLost(error);
    }
    m_undo.clear();
    m_savepoints.clear();
    m_inBulk.clear();
    m_writing = false;
    ++m_epoch;
    releaseConnection();
    return {};
}

/// What was changed and not flushed goes back to what the database holds.
void SessionCore::restoreObjects()
{
    for (const auto &[model, tracked] : m_models) {
        dropUnflushed(*tracked);
        for (qsizetype i = 0; i < tracked->store().size(); ++i)
            restoreObject(tracked->store().at(i));
    }
}

Result<> SessionCore::rollback()
{
    if (Result<> checked = checkThread(); !checked)
        return checked;
    Result<> undone;
    if (m_writing && m_executor->inTransaction())
        undone = run(u"ROLLBACK"_s);
    m_writing = false;
    m_savepoints.clear();
    m_inBulk.clear();
    takeBack(0, ObjectState::Detached);
    restoreObjects();
    ++m_epoch;
    releaseConnection();
    return undone;
}

Result<int> SessionCore::beginNested()
{
    if (const Result<> flushed = flush(); !flushed)
        return fail(flushed.error());
    if (const Result<Executor *> executor = writing(); !executor)
        return fail(executor.error());
    if (const Result<> begun = run(u"SAVEPOINT "_s + savepointName(m_savepoints.size())); !begun)
        return fail(begun.error());
    m_savepoints.append({++m_savepointNumber, m_undo.mark()});
    return m_savepointNumber;
}

qsizetype SessionCore::savepointIndex(int number) const
{
    const auto found = std::find_if(m_savepoints.cbegin(), m_savepoints.cend(),
        [number](const OpenSavepoint &open) { return open.number == number; });
    return found == m_savepoints.cend() ? -1 : found - m_savepoints.cbegin();
}

Result<> SessionCore::endNested(int number, bool keep)
{
    if (!hasSavepoint(number))
        return fail(ErrorCode::Usage, u"The savepoint has ended already"_s,
            u"End each savepoint once; commit() and rollback() of the session end all of them."_s);
    if (keep) {
        if (Result<> flushed = flush(); !flushed)
            return flushed;
    }
    const qsizetype savepoint = savepointIndex(number);
    const QString name = savepointName(savepoint);
    if (!keep) {
        if (Result<> undone = run(u"ROLLBACK TO "_s + name); !undone)
            return undone;
        takeBack(m_savepoints[savepoint].mark, ObjectState::Detached);
        restoreObjects();
        ++m_epoch; // what was read since may be undone as well
    }
    m_savepoints.resize(savepoint);
    return run(u"RELEASE "_s + name);
}

} // namespace joinery
