// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/chronotypes.h"

#include <QDateTime>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace joinery::mapping_detail {

namespace {

constexpr qint64 second = 1'000'000'000; // in nanoseconds
constexpr qint64 day = 86'400; // in seconds

bool multiplied(qint64 a, qint64 b, qint64 &product)
{
    return !__builtin_mul_overflow(a, b, &product);
}

qint64 floorDivided(qint64 a, qint64 b)
{
    return a / b - (a % b != 0 && a < 0 ? 1 : 0);
}

QString padded(qint64 number, int digits)
{
    return QString::number(number).rightJustified(digits, u'0');
}

/// ".123": three, six or nine digits, or none.
QString fraction(qint32 nanoseconds)
{
    if (nanoseconds == 0)
        return {};
    if (nanoseconds % 1'000'000 == 0)
        return u'.' + padded(nanoseconds / 1'000'000, 3);
    if (nanoseconds % 1'000 == 0)
        return u'.' + padded(nanoseconds / 1'000, 6);
    return u'.' + padded(nanoseconds, 9);
}

QString clock(const SplitTime &time)
{
    return padded(time.seconds / 3600, 2) + u':' + padded(time.seconds / 60 % 60, 2) + u':'
        + padded(time.seconds % 60, 2) + fraction(time.nanoseconds);
}

QString dateText(qint64 days)
{
    const QDate date = QDate(1970, 1, 1).addDays(days);
    return date.isValid() && date.year() >= 1 && date.year() <= 9999 ? date.toString(Qt::ISODate)
                                                                     : QString();
}

bool keep(const QString &text, ValueBuffer &buffer, ValueView &out)
{
    return !text.isEmpty() && buffer.keepText(text, out);
}

/// For a message: a value that no text of the column's type stands for.
bool show(const QString &text, ValueBuffer &buffer, ValueView &out)
{
    static_cast<void>(buffer.keepText(text, out));
    return false;
}

std::optional<QString> textOf(const ValueView &view)
{
    const TextView *text = std::get_if<TextView>(&view);
    return text ? std::optional(QString::fromUtf8(text->utf8)) : std::nullopt;
}

bool isDigit(QChar letter)
{
    return letter >= u'0' && letter <= u'9';
}

/// Reads a text from its beginning.
class Reader
{
public:
    explicit Reader(QStringView text)
        : m_text(text)
    { }
    bool atEnd() const { return m_text.isEmpty(); }
    bool take(char16_t letter)
    {
        const bool there = m_text.startsWith(letter);
        if (there)
            m_text = m_text.sliced(1);
        return there;
    }
    /// All digits that are there.
    bool takeNumber(qint64 &number)
    {
        qsizetype length = 0;
        while (length < m_text.size() && isDigit(m_text[length]))
            ++length;
        return takeDigits(number, length);
    }
    /// That number of digits.
    bool takeDigits(qint64 &number, qsizetype count)
    {
        if (count == 0 || m_text.size() < count
            || !std::all_of(m_text.begin(), m_text.begin() + count, isDigit))
            return false;
        bool valid = false;
        number = m_text.first(count).toLongLong(&valid);
        m_text = m_text.sliced(count);
        return valid;
    }
    /// What follows a decimal point, to nine digits; zeros may follow.
    bool takeFraction(qint32 &nanoseconds)
    {
        nanoseconds = 0;
        qint32 unit = 100'000'000;
        qsizetype length = 0;
        for (; length < m_text.size() && isDigit(m_text[length]); ++length, unit /= 10) {
            if (unit == 0 && m_text[length] != u'0')
                return false;
            nanoseconds += unit * m_text[length].digitValue();
        }
        m_text = m_text.sliced(length);
        return length > 0;
    }
    QChar takeLetter()
    {
        const QChar letter = m_text.isEmpty() ? QChar() : m_text.front();
        m_text = m_text.sliced(m_text.isEmpty() ? 0 : 1);
        return letter;
    }

private:
    QStringView m_text;
};

/// "10:12:33.5", the seconds may be left out.
bool readClock(Reader &reader, SplitTime &time)
{
    qint64 hours = 0;
    qint64 minutes = 0;
    qint64 seconds = 0;
    if (!reader.takeDigits(hours, 2) || !reader.take(u':') || !reader.takeDigits(minutes, 2))
        return false;
    if (reader.take(u':') && !reader.takeDigits(seconds, 2))
        return false;
    if (reader.take(u'.') && !reader.takeFraction(time.nanoseconds))
        return false;
    time.seconds = hours * 3600 + minutes * 60 + seconds;
    return hours < 24 && minutes < 60 && seconds < 60;
}

/// "Z", "+01:00", "+01", "+0100" or nothing, in seconds.
bool readOffset(Reader &reader, qint64 &offset)
{
    offset = 0;
    if (reader.atEnd() || reader.take(u'Z'))
        return true;
    const bool minus = reader.take(u'-');
    if (!minus && !reader.take(u'+'))
        return false;
    qint64 hours = 0;
    qint64 minutes = 0;
    if (!reader.takeDigits(hours, 2))
        return false;
    if ((reader.take(u':') || !reader.atEnd()) && !reader.takeDigits(minutes, 2))
        return false;
    offset = (minus ? -1 : 1) * (hours * 3600 + minutes * 60);
    return hours < 24 && minutes < 60;
}

bool readDate(QStringView text, qint64 &days)
{
    // Qt's format is exactly yyyy-MM-dd.
    const QDate date = QDate::fromString(text.toString(), Qt::ISODate);
    days = QDate(1970, 1, 1).daysTo(date);
    return date.isValid();
}

/// Seconds of a part of an interval; 0 = no such letter there.
qint64 unitOf(QChar letter, bool timeOfDay)
{
    if (timeOfDay)
        return letter == u'H' ? 3600 : letter == u'M' ? 60 : letter == u'S' ? 1 : 0;
    return letter == u'W' ? 7 * day : letter == u'D' ? day : 0;
}

bool addPart(SplitTime &time, qint64 seconds, qint64 nanoseconds)
{
    nanoseconds += time.nanoseconds;
    const qint64 carried = floorDivided(nanoseconds, second);
    time.nanoseconds = static_cast<qint32>(nanoseconds - carried * second);
    return !__builtin_add_overflow(time.seconds, seconds, &time.seconds)
        && !__builtin_add_overflow(time.seconds, carried, &time.seconds);
}

/// "-12.5S"
bool readPart(Reader &reader, bool timeOfDay, int sign, SplitTime &time)
{
    if (reader.take(u'-'))
        sign = -sign;
    else
        reader.take(u'+');
    qint64 number = 0;
    qint32 nanoseconds = 0;
    if (!reader.takeNumber(number) || (reader.take(u'.') && !reader.takeFraction(nanoseconds)))
        return false;
    const qint64 unit = unitOf(reader.takeLetter(), timeOfDay);
    qint64 seconds = 0;
    // Only seconds have parts.
    return unit > 0 && (nanoseconds == 0 || unit == 1) && multiplied(sign * number, unit, seconds)
        && addPart(time, seconds, sign * nanoseconds);
}

} // namespace

bool fromTicks(qint64 ticks, TickLength length, SplitTime &time)
{
    if (length.perSecond == 1) {
        time.nanoseconds = 0;
        return multiplied(ticks, length.seconds, time.seconds);
    }
    time.seconds = floorDivided(ticks, length.perSecond);
    const qint64 rest = ticks - time.seconds * length.perSecond;
    time.nanoseconds = static_cast<qint32>(rest * (second / length.perSecond));
    return true;
}

bool toTicks(const SplitTime &time, TickLength length, qint64 &ticks)
{
    if (length.perSecond == 1) {
        ticks = time.seconds / length.seconds;
        return time.nanoseconds == 0 && time.seconds % length.seconds == 0;
    }
    const qint64 nanosecondsOfTick = second / length.perSecond;
    // The first second below zero is counted from above: its product alone may not fit.
    const bool below = time.seconds < 0 && time.nanoseconds > 0;
    const qint64 rest = (time.nanoseconds - (below ? second : 0)) / nanosecondsOfTick;
    return time.nanoseconds % nanosecondsOfTick == 0
        && multiplied(time.seconds + (below ? 1 : 0), length.perSecond, ticks)
        && !__builtin_add_overflow(ticks, rest, &ticks);
}

bool writeMoment(const SplitTime &time, bool utc, ValueBuffer &buffer, ValueView &out)
{
    const qint64 days = floorDivided(time.seconds, day);
    const QString date = dateText(days);
    if (date.isEmpty())
        return show(u"%1 s since 1970-01-01"_s.arg(time.seconds), buffer, out);
    const QString text = date + u' ' + clock({time.seconds - days * day, time.nanoseconds});
    return keep(utc ? text + u"+00:00"_s : text, buffer, out);
}

bool readMoment(const ValueView &view, bool utc, SplitTime &time)
{
    const std::optional<QString> text = textOf(view);
    qint64 days = 0;
    if (!text || text->size() < 10 || !readDate(QStringView(*text).first(10), days))
        return false;
    time = {};
    qint64 offset = 0;
    if (text->size() > 10) {
        Reader reader(QStringView(*text).sliced(10));
        if ((!reader.take(u' ') && !reader.take(u'T')) || !readClock(reader, time))
            return false;
        if ((utc && !readOffset(reader, offset)) || !reader.atEnd())
            return false;
    }
    time.seconds += days * day - offset;
    return true;
}

bool writeDay(qint64 days, ValueBuffer &buffer, ValueView &out)
{
    return keep(dateText(days), buffer, out)
        || show(u"%1 days since 1970-01-01"_s.arg(days), buffer, out);
}

bool showDay(int year, unsigned month, unsigned day, ValueBuffer &buffer, ValueView &out)
{
    return show(padded(year, 4) + u'-' + padded(month, 2) + u'-' + padded(day, 2), buffer, out);
}

bool readDay(const ValueView &view, qint64 &days)
{
    const std::optional<QString> text = textOf(view);
    return text && text->size() == 10 && readDate(*text, days);
}

bool writeInterval(const SplitTime &time, ValueBuffer &buffer, ValueView &out)
{
    SplitTime size = time;
    const bool negative = time.seconds < 0;
    if (negative) {
        const bool borrowed = time.nanoseconds > 0;
        if (time.seconds == std::numeric_limits<qint64>::min())
            return false;
        size.seconds = -time.seconds - (borrowed ? 1 : 0);
        size.nanoseconds = borrowed ? static_cast<qint32>(second - time.nanoseconds) : 0;
    }
    QString text = u"PT"_s;
    const auto add = [&](const QString &number, char16_t unit) {
        text += (negative ? u"-"_s : QString()) + number + QChar(unit);
    };
    if (size.seconds >= 3600)
        add(QString::number(size.seconds / 3600), u'H');
    if (size.seconds / 60 % 60 > 0)
        add(QString::number(size.seconds / 60 % 60), u'M');
    if (size.seconds % 60 > 0 || size.nanoseconds > 0 || text.size() == 2)
        add(QString::number(size.seconds % 60) + fraction(size.nanoseconds), u'S');
    return keep(text, buffer, out);
}

bool readInterval(const ValueView &view, SplitTime &time)
{
    const std::optional<QString> text = textOf(view);
    if (!text)
        return false;
    Reader reader(*text);
    const int sign = reader.take(u'-') ? -1 : 1;
    if (!reader.take(u'P') || reader.atEnd())
        return false;
    time = {};
    bool timeOfDay = false;
    while (!reader.atEnd()) {
        if (!timeOfDay && reader.take(u'T'))
            timeOfDay = true;
        if (!readPart(reader, timeOfDay, sign, time))
            return false;
    }
    return true;
}

bool writeTimeOfDay(const SplitTime &time, ValueBuffer &buffer, ValueView &out)
{
    if (time.seconds < 0 || time.seconds >= day)
        return show(u"%1 s since midnight"_s.arg(time.seconds), buffer, out);
    return keep(clock(time), buffer, out);
}

bool readTimeOfDay(const ValueView &view, SplitTime &time)
{
    const std::optional<QString> text = textOf(view);
    if (!text)
        return false;
    Reader reader(*text);
    time = {};
    return readClock(reader, time) && reader.atEnd();
}

} // namespace joinery::mapping_detail
