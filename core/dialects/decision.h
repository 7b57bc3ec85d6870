// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"
#include "joinery/operations/operation.h"

namespace joinery {

/// What a person must decide before operations may run on a database that holds rows.
struct Decision
{
    QString code; ///< "new_not_null", "nulls", "duplicates", "check_violated", "orphans",
                  ///< "lossy_cast", "data_loss", "rename"
    QString object; ///< "table", "table.column" or "table(column, column)", names as they are after
                    ///< the change; before it for what goes
    QString message; ///< one sentence with the count
    qint64 rows = 0; ///< how many rows it concerns
    QStringList flags {}; ///< each a whole argument list for makemigrations that decides it,
                          ///< shell-quoted, the safest first
    RowSet examples {}; ///< at most 5 of the rows
    QList<qsizetype> operations {}; ///< which operations ask it

    bool operator==(const Decision &other) const
    {
        return code == other.code && object == other.object && rows == other.rows
            && flags == other.flags;
    }
};

/// Counts on a live database what operations would break or lose there. Reads only.
class DecisionFinder
{
public:
    virtual ~DecisionFinder() = default;

    /// The decisions that `operations` need and do not yet carry, for a database whose schema is
    /// `before`. What an operation's fill, cast or accept settles is not asked again, but a fill
    /// that would itself break a rule is. With no rows concerned nothing is asked.
    [[nodiscard]] virtual Result<QList<Decision>> find(
        Executor &live, const MetaData &before, const QList<Operation> &operations) const = 0;

    /// A fill for a column that must hold a value in every row: an SQL expression that satisfies
    /// type, checks, keys as far as the schema tells. Used for `restore_fill`. Empty for a column
    /// that finds its values by itself.
    virtual QString suggestFill(
        const MetaData &schema, const Table &table, const Column &column) const = 0;
};

} // namespace joinery
