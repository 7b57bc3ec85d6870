// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"

namespace joinery {

// The operations of a revision: a closed set of plain values. Each carries both sides of what it
// changes, so that it inverts without a database. What a person decided (a fill, a cast, an
// accepted loss) is part of the operation.

/// Codes of what a person may accept, as they stand in `accept:` and after `--allow`.
namespace accepts {
inline const QString dataLoss
    = QStringLiteral("data_loss"); ///< values or rows go with the column or table
inline const QString deleteRows
    = QStringLiteral("delete_rows"); ///< rows that break the new rule are deleted
inline const QString orphans
    = QStringLiteral("orphans"); ///< rows without a parent stay as they are
inline const QString lossyCast
    = QStringLiteral("lossy_cast"); ///< values that do not fit the new type change
} // namespace accepts

struct CreateTable
{
    Table table; ///< with its indexes and triggers
    bool operator==(const CreateTable &) const = default;
};

struct DropTable
{
    Table table; ///< as it was, with its indexes and triggers
    QStringList accept {};
    bool operator==(const DropTable &) const = default;
};

/// Renames a table; what refers to it follows (keys, views, triggers).
struct RenameTable
{
    QString from;
    QString to;
    bool operator==(const RenameTable &) const = default;
};

struct AddColumn
{
    QString table;
    Column column;
    QString fill {}; ///< SQL expression over the row's other columns for the rows that are there
    QStringList accept {};
    bool operator==(const AddColumn &) const = default;
};

struct DropColumn
{
    QString table;
    Column column; ///< as it was
    QString restoreFill {}; ///< what a downgrade fills in where the column needs a value
    QStringList accept {};
    bool operator==(const DropColumn &) const = default;
};

/// Renames a column; what refers to it follows (keys, indexes, expressions, views, triggers).
struct RenameColumn
{
    QString table;
    QString from;
    QString to;
    bool operator==(const RenameColumn &) const = default;
};

/// The members of a Column that AlterColumn can change; unset = not touched.
struct ColumnPatch
{
    std::optional<DataType> type {};
    std::optional<bool> nullable {};
    std::optional<std::optional<QString>> serverDefault {};
    std::optional<std::optional<Computed>> computed {};
    std::optional<std::optional<Identity>> identity {};
    std::optional<QString> collation {};
    std::optional<QString> comment {};
    std::optional<Options> options {};

    bool isEmpty() const { return *this == ColumnPatch {}; }
    bool operator==(const ColumnPatch &) const = default;
};

/// Sets the patch's members on the column.
void applyPatch(Column &column, const ColumnPatch &patch);
/// The patch that turns `from` into `to`, names and renamedFrom aside.
ColumnPatch patchBetween(const Column &from, const Column &to);

struct AlterColumn
{
    QString table;
    QString column; ///< its name
    ColumnPatch from {}; ///< the same members as `to`, as they were
    ColumnPatch to {};
    QString fill {}; ///< replaces NULLs
    QString restoreFill {}; ///< replaces NULLs on downgrade
    QString cast {}; ///< SQL expression over the old row for the new value
    QStringList accept {};
    bool operator==(const AlterColumn &) const = default;
};

struct AddConstraint
{
    QString table;
    Constraint constraint;
    QStringList accept {};
    bool operator==(const AddConstraint &) const = default;
};

/// An unnamed constraint is addressed by its content.
struct DropConstraint
{
    QString table;
    Constraint constraint;
    bool operator==(const DropConstraint &) const = default;
};

struct CreateIndex
{
    QString table;
    Index index;
    QStringList accept {};
    bool operator==(const CreateIndex &) const = default;
};

struct DropIndex
{
    QString table;
    Index index;
    bool operator==(const DropIndex &) const = default;
};

/// Comment and dialect options of a table (STRICT, engine, …).
struct AlterTable
{
    QString table;
    std::optional<QString> fromComment {};
    std::optional<QString> toComment {};
    std::optional<Options> fromOptions {};
    std::optional<Options> toOptions {};
    QStringList accept {};
    bool operator==(const AlterTable &) const = default;
};

/// Puts the columns of a table into another order.
struct ReorderColumns
{
    QString table;
    QStringList from;
    QStringList to;
    bool operator==(const ReorderColumns &) const = default;
};

struct CreateView
{
    View view; ///< with its triggers
    bool operator==(const CreateView &) const = default;
};

struct DropView
{
    View view; ///< as it was, with its triggers
    bool operator==(const DropView &) const = default;
};

/// The same view with another text.
struct AlterView
{
    View from;
    View to;
    bool operator==(const AlterView &) const = default;
};

struct CreateTrigger
{
    QString table; ///< or the view it belongs to
    Trigger trigger;
    bool operator==(const CreateTrigger &) const = default;
};

struct DropTrigger
{
    QString table;
    Trigger trigger;
    bool operator==(const DropTrigger &) const = default;
};

struct CreateVirtualTable
{
    VirtualTable table;
    bool operator==(const CreateVirtualTable &) const = default;
};

struct DropVirtualTable
{
    VirtualTable table;
    QStringList accept {};
    bool operator==(const DropVirtualTable &) const = default;
};

struct CreateSequence
{
    Sequence sequence;
    bool operator==(const CreateSequence &) const = default;
};

struct DropSequence
{
    Sequence sequence;
    bool operator==(const DropSequence &) const = default;
};

struct CreateEnum
{
    Enum type;
    bool operator==(const CreateEnum &) const = default;
};

struct DropEnum
{
    Enum type;
    bool operator==(const DropEnum &) const = default;
};

/// Every operation but Execute.
using SchemaOperation = std::variant<CreateTable, DropTable, RenameTable, AlterTable, AddColumn,
    DropColumn, RenameColumn, AlterColumn, ReorderColumns, AddConstraint, DropConstraint,
    CreateIndex, DropIndex, CreateView, DropView, AlterView, CreateTrigger, DropTrigger,
    CreateVirtualTable, DropVirtualTable, CreateSequence, DropSequence, CreateEnum, DropEnum>;

/// SQL of the user's own.
struct Execute
{
    QMap<QString, QString> sql; ///< dialect -> text; the key "" is the text for every other dialect
    /// What undoes it, keyed as `sql`; unset = irreversible; an empty text = nothing to undo.
    std::optional<QMap<QString, QString>> reversedBy {};
    /// The schema operations it amounts to; unset = found out on a scratch database.
    std::optional<QList<SchemaOperation>> changes {};
    bool operator==(const Execute &) const = default;
};

/// The text for a dialect: its own, else the one for all; null when there is neither.
QString textFor(const QMap<QString, QString> &sql, const QString &dialect);

namespace detail {
template <typename Variant, typename... Ts> struct Extend;
template <typename... Us, typename... Ts> struct Extend<std::variant<Us...>, Ts...>
{
    using type = std::variant<Us..., Ts...>;
};
} // namespace detail

/// One step of a revision.
using Operation = detail::Extend<SchemaOperation, Execute>::type;

/// A SchemaOperation as an Operation.
Operation toOperation(const SchemaOperation &operation);

/// The table or view the operation works on (its name before a rename); empty for Execute.
QString targetOf(const Operation &operation);
/// "add_column", "drop_table", …: the key that stands for it in a revision file.
QString kindOf(const Operation &operation);

} // namespace joinery
