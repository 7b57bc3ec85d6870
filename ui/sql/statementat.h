// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/sql/splitter.h"

namespace joinery {

/// The statement a cursor in the text stands in, or behind; where that one's line is over and
/// another follows, the other; -1 when there is none.
qsizetype statementAt(const QList<SqlStatement> &statements, const QString &text, qsizetype cursor);

/// The statement in one line, comments in front left out, cut to that many characters.
QString oneLineOf(const QString &sql, qsizetype longest);

} // namespace joinery
