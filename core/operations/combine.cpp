// SPDX-License-Identifier: MPL-2.0
// What two operations in a row come to.
#include "joinery/base/overloaded.h"
#include "joinery/operations/fold.h"

namespace joinery {

namespace {

/// Unset: they stay two. Empty: nothing is left.
using Combined = std::optional<QList<Operation>>;

template <typename T> Combined one(const T &operation)
{
    return QList<Operation> {operation};
}

Combined nothing()
{
    return QList<Operation> {};
}

QStringList united(QStringList a, const QStringList &b)
{
    a += b;
    a.removeDuplicates();
    return a;
}

/// Sets the members of `over` on top of those of `patch`.
ColumnPatch over(ColumnPatch patch, const ColumnPatch &later)
{
    const auto put = [](auto &member, const auto &value) {
        if (value)
            member = value;
    };
    put(patch.type, later.type);
    put(patch.nullable, later.nullable);
    put(patch.serverDefault, later.serverDefault);
    put(patch.computed, later.computed);
    put(patch.identity, later.identity);
    put(patch.collation, later.collation);
    put(patch.comment, later.comment);
    put(patch.options, later.options);
    return patch;
}

class Combiner
{
public:
    explicit Combiner(const ReplayPolicy &policy)
        : m_policy(policy)
    { }

    bool same(const QString &a, const QString &b) const
    {
        return a == b || m_policy.nameKey(a) == m_policy.nameKey(b);
    }

    template <typename A, typename B> Combined operator()(const A &, const B &) const
    {
        return std::nullopt;
    }

    // What is done to a table that has no rows yet becomes part of it.
    template <typename B> Combined operator()(const CreateTable &create, const B &op) const
    {
        if constexpr (std::is_same_v<B, DropTable>) {
            return same(create.table.name, op.table.name) ? nothing() : std::nullopt;
        } else if constexpr (std::is_same_v<B, Execute> || std::is_same_v<B, CreateTable>) {
            return std::nullopt;
        } else {
            return intoTable(create, op);
        }
    }

    Combined operator()(const AddColumn &add, const AlterColumn &alter) const
    {
        // The rows have what the first left in them: a default that comes later is not for them,
        // and neither are values that a computation leaves behind.
        const bool touchesRows = !alter.cast.isEmpty() || alter.to.serverDefault
            || (alter.to.computed && !*alter.to.computed)
            || (!alter.fill.isEmpty() && (!add.fill.isEmpty() || add.column.serverDefault));
        if (!sameColumn(add.table, add.column.name, alter.table, alter.column) || touchesRows)
            return std::nullopt;
        AddColumn all = add;
        applyPatch(all.column, alter.to);
        if (all.fill.isEmpty())
            all.fill = alter.fill;
        return one(all);
    }
    Combined operator()(const AddColumn &add, const RenameColumn &rename) const
    {
        if (!sameColumn(add.table, add.column.name, rename.table, rename.from))
            return std::nullopt;
        AddColumn all = add;
        all.column.name = rename.to;
        return one(all);
    }
    Combined operator()(const AddColumn &add, const DropColumn &drop) const
    {
        return sameColumn(add.table, add.column.name, drop.table, drop.column.name) ? nothing()
                                                                                    : std::nullopt;
    }
    Combined operator()(const AlterColumn &a, const AlterColumn &b) const
    {
        const bool bothFill = !a.restoreFill.isEmpty() && !b.restoreFill.isEmpty();
        if (!sameColumn(a.table, a.column, b.table, b.column) || !b.cast.isEmpty()
            || (!b.fill.isEmpty() && !a.fill.isEmpty()) || bothFill)
            return std::nullopt;
        AlterColumn all = a;
        all.from = over(b.from, a.from);
        all.to = over(a.to, b.to);
        all.fill = a.fill.isEmpty() ? b.fill : a.fill;
        all.restoreFill = b.restoreFill.isEmpty() ? a.restoreFill : b.restoreFill;
        all.accept = united(a.accept, b.accept);
        const bool isIdle = all.from == all.to && all.fill.isEmpty() && all.cast.isEmpty()
            && all.accept.isEmpty();
        return isIdle ? nothing() : one(all);
    }
    Combined operator()(const AlterColumn &alter, const DropColumn &drop) const
    {
        if (!sameColumn(alter.table, alter.column, drop.table, drop.column.name))
            return std::nullopt;
        DropColumn all = drop;
        applyPatch(all.column, alter.from);
        if (all.restoreFill.isEmpty())
            all.restoreFill = alter.restoreFill;
        return one(all);
    }
    Combined operator()(const RenameColumn &a, const RenameColumn &b) const
    {
        if (!sameColumn(a.table, a.to, b.table, b.from))
            return std::nullopt;
        return a.from == b.to ? nothing() : one(RenameColumn {a.table, a.from, b.to});
    }
    Combined operator()(const RenameTable &a, const RenameTable &b) const
    {
        if (!same(a.to, b.from))
            return std::nullopt;
        return a.from == b.to ? nothing() : one(RenameTable {a.from, b.to});
    }
    Combined operator()(const AlterTable &a, const AlterTable &b) const
    {
        if (!same(a.table, b.table))
            return std::nullopt;
        AlterTable all = b;
        all.fromComment = a.fromComment ? a.fromComment : b.fromComment;
        all.toComment = b.toComment ? b.toComment : a.toComment;
        all.fromOptions = a.fromOptions ? a.fromOptions : b.fromOptions;
        all.toOptions = b.toOptions ? b.toOptions : a.toOptions;
        const bool isIdle = all.fromComment == all.toComment && all.fromOptions == all.toOptions;
        return isIdle ? nothing() : one(all);
    }
    Combined operator()(const ReorderColumns &a, const ReorderColumns &b) const
    {
        if (!same(a.table, b.table))
            return std::nullopt;
        return a.from == b.to ? nothing() : one(ReorderColumns {a.table, a.from, b.to});
    }

