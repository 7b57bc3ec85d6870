// SPDX-License-Identifier: MPL-2.0
#include "support/comparecontest.h"

int main(int argc, char *argv[])
{
    return joinery::testing::compareContest(argc, argv, 10'000);
}
