// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"
#include "joinery/schema/metadata.h"

#include <QJsonObject>
#include <QTemporaryDir>

#include <memory>

namespace joinery::testing {

/// What a run of the program `joinery` gave.
struct CliRun
{
    int status = -1; ///< exit status; -1 when it crashed
    QString out {};
    QString err {};

    QJsonObject json() const;
    /// Both outputs, for messages.
    QString text() const { return out + err; }
};

/// A temporary project folder in which the built `joinery`, or another program with its verbs, is
/// run as a user would.
class CliProject
{
public:
    explicit CliProject(const QString &program = QStringLiteral(JOINERY_CLI));

    QString folder() const { return m_folder.path() + QStringLiteral("/shop"); }
    QString databasePath() const { return m_folder.path() + QStringLiteral("/shop.db"); }
    QString databaseUrl() const { return QStringLiteral("sqlite:///") + databasePath(); }
    QString scratchPath(const QString &name) const { return m_folder.filePath(name); }

    /// Runs `PROGRAM --project <folder> arguments…` without a terminal.
    CliRun run(const QStringList &arguments) const;
    /// Runs `PROGRAM arguments…`.
    CliRun runBare(const QStringList &arguments) const;
    /// `PROGRAM init <folder> --url <databaseUrl>`.
    CliRun init() const;

    /// The database, opened anew for change; made where it is missing.
    std::unique_ptr<Executor> database() const;
    /// Runs statements on the database; a failure fails the test with a warning.
    bool sql(const QString &script) const;
    /// The first value of a query as text.
    QString scalar(const QString &query) const;

    MetaData models() const;
    void setModels(const MetaData &metaData) const;
    /// The revision files, oldest first, companions left out.
    QStringList revisionFiles() const;

private:
    QString m_program;
    QTemporaryDir m_folder;
};

} // namespace joinery::testing

/// Runs the command line and fails the test, with what it printed, when it exits otherwise.
#define VERIFY_CLI(expectedStatus, cliRun)                                                         \
    do {                                                                                           \
        const joinery::testing::CliRun &ran = (cliRun);                                            \
        QVERIFY2(ran.status == (expectedStatus),                                                   \
            qPrintable(QStringLiteral("exit status %1: %2").arg(ran.status).arg(ran.text())));     \
    } while (false)
