// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/valuebuffer.h"

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joinery {

/// How members of type T are kept in a column. Known are integers, floating point numbers, bool,
/// QString, std::string, QByteArray, std::vector<std::byte>, QDate, QTime, QDateTime, QUuid, QUrl,
/// QJsonValue, QJsonObject, QJsonArray and enums; with joinery/mapping/chronotypes.h the types of
/// `<chrono>`; and std::optional of all of them, which makes a column nullable.
///
/// A type of your own takes a specialisation:
///
///     template <> struct joinery::ColumnType<Money> {
///         static constexpr std::string_view type = "numeric(12,2)"; // a word of docs/types.md
///         static Value toValue(const Money &money);
///         static std::optional<Money> fromValue(const Value &value); // unset: does not fit
///     };
template <typename T> struct ColumnType;

/// One name of an enum, as the database holds it.
template <typename E> struct EnumName
{
    E value; ///< in the program
    std::string_view name; ///< in the database
};

/// The names of an enum, for the database: specialise it as a std::array of EnumName. Enums
/// declared with Q_ENUM or Q_ENUM_NS need none, unless stored under other names. An enum without
/// names is stored as its number.
template <typename E> inline constexpr std::nullptr_t enumNames = nullptr;

/// True of std::optional<T>.
template <typename T> inline constexpr bool isOptional = false;
template <typename T> inline constexpr bool isOptional<std::optional<T>> = true;

/// See withoutOptional.
template <typename T> struct WithoutOptional
{
    using type = T; ///< T itself
};
/// See withoutOptional.
template <typename T> struct WithoutOptional<std::optional<T>>
{
    using type = T; ///< what it may hold
};
/// T of std::optional<T>, otherwise the type itself.
template <typename T> using withoutOptional = typename WithoutOptional<T>::type;

// --- Types that come with Joinery

namespace mapping_detail {

bool readInteger(const ValueView &view, qint64 &value);
bool readDouble(const ValueView &view, double &value);
bool readText(const ValueView &view, QString &value);
/// The number as a decimal text: a text in a NUMERIC column of SQLite comes back as a number.
bool readNumberText(const ValueView &view, std::string &value);
/// For a message: what does not fit 64 bits.
bool showNumber(quint64 value, ValueBuffer &buffer, ValueView &out);
bool readBytes(const ValueView &view, QByteArrayView &bytes);

/// What counts. A char may be a letter or a number: a member of that type needs a ColumnType of the
/// program's own.
template <typename T>
concept Integer
    = std::integral<T> && !std::same_as<T,
          bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

} // namespace mapping_detail

template <mapping_detail::Integer T> struct ColumnType<T>
{
    static constexpr std::string_view type = sizeof(T) <= 2 && std::is_signed_v<T>
        ? "smallint"
        : (sizeof(T) <= 4 && (std::is_signed_v<T> || sizeof(T) <= 2) ? "integer" : "bigint");
    static constexpr bool exact = true;
    [[nodiscard]] static bool write(T value, ValueBuffer &buffer, ValueView &out)
    {
        out = static_cast<qint64>(value);
        if constexpr (sizeof(T) >= sizeof(qint64) && std::is_unsigned_v<T>)
            return std::in_range<qint64>(value) || mapping_detail::showNumber(value, buffer, out);
        return true;
    }
    [[nodiscard]] static bool read(const ValueView &view, T &value)
    {
        const qint64 *number = std::get_if<qint64>(&view);
        qint64 other = 0;
        if (!number) {
            if (!mapping_detail::readInteger(view, other))
                return false;
            number = &other;
        }
        value = static_cast<T>(*number);
        return std::in_range<T>(*number);
    }
};

template <std::floating_point T> struct ColumnType<T>
{
    static constexpr std::string_view type = sizeof(T) <= 4 ? "real" : "double";
    static constexpr bool exact = sizeof(T) == sizeof(double);
    /// A NaN is no value that a database knows.
    [[nodiscard]] static bool write(T value, ValueBuffer &, ValueView &out)
    {
        out = static_cast<double>(value);
        return value == value;
    }
    [[nodiscard]] static bool read(const ValueView &view, T &value)
    {
        double number = 0;
        if (!mapping_detail::readDouble(view, number))
            return false;
        // What is finite in the database has to be so in a float.
        constexpr double most = static_cast<double>(std::numeric_limits<T>::max());
        if (std::abs(number) > most && !std::isinf(number))
            return false;
        value = static_cast<T>(number);
        return true;
    }
};

template <> struct ColumnType<bool>
{
    static constexpr std::string_view type = "boolean";
    static constexpr bool exact = true;
    [[nodiscard]] static bool write(bool value, ValueBuffer &, ValueView &out)
    {
        out = qint64(value ? 1 : 0);
        return true;
    }
    [[nodiscard]] static bool read(const ValueView &view, bool &value)
    {
        qint64 number = 0;
        if (!mapping_detail::readInteger(view, number) || (number != 0 && number != 1))
            return false;
        value = number == 1;
        return true;
    }
};

template <> struct ColumnType<QString>
{
    static constexpr std::string_view type = "text";
    static constexpr bool exact = true;
    [[nodiscard]] static bool write(const QString &value, ValueBuffer &buffer, ValueView &out)
    {
        return buffer.keepText(value, out);
    }
    [[nodiscard]] static bool read(const ValueView &view, QString &value)
    {
        return mapping_detail::readText(view, value);
    }
};

/// UTF-8.
template <> struct ColumnType<std::string>
{
    static constexpr std::string_view type = "text";
    static constexpr bool exact = true;
    [[nodiscard]] static bool write(const std::string &value, ValueBuffer &, ValueView &out);
    [[nodiscard]] static bool read(const ValueView &view, std::string &value)
    {
        const TextView *text = std::get_if<TextView>(&view);
        if (!text)
            return mapping_detail::readNumberText(view, value);
        value.assign(text->utf8.data(), static_cast<size_t>(text->utf8.size()));
        return true;
    }
};

template <> struct ColumnType<QByteArray>
{
    static constexpr std::string_view type = "blob";
    static constexpr bool exact = true;
    [[nodiscard]] static bool write(const QByteArray &value, ValueBuffer &, ValueView &out)
    {
        out = BlobView {value};
        return true;
    }
    [[nodiscard]] static bool read(const ValueView &view, QByteArray &value);
};

template <> struct ColumnType<std::vector<std::byte>>
{
    static constexpr std::string_view type = "blob";
    static constexpr bool exact = true;
    [[nodiscard]] static bool write(
        const std::vector<std::byte> &value, ValueBuffer &, ValueView &out)
    {
        const qsizetype size = static_cast<qsizetype>(value.size());
        out = BlobView {QByteArrayView(reinterpret_cast<const char *>(value.data()), size)};
        return true;
    }
    [[nodiscard]] static bool read(const ValueView &view, std::vector<std::byte> &value);
};

// --- What the rest of Joinery calls

namespace mapping_detail {

template <typename T>
concept writes = requires(const T &value, ValueBuffer &buffer, ValueView &view)
{
    {
        ColumnType<T>::write(value, buffer, view)
        } -> std::same_as<bool>;
};
template <typename T>
concept convertsToValue = requires(const T &value)
{
    {
        ColumnType<T>::toValue(value)
        } -> std::convertible_to<Value>;
    {
        ColumnType<T>::fromValue(Value())
        } -> std::convertible_to<std::optional<T>>;
};

} // namespace mapping_detail

/// True for every type a column can have.
template <typename T>
concept ColumnValue = mapping_detail::writes<withoutOptional<T>> || mapping_detail::convertsToValue<
    withoutOptional<T>>;

/// Shows the member's value to a statement. False when it does not fit: a number beyond 64 bits, a
/// NaN, text that is not valid Unicode; `out` then is what a message can say of it, or NULL.
template <typename T>
[[nodiscard]] bool writeValue(const T &value, ValueBuffer &buffer, ValueView &out)
{
    if constexpr (isOptional<T>) {
        if (value)
            return writeValue(*value, buffer, out);
        out = std::monostate {};
        return true;
    } else if constexpr (mapping_detail::writes<T>) {
        if (ColumnType<T>::write(value, buffer, out)) [[likely]]
            return true;
        out = std::monostate {}; // it may show an earlier value
        return ColumnType<T>::write(value, buffer, out);
    } else {
        return buffer.keep(ColumnType<T>::toValue(value), out);
    }
}

/// Sets the member from a value of the database. False when it does not fit: NULL where the member
/// is no std::optional, another type, a number out of range.
template <typename T> [[nodiscard]] bool readValue(const ValueView &view, T &value)
{
    if constexpr (isOptional<T>) {
        if (std::holds_alternative<std::monostate>(view)) {
            value.reset();
            return true;
        }
        return readValue(view, value ? *value : value.emplace());
    } else if constexpr (mapping_detail::writes<T>) {
        return ColumnType<T>::read(view, value);
    } else {
        if (std::holds_alternative<std::monostate>(view))
            return false;
        std::optional<T> read = ColumnType<T>::fromValue(toValue(view));
        if (read)
            value = *std::move(read);
        return read.has_value();
    }
}

/// True when a value that was read and written back is what the database held, to the letter: only
/// such columns can be compared with what was read before.
template <typename T> consteval bool isExact()
{
    if constexpr (requires { ColumnType<withoutOptional<T>>::exact; })
        return ColumnType<withoutOptional<T>>::exact;
    else
        return false;
}

} // namespace joinery
