// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/filesnapshot.h"

#include "joinery/serialization/safefile.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QStringList filesIn(const FileSnapshot::Part &part)
{
    QStringList paths;
    const QDir dir(part.folder);
    for (const QString &name : dir.entryList(part.names, QDir::Files))
        paths.append(dir.absoluteFilePath(name));
    return paths;
}

} // namespace

Result<FileSnapshot> FileSnapshot::take(const QList<Part> &parts)
{
    FileSnapshot snapshot;
    snapshot.m_parts = parts;
    for (const Part &part : parts) {
        if (!QDir(part.folder).exists())
            snapshot.m_missing.insert(part.folder);
        for (const QString &path : filesIn(part)) {
            Result<QByteArray> text = readFile(path);
            if (!text)
                return fail(text.error());
            snapshot.m_files.insert(path, *std::move(text));
        }
    }
    return snapshot;
}

Result<> FileSnapshot::restore() const
{
    Result<> restored;
    for (const Part &part : m_parts) {
        for (const QString &path : filesIn(part)) {
            if (!m_files.contains(path) && !QFile::remove(path))
                restored = fail(ErrorCode::Io, u"%1 cannot be removed again"_s.arg(path));
        }
    }
    for (auto file = m_files.begin(); file != m_files.end(); ++file) {
        const Result<QByteArray> now = readFile(file.key());
        if (now && *now == file.value())
            continue;
        if (auto written = writeFileSafely(file.key(), file.value()); !written)
            restored = fail(written.error());
    }
    for (auto part = m_parts.crbegin(); part != m_parts.crend(); ++part) {
        if (m_missing.contains(part->folder))
            QDir().rmdir(part->folder);
    }
    return restored;
}

} // namespace joinery
