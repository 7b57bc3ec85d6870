// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/compare.h"
#include "support/plainpolicy.h"
#include "support/testutils.h"

namespace joinery::testing {

/// Compares under the plain policy. Fails the test on errors.
Difference compared(const MetaData &from, const MetaData &to, const CompareOptions &options = {});

/// What is described of each operation, one a line: what tests of the order compare.
QStringList described(const QList<Operation> &operations);

/// Where two schemas in normal form differ first, in words; empty when they are equal.
QString firstDifference(const MetaData &a, const MetaData &b);

/// Whether carrying the operations out on `from` gives the difference's target, undoing them gives
/// `from` again, and nothing is left to compare. An empty text when all of it holds.
QString roundTripTrouble(const MetaData &from, const Difference &difference,
    const ComparePolicy &policy, const ReplayPolicy &replay, const CompareOptions &options = {});

/// Fails unless `from` and `to` differ by just these operations, in words, and the round trip
/// holds.
#define COMPARE_DIFFERENCE(from, to, ...)                                                          \
    do {                                                                                           \
        const joinery::Difference found = joinery::testing::compared(from, to);                    \
        QCOMPARE(joinery::testing::described(found.operations), (QStringList __VA_ARGS__));        \
        const joinery::testing::PlainPolicy plain;                                                 \
        QCOMPARE(joinery::testing::roundTripTrouble(from, found, plain, plain), QString());        \
    } while (false)

} // namespace joinery::testing
