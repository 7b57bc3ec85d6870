// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/dmlwriter.h"
#include "joinery/session/flush.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Value snapshotValue(const Entry &entry, int column, ValueBuffer &buffer)
{
    ValueView view;
    static_cast<void>(entry.store->writeSnapshot(entry, column, buffer, view));
    return toValue(view);
}

/// The row as it was read, one value for each column of the table.
QList<Value> originalRow(const Entry &entry)
{
    const ModelInfo &model = entry.store->model();
    ValueBuffer buffer;
    QList<Value> row;
    if (model.hiddenKey)
        row.append(entry.hiddenKey);
    for (int column = 0; column < model.columns.size(); ++column)
        row.append(snapshotValue(entry, column, buffer));
    return row;
}

RowKey keyIn(const ModelInfo &model, const QList<Value> &row)
{
    if (model.hiddenKey)
        return {row.first()};
    RowKey key;
    for (const int column : model.key)
        key.append(row[column]);
    return key;
}

/// What a reader knows the object by: "hero 5".
QString nameOf(const Entry &entry)
{
    const ModelInfo &model = entry.store->model();
    QStringList key;
    for (const Value &value : keyIn(model, originalRow(entry)))
        key.append(toText(value));
    return entry.state == ObjectState::Pending ? model.name()
                                               : model.name() + u' ' + key.join(u", ");
}

Error named(const Entry &entry, Error error)
{
    error.message += u", in the row "_s + nameOf(entry);
    return error;
}

/// SQLite would speak of a datatype mismatch, or keep a row with NULL for a key.
Error emptiedKey(const Entry &entry, int column)
{
    return Error {.code = ErrorCode::Usage,
        .message = u"%1: the key \"%2\" was set to NULL"_s.arg(
            nameOf(entry), entry.store->model().columnName(column)),
        .hint
        = u"A row that is there keeps a key: give it another value, or add a copy of the object for a new row."_s};
}

RowChange rowChange(const Entry &entry, RowChange::Kind kind)
{
    const QList<Value> original = originalRow(entry);
    return RowChange {
        .kind = kind, .key = keyIn(entry.store->model(), original), .original = original};
}

/// What the object's row is to hold where the program has changed it, by column of the table.
Result<QMap<int, Value>> changedValues(const Entry &entry, ValueBuffer &buffer)
{
    const ModelInfo &model = entry.store->model();
    QMap<int, Value> values;
    for (const int column : entry.store->changedColumns(entry)) {
        ValueView view;
        if (!model.columns[column].options.computed.empty())
            continue;
        if (!model.writeColumn(entry.store->object(entry), column, buffer, view))
            return fail(named(entry, unwritable(model, column, view)));
        if (std::holds_alternative<std::monostate>(view) && model.key.contains(column))
            return fail(emptiedKey(entry, column));
        values[model.tableColumn(column)] = toValue(view);
    }
    return values;
}

} // namespace

/// Adds to the database's words which object it is, and the values that are to blame.
Error Flush::explained(const Entry &entry, Error error) const
{
    const ModelInfo &model = entry.store->model();
    const Violation violation = m_session.dml().violation(model.table, error);
    QStringList values;
    ValueBuffer buffer;
    for (const QString &name : violation.columns) {
        const qsizetype column = model.table.columnIndex(name) - (model.hiddenKey ? 1 : 0);
        ValueView view;
        if (column >= 0 && model.writeColumn(entry.store->object(entry), int(column), buffer, view))
            values.append(name + u" = "_s + m_session.dml().literal(toValue(view)));
    }
    error.message = nameOf(entry) + u": "_s + error.message;
    if (!values.isEmpty())
        error.message += u" (%1)"_s.arg(values.join(u", "));
    return error;
}

Result<TableChanges> Flush::changesOf(TrackedModel &target, bool withDeletes)
{
    const ModelInfo &model = target.model();
    TableChanges changes {.table = model.table, .address = {.columns = target.keyColumns()}};
    for (int column = 0; column < model.columns.size(); ++column) {
        if (!model.columns[column].exact)
            changes.uncompared.append(model.tableColumn(column));
    }
    if (withDeletes)
        collectDeletes(target, changes);
    if (const Result<> collected = collectUpdates(target, changes); !collected)
        return fail(collected.error());
    return changes;
}

void Flush::collectDeletes(const TrackedModel &target, TableChanges &changes)
{
    for (Entry *entry : m_removed) {
        if (entry->store == &target.store())
            addChange(*entry, rowChange(*entry, RowChange::Kind::Delete), changes);
    }
}

Result<> Flush::collectUpdates(TrackedModel &target, TableChanges &changes)
{
    ValueBuffer buffer;
    for (qsizetype i = 0; i < target.store().size(); ++i) {
        Entry &entry = target.store().at(i);
        if (entry.state != ObjectState::Persistent || !target.store().isChanged(entry))
            continue;
        RowChange change = rowChange(entry, RowChange::Kind::Update);
        countVersion(entry, change);
        Result<QMap<int, Value>> values = changedValues(entry, buffer);
        if (!values)
            return fail(values.error());
        if (values->isEmpty())
            continue;
        change.values = *std::move(values);
        addChange(entry, std::move(change), changes);
    }
    return {};
}

