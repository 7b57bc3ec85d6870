// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/dmlwriter.h"

namespace joinery {

/// One row to be written, by the positions of its table and change.
struct WriteStep
{
    RowStatement::Kind kind = RowStatement::Kind::Update;
    qsizetype table = 0;
    qsizetype change = 0;
    /// Of a Park: what it sets. Of the Update that follows it: what the row holds instead of its
    /// original values.
    QMap<int, Value> parked {};

    bool operator==(const WriteStep &) const = default;
};

/// All changes, in the order in which they have to run (see rowStatements). Linear in the number of
/// changes but for sorting.
QList<WriteStep> writeOrder(const MetaData &schema, const QList<TableChanges> &tables);

} // namespace joinery
