// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/canonicalnumber.h"

#include "joinery/sql/quoting.h"

#include <QRegularExpression>

#include <cmath>
#include <optional>
#include <variant>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// As SQLite holds it: an integer of 64 bits, or else a double.
using Number = std::variant<qint64, double>;

std::optional<Number> hexadecimal(QStringView digits, bool negative)
{
    bool fits = false;
    const quint64 bits = digits.toULongLong(&fits, 16);
    const auto number = static_cast<qint64>(bits);
    if (!fits || (negative && number < 0))
        return std::nullopt;
    return Number(negative ? -number : number);
}

std::optional<Number> decimal(const QString &text)
{
    static const QRegularExpression form(
        u"^[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"_s);
    if (!form.match(text).hasMatch())
        return std::nullopt;
    bool isInteger = false;
    const qint64 integer = text.toLongLong(&isInteger);
    if (isInteger)
        return Number(integer);
    const double real = text.toDouble();
    return std::isfinite(real) ? std::optional(Number(real)) : std::nullopt;
}

std::optional<Number> numberOf(const QString &literal)
{
    const bool isSigned = literal.startsWith(u'-') || literal.startsWith(u'+');
    const QStringView digits = QStringView(literal).mid(isSigned ? 1 : 0);
    if (digits.startsWith(u"0x", Qt::CaseInsensitive))
        return hexadecimal(digits.mid(2), literal.startsWith(u'-'));
    return decimal(literal);
}

bool isText(const QString &literal)
{
    return literal.size() >= 2 && literal.startsWith(u'\'') && literal.endsWith(u'\'');
}

/// A real number without a fraction becomes an integer, where all of it fits.
Number asNumeric(const Number &number)
{
    const double *real = std::get_if<double>(&number);
    constexpr double most = 9223372036854775807.0;
    if (!real || std::abs(*real) >= most || std::trunc(*real) != *real)
        return number;
    return Number(static_cast<qint64>(*real));
}

Number asReal(const Number &number)
{
    const qint64 *integer = std::get_if<qint64>(&number);
    return integer ? Number(static_cast<double>(*integer)) : number;
}

QString withPoint(const QString &digits)
{
    return digits.contains(u'.') || digits.contains(u'e') ? digits : digits + u".0"_s;
}

QString spelled(const Number &number)
{
    if (const qint64 *integer = std::get_if<qint64>(&number))
        return QString::number(*integer);
    return withPoint(QString::number(std::get<double>(number), 'g', 17));
}

/// The text that SQLite makes of a number; a null text where its notation is its own.
QString asText(const Number &number)
{
    if (const qint64 *integer = std::get_if<qint64>(&number))
        return quotedText(QString::number(*integer));
    const double real = std::get<double>(number);
    const double size = std::abs(real);
    if (size != 0 && (size < 1e-4 || size >= 1e15))
        return {};
    return quotedText(withPoint(QString::number(real, 'g', 15)));
}

QString forNumbers(const QString &literal, Affinity affinity)
{
    const QString content
        = isText(literal) ? literal.mid(1, literal.size() - 2).trimmed() : literal;
    const std::optional<Number> number = isText(literal) ? decimal(content) : numberOf(literal);
    if (!number)
        return literal;
    return spelled(affinity == Affinity::Real ? asReal(*number) : asNumeric(*number));
}

} // namespace

QString canonicalConstant(const QString &literal, Affinity affinity)
{
    if (affinity != Affinity::Blob && affinity != Affinity::Text)
        return forNumbers(literal, affinity);
    const std::optional<Number> number = numberOf(literal);
    if (!number)
        return literal;
    const QString text = affinity == Affinity::Text ? asText(*number) : QString();
    return text.isNull() ? spelled(*number) : text;
}

} // namespace joinery::sqlite
