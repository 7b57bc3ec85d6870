// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/mapping.h"
#include "joinery/session/bulkwriter.h"
#include "joinery/session/engine.h"
#include "joinery/session/query.h"

#include <deque>

/// All of the library.
namespace joinery {

class Dialect;
class Session;

/// A savepoint of a session: what happens from here on can be undone by itself. Ending its scope
/// without commit() rolls back to it. Must not outlive its session.
class [[nodiscard]] Savepoint
{
public:
    /// For Session::beginNested().
    Savepoint(SessionCore &session, int number)
        : m_session(&session)
        , m_number(number)
    { }
    /// The savepoint moves; `other` does nothing any more.
    Savepoint(Savepoint &&other) noexcept
        : m_session(std::exchange(other.m_session, nullptr))
        , m_number(other.m_number)
    { }
    Savepoint &operator=(Savepoint &&) = delete;
    ~Savepoint();

    /// Flushes, and lets what happened since the savepoint be part of the transaction. Errors: as
    /// Session::flush().
    [[nodiscard]] Result<> commit();
    /// Undoes what happened since the savepoint, in the database and in the objects.
    [[nodiscard]] Result<> rollback();

private:
    SessionCore *m_session;
    int m_number;
};

/// A unit of work, as SQLAlchemy's Session: keeps objects that stand for rows, finds out what was
/// changed about them, and writes it in one transaction.
///
///     Session session(engine);
///     Hero *hero = session.add(Hero {.name = u"Deadpond"_s});
///     if (const Result<> done = session.commit(); !done)
///         qWarning() << done.error().message;
///     qInfo() << *hero->id;
///
/// **Objects belong to the session.** Pointers that it gives are good until it ends, or until
/// clear(). A row is one object, however often it is asked for. A copy of an object is a plain
/// value that the session knows nothing of; merge() takes its values back.
///
/// **Transactions.** Reading needs none. The first flush that writes begins one; commit() ends it,
/// and a session that ends without rolls back. After commit() and rollback() the next query that
/// meets an object's row reads it anew.
///
/// **Changes** are found by comparing each object with what the database held, so just assign to
/// members. A flush writes inserts parents first, and only the columns that have changed; a row
/// that somebody else has changed or deleted since it was read is a Conflict and nothing is
/// overwritten. A flush that fails leaves database and states as they were before it: correct the
/// object and flush again.
///
/// Errors are Results; nothing is thrown. A session belongs to the thread that made it (Usage from
/// any other). It holds a connection from the first statement until commit(), rollback() or its
/// end.
class Session
{
public:
    /// On a connection of the engine's pool. No connection is made yet.
    explicit Session(const Engine &engine, SessionOptions options = {});
    /// On an executor that somebody keeps open for as long as the session lives.
    Session(Executor &executor, const Dialect &dialect, SessionOptions options = {});

    /// Takes the value over; the row is inserted by the next flush. New objects that its relations
    /// hold come along. nullptr, and a line in the log, in another thread than the session's.
    template <Mapped T> T *add(T value) { return object<T>(m_core.add(modelInfo<T>(), &value)); }
    /// The same for each of them; the objects in their order.
    template <Mapped T> QList<T *> addAll(QList<T> values)
    {
        QList<T *> objects;
        objects.reserve(values.size());
        for (T &value : values)
            objects.append(object<T>(m_core.add(modelInfo<T>(), &value)));
        return objects;
    }

    /// The object for the row with this primary key (one value for each of its columns), from the
    /// database if the session has not got it; nullptr when there is no such row. Errors: those of
    /// the database; Failed for a value that does not fit its member.
    template <Mapped T, typename... Key> [[nodiscard]] Result<T *> get(const Key &...key)
    {
        ValueBuffer buffer;
        std::array<ValueView, sizeof...(Key)> values;
        size_t at = 0;
        if (!(writeValue(key, buffer, values[at++]) && ...))
            return nullptr; // no row has a key that no database can hold
        const Result<void *> found = m_core.get(modelInfo<T>(), values);
        if (!found)
            return fail(found.error());
        return static_cast<T *>(*found);
    }

