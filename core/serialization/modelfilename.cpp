// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/modelfile.h"

#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// File systems take 255 bytes; suffixes and temporary names want some of them.
constexpr qsizetype longestStem = 180;

QString percent(QChar c)
{
    return u'%' + QString::number(c.unicode(), 16).toUpper().rightJustified(2, u'0');
}

/// Names that Windows keeps for devices, with any suffix: "con", "nul.txt", "com1".
bool isDeviceName(const QString &name)
{
    const QString base = name.section(u'.', 0, 0).trimmed().toLower();
    if (QStringList {u"con"_s, u"prn"_s, u"aux"_s, u"nul"_s}.contains(base))
        return true;
    return base.size() == 4 && (base.startsWith(u"com"_s) || base.startsWith(u"lpt"_s))
        && u"0123456789¹²³"_s.contains(base.back());
}

bool isRefused(QChar c)
{
    return c.unicode() < 0x20 || c.unicode() == 0x7F || u"/\\:*?\"<>|%"_s.contains(c);
}

QString encoded(const QString &name)
{
    QString result;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name[i];
        const bool atEdge = (i == 0 && c == u'.')
            || (i == name.size() - 1 && (c == u'.' || c == u' ')) || (i == 0 && c == u' ');
        result
            += isRefused(c) || atEdge || (i == 0 && isDeviceName(name)) ? percent(c) : QString(c);
    }
    return result.isEmpty() ? u"%"_s : result;
}

/// Cuts a very long stem and marks it with a hash of the whole.
QString shortened(const QString &stem)
{
    const QByteArray bytes = stem.toUtf8();
    if (bytes.size() <= longestStem)
        return stem;
    qsizetype end = longestStem;
    while ((static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80)
        --end; // not within a character
    if (const qsizetype sign = bytes.lastIndexOf('%', end - 1); sign >= 0 && sign > end - 3)
        end = sign; // nor within %XX
    const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    return QString::fromUtf8(bytes.first(end) + '~' + hash.first(12));
}

} // namespace

QString modelFileName(const SchemaObject &object, const QSet<QString> &taken)
{
    const QString stem = shortened(encoded(nameOf(object)));
    QString name = stem + u".yaml"_s;
    for (int i = 1; taken.contains(name.toLower()); ++i)
        name = u"%1~%2.yaml"_s.arg(stem).arg(i);
    return name;
}

} // namespace joinery
