// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/schema/metadata.h"

namespace joinery {

/// Reads every model file of the folder; a missing folder holds no models.
/// Errors: Parse with "file:line:column: …"; Conflict when two files describe the same object; Io.
[[nodiscard]] Result<MetaData> loadModels(const QString &folder);

/// The file that each object of the folder is in: name to absolute path. Errors: as loadModels().
[[nodiscard]] Result<QMap<QString, QString>> modelFiles(const QString &folder);

/// What saveModels did.
struct SavedModels
{
    QStringList written {}; ///< absolute paths
    QStringList removed {}; ///< the same
};

/// Makes the folder hold exactly these objects: writes what differs (an object keeps the file it
/// is in), removes the files of objects that are gone. Files that are no models stay.
/// Errors: Io, Parse; each file is replaced as a whole or not at all.
[[nodiscard]] Result<SavedModels> saveModels(const QString &folder, const MetaData &metaData);

} // namespace joinery
