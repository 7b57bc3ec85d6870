// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QByteArray>
#include <QString>

/// Fails the test when `actual` differs from the file tests/`path`.
#define COMPARE_GOLDEN(path, actual)                                                               \
    do {                                                                                           \
        const QString difference = joinery::testing::goldenDifference((path), (actual));           \
        QVERIFY2(difference.isEmpty(), qPrintable(difference));                                    \
    } while (false)

namespace joinery::testing {

/// Where `actual` differs from the file tests/`path` ("core/serialization/golden/table.yaml"); an
/// empty string when it does not. What differs is written to actual/`path` in the build folder,
/// from where tests/update-goldens.sh takes it over.
QString goldenDifference(const QString &path, const QByteArray &actual);

} // namespace joinery::testing
