// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

#include <QTest>

/// Fails the test with the error's words when a Result holds none.
#define VERIFY_RESULT(result)                                                                      \
    do {                                                                                           \
        const auto &checked = (result);                                                            \
        QVERIFY2(checked.has_value(),                                                              \
            checked.has_value() ? "" : qPrintable(joinery::testing::errorText(checked.error())));  \
    } while (false)

namespace joinery::testing {

/// Message, statement, driver text and hint in one line.
QString errorText(const Error &error);

/// The folder of shared cases, or an empty string when this checkout has none beside it.
QString corpusFolder();

} // namespace joinery::testing
