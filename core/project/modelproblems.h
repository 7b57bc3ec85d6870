// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/project/context.h"

namespace joinery {

/// Likely slips in the models of those tables and views that are not in `from` just so: a type
/// that nothing is called, a reference to what is not there. The database takes them all the same.
/// One line each: "models/post.yaml:7: …", or "model "post": …" where they are compiled.
QStringList modelWarnings(
    const ProjectContext &context, const MetaData &from, const MetaData &models);

/// Refuses an index over a column that its table does not have, with the place in the model files:
/// SQLite makes one, over the name as a text. Those that `from` has may stay.
[[nodiscard]] Result<> verifyIndexColumns(
    const ProjectContext &context, const MetaData &from, const MetaData &models);

/// The error of a change that cannot be carried out, told by the place in the model files that
/// causes it; as it is where no model does.
Error explainedByModels(
    Error error, const ProjectContext &context, const MetaData &from, const MetaData &models);

} // namespace joinery
