// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/bulkwriter.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// An UPDATE of one row by its key.
struct UpdateByKey
{
    QString sql;
    std::vector<int> columns; ///< those whose values are its parameters
};

Result<UpdateByKey> updateByKey(const TrackedModel &target, const DmlCompiler &dml)
{
    const ModelInfo &model = target.model();
    QStringList settings;
    std::vector<int> columns;
    for (int column = 0; column < model.columns.size(); ++column) {
        if (model.key.contains(column) || !model.columns[column].options.computed.empty())
            continue;
        const QString name = dml.quote(model.columnName(column));
        if (column == model.versionColumn) {
            settings.append(name + u" = "_s + name + u" + 1"_s);
            continue;
        }
        settings.append(name + u" = ?"_s);
        columns.push_back(column);
    }
    QStringList conditions;
    for (const int column : model.key) {
        conditions.append(target.qualified(model.columnName(column)) + u" = ?"_s);
        columns.push_back(column);
    }
    if (conditions.isEmpty() || settings.isEmpty())
        return fail(ErrorCode::Usage,
            u"The objects of \"%1\" cannot be updated in bulk: they need a key and a column besides"_s
                .arg(model.name()));
    return UpdateByKey {dml.update(model.table) + u" SET "_s + settings.join(u", ") + u" WHERE "_s
            + conditions.join(u" AND "),
        std::move(columns)};
}

/// A row that is there becomes what the values say, but for its key and its version.
Upsert upsertOf(const TrackedModel &target, const InsertShape &shape)
{
    const ModelInfo &model = target.model();
    Upsert upsert {.key = target.keyColumns()};
    for (const int column : shape.given)
        upsert.given.append(model.columnName(column));
    for (int column = 0; column < model.columns.size(); ++column) {
        const QString name = model.columnName(column);
        if (column == model.versionColumn)
            upsert.counted = name;
        else if (!model.key.contains(column) && model.columns[column].options.computed.empty())
            upsert.replaced.append(name);
    }
    return upsert;
}

} // namespace

BulkWriter::BulkWriter(SessionCore &session, const ModelInfo &model)
    : m_session(session)
    , m_target(session.tracked(model))
    , m_row(static_cast<size_t>(model.columns.size()))
{ }

Error BulkWriter::inRow(Error error, size_t after) const
{
    error.message = u"%1, row %2 of the bulk: "_s.arg(m_target.model().name())
                        .arg(m_written + qint64(after) + 1)
        + error.message;
    return error;
}

Error BulkWriter::explained(Error error, RowView values, const std::vector<int> &columns) const
{
    const ModelInfo &model = m_target.model();
    const DmlCompiler &dml = m_session.dml();
    QStringList shown;
    for (const QString &name : dml.violation(model.table, error).columns) {
        const qsizetype column = model.table.columnIndex(name) - (model.hiddenKey ? 1 : 0);
        const auto found = std::find(columns.begin(), columns.end(), int(column));
        if (found != columns.end())
            shown.append(u"%1 = %2"_s.arg(name,
                dml.literal(toValue(values[static_cast<size_t>(found - columns.begin())]))));
    }
    if (!shown.isEmpty())
        error.message += u" (%1)"_s.arg(shown.join(u", "));
    return error;
}

QString BulkWriter::insertSql(const InsertShape &shape, size_t rows, OnConflict onConflict) const
{
    if (onConflict == OnConflict::Fail)
        return shape.sqlFor(rows);
    return m_session.dml().upsertStatement(m_target.model().name(), upsertOf(m_target, shape));
}

Result<BulkStatement *> BulkWriter::statementFor(
    const InsertShape &shape, size_t rows, OnConflict onConflict)
{
    for (const Prepared &known : m_prepared) {
        if (known.shape == &shape && known.rows == rows)
            return known.statement.get();
    }
    const Result<Executor *> executor = m_session.writing();
    if (!executor)
        return fail(executor.error());
    Result<std::unique_ptr<BulkStatement>> statement
        = (*executor)->bulk(insertSql(shape, rows, onConflict));
    if (!statement)
        return fail(statement.error());
    m_prepared.push_back({&shape, rows, *std::move(statement)});
    return m_prepared.back().statement.get();
}

