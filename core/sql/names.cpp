// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/names.h"

namespace joinery {

namespace {

char16_t lower(QChar c)
{
    const char16_t unit = c.unicode();
    return unit >= u'A' && unit <= u'Z' ? char16_t(unit + (u'a' - u'A')) : unit;
}

} // namespace

QString asciiLower(QStringView text)
{
    QString lowered(text.size(), Qt::Uninitialized);
    std::transform(
        text.begin(), text.end(), lowered.begin(), [](QChar c) { return QChar(lower(c)); });
    return lowered;
}

bool sameAscii(QStringView a, QStringView b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](QChar x, QChar y) {
        return lower(x) == lower(y);
    });
}

} // namespace joinery
