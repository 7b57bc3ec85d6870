// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/scriptdirectory.h"

#include "joinery/serialization/revisionfile.h"
#include "joinery/serialization/safefile.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// <UTC time>_<rev>_<slug>.yaml or .sql; the revision is the second part.
QString revisionInName(const QString &fileName)
{
    static const QRegularExpression pattern(
        uR"(^[0-9]{8}T[0-9]{6}_([0-9a-zA-Z]+)(_[^.]*)?\.(yaml|sql)$)"_s);
    return pattern.match(fileName).captured(1);
}

/// A companion carries its dialect between the stem and ".sql"; the stem itself has no dot.
bool isCompanion(const QString &fileName)
{
    return fileName.endsWith(u".sql"_s) && fileName.count(u'.') > 1;
}

Result<ScriptFile> readScript(const QDir &folder, const QString &fileName)
{
    ScriptFile file {.path = folder.absoluteFilePath(fileName),
        .fileName = fileName,
        .revision = revisionInName(fileName),
        .text = {},
        .hash = {}};
    if (file.revision.isEmpty())
        return fail(ErrorCode::Parse, u"%1: this is no name of a revision file"_s.arg(file.path),
            u"name it <time>_<revision>_<words>.yaml as `joinery db makemigrations` does, or move it away"_s);
    Result<QByteArray> text = readFile(file.path);
    if (!text)
        return fail(text.error());
    file.text = *text;
    file.hash = revisionHash(file.text);
    return file;
}

} // namespace

Result<ScriptDirectory> ScriptDirectory::load(const QString &folder)
{
    ScriptDirectory directory;
    directory.m_folder = folder;
    const QDir dir(folder);
    QHash<QString, QString> seen;
    for (const QString &name :
        dir.entryList({u"*.yaml"_s, u"*.yml"_s, u"*.sql"_s}, QDir::Files, QDir::Name)) {
        if (isCompanion(name))
            continue;
        Result<ScriptFile> file = readScript(dir, name);
        if (!file)
            return fail(file.error());
        if (const QString other = seen.value(file->revision); !other.isEmpty())
            return fail(ErrorCode::Conflict,
                u"revision %1 is there twice: %2 and %3"_s.arg(file->revision, other, name),
                u"remove one of the two files"_s);
        seen.insert(file->revision, name);
        directory.m_files.append(*std::move(file));
    }
    return directory;
}

const ScriptFile *ScriptDirectory::file(const QString &revision) const
{
    const auto found = std::find_if(m_files.begin(), m_files.end(),
        [&](const ScriptFile &file) { return file.revision == revision; });
    return found == m_files.end() ? nullptr : &*found;
}

Result<QList<Revision>> ScriptDirectory::revisions() const
{
    QList<Revision> all;
    for (const ScriptFile &file : m_files) {
        Result<Revision> revision = parseRevision(file.text, file.path);
        if (!revision)
            return fail(revision.error());
        if (revision->id != file.revision)
            return fail(ErrorCode::Conflict,
                u"%1: the file says it is revision %2, its name says %3"_s.arg(
                    file.path, revision->id, file.revision),
                u"rename the file, or mend the key `revision` in it"_s);
        all.append(*std::move(revision));
    }
    return all;
}

Result<Revision> parseRevision(const QByteArray &text, const QString &fileName)
{
    return fileName.endsWith(u".sql"_s) ? readSqlRevision(text, fileName)
                                        : readRevision(text, fileName);
}

QString companionPath(const QString &revisionPath, const QString &dialect)
{
    const QFileInfo info(revisionPath);
    return info.dir().filePath(u"%1.%2.sql"_s.arg(info.completeBaseName(), dialect));
}

} // namespace joinery
