// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/datatype.h"

#include <QStringList>

namespace joinery::generate {

/// A type of Python for a column, and what SQLAlchemy calls the column's.
struct PythonType
{
    QString name; ///< "datetime.date"; empty for an enum, whose class has no name yet
    QString sqlAlchemy {}; ///< empty = what SQLModel takes for the type of Python
    QStringList arguments {}; ///< of Field(): "max_length=80"
};

PythonType pythonTypeOf(const DataType &type);

/// The text as a literal of Python.
QString pythonText(const QString &text);
/// sa.text("…"): an expression of SQL.
QString pythonSql(const QString &sql);

} // namespace joinery::generate
