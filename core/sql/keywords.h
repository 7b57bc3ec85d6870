// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery {

/// How far a bare word of SQL may also serve as a name. The classes are SQLite's.
enum class KeywordKind
{
    None, ///< no keyword
    Soft, ///< a keyword that is a name wherever it cannot be the keyword: key, desc, view, …
    Value, ///< soft, but stands for a value in expressions: current_timestamp, true, …
    Join, ///< may name objects and columns, never a type: left, cross, …
    Indexed, ///< the word INDEXED, which has a class of its own
    Reserved, ///< never a name unless quoted
};

/// The class of a word, in any case. Words that are not ASCII are no keywords.
KeywordKind keywordKind(QStringView word);

} // namespace joinery
