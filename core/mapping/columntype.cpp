// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/columntype.h"

#include "joinery/mapping/enumtype.h"
#include "joinery/schema/enumtype.h"

#include <QLocale>
#include <QMetaEnum>
#include <QTimeZone>

#include <cmath>
#include <cstring>

using namespace Qt::StringLiterals;

namespace joinery {

namespace mapping_detail {

namespace {

const QByteArrayView *textOf(const ValueView &view)
{
    const TextView *text = std::get_if<TextView>(&view);
    return text ? &text->utf8 : nullptr;
}

/// Most texts are, and widening them is all there is to do then.
bool isAscii(QByteArrayView text)
{
    quint64 seen = 0;
    qsizetype at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        quint64 eight = 0;
        std::memcpy(&eight, text.data() + at, 8);
        seen |= eight;
    }
    for (; at < text.size(); ++at)
        seen |= static_cast<uchar>(text[at]);
    return (seen & 0x8080808080808080ULL) == 0;
}

QMetaEnum metaEnum(const QMetaObject *owner, const char *name)
{
    return owner->enumerator(owner->indexOfEnumerator(name));
}

} // namespace

bool readInteger(const ValueView &view, qint64 &value)
{
    if (const qint64 *number = std::get_if<qint64>(&view)) {
        value = *number;
        return true;
    }
    // A NUMERIC column keeps large integers as reals.
    const double *real = std::get_if<double>(&view);
    constexpr double limit = 9007199254740992.0; // 2^53: whole numbers up to here are exact
    if (!real || std::trunc(*real) != *real || std::abs(*real) > limit)
        return false;
    value = static_cast<qint64>(*real);
    return true;
}

bool readDouble(const ValueView &view, double &value)
{
    if (const double *real = std::get_if<double>(&view))
        value = *real;
    else if (const qint64 *number = std::get_if<qint64>(&view))
        value = static_cast<double>(*number);
    else
        return false;
    return true;
}

bool readText(const ValueView &view, QString &value)
{
    if (const QByteArrayView *text = textOf(view)) {
        value = isAscii(*text) ? QString::fromLatin1(*text) : QString::fromUtf8(*text);
        return true;
    }
    std::string number;
    const bool fits = readNumberText(view, number);
    if (fits)
        value = QString::fromStdString(number);
    return fits;
}

bool readNumberText(const ValueView &view, std::string &value)
{
    if (const qint64 *number = std::get_if<qint64>(&view)) {
        value = std::to_string(*number);
        return true;
    }
    const double *real = std::get_if<double>(&view);
    if (!real)
        return false;
    // Digits as people write them, as long as these are few.
    const double size = std::abs(*real);
    const char format = size >= 1e-9 && size < 1e18 ? 'f' : 'g';
    value = QByteArray::number(*real, format, QLocale::FloatingPointShortest).toStdString();
    return true;
}

bool showNumber(quint64 value, ValueBuffer &buffer, ValueView &out)
{
    static_cast<void>(buffer.keepText(QString::number(value), out));
    return false;
}

bool readBytes(const ValueView &view, QByteArrayView &bytes)
{
    const BlobView *blob = std::get_if<BlobView>(&view);
    if (blob)
        bytes = blob->bytes;
    return blob != nullptr;
}

QString enumType(const std::string_view *names, size_t count, size_t stride)
{
    QStringList list;
    const char *at = reinterpret_cast<const char *>(names);
    for (size_t i = 0; i < count; ++i, at += stride) {
        const auto *name = reinterpret_cast<const std::string_view *>(at);
        list.append(QString::fromUtf8(name->data(), static_cast<qsizetype>(name->size())));
    }
    return enumTypeOf(list);
}

QString qtEnumType(const QMetaObject *owner, const char *name)
{
    const QMetaEnum names = metaEnum(owner, name);
    QStringList list;
    for (int i = 0; i < names.keyCount(); ++i)
        list.append(QString::fromUtf8(names.key(i)));
    return enumTypeOf(list);
}

bool writeQtEnum(const QMetaObject *owner, const char *name, int value, ValueView &out)
{
    const char *key = metaEnum(owner, name).valueToKey(value);
    out = key ? ValueView(TextView {QByteArrayView(key)}) : ValueView(qint64(value));
    return key != nullptr;
}

bool readQtEnum(const QMetaObject *owner, const char *name, const ValueView &view, int &value)
{
    const QByteArrayView *text = textOf(view);
    bool known = false;
    if (text)
        value = metaEnum(owner, name).keyToValue(text->toByteArray().constData(), &known);
    return known;
}

} // namespace mapping_detail

bool ColumnType<std::string>::write(const std::string &value, ValueBuffer &, ValueView &out)
{
    const QByteArrayView bytes(value.data(), static_cast<qsizetype>(value.size()));
    out = TextView {bytes};
    return bytes.isValidUtf8();
}

bool ColumnType<QByteArray>::read(const ValueView &view, QByteArray &value)
{
    QByteArrayView bytes;
    const bool valid = mapping_detail::readBytes(view, bytes);
    if (valid)
        value = bytes.toByteArray();
    return valid;
}

bool ColumnType<std::vector<std::byte>>::read(const ValueView &view, std::vector<std::byte> &value)
{
    QByteArrayView bytes;
    const bool valid = mapping_detail::readBytes(view, bytes);
    const auto *begin = reinterpret_cast<const std::byte *>(bytes.data());
    if (valid)
        value.assign(begin, begin + bytes.size());
    return valid;
}

} // namespace joinery
