// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/columntype.h"

#include "joinery/mapping/enumtype.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaEnum>
#include <QTimeZone>
#include <QUrl>
#include <QUuid>

#include <cmath>

using namespace Qt::StringLiterals;

namespace joinery {

namespace mapping_detail {

namespace {

const QByteArrayView *textOf(const ValueView &view)
{
    const TextView *text = std::get_if<TextView>(&view);
    return text ? &text->utf8 : nullptr;
}

bool keepText(const QString &text, ValueBuffer &buffer, ValueView &out)
{
    return buffer.keepText(text, out);
}

QMetaEnum metaEnum(const QMetaObject *owner, const char *name)
{
    return owner->enumerator(owner->indexOfEnumerator(name));
}

QString enumTypeOf(const QStringList &names)
{
    return u"enum(%1)"_s.arg(names.join(u", "_s));
}

bool readJson(const ValueView &view, QJsonDocument &document)
{
    const QByteArrayView *text = textOf(view);
    if (!text)
        return false;
    QJsonParseError error {};
    // An array around it, as a document is none but an object or array.
    document = QJsonDocument::fromJson('[' + text->toByteArray() + ']', &error);
    return error.error == QJsonParseError::NoError && document.array().size() == 1;
}

bool writeJson(const QJsonValue &value, ValueBuffer &buffer, ValueView &out)
{
    if (value.isUndefined())
        return false;
    const QByteArray text
        = QJsonDocument(QJsonArray {value}).toJson(QJsonDocument::Compact).sliced(1).chopped(1);
    return buffer.keepText(QString::fromUtf8(text), out);
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
    const QByteArrayView *text = textOf(view);
    if (text)
        value = QString::fromUtf8(*text);
    return text != nullptr;
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
    if (key)
        out = TextView {QByteArrayView(key)};
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

bool write(const QDate &value, ValueBuffer &buffer, ValueView &out)
{
    return value.isValid() && keepText(value.toString(Qt::ISODate), buffer, out);
}

bool read(const ValueView &view, QDate &value)
{
    const QByteArrayView *text = textOf(view);
    value = text ? QDate::fromString(QString::fromUtf8(*text), Qt::ISODate) : QDate();
    return value.isValid();
}

bool write(const QTime &value, ValueBuffer &buffer, ValueView &out)
{
    const Qt::DateFormat format = value.msec() != 0 ? Qt::ISODateWithMs : Qt::ISODate;
    return value.isValid() && keepText(value.toString(format), buffer, out);
}

bool read(const ValueView &view, QTime &value)
{
    const QByteArrayView *text = textOf(view);
    value = text ? QTime::fromString(QString::fromUtf8(*text), Qt::ISODateWithMs) : QTime();
    return value.isValid();
}

bool write(const QDateTime &value, ValueBuffer &buffer, ValueView &out)
{
    const QDateTime utc = value.toUTC();
    const QString time
        = utc.time().toString(utc.time().msec() != 0 ? Qt::ISODateWithMs : Qt::ISODate);
    return value.isValid()
        && keepText(utc.date().toString(Qt::ISODate) + u' ' + time + u"+00:00"_s, buffer, out);
}

bool read(const ValueView &view, QDateTime &value)
{
    const QByteArrayView *bytes = textOf(view);
    if (!bytes)
        return false;
    QString text = QString::fromUtf8(*bytes);
    if (text.size() > 10 && text[10] == u' ')
        text[10] = u'T';
    value = QDateTime::fromString(text, Qt::ISODateWithMs);
    // Without an offset Qt takes it for local time.
    if (value.timeSpec() == Qt::LocalTime)
        value.setTimeSpec(Qt::UTC);
    value = value.toUTC();
    return value.isValid();
}

bool write(const QUuid &value, ValueBuffer &buffer, ValueView &out)
{
    return keepText(value.toString(QUuid::WithoutBraces), buffer, out);
}

bool read(const ValueView &view, QUuid &value)
{
    const QByteArrayView *text = textOf(view);
    value = text ? QUuid::fromString(QString::fromUtf8(*text)) : QUuid();
    // The null UUID is a value; anything else that parses to it is not.
    return !value.isNull() || (text && text->startsWith("00000000-0000"));
}

bool write(const QUrl &value, ValueBuffer &buffer, ValueView &out)
{
    return keepText(QString::fromUtf8(value.toEncoded()), buffer, out);
}

bool read(const ValueView &view, QUrl &value)
{
    const QByteArrayView *text = textOf(view);
    if (text)
        value = QUrl::fromEncoded(text->toByteArray());
    return text && (value.isValid() || text->isEmpty());
}

bool write(const QJsonValue &value, ValueBuffer &buffer, ValueView &out)
{
    return writeJson(value, buffer, out);
}

bool read(const ValueView &view, QJsonValue &value)
{
    QJsonDocument document;
    const bool valid = readJson(view, document);
    if (valid)
        value = document.array().first();
    return valid;
}

bool write(const QJsonObject &value, ValueBuffer &buffer, ValueView &out)
{
    return writeJson(value, buffer, out);
}

bool read(const ValueView &view, QJsonObject &value)
{
    QJsonDocument document;
    const bool valid = readJson(view, document) && document.array().first().isObject();
    if (valid)
        value = document.array().first().toObject();
    return valid;
}

bool write(const QJsonArray &value, ValueBuffer &buffer, ValueView &out)
{
    return writeJson(value, buffer, out);
}

bool read(const ValueView &view, QJsonArray &value)
{
    QJsonDocument document;
    const bool valid = readJson(view, document) && document.array().first().isArray();
    if (valid)
        value = document.array().first().toArray();
    return valid;
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

} // namespace joinery
