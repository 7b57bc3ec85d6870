// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "uisupport/windowfixture.h"

namespace joinery::testing {

/// A page of the workbench in a state worth looking at.
struct PageState
{
    QString name; ///< of the picture: "rows-edited"
    std::function<void(WindowFixture &)> make; ///< brings a fresh window there
};

/// Every page, empty and full.
QList<PageState> pageStates();

/// Lets events run for a fifth of a second: what is shown is then what stays.
void settle();

} // namespace joinery::testing
