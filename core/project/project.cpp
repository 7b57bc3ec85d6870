// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/project.h"

#include "joinery/serialization/safefile.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Replaces ${NAME} by the variable's value.
Result<QString> expandVariables(const QString &text)
{
    static const QRegularExpression reference(uR"(\$\{([A-Za-z_][A-Za-z0-9_]*)\})"_s);
    QString expanded;
    qsizetype done = 0;
    for (auto matches = reference.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QByteArray name = match.captured(1).toUtf8();
        if (!qEnvironmentVariableIsSet(name.constData()))
            return fail(ErrorCode::Usage,
                u"the environment variable %1 is not set"_s.arg(match.captured(1)),
                u"joinery.yaml names it in a database URL: set it, or pass --url"_s);
        expanded += text.mid(done, match.capturedStart() - done)
            + qEnvironmentVariable(name.constData());
        done = match.capturedEnd();
    }
    return expanded + text.mid(done);
}

Result<Url> parseExpanded(const QString &text, const QString &folder)
{
    const Result<QString> expanded = expandVariables(text);
    if (!expanded)
        return fail(expanded.error());
    const Result<Url> url = Url::parse(*expanded);
    if (!url)
        return fail(url.error());
    return url->resolvedAgainst(folder);
}

Result<Url> environmentUrl(const Project &project, const QString &name)
{
    const auto found = project.file.environments.constFind(name);
    if (found == project.file.environments.constEnd())
        return fail(ErrorCode::Usage,
            u"%1 has no environment \"%2\""_s.arg(project.filePath(), name),
            u"it has: %1"_s.arg(project.file.environments.isEmpty()
                    ? u"none"_s
                    : QStringList(project.file.environments.keys()).join(u", "_s)));
    return parseExpanded(found->database, project.folder);
}

/// The URL as joinery.yaml should hold it: no password, paths inside the folder relative to it.
QString storedUrl(const Url &url, const QString &folder)
{
    if (url.dialect != u"sqlite"_s || url.isMemory())
        return url.withoutPassword();
    Url stored = url;
    const QString relative = QDir(folder).relativeFilePath(url.database);
    if (!relative.startsWith(u"../"_s) && !relative.startsWith(u"file:"_s))
        stored.database = relative;
    return stored.withoutPassword();
}

} // namespace

QString Project::filePath() const
{
    return folder + u"/joinery.yaml"_s;
}

QString Project::modelsFolder() const
{
    return folder + u"/models"_s;
}

QString Project::versionsFolder() const
{
    return folder + u"/migrations/versions"_s;
}

QString Project::backupsFolder() const
{
    return folder + u"/backups"_s;
}

bool Project::hasMigrations() const
{
    return QFileInfo(versionsFolder()).isDir();
}

Result<Project> openProject(const QString &folder)
{
    Project project {.folder = QDir(folder).absolutePath()};
    if (!QFileInfo(project.filePath()).isFile())
        return fail(ErrorCode::NotFound,
            u"%1 is no Joinery project: it has no joinery.yaml"_s.arg(project.folder),
            u"`joinery init` makes one; --project names another folder"_s);
    const Result<QByteArray> text = readFile(project.filePath());
    if (!text)
        return fail(text.error());
    Result<ProjectFile> file = readProjectFile(*text, project.filePath());
    if (!file)
        return fail(file.error());
    project.file = *std::move(file);
    return project;
}

Result<Project> findProject(const QString &startFolder)
{
    QDir dir(startFolder);
    while (!dir.exists(u"joinery.yaml"_s)) {
        if (!dir.cdUp())
            return openProject(startFolder);
    }
    return openProject(dir.absolutePath());
}

Result<Url> databaseUrl(const Project &project, const UrlChoice &choice)
{
    if (!choice.url.isEmpty()) {
        const Result<Url> url = parseLocation(choice.url);
        return url ? url->resolvedAgainst(QDir::currentPath()) : url;
    }
    if (!choice.environment.isEmpty())
        return environmentUrl(project, choice.environment);
    if (const QString url = qEnvironmentVariable("JOINERY_DB_URL"); !url.isEmpty())
        return parseExpanded(url, project.folder);
    if (project.file.database.isEmpty())
        return fail(ErrorCode::Usage, u"%1 names no database"_s.arg(project.filePath()),
            u"add a line such as `database: sqlite:///shop.db`, set JOINERY_DB_URL, or pass --url"_s);
    return parseExpanded(project.file.database, project.folder);
}

Result<Project> createProject(const QString &folder, const QString &url, ModelSource models)
{
    Project project {.folder = QDir(folder).absolutePath()};
    const QString name = QFileInfo(project.folder).fileName();
    if (QFileInfo::exists(project.filePath()))
        return fail(ErrorCode::Conflict, u"%1 is there already"_s.arg(project.filePath()),
            u"this folder is a Joinery project; `joinery db status` tells where it stands"_s);
    project.file.project = name.isEmpty() ? u"database"_s : name;
    project.file.database = u"sqlite:///%1.db"_s.arg(project.file.project);
    project.file.dialects = QStringList {u"sqlite"_s};
    project.file.compiledModels = models == ModelSource::Compiled;
    if (!url.isEmpty()) {
        const Result<Url> parsed = parseLocation(url);
        if (!parsed)
            return fail(parsed.error());
        project.file.database
            = storedUrl(parsed->resolvedAgainst(QDir::currentPath()), project.folder);
        project.file.dialects = QStringList {parsed->dialect};
    }
    const QString needed = project.file.compiledModels ? project.folder : project.modelsFolder();
    if (!QDir().mkpath(needed))
        return fail(ErrorCode::Io, u"the folder %1 cannot be made"_s.arg(needed),
            u"check that its parent exists and can be written"_s);
    if (auto written = writeProjectFile(project.filePath(), project.file); !written)
        return fail(written.error());
    return project;
}

} // namespace joinery
