// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/options.h"

#include <QList>
#include <QStringList>

#include <variant>

namespace joinery {

/// One member of a key or index: a column or an expression, with its order and collation.
struct KeyPart
{
    QString column {}; ///< set for a column
    QString expression {}; ///< set for an expression, verbatim SQL
    bool descending = false; ///< DESC
    QString collation {}; ///< empty = the column's

    bool operator==(const KeyPart &) const = default;
};

/// The column names of the parts; an expression counts as an empty name.
QStringList columnNames(const QList<KeyPart> &parts);

/// Plain ascending parts of these columns.
QList<KeyPart> keyParts(const QStringList &columns);

/// PRIMARY KEY (columns).
struct PrimaryKeyConstraint
{
    QString name {}; ///< empty = unnamed, here and in every constraint
    QList<KeyPart> columns {}; ///< in the order of the key
    Options options {}; ///< by dialect

    bool operator==(const PrimaryKeyConstraint &) const = default;
};

/// UNIQUE (columns).
struct UniqueConstraint
{
    QString name {}; ///< empty = unnamed
    QList<KeyPart> columns {}; ///< in order
    Options options {}; ///< by dialect

    bool operator==(const UniqueConstraint &) const = default;
};

/// CHECK (sql).
struct CheckConstraint
{
    QString name {}; ///< empty = unnamed
    QString sql {}; ///< the expression without its outer parentheses
    Options options {}; ///< by dialect

    bool operator==(const CheckConstraint &) const = default;
};

/// FOREIGN KEY (columns) REFERENCES referredTable (referredColumns).
struct ForeignKeyConstraint
{
    QString name {}; ///< empty = unnamed
    QStringList columns {}; ///< this table's, in the order of the referred ones
    QString referredTable {}; ///< may be this one
    QStringList referredColumns {}; ///< empty = the primary key of the referred table
    QString onDelete {}; ///< lower-case words: "cascade", "set null", …; empty = no action
    QString onUpdate {}; ///< as onDelete
    QString match {}; ///< empty = simple
    bool deferrable = false; ///< checked at the end of a transaction that asks for it
    bool initiallyDeferred = false; ///< of every transaction
    Options options {}; ///< by dialect

    bool operator==(const ForeignKeyConstraint &) const = default;
};

/// Any constraint of a table.
using Constraint
    = std::variant<PrimaryKeyConstraint, UniqueConstraint, CheckConstraint, ForeignKeyConstraint>;

/// The constraint's name, empty when unnamed.
QString constraintName(const Constraint &constraint);

/// A CREATE INDEX. Its name is unique in the schema.
struct Index
{
    QString name; ///< unique in the schema
    QList<KeyPart> columns {}; ///< and expressions, in order
    bool unique = false; ///< no two rows alike
    QString where {}; ///< the condition of a partial index, verbatim SQL
    Options options {}; ///< by dialect

    bool operator==(const Index &) const = default;
};

} // namespace joinery
