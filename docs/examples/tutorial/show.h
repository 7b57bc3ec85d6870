// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <joinery/base/error.h>

#include <cstdio>

/// One line for people.
inline void print(const QString &line)
{
    std::printf("%s\n", qPrintable(line));
}

/// Runs one step of the tutorial, its name above what it prints; false when it failed.
template <typename Step, typename... Arguments>
bool run(const char *name, const Step &step, const Arguments &...arguments)
{
    std::printf("[%s]\n", name);
    const joinery::Result<> done = step(arguments...);
    if (!done)
        std::printf("Error: %s\n", qPrintable(done.error().message));
    return done.has_value();
}
