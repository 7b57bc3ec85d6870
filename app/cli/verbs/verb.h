// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "app/cli/cli.h"

#include <CLI/App.hpp>

namespace joinery::cli {

// Each adds its verb under `parent`; main() runs the action of the one that was given.

void addInit(CLI::App &parent, Cli &cli);
void addOpen(CLI::App &parent, Cli &cli);
void addPull(CLI::App &parent, Cli &cli);
void addInspect(CLI::App &parent, Cli &cli);
void addDiff(CLI::App &parent, Cli &cli);
void addQuery(CLI::App &parent, Cli &cli);
void addExport(CLI::App &parent, Cli &cli);
void addImport(CLI::App &parent, Cli &cli);
void addCompletion(CLI::App &parent, Cli &cli);
void addGenerate(CLI::App &parent, Cli &cli);

void addDbInit(CLI::App &db, Cli &cli);
void addAdopt(CLI::App &db, Cli &cli);
void addMakeMigrations(CLI::App &db, Cli &cli);
void addMigrate(CLI::App &db, Cli &cli);
void addStatus(CLI::App &db, Cli &cli);
void addHistory(CLI::App &db, Cli &cli);
void addShow(CLI::App &db, Cli &cli);
void addSql(CLI::App &db, Cli &cli);
void addCheck(CLI::App &db, Cli &cli);
void addBackups(CLI::App &db, Cli &cli);
void addStamp(CLI::App &db, Cli &cli);
void addMerge(CLI::App &db, Cli &cli);

} // namespace joinery::cli
