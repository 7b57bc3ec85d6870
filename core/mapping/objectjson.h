// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/mapping/mapping.h"

#include <QJsonObject>

namespace joinery {

namespace mapping_detail {

QJsonObject toJson(const ModelInfo &model, const void *object);
[[nodiscard]] Result<> assign(const ModelInfo &model, void *object, const QJsonObject &values);

} // namespace mapping_detail

/// The object's columns by name, and the relations that are loaded by the name of their table: an
/// object or an array; an object that contains this one is left out. JSON columns are JSON, blobs
/// Base64, whole numbers beyond 2^53 texts.
template <Mapped T> QJsonObject toJson(const T &object)
{
    return mapping_detail::toJson(modelInfo<T>(), &object);
}

/// Sets the columns that are named, as toJson() writes them; others stay. Errors, nothing being
/// set: Usage for a name that is no column, Failed for a value that does not fit.
template <Mapped T> [[nodiscard]] Result<> assign(T &object, const QJsonObject &values)
{
    T changed = object;
    const Result<> done = mapping_detail::assign(modelInfo<T>(), &changed, values);
    if (done)
        object = changed;
    return done;
}

} // namespace joinery