    /// A query, to be run by all(), first(), one(), oneOrNone() or forEach(). Models in its rows
    /// are objects of the session. Unwritten changes are flushed before it runs (autoflush).
    template <typename Row, typename... Sources>
    Query<Row> exec(const Select<Row, Sources...> &select)
    {
        return Query<Row>(m_core, session_detail::sourceOf(select));
    }
    /// The same for SQL of the program's own: `exec(sql<Hero>(u"WITH …"_s)).all()`. What changes
    /// rows (INSERT … RETURNING) does so in the session's transaction, and objects of the session
    /// are read anew by the next query that meets them.
    template <typename Row> Query<Row> exec(const RawSelect<Row> &select)
    {
        QuerySource source = session_detail::sourceOf(select);
        source.ownSql = true;
        return Query<Row>(m_core, std::move(source));
    }
    /// Changes all rows that fit, in the session's transaction, and returns how many there were.
    /// Objects of the session are read anew by the next query that meets them. Errors: as Query.
    template <typename T> [[nodiscard]] Result<qint64> exec(const BulkChange<T, void> &change)
    {
        return m_core.execute(session_detail::sourceOf(change));
    }
    /// The same for a change that returns rows; nothing happens until they are asked for.
    template <typename T, typename Row> Query<Row> exec(const BulkChange<T, Row> &change)
    {
        QuerySource source = session_detail::sourceOf(change);
        source.writes = true;
        return Query<Row>(m_core, std::move(source));
    }
    /// Runs a statement of the program's own in the session's transaction and returns how many rows
    /// it changed. Errors: those of the database.
    [[nodiscard]] Result<qint64> execute(const QString &sql, const QList<Value> &parameters = {})
    {
        return m_core.execute(sql, parameters);
    }
    /// All rows of a query as plain values that the session does not keep: the fast way to read.
    /// Errors: as Query.
    template <typename Row, typename... Sources>
    [[nodiscard]] Result<QList<Row>> rows(const Select<Row, Sources...> &select)
    {
        return exec(select).values();
    }

    /// The row is deleted by the next flush, and what its relations say goes with it. An object
    /// that was only added is forgotten. Errors: Usage for an object that is not the session's.
    template <Mapped T> [[nodiscard]] Result<> remove(const T *object)
    {
        return m_core.remove(modelInfo<T>(), object);
    }
    /// Reads the object's row again; changes that were not flushed are lost. Errors: NotFound when
    /// the row is gone; Usage.
    template <Mapped T> [[nodiscard]] Result<> refresh(const T *object)
    {
        return m_core.refresh(modelInfo<T>(), object);
    }
    /// The session forgets the object; its row stays. The pointer stays readable until the session
    /// ends. Errors: Usage.
    template <Mapped T> [[nodiscard]] Result<> expunge(const T *object)
    {
        return m_core.expunge(modelInfo<T>(), object);
    }
    /// Gives the values of a detached object to the session's object for the same row, or adds it
    /// when there is no such row. Relations are not merged. Errors: as get().
    template <Mapped T> [[nodiscard]] Result<T *> merge(const T &detached)
    {
        const Result<void *> merged = m_core.merge(modelInfo<T>(), &detached);
        if (!merged)
            return fail(merged.error());
        return static_cast<T *>(*merged);
    }
    /// Loads a relation of many objects at once, in one statement for each 500 of them. Errors:
    /// Usage for objects of others and members that are no relation; those of the database.
    template <Mapped T, typename M>
    [[nodiscard]] Result<> load(const QList<T *> &objects, M T::*member)
    {
        QList<const void *> plain(objects.cbegin(), objects.cend());
        T any {};
        for (const RelationshipInfo &relation : modelInfo<T>().relationships) {
            if (relation.member(&any) == &(any.*member))
                return m_core.loadRelation(modelInfo<T>(), plain, relation);
        }
        return m_core.loadRelation(modelInfo<T>(), {}, {});
    }
    /// Forgets all objects and frees their memory. What was not flushed is lost.
    void clear() { m_core.clear(); }

