// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <variant>

namespace joinery {

/// A value as a database holds it, exactly: NULL, a 64-bit integer, a double, a text or a blob.
/// A NULL is std::monostate and never an empty text.
using Value = std::variant<std::monostate, qint64, double, QString, QByteArray>;

/// True of NULL, false of an empty text.
inline bool isNull(const Value &value)
{
    return std::holds_alternative<std::monostate>(value);
}
/// The integer, or 0 when the value is something else.
inline qint64 toInt(const Value &value)
{
    const qint64 *number = std::get_if<qint64>(&value);
    return number ? *number : 0;
}
/// The text for people: NULL as a null QString, a blob as X'…'.
QString toText(const Value &value);

/// The result of a query, whole. Rows have as many values as there are columns.
struct RowSet
{
    QStringList columns {}; ///< their names
    QList<QList<Value>> rows {}; ///< each with a value for each column

    bool isEmpty() const { return rows.isEmpty(); } ///< no rows
    /// The first value of the first row; NULL when there is none.
    Value scalar() const
    {
        return rows.isEmpty() || rows.first().isEmpty() ? Value {} : rows.first().first();
    }
};

} // namespace joinery
