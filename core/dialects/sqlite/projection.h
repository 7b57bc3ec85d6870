// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/sqlite/tablechange.h"

#include <QSet>

namespace joinery::sqlite {

/// The rows of a live database as operations will leave them, as SQL: each change of a table puts
/// one more common table expression over its rows. Nothing is written.
class Projection
{
public:
    /// The tables of `live` are those there are; their rows are as they are.
    explicit Projection(const MetaData &live);

    /// True for a table that is there now; those that the operations make are empty.
    bool isLive(const QString &table) const;
    /// The live table and column behind a name: what it was called before the renames so far.
    QString liveTable(const QString &table) const;
    QString liveColumn(const QString &table, const QString &column) const;

    void change(const TableChange &change, const QString &expressions);
    void create(const Table &table);
    void renameTable(const Table &before, const QString &to);
    void renameColumn(const Table &after, const QString &from, const QString &to);
    void drop(const QString &table);

    /// What to select a table's present rows from: a table's name or an expression's.
    QString source(const QString &table) const;
    /// An expression over those rows for each one's place: its rowid, where there is one.
    QString place(const Table &table) const;
    /// Whether operations take rows of the table away.
    bool losesRows(const QString &table) const;
    /// Whether one of the columns may hold other values than the live ones.
    bool isConverted(const QString &table, const QStringList &columns) const;
    /// The same as source() with its hidden rowid, where `table` has one, under its own name: what
    /// newRows() takes.
    QString sourceWithRowid(const Table &table) const;
    /// The rows of the change, for counting; `expressions` is the text in which tables could be
    /// named.
    QString rowsOf(const TableChange &change, const QString &expressions) const;
    /// The query, in which tables named in `expressions` stand for their present rows.
    QString scoped(const QString &query, const QString &expressions) const;
    /// The query with all it needs in front: WITH … query.
    QString whole(const QString &query) const;

private:
    struct State
    {
        QString live; ///< the table behind it; empty = none
        QString stage; ///< the expression that has its rows, unquoted; empty = the table itself
        QMap<QString, QString> liveColumns; ///< key of the name now -> name before
        QStringList columns; ///< as they are now
        bool losesRows = false;
        QSet<QString> converted {}; ///< keys of the names now
    };

    QString addStage(const QString &select);
    QString addTruthNames(const Table &table);
    QString renamed(const Table &before, const Table &after) const;

    QMap<QString, State> m_states; ///< by name key
    QStringList m_stages; ///< "name" AS (…)
    qsizetype m_truthStages = 0; ///< so many of them, in front, name their columns as they are
};

} // namespace joinery::sqlite
