// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"

namespace joinery {

/// The command line of `joinery`, for a program with models of its own: `PROGRAM init`,
/// `PROGRAM db init`, `db makemigrations`, `db migrate`, `db status` and so on; `PROGRAM diff
/// models URL` and `PROGRAM inspect models` look at the models. `metaData` takes the place of the
/// files of models/: the project is joinery.yaml, with the line `models: compiled`, and
/// migrations/.
///
/// Returns the exit status: 0 done, 1 failed, 2 usage, 3 a difference was found, 4 refused. Writes
/// to standard output and standard error. Uses the QCoreApplication that is there, or makes one
/// until it returns. Call it from main(), in the main thread, before other threads are started.
int runCommands(int argc, char *argv[], const MetaData &metaData);

} // namespace joinery
