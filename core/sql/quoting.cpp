// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/quoting.h"

namespace joinery {

namespace {

QString enclosed(const QString &text, QChar quote)
{
    QString quoted;
    quoted.reserve(text.size() + 2);
    quoted += quote;
    for (const QChar c : text) {
        if (c == quote)
            quoted += quote;
        quoted += c;
    }
    quoted += quote;
    return quoted;
}

} // namespace

QString quotedName(const QString &identifier)
{
    return enclosed(identifier, u'"');
}

QString quotedText(const QString &text)
{
    return enclosed(text, u'\'');
}

} // namespace joinery
