// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/cells.h"

#include <charconv>
#include <cmath>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype longestNumber = 400;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool allDigits(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isDigit);
}

/// The number at a place, -1 unless there are that many digits.
int digitsAt(QByteArrayView text, qsizetype at, qsizetype count)
{
    if (at + count > text.size() || !allDigits(text.sliced(at, count)))
        return -1;
    int number = 0;
    for (const char c : text.sliced(at, count))
        number = number * 10 + (c - '0');
    return number;
}

bool isBetween(int number, int low, int high)
{
    return number >= low && number <= high;
}

/// The length of hh:mm[:ss[.fraction]] at the beginning; 0 when there is none.
qsizetype timeLength(QByteArrayView text)
{
    if (!isBetween(digitsAt(text, 0, 2), 0, 24) || text.size() < 5 || text[2] != ':'
        || !isBetween(digitsAt(text, 3, 2), 0, 59))
        return 0;
    if (text.size() < 8 || text[5] != ':')
        return 5;
    if (!isBetween(digitsAt(text, 6, 2), 0, 60))
        return 0;
    qsizetype length = 8;
    if (length + 1 < text.size() && text[length] == '.' && isDigit(text[length + 1])) {
        ++length;
        while (length < text.size() && isDigit(text[length]))
            ++length;
    }
    return length;
}

/// Nothing, Z, +hh, +hhmm or +hh:mm.
bool isZone(QByteArrayView text)
{
    if (text.isEmpty() || text == "Z" || text == "z")
        return true;
    if (text[0] != '+' && text[0] != '-')
        return false;
    const bool colon = text.size() == 6 && text[3] == ':';
    return isBetween(digitsAt(text, 1, 2), 0, 18)
        && (text.size() == 3 || (text.size() == 5 && digitsAt(text, 3, 2) >= 0)
            || (colon && digitsAt(text, 4, 2) >= 0));
}

bool isOneOf(QByteArrayView text, std::initializer_list<const char *> words)
{
    return std::any_of(words.begin(), words.end(),
        [&](const char *word) { return text.compare(word, Qt::CaseInsensitive) == 0; });
}

CellType cellTypeOfWord(const QString &word)
{
    static const QHash<QString, CellType> types {{u"boolean"_s, CellType::Boolean},
        {u"smallint"_s, CellType::Integer}, {u"integer"_s, CellType::Integer},
        {u"bigint"_s, CellType::Integer}, {u"real"_s, CellType::Real},
        {u"double"_s, CellType::Real}, {u"numeric"_s, CellType::Numeric},
        {u"blob"_s, CellType::Blob}, {u"binary"_s, CellType::Blob}, {u"date"_s, CellType::Date},
        {u"time"_s, CellType::Time}, {u"timestamp"_s, CellType::Timestamp},
        {u"timestamptz"_s, CellType::Timestamp}};
    return types.value(word, CellType::Text);
}

/// In the order of SQLite's own rules.
CellType cellTypeOfNative(const QString &declared)
{
    const auto has
        = [&](const QString &part) { return declared.contains(part, Qt::CaseInsensitive); };
    if (has(u"int"_s) || has(u"serial"_s))
        return CellType::Integer;
    if (has(u"char"_s) || has(u"clob"_s) || has(u"text"_s))
        return CellType::Text;
    if (has(u"blob"_s) || has(u"bytea"_s) || has(u"binary"_s))
        return CellType::Blob;
    if (declared.isEmpty() || declared.compare(u"any"_s, Qt::CaseInsensitive) == 0)
        return CellType::Any;
    if (has(u"real"_s) || has(u"floa"_s) || has(u"doub"_s))
        return CellType::Real;
    if (has(u"bool"_s))
        return CellType::Boolean;
    if (has(u"date"_s) || has(u"time"_s))
        return has(u"time"_s) ? CellType::Timestamp : CellType::Date;
    return CellType::Numeric;
}

