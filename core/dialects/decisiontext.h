// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/decision.h"

namespace joinery {

// The words in which decisions are put to people, the same for every dialect.

/// Quoted so that a shell, and Python's shlex, read it as one word; plain words stay as they are.
QString shellQuoted(const QString &text);

/// --fill table.column=expression
QString fillFlag(const QString &table, const QString &column, const QString &expression);
/// --cast table.column=expression
QString castFlag(const QString &table, const QString &column, const QString &expression);
/// --allow code:object
QString allowFlag(const QString &code, const QString &object);

/// A name as flags have it: in double quotes, as SQL writes them, where it is empty, begins or ends
/// with a blank, or holds what separates names there: a dot, an equals sign, a comma, a
/// parenthesis.
QString flagName(const QString &name);
/// "table.column"
QString columnObject(const QString &table, const QString &column);
/// "table(column, column)"
QString keyObject(const QString &table, const QStringList &columns);

/// "1 of 3 rows holds" / "2 of 3 rows hold": what is counted against what there is. `one` and
/// `many` are the verb.
QString countText(qint64 rows, qint64 all, const QString &one, const QString &many);

} // namespace joinery
