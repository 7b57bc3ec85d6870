// SPDX-License-Identifier: MPL-2.0
#include "app/cli/decisionoptions.h"

namespace joinery::cli {

namespace {

Result<> addAssignments(
    const std::vector<std::string> &texts, QList<std::pair<QString, QString>> &list)
{
    for (const std::string &text : texts) {
        const auto assignment = parseAssignment(fromArgument(text));
        if (!assignment)
            return fail(assignment.error());
        list.append(*assignment);
    }
    return {};
}

} // namespace

void addRepeated(CLI::App *verb, const std::string &name, std::vector<std::string> &values,
    const std::string &description)
{
    verb->add_option(name, values, description)->expected(1)->take_all()->allow_extra_args(false);
}

void addDecisionOptions(CLI::App *verb, DecisionArguments &arguments)
{
    addRepeated(
        verb, "--fill", arguments.fills, "table.column=SQL: the value for rows that have none");
    addRepeated(
        verb, "--cast", arguments.casts, "table.column=SQL: how values become the new type");
    addRepeated(verb, "--allow", arguments.allows,
        "CODE[:object]: accept a loss (data_loss, delete_rows, orphans, lossy_cast)");
}

Result<DecisionFlags> flagsOf(const DecisionArguments &arguments)
{
    DecisionFlags flags;
    if (auto added = addAssignments(arguments.fills, flags.fills); !added)
        return fail(added.error());
    if (auto added = addAssignments(arguments.casts, flags.casts); !added)
        return fail(added.error());
    for (const std::string &text : arguments.allows)
        flags.allows.append(fromArgument(text));
    return flags;
}

} // namespace joinery::cli
