// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/base/error.h"

#include <QMap>
#include <QObject>

namespace joinery {

class OpenDatabase;

/// How a feature asks for another one without knowing it: it emits, the shell shows the page. One
/// per workbench; UI thread.
class Navigator : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    /// The rows of a table or view. `filters`: column -> text of its filter field.
    void showRows(joinery::OpenDatabase *database, const QString &table,
        const QMap<QString, QString> &filters);
    /// The designer of a table, view, …; an empty name designs a new table.
    void showDesigner(joinery::OpenDatabase *database, const QString &object);
    /// What the schema edits amount to, to be applied.
    void showReview(joinery::OpenDatabase *database);
    void showHistory(joinery::OpenDatabase *database);
    /// The same review for what revisions do: to `target` ("head", "base", "-1", an id, …), up or
    /// down.
    void showMigration(joinery::OpenDatabase *database, const QString &target, bool down);
    /// A new SQL page with this text.
    void showSql(joinery::OpenDatabase *database, const QString &text);
    /// Exports a table; with a query, its result.
    void showExport(
        joinery::OpenDatabase *database, const QString &table, const QString &query = {});
    /// Imports a file (asked for when empty) into a table (chosen there when empty).
    void showImport(
        joinery::OpenDatabase *database, const QString &table, const QString &file = {});
    /// Opens what a person typed or dropped: a database file, a project folder, a URL.
    void open(const QString &location, bool readOnly);
    /// Closes the database, once a person has said what becomes of its staged rows.
    void close(joinery::OpenDatabase *database);
    /// Brings the row edits panel to the front.
    void showRowEdits(joinery::OpenDatabase *database);
    /// A sentence for the status bar.
    void say(const QString &sentence);
    /// An error that no page of its own can show.
    void complain(const joinery::Error &error);
};

} // namespace joinery
