// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/db/value.h"
#include "joinery/schema/table.h"

#include <optional>

namespace joinery {

/// How the rows of a table are told apart and walked through in order.
struct RowAddress
{
    /// Names that SQL accepts: the primary key's columns, or the hidden row id. Never empty. Their
    /// values are never NULL, and walking in their order needs no sorting.
    QStringList columns {};
    bool hidden = false; ///< the columns are none of the table's own (a row id)
    bool integer = false; ///< one column of 64-bit integers: a position can be estimated from it

    bool operator==(const RowAddress &) const = default;
};

/// What an INSERT does when a row with the same key is there.
enum class OnConflict
{
    Fail,
    Ignore, ///< the row that is there stays
    Replace, ///< the row that is there gets the new values
};

/// An INSERT that changes the row with the same key, where there is one. Names of columns.
struct Upsert
{
    QStringList given {}; ///< those with a parameter each, in their order; none: a row of defaults
    QStringList key {}; ///< those that tell rows apart
    QStringList replaced {}; ///< get what a new row would have got, defaults too
    QString counted {}; ///< counts on by one; empty: none does
};

/// Where NULLs stand in an order.
enum class NullsOrder : quint8
{
    AsTheDatabaseDoes,
    First,
    Last,
};

/// Expressions that show a value without reading far into a large one.
struct PreviewSql
{
    QString value; ///< the value, a text or blob cut; a blob may be left out altogether
    QString length; ///< its full length if it is a text (characters) or a blob (bytes), else NULL
};

/// What a row violates, as far as the database's words tell.
struct Violation
{
    QString constraint {}; ///< its name; empty for unnamed ones
    QStringList columns {}; ///< of the table; empty when it is not known

    bool operator==(const Violation &) const = default;
};

/// The words of a dialect for reading and changing rows. Stateless and thread-safe.
class DmlCompiler
{
public:
    virtual ~DmlCompiler() = default;

    /// How to address the table's rows; unset when they cannot be told apart.
    virtual std::optional<RowAddress> rowAddress(const Table &table) const = 0;
    /// An identifier, always quoted.
    virtual QString quote(const QString &identifier) const = 0;
    /// A value as a literal, for people to read and for scripts.
    virtual QString literal(const Value &value) const = 0;
    /// An INSERT of one row with a parameter for each column, in their order. `key` are the columns
    /// that tell rows apart for Replace; columns that are not given keep their values.
    virtual QString insertStatement(const QString &table, const QStringList &columns,
        OnConflict onConflict = OnConflict::Fail, const QStringList &key = {}) const = 0;
    virtual QString upsertStatement(const QString &table, const Upsert &upsert) const = 0;
    /// A condition that is true when both are equal or both NULL.
    virtual QString sameValue(const QString &left, const QString &right) const = 0;
    /// The expression as text, for searching in it.
    virtual QString asText(const QString &expression) const = 0;
    /// How to show the expression with at most that many characters or bytes of it.
    virtual PreviewSql preview(const QString &expression, int characters, int bytes) const = 0;
    /// NULLs come before all values in ascending order.
    virtual bool nullsSortFirst() const = 0;
    /// A query whose one value differs from what it was on the same connection after another one
    /// has changed the database; empty where there is none.
    virtual QString changeStamp() const = 0;
    /// How many parameters a statement may have at most.
    virtual int maxParameters() const = 0;

    /// Begins a transaction that writes, and takes the lock for it at once.
    virtual QString begin() const = 0;
    /// Puts off the foreign keys of a transaction until its end; empty where that cannot be.
    virtual QString deferForeignKeys() const = 0;
    /// The words of an INSERT or UPDATE up to the table's name. Whatever the table's constraints
    /// say of conflicts, a row that violates one fails and no other row goes for it.
    virtual QString insertInto(const Table &table) const = 0;
    virtual QString update(const Table &table) const = 0;
    /// After an INSERT of one row, BulkStatement::lastInsertedKey() is the key that the database
    /// gave it; otherwise RETURNING has to tell.
    virtual bool tellsInsertedKey() const = 0;
    /// A query with the name of a table as its parameter. It yields a row when one INSERT of many
    /// rows is the same to the table as an INSERT for each: it writes all or none of them, and
    /// gives keys that count up by one, of which lastInsertedKey() is the last, as long as there
    /// are keys left. Empty: never.
    virtual QString insertsInSequence() const;

    // Parts of a query; the standard's words, unless a dialect has others.

    /// A term of ORDER BY.
    virtual QString orderTerm(const QString &expression, bool descending, NullsOrder nulls) const;
    /// LIMIT and OFFSET with a parameter for each that is wanted, the limit first.
    virtual QString limitClause(bool limit, bool offset) const;
    /// Locks the rows of a query; empty where there are no locks of rows.
    virtual QString forUpdate() const;
    /// Two texts as one; NULL when either is.
    virtual QString concatenation(const QString &left, const QString &right) const;
    /// The expression converted to a type of docs/types.md.
    virtual QString cast(const QString &expression, const QString &type) const = 0;
    /// The clock, as the type timestamptz is kept.
    virtual QString now() const;

    /// What the error of a statement on the table is about.
    virtual Violation violation(const Table &table, const Error &error) const = 0;
};

} // namespace joinery
