// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/db/value.h"

#include <optional>

namespace joinery {

// Cells on the clipboard, as spreadsheets write and read them: tabs between cells, line breaks
// between rows. The same for every grid, so that what is copied from one can be pasted into
// another.

/// A cell's text, quoted where it must be: NULL is nothing, an empty text is "".
QString tsvCell(const Value &value);
/// Reads such a text: rows of cells, unset where there is nothing.
QList<QList<std::optional<QString>>> parseTsv(const QString &text);

} // namespace joinery
