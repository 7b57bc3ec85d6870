// SPDX-License-Identifier: MPL-2.0
#pragma once

// Internal to core/serialization: how a text can stand in YAML so that every reader, ours and
// others', YAML 1.1 and 1.2, takes it for exactly that text.

#include <QString>

namespace joinery {

/// Whether the text can stand without quotes as the value of a key on a line of its own.
bool isPlainInBlock(const QString &text);

/// Whether the text can stand without quotes inside { } or [ ], or as a key.
bool isPlainInFlow(const QString &text);

/// Whether the text comes back unchanged from a literal block (| or |-).
bool isLiteral(const QString &text);

/// The text in double quotes on one line, with escapes for all that does not print.
/// A lone surrogate has no place in YAML and becomes U+FFFD: reading back finds it out.
QString doubleQuoted(const QString &text);

/// The same, with a new line of the file at each new line of the text, indented by `indent` spaces.
QString doubleQuotedLines(const QString &text, qsizetype indent);

} // namespace joinery
