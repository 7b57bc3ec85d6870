// SPDX-License-Identifier: MPL-2.0
#include "joinery/base/toposort.h"
#include "joinery/dialects/dmlcompiler.h"
#include "joinery/session/flush.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// For fewer it does not pay to ask whether they can go many at once.
constexpr size_t worthManyAtOnce = 256;

/// Sets in the object what the database has filled in.
Result<> takeReturned(Entry &entry, const InsertShape &shape, RowView row)
{
    const ModelInfo &model = entry.store->model();
    void *object = entry.store->object(entry);
    size_t at = 0;
    if (model.hiddenKey) {
        const qint64 *key = std::get_if<qint64>(&row[at++]);
        entry.hiddenKey = key ? *key : 0;
    }
    Result<> taken;
    for (const int column : shape.returned) {
        const ValueView &value = row[at++];
        if (!model.readColumn(object, column, value) && taken)
            taken = fail(misfit(model, column, value));
    }
    return taken;
}

} // namespace

Result<> Flush::insertAll()
{
    for (TrackedModel *target : m_order) {
        if (m_inserts.contains(target)) {
            if (Result<> done = insertInto(*target); !done)
                return done;
        }
    }
    return {};
}

/// The order of the rows of one model: as they were added, but parents before children where the
/// model refers to itself.
QList<qsizetype> Flush::rowOrder(const std::vector<Entry *> &entries) const
{
    QHash<const Entry *, qsizetype> place;
    for (size_t i = 0; i < entries.size(); ++i)
        place[entries[i]] = qsizetype(i);
    QList<QList<qsizetype>> dependencies(place.size());
    for (const Assignment &assignment : m_assignments) {
        const auto child = place.constFind(assignment.child);
        const auto parent = place.constFind(assignment.parent);
        if (child != place.cend() && parent != place.cend())
            dependencies[*child].append(*parent);
    }
    return topologicalOrder(dependencies);
}

Result<> Flush::insertInto(TrackedModel &target)
{
    const std::vector<Entry *> &entries = m_inserts[&target];
    const ModelInfo &model = target.model();
    const bool refersToItself = !m_waiting.empty()
        && std::any_of(model.references.cbegin(), model.references.cend(),
            [&](const ReferenceInfo &reference) { return &reference.referred() == &model; });
    Writer writer;
    m_row.resize(static_cast<size_t>(model.columns.size()));
    if (!refersToItself)
        return insertInOrder(target, entries, writer);
    for (const qsizetype i : rowOrder(entries)) {
        if (Result<> done = insert(target, *entries[static_cast<size_t>(i)], writer); !done)
            return done;
    }
    return {};
}

Result<bool> Flush::insertsInSequence(const TrackedModel &target)
{
    const QString query = m_session.dml().insertsInSequence();
    const Result<Executor *> executor = m_session.connected();
    if (!executor)
        return fail(executor.error());
    if (query.isEmpty())
        return false;
    const Result<RowSet> rows = (*executor)->query(query, {Value(target.model().name())});
    return rows ? Result<bool>(!rows->isEmpty()) : fail(rows.error());
}

/// Many rows with one statement, where that is the same to the table. A row that is unlike the one
/// before it goes by itself; the key that it gets tells those of its followers.
Result<> Flush::insertInOrder(
    TrackedModel &target, const std::vector<Entry *> &entries, Writer &writer)
{
    bool manyAtOnce = false;
    if (entries.size() >= worthManyAtOnce) {
        const Result<bool> sequence = insertsInSequence(target);
        if (!sequence)
            return fail(sequence.error());
        manyAtOnce = *sequence;
    }
    for (size_t next = 0; next < entries.size();) {
        if (Result<> done = insert(target, *entries[next++], writer); !done)
            return done;
        while (manyAtOnce) {
            const Result<size_t> written = insertMany(target, entries, next, writer);
            if (!written)
                return fail(written.error());
            next += *written;
            if (*written == 0)
                break;
        }
    }
    return {};
}

Result<size_t> Flush::insertSingly(
    TrackedModel &target, std::span<Entry *const> entries, Writer &writer)
{
    for (Entry *entry : entries) {
        if (const Result<> done = insert(target, *entry, writer); !done)
            return fail(done.error());
    }
    return entries.size();
}

/// Writes as many rows from `first` on as one statement takes, if all are like the one before
/// them, whose key is the last; returns how many. 0: they have to go one by one.
Result<size_t> Flush::insertMany(
    TrackedModel &target, const std::vector<Entry *> &entries, size_t first, Writer &writer)
{
    const InsertShape &shape = *m_lastShape;
    const size_t rows = shape.rowsAtOnce();
    const bool keysKnown = shape.keyFromStatement
        ? m_keysCountUp && m_lastKey <= std::numeric_limits<qint64>::max() - qint64(rows)
        : shape.returned.empty() && !target.model().hiddenKey;
    if (!keysKnown || rows < 2 || entries.size() - first < rows)
        return size_t(0);
    m_buffer.clear();
    m_values.clear();
    for (size_t i = first; i < first + rows; ++i) {
        if (const Result<> done = writeColumns(target, *entries[i]); !done)
            return fail(done.error());
        if (&target.shapeFor(m_row.data()) != &shape)
            return insertSingly(target, std::span(entries).subspan(first, i + 1 - first), writer);
        takeValues(shape);
    }
    const std::span<Entry *const> batch = std::span(entries).subspan(first, rows);
    const Result<BulkStatement *> statement = statementFor(&shape, rows, writer);
    if (!statement)
        return fail(statement.error());
    const Result<qint64> written = (*statement)->run(m_values);
    // None of the rows was written: one by one, the row that is at fault is named.
    if (!written && written.error().code == ErrorCode::Violation)
        return insertSingly(target, batch, writer);
    if (!written)
        return fail(explained(*entries[first], written.error()));
    return settleMany(target, batch, *written, **statement);
}

