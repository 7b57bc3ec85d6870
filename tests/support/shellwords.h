// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery::testing {

/// The words that a shell makes of the text.
inline QString unquoted(const QString &text)
{
    QString value;
    QChar quote;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quote.isNull() && c == u'\\')
            value += text[++i];
        else if (quote.isNull() && (c == u'\'' || c == u'"'))
            quote = c;
        else if (c == quote)
            quote = QChar();
        else
            value += c;
    }
    return value;
}

} // namespace joinery::testing
