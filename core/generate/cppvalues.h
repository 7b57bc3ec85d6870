// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"

namespace joinery::generate {

// Values of a schema as expressions of C++.

QString cppLiteral(const QString &text); ///< "…": for the words of a mapping
QString cppValue(const QString &text); ///< QStringLiteral("…")
QString cppValue(bool value);
QString cppValue(const QStringList &texts);
QString cppValue(const DataType &type);
QString cppValue(const Computed &computed);
QString cppValue(const Identity &identity);
QString cppValue(const Column &column);
QString cppValue(const KeyPart &part);
QString cppValue(const PrimaryKeyConstraint &key);
QString cppValue(const UniqueConstraint &unique);
QString cppValue(const CheckConstraint &check);
QString cppValue(const ForeignKeyConstraint &key);
QString cppValue(const Index &index);
QString cppValue(const Trigger &trigger);
QString cppValue(const Table &table);
QString cppValue(const View &view);
QString cppValue(const VirtualTable &table);
QString cppValue(const Sequence &sequence);
QString cppValue(const Enum &type);
QString cppValue(const QMap<QString, QString> &texts);
QString cppValue(const Options &options);

template <typename T> QString cppValue(const QList<T> &values)
{
    QStringList texts;
    for (const T &value : values)
        texts.append(cppValue(value));
    return u'{' + texts.join(QStringLiteral(", ")) + u'}';
}
template <typename T> QString cppValue(const std::optional<T> &value)
{
    return value ? cppValue(*value) : QStringLiteral("std::nullopt");
}

} // namespace joinery::generate
