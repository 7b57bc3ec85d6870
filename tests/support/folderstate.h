// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QMap>
#include <QString>

namespace joinery::testing {

/// The SHA-256 of each file in the folder, by name.
QMap<QString, QByteArray> folderState(const QString &folder);

} // namespace joinery::testing
