// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringView>

namespace joinery {

enum class CodeLanguage
{
    Plain,
    Sql,
    Yaml
};

/// What a piece of code is, for its colour.
enum class CodeStyle
{
    Plain,
    Keyword,
    String,
    Number,
    Comment,
    Name,
    Invalid
};

struct CodeRun
{
    qsizetype length; ///< in UTF-16 units
    CodeStyle style;

    bool operator==(const CodeRun &) const = default;
};

/// Cuts code into runs of one style; together they are as long as the text. The text begins outside
/// of strings and comments. Never fails, linear in the text.
QList<CodeRun> codeRuns(CodeLanguage language, QStringView text);

} // namespace joinery
