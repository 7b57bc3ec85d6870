// SPDX-License-Identifier: MPL-2.0
#include "joinery/db/value.h"

#include "joinery/base/overloaded.h"

#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// As SQLite shows it: the shortest text that reads back to the same number, and never like an
/// integer.
QString doubleText(double number)
{
    if (std::isinf(number))
        return number > 0 ? u"Inf"_s : u"-Inf"_s;
    const QString text = QString::number(number, 'g', QLocale::FloatingPointShortest);
    const bool plain
        = std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.isDigit() || c == u'-'; });
    return plain ? text + u".0"_s : text;
}

} // namespace

QString toText(const Value &value)
{
    return std::visit(overloaded {[](std::monostate) { return QString(); },
                          [](qint64 number) { return QString::number(number); },
                          [](double number) { return doubleText(number); },
                          [](const QString &text) { return text.isNull() ? u""_s : text; },
                          [](const QByteArray &bytes) {
                              return u"X'%1'"_s.arg(QString::fromLatin1(bytes.toHex().toUpper()));
                          }},
        value);
}

} // namespace joinery
