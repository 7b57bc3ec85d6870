// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

#include <QMap>
#include <QStringList>

namespace joinery {

struct Environment
{
    QString database; ///< URL, ${VARIABLES} not yet expanded
    bool isProtected = false; ///< asks twice

    bool operator==(const Environment &) const = default;
};

/// The contents of joinery.yaml.
struct ProjectFile
{
    QString project;
    QString database {}; ///< URL as written: ${VARIABLES} not yet expanded, relative to the file
    QStringList dialects {}; ///< for which .sql companions are written
    QMap<QString, Environment> environments {};
    bool columnOrder = false; ///< whether the order of columns is compared
    bool compiledModels = false; ///< the models are a program's own, not the files of models/

    bool operator==(const ProjectFile &) const = default;
};

QByteArray writeProjectFile(const ProjectFile &file);
/// Errors: Parse with "file:line:column: …".
[[nodiscard]] Result<ProjectFile> readProjectFile(const QByteArray &text, const QString &fileName);

/// Writes the file in one step, after reading its text back and comparing it with the values.
/// Errors: Io; Failed when they hold what YAML cannot. The old file is then untouched.
[[nodiscard]] Result<> writeProjectFile(const QString &path, const ProjectFile &file);

} // namespace joinery
