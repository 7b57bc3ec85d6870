// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/schema/metadata.h"

#include <QSet>

namespace joinery {

// The YAML of a model file: one object, the desired schema. Format: docs/model-format.md.

/// The file's text. Deterministic; ends in one newline.
QByteArray writeModel(const SchemaObject &object);

/// Reads a model file. `fileName` is for messages only.
/// Errors: Parse with "file:line:column: …", naming the offending key and what was expected.
[[nodiscard]] Result<SchemaObject> readModel(const QByteArray &text, const QString &fileName);

/// "post.yaml": the object's name with what file systems refuse percent-encoded. `taken` holds the
/// lower-cased names given out so far; a name that differs from one of them by case alone gets a suffix.
QString modelFileName(const SchemaObject &object, const QSet<QString> &taken = {});

} // namespace joinery
