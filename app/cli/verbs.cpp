// SPDX-License-Identifier: MPL-2.0
#include "app/cli/verbs.h"

#include "app/cli/verbs/verb.h"

namespace joinery::cli {

void addVerbs(CLI::App &app, Cli &cli)
{
    const bool hasOwnModels = cli.program.models.has_value();
    addInit(app, cli);
    if (!hasOwnModels) {
        addOpen(app, cli);
        addPull(app, cli); // which writes model files
        addCompletion(app, cli); // for the name `joinery`
    }
    addInspect(app, cli);
    addDiff(app, cli);
    addQuery(app, cli);
    addGenerate(app, cli);
    addExport(app, cli);
    addImport(app, cli);

    CLI::App &db = *app.add_subcommand("db", "Migrations: make, review, run and take back changes");
    db.require_subcommand(1);
    db.fallthrough();
    addDbInit(db, cli);
    addAdopt(db, cli);
    addMakeMigrations(db, cli);
    addMigrate(db, cli);
    addStatus(db, cli);
    addHistory(db, cli);
    addShow(db, cli);
    addSql(db, cli);
    addCheck(db, cli);
    addBackups(db, cli);
    addStamp(db, cli);
    addMerge(db, cli);
}

} // namespace joinery::cli
