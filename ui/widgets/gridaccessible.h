// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QModelIndex;

namespace joinery {

class GridView;

/// Lets assistive technologies read a GridView as a table. Cells are made when they are asked for,
/// whatever the number of rows. Call once before the first view; calling it again does nothing.
void installGridAccessibility();

/// Tells assistive technologies that the cell is the current one now.
void announceCell(GridView &view, const QModelIndex &index);

} // namespace joinery
