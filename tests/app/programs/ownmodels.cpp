// SPDX-License-Identifier: MPL-2.0
// A program with models of its own. Which they are is said by a variable, so that tests can change
// them without compiling: JOINERY_TEST_MODELS names a folder of model files.
#include <joinery/commands.h>
#include <joinery/project/modelsdirectory.h>

#include <cstdio>

int main(int argc, char *argv[])
{
    const auto models = joinery::loadModels(qEnvironmentVariable("JOINERY_TEST_MODELS"));
    if (!models) {
        std::fprintf(stderr, "%s\n", qPrintable(models.error().message));
        return 100;
    }
    return joinery::runCommands(argc, argv, *models);
}
