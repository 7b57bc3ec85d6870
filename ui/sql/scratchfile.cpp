// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/scratchfile.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QSet>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QSet<QString> &pathsInUse()
{
    static QSet<QString> paths;
    return paths;
}

} // namespace

ScratchFile::ScratchFile(const QString &stateFolder, const QString &databaseId)
    : m_folder(stateFolder + u"/sql"_s)
    , m_prefix(databaseId + u'-')
    , m_path(m_folder + u'/' + m_prefix + QUuid::createUuid().toString(QUuid::Id128) + u".sql"_s)
{
    pathsInUse().insert(m_path);
}

ScratchFile::~ScratchFile()
{
    pathsInUse().remove(m_path);
}

QString ScratchFile::textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString ScratchFile::text() const
{
    return textOf(m_path);
}

void ScratchFile::keep(const QString &text) const
{
    QDir().mkpath(m_folder);
    QSaveFile file(m_path);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(text.toUtf8());
        file.commit();
    }
}

void ScratchFile::remove() const
{
    QFile::remove(m_path);
}

QStringList ScratchFile::lost() const
{
    QStringList paths;
    const QFileInfoList files
        = QDir(m_folder).entryInfoList({m_prefix + u"*.sql"_s}, QDir::Files, QDir::Time);
    for (const QFileInfo &file : files) {
        if (file.size() > 0 && !pathsInUse().contains(file.filePath()))
            paths.append(file.filePath());
    }
    return paths;
}

} // namespace joinery
