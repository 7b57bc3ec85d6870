// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/dmlwriter.h"
#include "joinery/db/executor.h"

namespace joinery {

/// The row with this key: one value for each column of the table; unset when there is none.
[[nodiscard]] Result<std::optional<QList<Value>>> readRow(
    Executor &executor, const DmlCompiler &dml, const TableChanges &table, const RowKey &key);

/// True when the table has a row with these values in these columns. NULL equals nothing.
[[nodiscard]] Result<bool> hasRow(Executor &executor, const DmlCompiler &dml, const QString &table,
    const QStringList &columns, const QList<Value> &values);

} // namespace joinery
