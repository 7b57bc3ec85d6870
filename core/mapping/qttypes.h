// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/columntype.h"

class QDate;
class QDateTime;
class QJsonArray;
class QJsonObject;
class QJsonValue;
class QTime;
class QUrl;
class QUuid;

// The types of Qt that are more than a number or a text. This header is for mapping.h.
namespace joinery {

namespace mapping_detail {

// Written in a .cpp: the declarations need the type's name alone, so no header is included for
// those who do not use it.
[[nodiscard]] bool write(const QDate &value, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool read(const ValueView &view, QDate &value);
[[nodiscard]] bool write(const QTime &value, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool read(const ValueView &view, QTime &value);
[[nodiscard]] bool write(const QDateTime &value, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool read(const ValueView &view, QDateTime &value);
[[nodiscard]] bool write(const QUuid &value, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool read(const ValueView &view, QUuid &value);
[[nodiscard]] bool write(const QUrl &value, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool read(const ValueView &view, QUrl &value);
[[nodiscard]] bool write(const QJsonValue &value, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool read(const ValueView &view, QJsonValue &value);
[[nodiscard]] bool write(const QJsonObject &value, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool read(const ValueView &view, QJsonObject &value);
[[nodiscard]] bool write(const QJsonArray &value, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool read(const ValueView &view, QJsonArray &value);

template <typename T> struct Declared
{
    static constexpr bool exact = false; ///< one value has several spellings
    [[nodiscard]] static bool write(const T &value, ValueBuffer &buffer, ValueView &out)
    {
        return mapping_detail::write(value, buffer, out);
    }
    [[nodiscard]] static bool read(const ValueView &view, T &value)
    {
        return mapping_detail::read(view, value);
    }
};

} // namespace mapping_detail

/// ISO 8601: "2026-11-22".
template <> struct ColumnType<QDate> : mapping_detail::Declared<QDate>
{
    static constexpr std::string_view type = "date";
};
/// "10:12:33", with ".123" where there are milliseconds.
template <> struct ColumnType<QTime> : mapping_detail::Declared<QTime>
{
    static constexpr std::string_view type = "time";
};
/// A moment, kept in UTC: "2026-11-22 10:12:33.123+00:00"; read back in UTC. Text without an offset
/// is read as UTC.
template <> struct ColumnType<QDateTime> : mapping_detail::Declared<QDateTime>
{
    static constexpr std::string_view type = "timestamptz";
};
/// "67c8770b-44f1-410a-ab9a-f9b5446f13ee".
template <> struct ColumnType<QUuid> : mapping_detail::Declared<QUuid>
{
    static constexpr std::string_view type = "uuid";
};
template <> struct ColumnType<QUrl> : mapping_detail::Declared<QUrl>
{
    static constexpr std::string_view type = "text";
};
template <> struct ColumnType<QJsonValue> : mapping_detail::Declared<QJsonValue>
{
    static constexpr std::string_view type = "json";
};
template <> struct ColumnType<QJsonObject> : mapping_detail::Declared<QJsonObject>
{
    static constexpr std::string_view type = "json";
};
template <> struct ColumnType<QJsonArray> : mapping_detail::Declared<QJsonArray>
{
    static constexpr std::string_view type = "json";
};

} // namespace joinery
