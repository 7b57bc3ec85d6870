// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/qttypes.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace joinery::mapping_detail {

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

/// ISO 8601 has four digits for it; Qt would write an empty text.
bool hasIsoYear(const QDate &date)
{
    return date.year() >= 0 && date.year() <= 9999;
}

QString dateText(const QDate &date)
{
    return hasIsoYear(date) ? date.toString(Qt::ISODate) : date.toString(u"yyyy-MM-dd");
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

bool write(const QDate &value, ValueBuffer &buffer, ValueView &out)
{
    return value.isValid() && keepText(dateText(value), buffer, out) && hasIsoYear(value);
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
        && keepText(dateText(utc.date()) + u' ' + time + u"+00:00"_s, buffer, out)
        && hasIsoYear(utc.date());
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
    if (value.isValid() || value.isEmpty())
        return keepText(QString::fromUtf8(value.toEncoded()), buffer, out);
    static_cast<void>(keepText(value.toString(), buffer, out));
    return false;
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

} // namespace joinery::mapping_detail
