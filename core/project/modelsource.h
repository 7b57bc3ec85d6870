// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/project/context.h"
#include "joinery/project/modelsdirectory.h"

namespace joinery {

// The models of a project, wherever they are: the files of models/, or a program's own.

/// False where the project's models are compiled into some other program: they are not to be seen.
bool hasModels(const ProjectContext &context);

/// The models. In source a `renamedFrom` stays; it is empty here where `history` (nullptr: that of
/// the files, read when it matters) has made the rename.
/// Errors: those of loadModels() and loadHistory(); NotFound unless hasModels().
[[nodiscard]] Result<MetaData> projectModels(
    const ProjectContext &context, const History *history = nullptr);

/// Whether revisions may be written from these models. Errors: Conflict when a program brings
/// models of its own to a project of model files, or the other way round.
[[nodiscard]] Result<> verifyModelSource(const ProjectContext &context);

/// Models in source say new names everywhere, since nobody can rewrite them. Errors: Conflict when
/// compiled `models` still use a name that `target`, with its references following, does not.
[[nodiscard]] Result<> verifyModelsFollow(
    const ProjectContext &context, const MetaData &models, const MetaData &target);

/// Saves model files; compiled models stay as they are. Errors: those of saveModels().
[[nodiscard]] Result<SavedModels> keepModels(
    const ProjectContext &context, const MetaData &metaData);

} // namespace joinery
