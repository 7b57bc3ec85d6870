// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"
#include "joinery/session/identitymap.h"

namespace joinery {

class DmlCompiler;

/// An INSERT that leaves certain columns to the database. Lives as long as its session.
struct InsertShape
{
    quint64 left = 0; ///< which of the candidates are left out, as bits
    std::vector<int> given {}; ///< columns of the model
    std::vector<int> returned {}; ///< those that the database fills in
    bool keyFromStatement = false; ///< the only one of these is the key that was inserted last
    QString sql {}; ///< one row; what the database fills in comes back, unless the key tells
    QString insert {}; ///< the same without what comes back
    QString marks {}; ///< "(?, ?)": the parameters of a row; empty when nothing is given

    /// How many rows a statement should write: as many as have about 384 values, beyond which
    /// nothing is gained (measured on SQLite 3.40 with 6 columns: 64 rows in 0.60 of the time of
    /// single ones). 1 where rows cannot stand beside each other.
    size_t rowsAtOnce() const;
    /// The insertion of so many rows; nothing comes back.
    QString sqlFor(size_t rows) const;
};

/// A model in a session: its objects, by identity, and what is to become of them.
class TrackedModel
{
public:
    TrackedModel(const ModelInfo &model, const DmlCompiler &dml);

    const ModelInfo &model() const { return m_store->model(); }
    ModelStore &store() { return *m_store; }
    const ModelStore &store() const { return *m_store; }
    IdentityMap &identity() { return m_identity; }

    /// The column with its table in front, quoted: SQLite takes a quoted name alone for a text
    /// where the table has no such column.
    QString qualified(const QString &column) const;
    /// "id", "name", …, quoted and with the table or an alias in front: what a row of the model
    /// consists of, in the order in which SessionCore reads it.
    QString columnList(const QString &alias = {}) const;
    qsizetype columnCount() const { return model().table.columns.size(); }
    /// SELECT … FROM … WHERE key = ?
    const QString &selectByKey() const { return m_selectByKey; }
    /// Names of the key's columns.
    const QStringList &keyColumns() const { return m_keyColumns; }
    /// How to insert the values; one for each column of the model.
    const InsertShape &shapeFor(const ValueView *values);
    /// True when the database computes columns of the model.
    bool hasComputed() const { return m_hasComputed; }

    std::vector<Entry *> pending {}; ///< to be inserted, in the order in which they were added
    std::vector<Entry *> removed {}; ///< to be deleted
    std::unique_ptr<BulkStatement> get {}; ///< selectByKey(), prepared

private:
    std::unique_ptr<InsertShape> makeShape(quint64 left) const;

    const DmlCompiler &m_dml;
    std::unique_ptr<ModelStore> m_store;
    IdentityMap m_identity;
    QStringList m_keyColumns {};
    QString m_selectByKey {};
    std::vector<int> m_candidates {}; ///< columns that are left to the database while empty
    std::vector<std::unique_ptr<InsertShape>> m_shapes {};
    bool m_hasComputed = false;
};

} // namespace joinery
