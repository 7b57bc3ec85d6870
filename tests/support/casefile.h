// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QMap>
#include <QString>

namespace joinery::testing {

/// One case of a text file of cases: its name and what it says by key.
struct TextCase
{
    QString name;
    QMap<QString, QString> fields {};

    QString field(const QString &key) const { return fields.value(key); }
    /// The lines of a field; none for an empty one.
    QStringList lines(const QString &key) const;
};

/// The cases of a file below tests/: "# name", then lines "key: text"; indented lines go on with
/// the field above. Lines that begin with // are comments. Fails the test when it cannot be read.
QList<TextCase> readCases(const QString &path);

} // namespace joinery::testing
