// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace joinery {

class MainWindow;
class OpenDatabase;
class Page;

/// Lets the navigator show SQL pages and histories, puts the statement log into its dock and how
/// the database in front stands to its project above the pages.
void connectSqlPages(MainWindow &window);

/// The page of the kind "sql" or "history"; nullptr for others.
Page *makeSqlPage(OpenDatabase &database, const QString &kind, const QString &what);

} // namespace joinery
