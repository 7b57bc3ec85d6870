// SPDX-License-Identifier: MPL-2.0
#include "app/cli/commandline.h"

#include <cstdio>
#include <cstring>

int main(int argc, char *argv[])
{
    // Asked often and by scripts: answered before anything is set up.
    if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
        std::puts("joinery " JOINERY_VERSION);
        return joinery::cli::exitstatus::done;
    }
    return joinery::cli::runCommandLine(argc, argv, {});
}
