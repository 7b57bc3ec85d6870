// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/operations/inverse.h"

namespace joinery {

/// One statement of a Plan.
struct Statement
{
    enum class Kind
    {
        Sql,
        Check, ///< a query that must return no row; each row it returns names a problem
        Catalogue ///< edits the database's own catalogue, by Executor::executeOnCatalogue
    };
    Kind kind = Kind::Sql;
    QString sql; ///< without the final semicolon
    QString purpose {}; ///< for people: "copy the rows of \"post\""; empty where the SQL says it

    bool operator==(const Statement &) const = default;
};

/// The statements for one operation, or for several that are carried out together (a table
/// rebuild).
struct PlanStep
{
    QList<qsizetype> operations; ///< their positions in the list that was compiled
    QString title; ///< in words
    QList<Statement> statements {};
    Reversibility reversibility = Reversibility::WithData;
    bool destructive = false; ///< values or rows go; a backup is taken first
    QString rebuilds {}; ///< the table that is copied, its name at that point; empty = none
    QString redefines {}; ///< the table whose rules change around its rows; as above
    /// Rows that may stay without a parent: those of a table's foreign key by its columns, or, with no
    /// columns, those of any key to or of the table. Names are as they are after the step.
    QList<std::pair<QString, QStringList>> acceptedOrphans {};

    bool operator==(const PlanStep &) const = default;
};

/// What a list of operations compiles to for one dialect. The SQL shown is the SQL run.
struct Plan
{
    QString dialect;
    QList<PlanStep> steps {};
    bool foreignKeysOff = false; ///< must run with enforcement of foreign keys off
    bool foreignKeysOn = false; ///< SQL of the user's own relies on what foreign keys set off
    MetaData before {};
    MetaData after {};

    bool isEmpty() const { return steps.isEmpty(); }
    bool isDestructive() const;
    qsizetype statementCount() const;
    bool operator==(const Plan &) const = default;
};

/// The plan as a script: a comment per step, its statements, each ended by a semicolon and a
/// newline. A Check stands there as the query it is, under a comment that says it must return no
/// row.
QString toScript(const Plan &plan);

} // namespace joinery
