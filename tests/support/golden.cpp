// SPDX-License-Identifier: MPL-2.0
#include "support/golden.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

QString folder(const char *root, const char *below)
{
    return QString::fromUtf8(root) + u'/' + QString::fromUtf8(below) + u'/';
}

/// The first line in which the texts differ, of both.
QString firstDifference(const QByteArray &expected, const QByteArray &actual)
{
    const QList<QByteArray> left = expected.split('\n');
    const QList<QByteArray> right = actual.split('\n');
    qsizetype line = 0;
    while (line < left.size() && line < right.size() && left[line] == right[line])
        ++line;
    return u"line %1\n  expected: %2\n  actual:   %3"_s.arg(QString::number(line + 1),
        QString::fromUtf8(left.value(line)), QString::fromUtf8(right.value(line)));
}

} // namespace

QString goldenDifference(const QString &path, const QByteArray &actual)
{
    QFile golden(folder(JOINERY_SOURCE_DIR, "tests") + path);
    const bool exists = golden.open(QIODevice::ReadOnly);
    const QByteArray expected = golden.readAll();
    QFile written(folder(JOINERY_BINARY_DIR, "actual") + path);
    if (exists && expected == actual) {
        written.remove(); // of an earlier run
        return {};
    }
    QDir().mkpath(QFileInfo(written).path());
    if (!written.open(QIODevice::WriteOnly) || written.write(actual) != actual.size())
        return u"cannot write "_s + written.fileName();
    const QString difference
        = exists ? firstDifference(expected, actual) : u"there is no such file"_s;
    return u"tests/%1: %2\nwritten to %3; tests/update-goldens.sh takes it over"_s.arg(
        path, difference, written.fileName());
}

} // namespace joinery::testing
