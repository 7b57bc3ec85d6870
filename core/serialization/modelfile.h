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

/// The line, from 1 on, of the item at `row` of the list under `key` in a model file's text; of the
/// key's value where `row` is -1. 1 where there is none such.
int lineInModel(const QByteArray &text, const QString &key, qsizetype row);

/// Writes the file in one step, after reading its text back and comparing it with the object.
/// Errors: Io; Failed when the object holds what YAML cannot (half of a surrogate pair). The old
/// file, if any, is then untouched.
[[nodiscard]] Result<> writeModelFile(const QString &path, const SchemaObject &object);

/// "post.yaml": the object's name with what file systems refuse percent-encoded. `taken` holds the
/// lower-cased file names given out so far; a name that differs from one of them by case alone gets
/// a suffix ("Post~1.yaml"). Very long names are cut and end in a hash.
QString modelFileName(const SchemaObject &object, const QSet<QString> &taken = {});

} // namespace joinery
