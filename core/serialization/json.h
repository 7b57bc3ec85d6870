// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QByteArray>
#include <QJsonValue>

namespace joinery {

/// The same data as JSON: for YAML that this folder has written. Plain true, false, null and whole
/// numbers become such; everything else is text. Null for text that is no YAML.
QJsonValue yamlToJson(const QByteArray &yaml);

} // namespace joinery
