// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/generate/cppschema.h"

namespace joinery::generate {

/// The text of a model's header.
QByteArray cppHeader(const CppSchema &schema, qsizetype model, const QString &nameSpace);

} // namespace joinery::generate
