// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace joinery {

class MainWindow;

/// Adds the dock with the unsaved changes to the schema of the database in front. Hidden at first.
void addSchemaEditsDock(MainWindow &window);

} // namespace joinery
