// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/rowedits.h"
#include "joinery/schema/metadata.h"

namespace joinery {

/// The changes of one table's rows, to be written. A plain value for any thread.
struct TableChanges
{
    Table table;
    RowAddress address;
    QList<RowChange> changes {};
    /// Columns of which nobody knows to the letter what the database holds: they are not compared.
    QList<int> uncompared {};
};

/// What RowEdits have staged.
TableChanges changesOf(const RowEdits &edits);

/// One statement that writes one row.
struct RowStatement
{
    enum class Kind
    {
        Delete,
        Update,
        Insert,
        Park ///< gives a unique value of the row free for another row, until its Update follows
    };

    Kind kind = Kind::Update;
    qsizetype table = 0; ///< position in the list of tables that it comes from
    quint64 change = 0; ///< RowChange::id
    QStringList parts {}; ///< the SQL, cut where the parameters stand
    QList<Value> parameters {}; ///< one fewer than parts
    bool returnsKey = false; ///< yields a row: the values of the address of what was written

    /// With "?" for the parameters.
    QString sql() const;
    /// With literals, as a person runs it; longer ones than `maxLiteral` characters are cut, with
    /// an ellipsis. No limit below 0.
    QString text(const DmlCompiler &dml, int maxLiteral = -1) const;
};

/// The statements that write the changes, one a row, in the order in which they have to run.
///
/// An UPDATE or DELETE finds its row by key and by the original values: of the columns it changes
/// or, for a DELETE, of all. So it touches no row when somebody else has changed them. Where the
/// address is hidden and might be another row's by now, the primary key is compared too, or all
/// columns where there is none.
///
/// Deletes and updates come first, referring tables before those they refer to, then the inserts
/// the other way round. Updates that pass a unique value on come after the one that gives it free;
/// where they go in a circle, one row is parked on a value that nobody has. `schema` tells who
/// refers to whom.
QList<RowStatement> rowStatements(
    const DmlCompiler &dml, const MetaData &schema, const QList<TableChanges> &tables);

/// The whole script with literals: begin, the statements, commit; each ends in a semicolon and a
/// new line.
QString scriptText(
    const DmlCompiler &dml, const QList<RowStatement> &statements, int maxLiteral = -1);

/// The columns whose original values an UPDATE or DELETE compares, in order; key columns that the
/// row is found by are not among them.
QList<int> comparedColumns(const TableChanges &table, const RowChange &change);

} // namespace joinery
