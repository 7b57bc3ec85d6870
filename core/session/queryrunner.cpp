// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/queryrunner.h"

#include "joinery/session/projection.h"

#include <QScopeGuard>

using namespace Qt::StringLiterals;

namespace joinery {

namespace session_detail {

Error noRow()
{
    return Error {.code = ErrorCode::NotFound,
        .message = u"The query has no row where one was asked for"_s,
        .hint = u"Use oneOrNone() or first() where there may be none."_s};
}

Error severalRows()
{
    return Error {.code = ErrorCode::Conflict,
        .message = u"The query has several rows where one was asked for"_s,
        .hint = u"Use first() or all(), or conditions that only one row meets."_s};
}

qsizetype grownCapacity(qsizetype rows, size_t bytesPerRow)
{
    constexpr qsizetype few = 64;
    constexpr qsizetype largeBytes = 256 * 1024 * 1024;
    const qsizetype bytes = rows * qsizetype(bytesPerRow);
    return std::max(few, rows * (4 * bytes <= largeBytes ? 4 : 2));
}

} // namespace session_detail

namespace {

/// ", in the row 5" of a model's column, where the row is known by a key.
QString keyText(const RowPart &part, RowView row)
{
    QStringList key;
    const auto add = [&](int column) {
        key.append(toText(toValue(row[static_cast<size_t>(part.first + column)])));
    };
    if (part.model->hiddenKey)
        add(0);
    for (const int column : part.model->key)
        add(column);
    return key.isEmpty() ? QString() : u", in the row "_s + key.join(u", ");
}

} // namespace

QueryRunner::QueryRunner(SessionCore &session, const QuerySource &source)
    : m_session(session)
    , m_source(source)
{ }
QueryRunner::~QueryRunner() = default;

Result<> QueryRunner::prepare(bool objects)
{
    if (Result<> flushed = m_session.autoflush(); !flushed)
        return flushed;
    Result<CompiledSelect> compiled = m_source.compile(m_session.dml(), objects);
    if (!compiled)
        return fail(compiled.error());
    m_compiled = *std::move(compiled);
    for (const RowPart &part : m_compiled.parts) {
        m_ownParts += part.parent < 0 ? 1 : 0;
        if (objects && !m_compiled.hasDefaults && part.model)
            m_compiled.options += defaultOptions(*part.model);
        m_repeats = m_repeats
            || (part.parent >= 0
                && m_compiled.parts[part.parent].model->relationships[part.relationship].list);
    }
    return {};
}

/// Of the program's own SQL the database knows.
Result<bool> QueryRunner::writes()
{
    if (!m_source.ownSql)
        return m_source.writes;
    const Result<Executor *> executor = m_session.connected();
    if (!executor)
        return fail(executor.error());
    return (*executor)->writes(m_compiled.sql);
}

Result<> QueryRunner::stream(const Executor::ViewHandler &handler)
{
    const Result<bool> changes = writes();
    if (!changes)
        return fail(changes.error());
    const Result<Executor *> executor = *changes ? m_session.writing() : m_session.connected();
    if (!executor)
        return fail(executor.error());
    if (*changes)
        m_session.expireAll(); // objects among the rows take what is returned
    const Result<> done = m_source.ownSql
        ? streamOwn(**executor, handler)
        : (*executor)->streamViews(m_compiled.sql, m_compiled.parameters, handler);
    if (*changes)
        m_session.expireAll();
    return done ? m_read : done;
}

/// The program's own SQL may name a model's columns in any order, and give other columns than the
/// row takes.
Result<> QueryRunner::streamOwn(Executor &executor, const Executor::ViewHandler &handler)
{
    QStringList columns;
    std::optional<RowOrder> order;
    const auto settle = [&]() -> Result<> {
        Result<RowOrder> found = RowOrder::of(m_compiled, columns);
        if (!found)
            return fail(found.error());
        order = *std::move(found);
        return {};
    };
    const auto width = static_cast<size_t>(m_compiled.parts.last().first)
        + static_cast<size_t>(m_compiled.parts.last().count);
    Result<> done = executor.streamViews(
        m_compiled.sql, m_compiled.parameters,
        [&](RowView row) {
            if (!order)
                m_read = settle();
            return m_read && handler(RowView(order->apply(row), width));
        },
        &columns);
    if (done && m_read && !order)
        m_read = settle(); // wrong columns are noticed without rows too
    return done;
}

bool QueryRunner::misfitAt(int column, RowView row)
{
    QString place;
    for (const RowPart &part : std::as_const(m_compiled.parts)) {
        if (part.model && column >= part.first && column < part.first + part.count)
            place = keyText(part, row);
    }
    m_read = fail(ErrorCode::Failed,
        u"%1: the value %2 does not fit"_s.arg(
            m_compiled.columnText(column), quotedValue(row[static_cast<size_t>(column)]))
            + place,
        u"Change the type it is read into, or the values in the database."_s);
    return false;
}

Result<> QueryRunner::run(const Executor::ViewHandler &handler)
{
    if (Result<> prepared = prepare(false); !prepared)
        return prepared;
    const SessionCore::ConnectionHold hold(m_session);
    return stream(handler);
}

Result<bool> QueryRunner::materializeRow(const ValueView *values)
{
    for (int i = 0; i < m_compiled.parts.size(); ++i) {
        const RowPart &part = m_compiled.parts[i];
        const auto at = static_cast<size_t>(i);
        m_entries[at] = nullptr;
        m_objects[at] = nullptr;
        if (!part.model || (part.mayBeAbsent && isAbsent(*part.model, values + part.first)))
            continue;
        TrackedModel &tracked = m_session.tracked(*part.model);
        const Result<Entry *> entry = m_session.materialize(tracked, values + part.first);
        if (!entry)
            return fail(entry.error());
        m_entries[at] = *entry;
        m_objects[at] = tracked.store().object(**entry);
        if (!m_seenSets[i].contains(*entry)) {
            m_seenSets[i].insert(*entry);
            m_seen[i].append(*entry);
        }
    }
    for (int i = m_ownParts; i < m_compiled.parts.size(); ++i)
        noteJoined(i);
    return true;
}

void QueryRunner::noteJoined(int part)
{
    const RowPart &joined = m_compiled.parts[part];
    Entry *owner = m_entries[static_cast<size_t>(joined.parent)];
    if (!owner)
        return;
    JoinedList &list = m_joined[{owner, joined.relationship}];
    list.owner = owner;
    list.relation = &m_compiled.parts[joined.parent].model->relationships[joined.relationship];
    void *object = m_objects[static_cast<size_t>(part)];
    if (!object || list.known.contains(object))
        return;
    list.known.insert(object);
    list.objects.append(object);
}

void QueryRunner::settleJoined()
{
    for (const JoinedList &joined : std::as_const(m_joined)) {
        void *member = joined.relation->member(joined.owner->store->object(*joined.owner));
        if (!joined.relation->isChanged(member))
            joined.relation->set(member, joined.objects);
    }
}

/// A joined list gives one row for each of its objects; the program gets each of its rows once.
bool QueryRunner::isRepeated() const
{
    return m_repeats
        && m_rows.contains(QList<Entry *>(m_entries.begin(), m_entries.begin() + m_ownParts));
}

Result<> QueryRunner::runTracked(const TrackedHandler &handler)
{
    if (Result<> prepared = prepare(true); !prepared)
        return prepared;
    const auto parts = static_cast<size_t>(m_compiled.parts.size());
    m_entries.resize(parts);
    m_objects.resize(parts);
    m_seen.resize(m_compiled.parts.size());
    m_seenSets.resize(m_compiled.parts.size());
    bool full = false; // no more rows for the handler, but a joined list may go on
    Result<> done = stream([&](RowView row) {
        const Result<bool> made = materializeRow(row.data());
        if (!made) {
            m_read = fail(made.error());
            return false;
        }
        if (isRepeated())
            return true;
        if (full)
            return false;
        if (m_repeats)
            m_rows.insert(QList<Entry *>(m_entries.begin(), m_entries.begin() + m_ownParts));
        const RowOutcome outcome = handler(row.data(), m_objects.data());
        if (outcome.misfit >= 0)
            return misfitAt(outcome.misfit, row);
        full = !outcome.goOn;
        return outcome.goOn || m_repeats;
    });
    if (!done)
        return done;
    settleJoined();
    return loadOptions();
}

Result<> QueryRunner::loadOptions()
{
    for (const LoaderOption &option : m_compiled.options) {
        if (Result<> done = loadOwn(option); !done)
            return done;
    }
    for (int i = m_ownParts; i < m_compiled.parts.size(); ++i) {
        if (Result<> done = loadBeyond(i); !done)
            return done;
    }
    return {};
}

Result<> QueryRunner::loadOwn(const LoaderOption &option)
{
    for (int i = 0; i < m_ownParts; ++i) {
        if (m_compiled.parts[i].model != option.model)
            continue;
        if (Result<> done = m_session.loadBy(option, m_seen[i]); !done)
            return done;
    }
    return {};
}

/// What the options say of the objects that came by a join.
Result<> QueryRunner::loadBeyond(int joinedPart)
{
    for (const LoaderOption &option : m_compiled.parts[joinedPart].option.children) {
        if (option.strategy == LoaderOption::Strategy::Joined)
            continue; // a part of its own
        if (Result<> done = m_session.loadBy(option, m_seen[joinedPart]); !done)
            return done;
    }
    return {};
}

} // namespace joinery
