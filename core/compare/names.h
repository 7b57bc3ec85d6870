// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/compare/comparepolicy.h"

#include <QHash>
#include <QSet>

namespace joinery::detail {

/// Name keys to the spelling in use.
using Spellings = QHash<QString, QString>;

template <typename T>
Spellings spellings(const QMap<QString, T> &objects, const ComparePolicy &policy)
{
    Spellings names;
    for (auto it = objects.keyBegin(); it != objects.keyEnd(); ++it)
        names.insert(policy.nameKey(*it), *it);
    return names;
}

/// Name keys to positions in the list.
template <typename T>
QHash<QString, qsizetype> positions(const QList<T> &elements, const ComparePolicy &policy)
{
    QHash<QString, qsizetype> found;
    for (qsizetype i = 0; i < elements.size(); ++i)
        found.insert(policy.nameKey(elements[i].name), i);
    return found;
}

/// Whether the names of a schema can stand side by side.
/// Errors: Conflict, naming two objects, columns or indexes that have one name.
[[nodiscard]] Result<> checkNames(const MetaData &metaData, const ComparePolicy &policy);

/// The name keys of all identifiers in a piece of SQL.
QSet<QString> identifierKeys(const QString &sql, const ComparePolicy &policy);

} // namespace joinery::detail
