// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/sql/tokenizer.h"

namespace joinery {

/// What a statement takes rows from, or puts them into.
struct SqlSource
{
    QString table; ///< empty for a query in parentheses
    QString alias {}; ///< empty = goes by its table's name
    qsizetype start = 0; ///< of its name in the text

    QString called() const { return alias.isEmpty() ? table : alias; }
};

/// All sources of a statement, in their order, those of inner queries too. Works on unfinished
/// text. `commonTables`, where given, gets the names that WITH defines.
QList<SqlSource> sourcesIn(
    const QString &sql, const QList<Token> &significant, QStringList *commonTables = nullptr);

} // namespace joinery