    /// Where the object is on its way; Detached for objects that are not the session's.
    template <Mapped T> ObjectState stateOf(const T *object)
    {
        const Result<Entry *> entry = m_core.entryOf(modelInfo<T>(), object);
        return entry ? (*entry)->state : ObjectState::Detached;
    }
    /// True when the object differs from what the database is known to hold.
    template <Mapped T> bool isModified(const T *object)
    {
        const Result<Entry *> entry = m_core.entryOf(modelInfo<T>(), object);
        return entry
            && ((*entry)->state == ObjectState::Pending || (*entry)->store->isChanged(**entry));
    }
    /// The key of an object whose model declares none; 0 until it is flushed.
    template <Mapped T> qint64 hiddenKey(const T *object)
    {
        const Result<Entry *> entry = m_core.entryOf(modelInfo<T>(), object);
        return entry ? (*entry)->hiddenKey : 0;
    }

    /// Writes what was added, changed and removed. Errors: Violation and Conflict, naming the
    /// object and the values; Locked when another program writes; nothing is written then.
    [[nodiscard]] Result<> flush() { return m_core.flush(); }
    /// Flushes and commits. Errors: as flush(); also a foreign key that leads nowhere, whereupon
    /// the transaction is still open.
    [[nodiscard]] Result<> commit() { return m_core.commit(); }
    /// Undoes everything since the last commit: in the database, and in the objects. Objects that
    /// were added since are detached.
    [[nodiscard]] Result<> rollback() { return m_core.rollback(); }
    /// Flushes, and begins a savepoint; they nest. Errors: as flush().
    [[nodiscard]] Result<Savepoint> beginNested();

    // --- In bulk: plain values, many rows to a statement, nothing tracked and no relations. The
    // rows belong to the session's transaction; errors leave it open, with what was written before
    // them: roll back, or begin a savepoint first. All return how many rows were written. Objects
    // of the session are read anew by the next query that meets their rows.

    /// Inserts them. Errors: Violation and others, naming the row by its number.
    template <Mapped T> [[nodiscard]] Result<qint64> bulkInsert(const QList<T> &values)
    {
        return bulk<T>().insert(from(values), OnConflict::Fail);
    }
    /// Inserts rows as `next` makes them, until it returns std::nullopt: for more than fits memory.
    template <Mapped T, typename Next> [[nodiscard]] Result<qint64> bulkInsert(Next next)
    {
        std::deque<T> kept; // views of a statement's rows point into them
        return bulk<T>().insert(
            [&]() -> const void * {
                std::optional<T> value = next();
                if (kept.size() > 512)
                    kept.pop_front();
                return value ? &kept.emplace_back(*std::move(value)) : nullptr;
            },
            OnConflict::Fail);
    }
    /// Inserts them and returns them with what the database filled in: keys and defaults.
    template <Mapped T> [[nodiscard]] Result<QList<T>> bulkInsertReturning(QList<T> values)
    {
        qsizetype at = 0;
        const Result<qint64> done = bulk<T>().insertReturning(
            [&]() -> void * { return at < values.size() ? &values[at++] : nullptr; });
        if (!done)
            return fail(done.error());
        return values;
    }
    /// Inserts them; rows with the same primary key get what a new row would have got instead: the
    /// values, and the defaults for what has none. A version column counts on from what it is.
    template <Mapped T> [[nodiscard]] Result<qint64> bulkUpsert(const QList<T> &values)
    {
        return bulk<T>().insert(from(values), OnConflict::Replace);
    }
    /// Gives the rows with the values' primary keys all their other columns, unread and uncompared;
    /// a version column counts on from what it is. Errors: also NotFound.
    template <Mapped T> [[nodiscard]] Result<qint64> bulkUpdate(const QList<T> &values)
    {
        return bulk<T>().update(from(values));
    }

    bool isInTransaction() const
    {
        return m_core.isWriting();
    } ///< something was flushed and not committed

private:
    template <Mapped T> BulkWriter bulk() { return BulkWriter(m_core, modelInfo<T>()); }
    template <typename T> static auto from(const QList<T> &values)
    {
        return [at = qsizetype(0), &values]() mutable -> const void * {
            return at < values.size() ? &values[at++] : nullptr;
        };
    }
    template <typename T> static T *object(Entry *entry)
    {
        return entry ? static_cast<T *>(entry->store->object(*entry)) : nullptr;
    }

    SessionCore m_core;
};

} // namespace joinery