    // What is made and removed, or removed and made again. Rows that went with it stay gone.
    Combined operator()(const AddConstraint &a, const DropConstraint &b) const
    {
        const bool vanishes
            = same(a.table, b.table) && a.constraint == b.constraint && a.accept.isEmpty();
        return vanishes ? nothing() : std::nullopt;
    }
    Combined operator()(const DropConstraint &a, const AddConstraint &b) const
    {
        const bool vanishes
            = same(a.table, b.table) && a.constraint == b.constraint && b.accept.isEmpty();
        return vanishes ? nothing() : std::nullopt;
    }
    Combined operator()(const CreateIndex &a, const DropIndex &b) const
    {
        return same(a.index.name, b.index.name) && a.accept.isEmpty() ? nothing() : std::nullopt;
    }
    Combined operator()(const DropIndex &a, const CreateIndex &b) const
    {
        const bool vanishes = same(a.table, b.table) && a.index == b.index && b.accept.isEmpty();
        return vanishes ? nothing() : std::nullopt;
    }
    Combined operator()(const CreateTrigger &a, const DropTrigger &b) const
    {
        return same(a.trigger.name, b.trigger.name) ? nothing() : std::nullopt;
    }
    Combined operator()(const DropTrigger &a, const CreateTrigger &b) const
    {
        return same(a.table, b.table) && a.trigger == b.trigger ? nothing() : std::nullopt;
    }
    Combined operator()(const CreateVirtualTable &a, const DropVirtualTable &b) const
    {
        return same(a.table.name, b.table.name) ? nothing() : std::nullopt;
    }
    Combined operator()(const CreateSequence &a, const DropSequence &b) const
    {
        return same(a.sequence.name, b.sequence.name) ? nothing() : std::nullopt;
    }
    Combined operator()(const CreateEnum &a, const DropEnum &b) const
    {
        return same(a.type.name, b.type.name) ? nothing() : std::nullopt;
    }

    Combined operator()(const CreateView &a, const AlterView &b) const
    {
        return same(a.view.name, b.from.name) ? one(CreateView {b.to}) : std::nullopt;
    }
    Combined operator()(const CreateView &a, const DropView &b) const
    {
        return same(a.view.name, b.view.name) ? nothing() : std::nullopt;
    }
    Combined operator()(const AlterView &a, const AlterView &b) const
    {
        if (!same(a.to.name, b.from.name))
            return std::nullopt;
        return a.from == b.to ? nothing() : one(AlterView {a.from, b.to});
    }
    Combined operator()(const AlterView &a, const DropView &b) const
    {
        return same(a.to.name, b.view.name) ? one(DropView {a.from}) : std::nullopt;
    }

private:
    bool sameColumn(const QString &tableA, const QString &columnA, const QString &tableB,
        const QString &columnB) const
    {
        return same(tableA, tableB) && same(columnA, columnB);
    }

    template <typename B> Combined intoTable(const CreateTable &create, const B &op) const
    {
        if (!same(targetOf(op), create.table.name))
            return std::nullopt;
        MetaData alone;
        insert(alone, create.table);
        if (!apply(alone, Operation(op), m_policy) || alone.tables.size() != 1)
            return std::nullopt;
        return one(CreateTable {alone.tables.first()});
    }

    const ReplayPolicy &m_policy;
};

} // namespace

std::optional<QList<Operation>> combined(
    const Operation &first, const Operation &second, const ReplayPolicy &policy)
{
    return std::visit(Combiner(policy), first, second);
}

} // namespace joinery