Result<size_t> Flush::settleMany(TrackedModel &target, std::span<Entry *const> entries,
    qint64 written, const BulkStatement &statement)
{
    const InsertShape &shape = *m_lastShape;
    const qint64 rows = qint64(entries.size());
    if (written != rows
        || (shape.keyFromStatement && statement.lastInsertedKey() != m_lastKey + rows))
        return fail(ErrorCode::Conflict,
            u"\"%1\": the database wrote other rows, or gave other keys, than it was given to"_s
                .arg(target.model().name()));
    for (Entry *entry : entries) {
        if (shape.keyFromStatement) {
            if (const Result<> done = takeKey(target, *entry, shape, m_lastKey + 1); !done)
                return fail(done.error());
        }
        if (const Result<> done = settleInserted(target, *entry, shape); !done)
            return fail(done.error());
    }
    return entries.size();
}

/// Shows the object's columns; they wait in m_row. A version that was not given begins with 1.
Result<> Flush::writeColumns(TrackedModel &target, Entry &entry)
{
    const ModelInfo &model = target.model();
    void *object = target.store().object(entry);
    if (const int column = model.write(object, m_buffer, m_row.data()); column >= 0)
        return fail(unwritable(model, column, m_row[static_cast<size_t>(column)]));
    if (model.versionColumn < 0)
        return {};
    ValueView &number = m_row[static_cast<size_t>(model.versionColumn)];
    if (!std::holds_alternative<qint64>(number) || std::get<qint64>(number) == 0) {
        number = qint64(1);
        static_cast<void>(model.readColumn(object, model.versionColumn, number));
    }
    return {};
}

void Flush::takeValues(const InsertShape &shape)
{
    for (const int column : shape.given)
        m_values.push_back(m_row[static_cast<size_t>(column)]);
}

Result<> Flush::insert(TrackedModel &target, Entry &entry, Writer &writer)
{
    m_buffer.clear();
    m_values.clear();
    if (Result<> done = writeColumns(target, entry); !done)
        return done;
    const InsertShape &shape = target.shapeFor(m_row.data());
    takeValues(shape);
    const Result<BulkStatement *> statement = statementFor(&shape, 1, writer);
    if (!statement)
        return fail(statement.error());
    if (Result<> done = runInsert(target, entry, shape, **statement); !done)
        return done;
    m_lastShape = &shape;
    return settleInserted(target, entry, shape);
}

/// What goes for an object that has its row now.
Result<> Flush::settleInserted(TrackedModel &target, Entry &entry, const InsertShape &shape)
{
    m_session.undoLog().inserted(&entry, &shape);
    entry.state = ObjectState::Persistent;
    entry.epoch = m_session.epoch();
    target.store().takeSnapshot(entry);
    target.identity().insert(&entry);
    if (target.hasComputed())
        m_written.push_back(&entry);
    return m_waiting.empty() ? Result<>() : inserted(entry);
}

Result<BulkStatement *> Flush::statementFor(const InsertShape *shape, size_t rows, Writer &writer)
{
    for (const Prepared &known : writer) {
        if (known.shape == shape && known.rows == rows)
            return known.statement.get();
    }
    const Result<Executor *> executor = m_session.connected();
    if (!executor)
        return fail(executor.error());
    Result<std::unique_ptr<BulkStatement>> statement
        = (*executor)->bulk(rows == 1 ? shape->sql : shape->sqlFor(rows));
    if (!statement)
        return fail(statement.error());
    writer.push_back({shape, rows, *std::move(statement)});
    return writer.back().statement.get();
}

Result<> Flush::runInsert(
    TrackedModel &target, Entry &entry, const InsertShape &shape, BulkStatement &statement)
{
    if (!shape.keyFromStatement && (!shape.returned.empty() || target.model().hiddenKey))
        return runReturning(entry, shape, statement);
    const Result<qint64> rows = statement.run(m_values);
    if (!rows)
        return fail(explained(entry, rows.error()));
    if (*rows != 1) [[unlikely]]
        return notWritten(entry, *rows, false);
    return shape.keyFromStatement ? takeKey(target, entry, shape, statement.lastInsertedKey())
                                  : Result<>();
}

Result<> Flush::runReturning(Entry &entry, const InsertShape &shape, BulkStatement &statement)
{
    Result<> taken;
    const Result<bool> rows = statement.runReturning(m_values, [&](RowView row) {
        taken = takeReturned(entry, shape, row);
        return true;
    });
    if (!rows)
        return fail(explained(entry, rows.error()));
    return *rows ? taken : notWritten(entry, 0, false);
}

Result<> Flush::takeKey(TrackedModel &target, Entry &entry, const InsertShape &shape, qint64 key)
{
    const ModelInfo &model = target.model();
    m_keysCountUp = m_lastKey == key - 1;
    m_lastKey = key;
    if (model.hiddenKey)
        entry.hiddenKey = key;
    else if (!model.readColumn(
                 target.store().object(entry), shape.returned.front(), ValueView(key)))
        return fail(misfit(model, shape.returned.front(), ValueView(key)));
    return {};
}

/// Who waited for the key of the entry gets it.
Result<> Flush::inserted(Entry &entry)
{
    const auto [first, last] = m_waiting.equal_range(&entry);
    for (auto waiting = first; waiting != last; ++waiting) {
        const Assignment &assignment = m_assignments[waiting->second];
        m_late = m_late || assignment.child->state == ObjectState::Persistent;
        if (Result<> done = apply(assignment); !done)
            return done;
    }
    return {};
}

} // namespace joinery
