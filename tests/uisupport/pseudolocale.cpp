// SPDX-License-Identifier: MPL-2.0
#include "uisupport/pseudolocale.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

const QString plain = u"AEIOUYaceiounsuy"_s;
const QString accented = u"ÀÉÎÕÜÝâçéîöûñšúý"_s;

/// Shortcuts and formats mean something to the program: they are no text.
bool isText(const QString &text)
{
    static const QStringList keys {u"Ctrl+"_s, u"Alt+"_s, u"Shift+"_s, u"F1"_s, u"F2"_s, u"F3"_s,
        u"F4"_s, u"F5"_s, u"F6"_s, u"F9"_s};
    return std::none_of(keys.cbegin(), keys.cend(),
        [&text](const QString &key) { return text.startsWith(key) && text.size() < 24; });
}

} // namespace

QString PseudoLocale::lengthened(const QString &text)
{
    QString result = text;
    bool placeholder = false;
    for (QChar &letter : result) {
        const qsizetype at = plain.indexOf(letter);
        // "%n" and "%1" stay, and so does the letter behind "&".
        if (at >= 0 && !placeholder)
            letter = accented[at];
        placeholder = letter == u'%' || letter == u'&';
    }
    const int missing = int(std::ceil(double(text.size()) * 0.4));
    return result + QString(u'~').repeated(missing);
}

QString PseudoLocale::translate(const char *, const char *sourceText, const char *, int n) const
{
    QString text = QString::fromUtf8(sourceText);
    if (n >= 0)
        text.replace(u"%n"_s, QString::number(n));
    return isText(text) ? lengthened(text) : text;
}

} // namespace joinery::testing
