// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/schema/metadata.h"

#include <functional>

namespace joinery {

/// What could be written at a place of an SQL text.
struct Suggestion
{
    enum class Kind
    {
        Condition, ///< of a join, from a foreign key
        Column,
        Source, ///< a table's alias or name in this statement
        Table,
        View,
        Keyword,
        Function
    };

    QString name; ///< as it is shown and looked for
    QString text; ///< as it is written: quoted where it must be
    QString detail {}; ///< the type of a column, …
    Kind kind = Kind::Keyword;

    bool operator==(const Suggestion &) const = default;
};

struct Completion
{
    qsizetype start = 0; ///< what is typed already begins here and is written over
    QString typed {};
    QList<Suggestion> suggestions {}; ///< the likeliest first
};

/// Suggests what fits at `cursor` in a text that holds one statement. `quote` quotes a name in any
/// case. Nothing inside of strings and comments.
Completion completeSql(const MetaData &schema, const QString &sql, qsizetype cursor,
    const std::function<QString(const QString &)> &quote);

} // namespace joinery