std::optional<double> readPlainReal(QByteArrayView text)
{
    double number = 0;
    const auto read = std::from_chars(text.begin(), text.end(), number);
    if (read.ec != std::errc() || read.ptr != text.end() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

} // namespace

CellType cellTypeOf(const DataType &type)
{
    if (!type.text.isEmpty() && isPortable(type.text)) {
        const TypeWord word = splitType(type.text);
        return word.array ? CellType::Text : cellTypeOfWord(word.word);
    }
    return cellTypeOfNative(
        type.text.isEmpty() && !type.native.isEmpty() ? type.native.first() : type.text);
}

QString typeWord(CellType type)
{
    switch (type) {
    case CellType::Integer:
        return u"bigint"_s;
    case CellType::Real:
        return u"double"_s;
    case CellType::Numeric:
        return u"numeric"_s;
    case CellType::Boolean:
        return u"boolean"_s;
    case CellType::Date:
        return u"date"_s;
    case CellType::Time:
        return u"time"_s;
    case CellType::Timestamp:
        return u"timestamp"_s;
    case CellType::Blob:
        return u"blob"_s;
    case CellType::Any:
    case CellType::Text:
        break;
    }
    return u"text"_s;
}

std::optional<qint64> readInteger(QByteArrayView text)
{
    if (text.size() > 1 && text[0] == '+' && isDigit(text[1]))
        text = text.sliced(1);
    qint64 number = 0;
    const auto read = std::from_chars(text.begin(), text.end(), number);
    if (read.ec != std::errc() || read.ptr != text.end())
        return std::nullopt;
    return number;
}

std::optional<double> readReal(QByteArrayView text, char decimalPoint)
{
    if (text == "Inf" || text == "-Inf")
        return text[0] == '-' ? -HUGE_VAL : HUGE_VAL;
    if (text.size() > 1 && text[0] == '+' && (isDigit(text[1]) || text[1] == decimalPoint))
        text = text.sliced(1);
    const bool number = !text.isEmpty() && text.size() <= longestNumber
        && (isDigit(text[0]) || text[0] == '-' || text[0] == decimalPoint);
    if (!number)
        return std::nullopt;
    if (decimalPoint == '.')
        return readPlainReal(text);
    if (text.contains('.'))
        return std::nullopt;
    return readPlainReal(text.toByteArray().replace(decimalPoint, '.'));
}

std::optional<bool> readBoolean(QByteArrayView text)
{
    if (isOneOf(text, {"1", "true", "t", "yes", "y", "on"}))
        return true;
    if (isOneOf(text, {"0", "false", "f", "no", "n", "off"}))
        return false;
    return std::nullopt;
}

bool isDate(QByteArrayView text)
{
    return text.size() == 10 && text[4] == '-' && text[7] == '-' && digitsAt(text, 0, 4) >= 0
        && isBetween(digitsAt(text, 5, 2), 1, 12) && isBetween(digitsAt(text, 8, 2), 1, 31);
}

bool isTime(QByteArrayView text)
{
    const qsizetype length = timeLength(text);
    return length > 0 && isZone(text.sliced(length));
}

bool isTimestamp(QByteArrayView text)
{
    return text.size() > 11 && isDate(text.first(10)) && (text[10] == ' ' || text[10] == 'T')
        && isTime(text.sliced(11));
}

std::optional<QByteArray> readHex(QByteArrayView text)
{
    if (text.startsWith("\\x") || text.startsWith("0x"))
        text = text.sliced(2);
    else if (text.size() > 2 && (text[0] == 'X' || text[0] == 'x') && text[1] == '\''
        && text.endsWith('\''))
        text = text.sliced(2, text.size() - 3);
    else
        return std::nullopt;
    const auto isHex
        = [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
    if (text.size() % 2 != 0 || !std::all_of(text.begin(), text.end(), isHex))
        return std::nullopt;
    return QByteArray::fromHex(text.toByteArray());
}

std::optional<QByteArray> readBase64(QByteArrayView text)
{
    auto read = QByteArray::fromBase64Encoding(
        text.toByteArray(), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (read.decodingStatus != QByteArray::Base64DecodingStatus::Ok)
        return std::nullopt;
    return std::move(read.decoded);
}

void appendReal(QByteArray &text, double number)
{
    if (std::isinf(number)) {
        text.append(number > 0 ? "Inf" : "-Inf");
        return;
    }
    char buffer[32];
    const auto written = std::to_chars(std::begin(buffer), std::end(buffer), number);
    const QByteArrayView digits(buffer, written.ptr);
    text.append(digits);
    if (allDigits(digits) || (digits[0] == '-' && allDigits(digits.sliced(1))))
        text.append(".0");
}

CellType looksLike(QByteArrayView text, char decimalPoint)
{
    if (text.isEmpty())
        return CellType::Any;
    const QByteArrayView digits = text[0] == '-' ? text.sliced(1) : text;
    const bool padded = digits.size() > 1 && digits[0] == '0' && isDigit(digits[1]);
    if (allDigits(digits))
        return padded || digits.size() > 18 ? CellType::Text : CellType::Integer;
    if (isOneOf(text, {"true", "false"}))
        return CellType::Boolean;
    if (isDate(text))
        return CellType::Date;
    if (isTimestamp(text))
        return CellType::Timestamp;
    if (isTime(text))
        return CellType::Time;
    const bool real = text[0] != '+' && !padded && readReal(text, decimalPoint).has_value();
    return real ? CellType::Real : CellType::Text;
}

CellType commonType(CellType a, CellType b)
{
    if (a == b || b == CellType::Any)
        return a;
    if (a == CellType::Any)
        return b;
    const auto isNumber
        = [](CellType type) { return type == CellType::Integer || type == CellType::Real; };
    if (isNumber(a) && isNumber(b))
        return CellType::Real;
    const auto isDay
        = [](CellType type) { return type == CellType::Date || type == CellType::Timestamp; };
    return isDay(a) && isDay(b) ? CellType::Timestamp : CellType::Text;
}

} // namespace joinery
