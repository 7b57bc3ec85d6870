// SPDX-License-Identifier: MPL-2.0
#pragma once

// Internal to core/serialization.

#include "joinery/serialization/texterrors.h"

#include <QString>

#include <vector>

namespace joinery {

/// How a text is written.
enum class TextStyle
{
    Word, ///< bare where nothing can misread it, else in quotes
    Sql, ///< the same, but always in quotes inside { } and [ ]
    Verbatim, ///< bare: the writer knows that it reads back (numbers, true, times)
};

/// A value of a YAML document: what the reader makes of a text, and the writer makes a text of.
struct YamlNode
{
    enum class Kind
    {
        Null,
        Text,
        List,
        Map
    };

    Kind kind = Kind::Null;
    QString text {}; ///< of a Text
    std::vector<YamlNode> keys {}; ///< of a Map: Texts, keys[i] belongs to items[i]
    std::vector<YamlNode> items {}; ///< of a List or a Map

    TextPlace place {}; ///< reading: where it begins
    bool plain = false; ///< reading: a Text without quotes; a List or Map in brackets is not plain

    TextStyle style = TextStyle::Word; ///< writing: of a Text
    bool block
        = false; ///< writing: a List or Map that takes lines of its own even where it is short
};

} // namespace joinery