/// Shows the object's columns; they wait in m_row.
Result<> BulkWriter::write(const void *object)
{
    const ModelInfo &model = m_target.model();
    if (const int column = model.write(object, m_buffer, m_row.data()); column >= 0)
        return fail(inRow(unwritable(model, column, m_row[static_cast<size_t>(column)])));
    return {};
}

void BulkWriter::appendValues(const std::vector<int> &columns)
{
    for (const int column : columns)
        m_values.push_back(m_row[static_cast<size_t>(column)]);
}

Result<qint64> BulkWriter::flushRows(OnConflict onConflict)
{
    if (m_waiting == 0)
        return 0;
    // Who makes the rows may have committed.
    if (const Result<Executor *> executor = m_session.writing(); !executor)
        return fail(executor.error());
    m_session.noteInBulk(m_target.model());
    const Result<BulkStatement *> statement = statementFor(*m_shape, m_waiting, onConflict);
    if (!statement)
        return fail(statement.error());
    Result<qint64> rows = (*statement)->run(m_values);
    // None of the rows was written: one by one, the row that is at fault is named.
    if (!rows && rows.error().code == ErrorCode::Violation)
        rows = flushSingly(onConflict);
    else if (!rows)
        return fail(inRow(rows.error()));
    if (!rows)
        return rows;
    m_written += qint64(m_waiting);
    m_waiting = 0;
    m_values.clear();
    m_buffer.clear();
    return rows;
}

Result<qint64> BulkWriter::flushSingly(OnConflict onConflict)
{
    const Result<BulkStatement *> statement = statementFor(*m_shape, 1, onConflict);
    if (!statement)
        return fail(statement.error());
    const std::vector<int> &columns = m_shape->given;
    qint64 written = 0;
    for (size_t row = 0; row < m_waiting; ++row) {
        const RowView values = RowView(m_values).subspan(row * columns.size(), columns.size());
        const Result<qint64> rows = (*statement)->run(values);
        if (!rows)
            return fail(inRow(explained(rows.error(), values, columns), row));
        written += *rows;
    }
    return written;
}

Result<qint64> BulkWriter::flushWaiting(OnConflict onConflict)
{
    // What is behind the views of this row goes with the rows that are flushed.
    std::vector<Value> owned;
    owned.reserve(m_row.size());
    for (const ValueView &value : m_row)
        owned.push_back(toValue(value));
    Result<qint64> rows = flushRows(onConflict);
    for (size_t i = 0; i < owned.size(); ++i)
        static_cast<void>(m_buffer.keep(owned[i], m_row[i]));
    return rows;
}

Result<qint64> BulkWriter::enqueue(OnConflict onConflict)
{
    const InsertShape &shape = m_target.shapeFor(m_row.data());
    qint64 written = 0;
    if (m_shape != &shape && m_waiting > 0) {
        Result<qint64> rows = flushWaiting(onConflict);
        if (!rows)
            return rows;
        written = *rows;
    }
    m_shape = &shape;
    appendValues(shape.given);
    const size_t atOnce = onConflict == OnConflict::Fail ? shape.rowsAtOnce() : 1;
    if (++m_waiting < atOnce)
        return written;
    Result<qint64> rows = flushRows(onConflict);
    return rows ? Result<qint64>(written + *rows) : rows;
}

Result<qint64> BulkWriter::insert(const std::function<const void *()> &next, OnConflict onConflict)
{
    if (const Result<Executor *> executor = m_session.writing(); !executor)
        return fail(executor.error());
    const SessionCore::ConnectionHold hold(m_session);
    qint64 written = 0;
    while (const void *object = next()) {
        if (const Result<> done = write(object); !done)
            return fail(done.error());
        Result<qint64> rows = enqueue(onConflict);
        if (!rows)
            return rows;
        written += *rows;
    }
    if (onConflict == OnConflict::Replace)
        m_session.expireAll();
    const Result<qint64> rows = flushRows(onConflict);
    return rows ? Result<qint64>(written + *rows) : rows;
}

