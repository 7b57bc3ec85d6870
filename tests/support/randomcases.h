// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QList>

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

/// The seeds of so many cases from the n-th on; the one of JOINERY_TEST_CASE alone where it is
/// given.
inline QList<quint32> caseSeeds(int first, int count)
{
    if (qEnvironmentVariableIsSet("JOINERY_TEST_CASE"))
        return {qgetenv("JOINERY_TEST_CASE").toUInt()};
    QList<quint32> seeds;
    for (int i = 0; i < count; ++i)
        seeds.append(caseSeed(first + i));
    return seeds;
}

/// How many random pairs of filled databases to migrate: JOINERY_TEST_PAIRS, or so many.
inline int pairCount(int usual)
{
    const int wanted = qEnvironmentVariableIntValue("JOINERY_TEST_PAIRS");
    return wanted > 0 ? wanted : usual;
}

} // namespace joinery::testing
