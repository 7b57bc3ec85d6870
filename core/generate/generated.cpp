// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/generated.h"

#include "joinery/serialization/safefile.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

bool isGenerated(const QByteArray &text)
{
    return text.left(text.indexOf('\n')).contains("Written by `joinery generate");
}

/// The file's text; null when it is not there.
Result<QByteArray> textOf(const QString &path)
{
    return QFileInfo::exists(path) ? readFile(path) : Result<QByteArray>(QByteArray());
}

QStringList filters(const GeneratedFiles &generated)
{
    QStringList patterns;
    for (const QString &name : generated.files.keys())
        patterns.append(u"*."_s + QFileInfo(name).suffix());
    patterns.removeDuplicates();
    return patterns;
}

} // namespace

Result<GeneratedDifference> compareGenerated(const QString &folder, const GeneratedFiles &generated)
{
    GeneratedDifference difference;
    const QDir dir(folder);
    for (auto file = generated.files.begin(); file != generated.files.end(); ++file) {
        const Result<QByteArray> text = textOf(dir.filePath(file.key()));
        if (!text)
            return fail(text.error());
        if (*text != file.value())
            difference.changed.append(file.key());
    }
    for (const QString &name : dir.entryList(filters(generated), QDir::Files, QDir::Name)) {
        const Result<QByteArray> text = textOf(dir.filePath(name));
        if (!text)
            return fail(text.error());
        if (!generated.files.contains(name) && isGenerated(*text))
            difference.obsolete.append(name);
    }
    return difference;
}

Result<GeneratedDifference> writeGenerated(const QString &folder, const GeneratedFiles &generated)
{
    const Result<GeneratedDifference> difference = compareGenerated(folder, generated);
    if (!difference)
        return difference;
    const QDir dir(folder);
    for (const QString &name : difference->changed) {
        const Result<QByteArray> text = textOf(dir.filePath(name));
        if (text && !text->isEmpty() && !isGenerated(*text))
            return fail(ErrorCode::Conflict,
                u"%1 was not written by joinery generate; nothing was changed"_s.arg(
                    dir.filePath(name)),
                u"move it away, or give another folder with --out"_s);
    }
    if (!QDir().mkpath(folder))
        return fail(ErrorCode::Io, u"the folder %1 cannot be made"_s.arg(folder));
    for (const QString &name : difference->changed) {
        const QByteArray &text = generated.files[name];
        if (auto written = writeFileSafely(dir.filePath(name), text); !written)
            return fail(written.error());
    }
    for (const QString &name : difference->obsolete) {
        if (!QFile::remove(dir.filePath(name)))
            return fail(ErrorCode::Io, u"%1 cannot be removed"_s.arg(dir.filePath(name)));
    }
    return difference;
}

} // namespace joinery
