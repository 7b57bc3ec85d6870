// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "app/cli/cli.h"
#include "joinery/migration/decisionflags.h"

#include <CLI/App.hpp>

namespace joinery::cli {

/// What stands behind --fill, --cast and --allow.
struct DecisionArguments
{
    std::vector<std::string> fills {};
    std::vector<std::string> casts {};
    std::vector<std::string> allows {};
};

/// An option that may be given several times, each with one value.
void addRepeated(CLI::App *verb, const std::string &name, std::vector<std::string> &values,
    const std::string &description);

/// Adds --fill, --cast and --allow. `arguments` must outlive the verb.
void addDecisionOptions(CLI::App *verb, DecisionArguments &arguments);

/// Errors: Usage for what is no assignment.
[[nodiscard]] Result<DecisionFlags> flagsOf(const DecisionArguments &arguments);

} // namespace joinery::cli
