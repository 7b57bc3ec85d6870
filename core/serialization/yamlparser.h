// SPDX-License-Identifier: MPL-2.0
#pragma once

// Internal to core/serialization.

#include "joinery/serialization/texterrors.h"
#include "joinery/serialization/yamlnode.h"

namespace joinery {

/// Parses one YAML document. Only the part of YAML that a reader of a file can see through is
/// accepted: no anchors, aliases, tags, second documents or keys that are not text or stand twice;
/// no control characters, at most 100 levels, a million values and 16 MiB. Errors go to `errors`;
/// the result is then of no use.
YamlNode parseYaml(const QByteArray &normalizedText, TextErrors &errors);

} // namespace joinery
