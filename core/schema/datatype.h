// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QMap>
#include <QString>

namespace joinery {

/// The type of a column, as the models spell it.
///
/// `text` is either one of the portable words of docs/types.md in lower case with its arguments
/// ("varchar(200)", "enum(draft, live)", "integer[]") or verbatim native text ("NVARCHAR(160)").
/// Which of the two it is follows from the text: see isPortable(). Native text that would read as a
/// portable word, or that differs by dialect, stands in `native` (dialect -> declared type), and
/// then `text` may be empty.
struct DataType
{
    QString text; ///< a portable word or native text
    QMap<QString, QString> native {}; ///< by dialect

    bool operator==(const DataType &) const = default;
};

/// The parts of a type's text: "varchar(80)" -> word "varchar", arguments ["80"]; "integer[]" ->
/// array.
struct TypeWord
{
    QString word; ///< what stands in front
    QStringList arguments {}; ///< in the parentheses
    bool array = false; ///< ends in []

    bool operator==(const TypeWord &) const = default;
};

/// Splits a type's text at its parentheses. Never fails: text it cannot split is all word.
TypeWord splitType(const QString &text);

/// True when the text is a portable word, spelled exactly (lower case, right number of arguments).
bool isPortable(const QString &text);

} // namespace joinery
