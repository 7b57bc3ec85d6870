// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/columntype.h"

#include <type_traits>

struct QMetaObject;

namespace joinery {

namespace mapping_detail {

/// Has joinery::enumNames.
template <typename E>
concept NamedEnum
    = std::is_enum_v<E> && !std::same_as<std::remove_cv_t<decltype(enumNames<E>)>, std::nullptr_t>;
/// Was declared with Q_ENUM or Q_ENUM_NS; joinery::enumNames goes first.
template <typename E>
concept QtEnum = std::is_enum_v<E> && !NamedEnum<E> && requires(E value)
{
    {
        qt_getEnumMetaObject(value)
        } -> std::same_as<const QMetaObject *>;
    {
        qt_getEnumName(value)
        } -> std::convertible_to<const char *>;
};
template <typename E>
concept NumberedEnum = std::is_enum_v<E> && !NamedEnum<E> && !QtEnum<E>;

QString qtEnumType(const QMetaObject *owner, const char *name);
bool writeQtEnum(const QMetaObject *owner, const char *name, int value, ValueView &out);
bool readQtEnum(const QMetaObject *owner, const char *name, const ValueView &view, int &value);
/// "enum(a, b)".
QString enumType(const std::string_view *names, size_t count, size_t stride);

} // namespace mapping_detail

template <mapping_detail::NamedEnum E> struct ColumnType<E>
{
    static constexpr bool exact = true;
    static QString typeText()
    {
        return mapping_detail::enumType(
            &enumNames<E>[0].name, enumNames<E>.size(), sizeof(enumNames<E>[0]));
    }
    [[nodiscard]] static bool write(E value, ValueBuffer &, ValueView &out)
    {
        for (const EnumName<E> &entry : enumNames<E>) {
            if (entry.value == value) {
                out = TextView {
                    QByteArrayView(entry.name.data(), static_cast<qsizetype>(entry.name.size()))};
                return true;
            }
        }
        out = static_cast<qint64>(value);
        return false;
    }
    [[nodiscard]] static bool read(const ValueView &view, E &value)
    {
        const TextView *text = std::get_if<TextView>(&view);
        for (const EnumName<E> &entry : enumNames<E>) {
            if (text
                && std::string_view(text->utf8.data(), static_cast<size_t>(text->utf8.size()))
                    == entry.name) {
                value = entry.value;
                return true;
            }
        }
        return false;
    }
};

template <mapping_detail::QtEnum E> struct ColumnType<E>
{
    static constexpr bool exact = true;
    static QString typeText()
    {
        return mapping_detail::qtEnumType(qt_getEnumMetaObject(E()), qt_getEnumName(E()));
    }
    [[nodiscard]] static bool write(E value, ValueBuffer &, ValueView &out)
    {
        return mapping_detail::writeQtEnum(
            qt_getEnumMetaObject(value), qt_getEnumName(value), static_cast<int>(value), out);
    }
    [[nodiscard]] static bool read(const ValueView &view, E &value)
    {
        int number = 0;
        if (!mapping_detail::readQtEnum(
                qt_getEnumMetaObject(value), qt_getEnumName(value), view, number))
            return false;
        value = static_cast<E>(number);
        return true;
    }
};

template <mapping_detail::NumberedEnum E> struct ColumnType<E>
{
    using Number = ColumnType<std::underlying_type_t<E>>;
    static constexpr std::string_view type = Number::type;
    static constexpr bool exact = true;
    [[nodiscard]] static bool write(E value, ValueBuffer &buffer, ValueView &out)
    {
        return Number::write(static_cast<std::underlying_type_t<E>>(value), buffer, out);
    }
    [[nodiscard]] static bool read(const ValueView &view, E &value)
    {
        std::underlying_type_t<E> number {};
        if (!Number::read(view, number))
            return false;
        value = static_cast<E>(number);
        return true;
    }
};

/// The column's type as models spell it.
template <ColumnValue T> QString columnTypeText()
{
    using Plain = withoutOptional<T>;
    if constexpr (requires { ColumnType<Plain>::typeText(); })
        return ColumnType<Plain>::typeText();
    else
        return QString::fromUtf8(
            ColumnType<Plain>::type.data(), static_cast<qsizetype>(ColumnType<Plain>::type.size()));
}

} // namespace joinery