void Flush::addChange(Entry &entry, RowChange change, TableChanges &changes)
{
    m_rows.push_back(&entry);
    change.id = m_rows.size();
    changes.changes.append(std::move(change));
}

void Flush::countVersion(Entry &entry, const RowChange &change)
{
    const ModelInfo &model = entry.store->model();
    if (model.versionColumn < 0)
        return;
    const qint64 next = toInt(change.original[model.tableColumn(model.versionColumn)]) + 1;
    m_session.undoLog().setting(&entry, model.versionColumn);
    static_cast<void>(
        model.readColumn(entry.store->object(entry), model.versionColumn, ValueView(next)));
}

Result<> Flush::writeChanges(bool withDeletes)
{
    QList<TableChanges> tables;
    MetaData schema;
    for (TrackedModel *target : m_order) {
        schema.tables[target->model().name()] = target->model().table;
        Result<TableChanges> changes = changesOf(*target, withDeletes);
        if (!changes)
            return fail(changes.error());
        if (!changes->changes.isEmpty())
            tables.append(*std::move(changes));
    }
    if (tables.isEmpty())
        return {};
    for (const RowStatement &statement : rowStatements(m_session.dml(), schema, tables)) {
        if (Result<> done = writeRow(statement); !done)
            return done;
    }
    return {};
}

Result<> Flush::writeRow(const RowStatement &statement)
{
    Entry &entry = *m_rows[statement.change - 1];
    const Result<Executor *> executor = m_session.connected();
    if (!executor)
        return fail(executor.error());
    const Result<qint64> rows = (*executor)->execute(statement.sql(), statement.parameters);
    if (!rows)
        return fail(explained(entry, rows.error()));
    if (*rows != 1)
        return notWritten(entry, *rows, statement.kind == RowStatement::Kind::Delete);
    if (statement.kind == RowStatement::Kind::Delete)
        deleted(entry);
    else if (statement.kind == RowStatement::Kind::Update)
        updated(entry);
    return {};
}

void Flush::deleted(Entry &entry)
{
    m_session.undoLog().changing(&entry);
    m_session.tracked(entry.store->model()).identity().remove(&entry);
    entry.state = ObjectState::Deleted;
    m_deleted.push_back(&entry);
}

void Flush::updated(Entry &entry)
{
    TrackedModel &target = m_session.tracked(entry.store->model());
    m_session.undoLog().changing(&entry);
    const QList<int> changed = target.store().changedColumns(entry);
    for (const RelationshipInfo &relation : target.model().relationships) {
        void *member = relation.member(target.store().object(entry));
        if (relation.kind == RelationshipInfo::Kind::ManyToOne && changed.contains(relation.column)
            && !relation.isChanged(member))
            relation.reset(member);
    }
    noteMoved(entry, changed);
    target.identity().remove(&entry);
    target.store().takeSnapshot(entry);
    target.identity().insert(&entry);
    if (target.hasComputed())
        m_written.push_back(&entry);
}

Result<> Flush::notWritten(Entry &entry, qint64 rows, bool deleting)
{
    if (entry.state == ObjectState::Pending)
        return fail(ErrorCode::Conflict,
            u"%1: the database did not add the row; a trigger may have kept it out"_s.arg(
                nameOf(entry)));
    if (rows > 1)
        return fail(ErrorCode::Conflict,
            u"%1: the key stands for %2 rows"_s.arg(nameOf(entry)).arg(rows),
            u"Map the columns of the primary key as the key."_s);
    TrackedModel &target = m_session.tracked(entry.store->model());
    ValueBuffer buffer;
    QList<Value> key = keyIn(target.model(), originalRow(entry));
    const Result<Executor *> executor = m_session.connected();
    if (!executor)
        return fail(executor.error());
    const Result<RowSet> row = (*executor)->query(target.selectByKey(), key);
    if (!row)
        return fail(row.error());
    if (row->isEmpty() && deleting) {
        deleted(entry); // gone already, with a parent or by another hand: as was wanted
        return {};
    }
    return fail(ErrorCode::Conflict,
        row->isEmpty()
            ? u"%1: the row was deleted since it was read"_s.arg(nameOf(entry))
            : u"%1: the row was changed since it was read; nothing of it is overwritten"_s.arg(
                nameOf(entry)),
        u"Refresh the object, change it again and commit; or roll back."_s);
}

/// Columns that the database computes, after their row was written.
Result<> Flush::readComputed()
{
    for (Entry *entry : m_written) {
        if (const Result<bool> read = m_session.reread(*entry); !read)
            return fail(read.error());
    }
    return {};
}

} // namespace joinery
