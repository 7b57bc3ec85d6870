// SPDX-License-Identifier: MPL-2.0
#include "support/casefile.h"

#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery::testing {

QStringList TextCase::lines(const QString &key) const
{
    return field(key).split(u'\n', Qt::SkipEmptyParts);
}

QList<TextCase> readCases(const QString &path)
{
    QFile file(QStringLiteral(JOINERY_SOURCE_DIR "/tests/") + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    static const QRegularExpression keyed(u"^([a-z]+): ?(.*)$"_s);
    QList<TextCase> cases;
    QString key;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
    for (const QString &line : lines) {
        const auto match = keyed.match(line);
        if (line.startsWith(u"//"_s) || line.isEmpty())
            continue;
        if (line.startsWith(u"# "_s)) {
            cases.append({.name = line.mid(2)});
            continue;
        }
        if (match.hasMatch())
            key = match.captured(1);
        const QString text = match.hasMatch() ? match.captured(2) : line.trimmed();
        QString &field = cases.last().fields[key];
        field += (field.isEmpty() ? QString() : u"\n"_s) + text;
    }
    return cases;
}

} // namespace joinery::testing
