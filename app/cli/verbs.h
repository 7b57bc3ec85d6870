// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace CLI {
class App;
}

namespace joinery::cli {

class Cli;

/// Adds every verb to the command line: one line each in verbs.cpp, one file each in verbs/.
void addVerbs(CLI::App &app, Cli &cli);

} // namespace joinery::cli
