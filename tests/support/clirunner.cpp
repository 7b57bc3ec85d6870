// SPDX-License-Identifier: MPL-2.0
#include "support/clirunner.h"

#include "joinery/connection/provider.h"
#include "joinery/project/modelsdirectory.h"
#include "support/testutils.h"

#include <QDir>
#include <QJsonDocument>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace joinery::testing {

QJsonObject CliRun::json() const
{
    return QJsonDocument::fromJson(out.toUtf8()).object();
}

CliProject::CliProject(const QString &program)
    : m_program(program)
{ }

CliRun CliProject::runBare(const QStringList &arguments) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"JOINERY_DB_URL"_s);
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(m_program, arguments);
    if (!process.waitForFinished(120000))
        return {.err = u"timeout or not started: %1"_s.arg(process.errorString())};
    return {.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
        .out = QString::fromUtf8(process.readAllStandardOutput()),
        .err = QString::fromUtf8(process.readAllStandardError())};
}

CliRun CliProject::run(const QStringList &arguments) const
{
    return runBare(QStringList {u"--project"_s, folder()} + arguments);
}

CliRun CliProject::init() const
{
    return runBare({u"init"_s, folder(), u"--url"_s, databaseUrl()});
}

std::unique_ptr<Executor> CliProject::database() const
{
    auto opened = ConnectionProvider().open(
        Url {.dialect = u"sqlite"_s, .database = databasePath()}, {.access = Access::Create});
    if (!opened)
        qWarning("%s", qPrintable(errorText(opened.error())));
    return opened ? *std::move(opened) : nullptr;
}

bool CliProject::sql(const QString &script) const
{
    const Result<> done = database()->executeScript(script);
    if (!done)
        qWarning("%s", qPrintable(errorText(done.error())));
    return done.has_value();
}

QString CliProject::scalar(const QString &query) const
{
    const Result<RowSet> rows = database()->query(query);
    if (!rows)
        return u"error: "_s + errorText(rows.error());
    return isNull(rows->scalar()) ? u"NULL"_s : toText(rows->scalar());
}

MetaData CliProject::models() const
{
    const Result<MetaData> models = loadModels(folder() + u"/models"_s);
    if (!models)
        qWarning("%s", qPrintable(errorText(models.error())));
    return models.value_or(MetaData());
}

void CliProject::setModels(const MetaData &metaData) const
{
    if (const auto saved = saveModels(folder() + u"/models"_s, metaData); !saved)
        qWarning("%s", qPrintable(errorText(saved.error())));
}

QStringList CliProject::revisionFiles() const
{
    return QDir(folder() + u"/migrations/versions"_s)
        .entryList({u"*.yaml"_s}, QDir::Files, QDir::Name);
}

} // namespace joinery::testing
