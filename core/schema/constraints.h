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
    bool descending = false;
    QString collation {};

    bool operator==(const KeyPart &) const = default;
};

/// The column names of the parts; an expression counts as an empty name.
QStringList columnNames(const QList<KeyPart> &parts);

/// Plain ascending parts of these columns.
QList<KeyPart> keyParts(const QStringList &columns);

struct PrimaryKeyConstraint
{
    QString name {}; ///< empty = unnamed, here and in every constraint
    QList<KeyPart> columns {};
    Options options {};

    bool operator==(const PrimaryKeyConstraint &) const = default;
};

struct UniqueConstraint
{
    QString name {};
    QList<KeyPart> columns {};
    Options options {};

    bool operator==(const UniqueConstraint &) const = default;
};

struct CheckConstraint
{
    QString name {};
    QString sql {}; ///< the expression without its outer parentheses
    Options options {};

    bool operator==(const CheckConstraint &) const = default;
};

struct ForeignKeyConstraint
{
    QString name {};
    QStringList columns {};
    QString referredTable {};
    QStringList referredColumns {}; ///< empty = the primary key of the referred table
    QString onDelete {}; ///< lower-case words: "cascade", "set null", …; empty = no action
    QString onUpdate {};
    QString match {}; ///< empty = simple
    bool deferrable = false;
    bool initiallyDeferred = false;
    Options options {};

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
    QString name;
    QList<KeyPart> columns {};
    bool unique = false;
    QString where {}; ///< the condition of a partial index, verbatim SQL
    Options options {};

    bool operator==(const Index &) const = default;
};

} // namespace joinery
