// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"

namespace joinery::sqlite {

/// Why a SELECT from the view does not compile; empty when it does.
QString whyViewFails(Executor &executor, const QString &view);

/// Why no row can be read from the virtual table; empty when one can, or when it has none.
QString whyVirtualTableFails(Executor &executor, const QString &table);

/// A trigger as sqlite_schema has it.
struct StoredTrigger
{
    QString name;
    QString table;
    QString sql;
};

/// A sentence for each statement that the triggers of a table keep from compiling. SQLite does not
/// say which trigger is to blame, so all that the statement fires are named.
QStringList brokenTriggers(Executor &executor, const QList<StoredTrigger> &triggers);

} // namespace joinery::sqlite
