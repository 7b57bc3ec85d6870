// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "app/cli/cli.h"

namespace joinery::cli {

/// Runs the verb of the command line and returns the exit status. Makes a QCoreApplication where
/// there is none.
int runCommandLine(int argc, char *argv[], const Program &program);

} // namespace joinery::cli
