// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QList>
#include <QString>

namespace joinery {

struct SqlStatement
{
    QString text; ///< without the final semicolon, trimmed; leading comments stay
    qsizetype start = 0; ///< of the text, in UTF-16 units
    int line = 1; ///< of its first token that is no comment, 1-based

    bool operator==(const SqlStatement &) const = default;
};

/// Splits a script at the semicolons that end statements: not those in strings, comments, or
/// between the BEGIN and END of a trigger. Empty statements and pure comments are left out. Never
/// fails, is linear in the text; a string or comment that is not closed runs to the end of the
/// script.
QList<SqlStatement> splitStatements(const QString &script);

} // namespace joinery