Result<> BulkWriter::returned(void *object, const InsertShape &shape, BulkStatement &statement)
{
    const ModelInfo &model = m_target.model();
    if (!shape.keyFromStatement && (!shape.returned.empty() || model.hiddenKey))
        return readReturned(object, shape, statement);
    const Result<qint64> rows = statement.run(m_values);
    if (!rows)
        return fail(inRow(explained(rows.error(), m_values, shape.given)));
    if (shape.keyFromStatement && !model.hiddenKey)
        static_cast<void>(model.readColumn(
            object, shape.returned.front(), ValueView(statement.lastInsertedKey())));
    return {};
}

Result<> BulkWriter::readReturned(void *object, const InsertShape &shape, BulkStatement &statement)
{
    const ModelInfo &model = m_target.model();
    int misfitting = -1;
    const Result<bool> rows = statement.runReturning(m_values, [&](RowView row) {
        size_t at = model.hiddenKey ? 1 : 0;
        for (const int column : shape.returned) {
            if (!model.readColumn(object, column, row[at++]))
                misfitting = column;
        }
        return true;
    });
    if (!rows)
        return fail(inRow(explained(rows.error(), m_values, shape.given)));
    return misfitting < 0 ? Result<>() : fail(inRow(misfit(model, misfitting, {})));
}

Result<qint64> BulkWriter::insertReturning(const std::function<void *()> &next)
{
    const Result<Executor *> executor = m_session.writing();
    if (!executor)
        return fail(executor.error());
    m_session.noteInBulk(m_target.model());
    while (void *object = next()) {
        m_buffer.clear();
        if (const Result<> done = write(object); !done)
            return fail(done.error());
        const InsertShape &shape = m_target.shapeFor(m_row.data());
        auto known = std::find_if(m_prepared.begin(), m_prepared.end(),
            [&](const Prepared &prepared) { return prepared.shape == &shape; });
        if (known == m_prepared.end()) {
            Result<std::unique_ptr<BulkStatement>> statement = (*executor)->bulk(shape.sql);
            if (!statement)
                return fail(statement.error());
            m_prepared.push_back({&shape, 1, *std::move(statement)});
            known = m_prepared.end() - 1;
        }
        m_values.clear();
        appendValues(shape.given);
        if (const Result<> done = returned(object, shape, *known->statement); !done)
            return fail(done.error());
        ++m_written;
    }
    return m_written;
}

Result<> BulkWriter::updateRow(
    const void *object, const std::vector<int> &columns, BulkStatement &statement)
{
    m_buffer.clear();
    if (Result<> done = write(object); !done)
        return done;
    m_values.clear();
    appendValues(columns);
    const Result<qint64> rows = statement.run(m_values);
    if (!rows)
        return fail(inRow(explained(rows.error(), m_values, columns)));
    if (*rows == 0)
        return fail(inRow(Error {.code = ErrorCode::NotFound,
            .message = u"no row has this key"_s,
            .hint = u"Use bulkUpsert() to insert what is not there."_s}));
    return {};
}

Result<qint64> BulkWriter::update(const std::function<const void *()> &next)
{
    const Result<Executor *> executor = m_session.writing();
    if (!executor)
        return fail(executor.error());
    const Result<UpdateByKey> update = updateByKey(m_target, m_session.dml());
    if (!update)
        return fail(update.error());
    Result<std::unique_ptr<BulkStatement>> statement = (*executor)->bulk(update->sql);
    if (!statement)
        return fail(statement.error());
    m_session.expireAll();
    m_session.noteInBulk(m_target.model());
    while (const void *object = next()) {
        if (const Result<> done = updateRow(object, update->columns, **statement); !done)
            return fail(done.error());
        ++m_written;
    }
    return m_written;
}

} // namespace joinery
