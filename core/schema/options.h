// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QMap>
#include <QString>

namespace joinery {

/// What only one dialect knows of an object: dialect name -> option -> value as SQL or a plain
/// word. Options of other dialects are carried along untouched.
using Options = QMap<QString, QMap<QString, QString>>;

/// The value of one option, or a null QString when it is not set.
inline QString option(const Options &options, const QString &dialect, const QString &name)
{
    return options.value(dialect).value(name);
}

/// True when the option is set to "true".
inline bool hasOption(const Options &options, const QString &dialect, const QString &name)
{
    return option(options, dialect, name) == QStringLiteral("true");
}

} // namespace joinery
