// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/dmlcompiler.h"
#include "joinery/session/sessioncore.h"

namespace joinery {

/// Writes plain values in bulk, past the identity map: nothing is tracked, and memory does not grow
/// with the number of rows. Many rows go into one statement. For Session::bulkInsert() and its
/// like.
class BulkWriter
{
public:
    BulkWriter(SessionCore &session, const ModelInfo &model);

    /// Inserts the objects that `next` gives until nullptr. Returns how many rows were written.
    [[nodiscard]] Result<qint64> insert(
        const std::function<const void *()> &next, OnConflict onConflict);
    /// Inserts the objects and sets in each what the database fills in.
    [[nodiscard]] Result<qint64> insertReturning(const std::function<void *()> &next);
    /// Sets all columns of the rows with the objects' keys. Errors: also NotFound for a key without
    /// a row.
    [[nodiscard]] Result<qint64> update(const std::function<const void *()> &next);

private:
    [[nodiscard]] Result<> write(const void *object);
    void appendValues(const std::vector<int> &columns);
    /// The row in m_row waits for others of its shape. Returns how many rows were written instead.
    [[nodiscard]] Result<qint64> enqueue(OnConflict onConflict);
    [[nodiscard]] Result<qint64> flushRows(OnConflict onConflict);
    /// The rows that wait, one by one.
    [[nodiscard]] Result<qint64> flushSingly(OnConflict onConflict);
    /// The same for all rows but the one that was written last.
    [[nodiscard]] Result<qint64> flushWaiting(OnConflict onConflict);
    [[nodiscard]] Result<BulkStatement *> statementFor(
        const InsertShape &shape, size_t rows, OnConflict onConflict);
    QString insertSql(const InsertShape &shape, size_t rows, OnConflict onConflict) const;
    [[nodiscard]] Result<> returned(
        void *object, const InsertShape &shape, BulkStatement &statement);
    [[nodiscard]] Result<> readReturned(
        void *object, const InsertShape &shape, BulkStatement &statement);
    [[nodiscard]] Result<> updateRow(
        const void *object, const std::vector<int> &columns, BulkStatement &statement);
    /// Adds the row's number; `after` more rows of those that wait come before it.
    Error inRow(Error error, size_t after = 0) const;
    /// Adds the values that are to blame.
    Error explained(Error error, RowView values, const std::vector<int> &columns) const;

    struct Prepared
    {
        const InsertShape *shape;
        size_t rows;
        std::unique_ptr<BulkStatement> statement;
    };

    SessionCore &m_session;
    TrackedModel &m_target;
    std::vector<ValueView> m_row {};
    std::vector<ValueView> m_values {}; ///< of the rows that wait
    ValueBuffer m_buffer {};
    const InsertShape *m_shape = nullptr;
    size_t m_waiting = 0; ///< rows
    qint64 m_written = 0; ///< rows before those that wait
    std::vector<Prepared> m_prepared {};
};

} // namespace joinery
