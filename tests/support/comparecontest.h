// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace joinery::testing {

/// The benchmark compare_<tables>: what makemigrations does when one table in a hundred of the
/// models differs from what the database or the revisions hold, both in memory. The limit compares
/// the same tables as values, which only says whether they differ. Returns the exit status.
int compareContest(int argc, char *argv[], int tables);

} // namespace joinery::testing
