// SPDX-License-Identifier: MPL-2.0
#include "app/cli/interrupts.h"

#include <csignal>

namespace joinery::cli {

namespace {

volatile std::sig_atomic_t requested = 0;

void onInterrupt(int signal)
{
    requested = 1;
    std::signal(signal, SIG_DFL);
}

} // namespace

void watchInterrupts()
{
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
}

void outliveFileSizeLimits()
{
#ifdef SIGXFSZ
    std::signal(SIGXFSZ, SIG_IGN);
#endif
}

bool interruptRequested()
{
    return requested != 0;
}

} // namespace joinery::cli
