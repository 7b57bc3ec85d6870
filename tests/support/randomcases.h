// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QtGlobal>

#include <algorithm>

namespace joinery::testing {

// How tests with random input are told to look further: `./dev property N`. Without it they try the
// same few cases in every run.

/// JOINERY_TEST_ROUNDS times as many cases as a test usually tries.
inline int caseCount(int usual)
{
    return usual * std::max(1, qEnvironmentVariableIntValue("JOINERY_TEST_ROUNDS"));
}

/// The seed of the n-th case: another one for each JOINERY_TEST_SEED. Tests print it, and
/// JOINERY_TEST_CASE=<seed> runs that case alone.
inline quint32 caseSeed(int n)
{
    return quint32(qEnvironmentVariableIntValue("JOINERY_TEST_SEED")) * 100003U + quint32(n);
}

/// False where another case is asked for by JOINERY_TEST_CASE.
inline bool isCaseWanted(quint32 seed)
{
    static const QByteArray only = qgetenv("JOINERY_TEST_CASE");
    return only.isEmpty() || only.toUInt() == seed;
}

} // namespace joinery::testing
