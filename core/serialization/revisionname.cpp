// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/revisionfile.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype longestSlug = 40;

/// Lower-case ASCII letters and digits with underscores in between: "Café & bar" -> "cafe_bar".
QString slug(const QString &message)
{
    QString result;
    const QString plain = message.normalized(QString::NormalizationForm_KD).toLower();
    for (const QChar c : plain) {
        if (c.isMark())
            continue; // the accent of the letter before
        if (c.unicode() < 0x80 && c.isLetterOrNumber())
            result += c;
        else if (!result.isEmpty() && !result.endsWith(u'_'))
            result += u'_';
    }
    result.truncate(longestSlug);
    while (result.endsWith(u'_'))
        result.chop(1);
    return result;
}

} // namespace

QString revisionFileStem(const Revision &revision)
{
    const QString time = revision.created.isValid()
        ? revision.created.toUTC().toString(u"yyyyMMdd'T'HHmmss"_s)
        : u"00000000T000000"_s;
    const QString name = slug(revision.message);
    return time + u'_' + revision.id + (name.isEmpty() ? QString() : u'_' + name);
}

QString revisionHash(const QByteArray &text)
{
    QByteArray lines = text;
    lines.replace("\r\n", "\n").replace('\r', '\n');
    return QString::fromLatin1(QCryptographicHash::hash(lines, QCryptographicHash::Sha256).toHex());
}

} // namespace joinery
