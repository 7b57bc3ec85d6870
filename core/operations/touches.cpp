// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/touches.h"

#include "joinery/base/overloaded.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

/// Collects what an operation uses. A table's name stands for the table, "table." for its columns
/// together, "table.c" for one, "table#kind" for one of its lists.
class Collector
{
public:
    explicit Collector(const ReplayPolicy &policy)
        : m_policy(policy)
    { }

    Touches touches {};

    void use(const QString &what, Use use)
    {
        const auto known = touches.find(what);
        if (known == touches.end())
            touches.insert(what, use);
        else if (*known != use)
            *known = Use::Takes;
    }
    void table(const QString &name, Use how) { use(tableKey(name, m_policy), how); }
    void column(const QString &table, const QString &name)
    {
        this->table(table, Use::Reads);
        allColumns(table, Use::Changes);
        use(columnKey(table, name, m_policy), Use::Takes);
    }
    void allColumns(const QString &table, Use how) { use(tableKey(table, m_policy) + u'.', how); }
    void list(const QString &table, QChar kind)
    {
        this->table(table, Use::Reads);
        use(tableKey(table, m_policy) + u'#' + kind, Use::Takes);
    }
    /// An expression over the columns of the table.
    void expression(const QString &table, const QString &sql)
    {
        if (!sql.isEmpty())
            allColumns(table, Use::Reads);
    }
    void computed(const QString &table, const std::optional<Computed> &computed)
    {
        expression(table, computed ? computed->sql : QString());
    }
    void columns(const QString &table, const QStringList &names)
    {
        for (const QString &name : names)
            use(columnKey(table, name, m_policy), Use::Reads);
    }
    void parts(const QString &table, const QList<KeyPart> &parts)
    {
        for (const KeyPart &part : parts) {
            if (part.column.isEmpty())
                expression(table, part.expression);
            else
                columns(table, {part.column});
        }
    }
    void name(QChar kind, const QString &name)
    {
        use(QString(kind) + u':' + m_policy.nameKey(name), Use::Takes);
    }
    /// Everything a piece of SQL could mean.
    void sql(const QString &text)
    {
        for (const Token &token : significantTokens(text)) {
            if (token.kind != TokenKind::Word && token.kind != TokenKind::QuotedName)
                continue;
            table(nameIn(text, token), Use::Reads);
            allColumns(nameIn(text, token), Use::Reads);
        }
    }
    void type(const DataType &type) { use(u"e:"_s + m_policy.nameKey(type.text), Use::Reads); }
    void constraint(const QString &owner, const Constraint &constraint)
    {
        list(owner, QChar(u'0' + ushort(constraint.index())));
        std::visit(overloaded {
                       [&](const CheckConstraint &check) { expression(owner, check.sql); },
                       [&](const ForeignKeyConstraint &key) {
                           columns(owner, key.columns);
                           table(key.referredTable, Use::Reads);
                           columns(key.referredTable, key.referredColumns);
                       },
                       [&](const auto &key) { parts(owner, key.columns); },
                   },
            constraint);
    }
    void index(const QString &owner, const Index &index)
    {
        list(owner, u'i');
        name(u'i', index.name);
        parts(owner, index.columns);
        expression(owner, index.where);
    }
    void whole(const Table &table)
    {
        take(table.name);
        for (const Column &column : table.columns)
            type(column.type);
        for (const ForeignKeyConstraint &key : table.foreignKeys) {
            if (tableKey(key.referredTable, m_policy) != tableKey(table.name, m_policy))
                constraint(table.name, key);
        }
        for (const Index &index : table.indexes)
            name(u'i', index.name);
        triggers(table.triggers);
    }
    void whole(const View &view)
    {
        sql(view.sql);
        triggers(view.triggers);
        take(view.name);
    }
    void take(const QString &name)
    {
        table(name, Use::Takes);
        allColumns(name, Use::Takes);
    }
    void trigger(const QString &owner, const Trigger &trigger)
    {
        sql(trigger.sql);
        list(owner, u't');
        allColumns(owner, Use::Reads);
        name(u't', trigger.name);
    }

private:
    void triggers(const QList<Trigger> &all)
    {
        for (const Trigger &trigger : all) {
            sql(trigger.sql);
            name(u't', trigger.name);
        }
    }

    const ReplayPolicy &m_policy;
};

} // namespace

QString tableKey(const QString &table, const ReplayPolicy &policy)
{
    return u"o:"_s + policy.nameKey(table);
}

QString columnKey(const QString &table, const QString &column, const ReplayPolicy &policy)
{
    return tableKey(table, policy) + u'.' + policy.nameKey(column);
}

bool isMovable(const Operation &operation)
{
    return !std::holds_alternative<Execute>(operation);
}

Touches touchesOf(const Operation &operation, const ReplayPolicy &policy)
{
    Collector all(policy);
    std::visit(overloaded {
                   [&](const CreateTable &op) { all.whole(op.table); },
                   [&](const DropTable &op) { all.whole(op.table); },
                   [&](const RenameTable &op) {
                       all.take(op.from);
                       all.take(op.to);
                   },
                   [&](const AlterTable &op) { all.list(op.table, u'o'); },
                   [&](const AddColumn &op) {
                       all.column(op.table, op.column.name);
                       all.type(op.column.type);
                       all.computed(op.table, op.column.computed);
                       all.expression(op.table, op.fill);
                   },
                   [&](const DropColumn &op) {
                       all.column(op.table, op.column.name);
                       all.type(op.column.type);
                       all.computed(op.table, op.column.computed);
                   },
                   [&](const RenameColumn &op) {
                       all.column(op.table, op.from);
                       all.column(op.table, op.to);
                   },
                   [&](const AlterColumn &op) {
                       all.column(op.table, op.column);
                       all.type(op.to.type.value_or(DataType {}));
                       all.computed(op.table, op.from.computed.value_or(std::nullopt));
                       all.computed(op.table, op.to.computed.value_or(std::nullopt));
                       all.expression(op.table, op.fill + op.cast);
                   },
                   [&](const ReorderColumns &op) {
                       all.table(op.table, Use::Reads);
                       all.allColumns(op.table, Use::Takes);
                   },
                   [&](const AddConstraint &op) { all.constraint(op.table, op.constraint); },
                   [&](const DropConstraint &op) { all.constraint(op.table, op.constraint); },
                   [&](const CreateIndex &op) { all.index(op.table, op.index); },
                   [&](const DropIndex &op) { all.index(op.table, op.index); },
                   [&](const CreateView &op) { all.whole(op.view); },
                   [&](const DropView &op) { all.whole(op.view); },
                   [&](const AlterView &op) {
                       all.whole(op.from);
                       all.whole(op.to);
                   },
                   [&](const CreateTrigger &op) { all.trigger(op.table, op.trigger); },
                   [&](const DropTrigger &op) { all.trigger(op.table, op.trigger); },
                   [&](const CreateVirtualTable &op) {
                       all.sql(op.table.sql);
                       all.take(op.table.name);
                   },
                   [&](const DropVirtualTable &op) {
                       all.sql(op.table.sql);
                       all.take(op.table.name);
                   },
                   [&](const CreateSequence &op) { all.name(u's', op.sequence.name); },
                   [&](const DropSequence &op) { all.name(u's', op.sequence.name); },
                   [&](const CreateEnum &op) { all.name(u'e', op.type.name); },
                   [&](const DropEnum &op) { all.name(u'e', op.type.name); },
                   [](const Execute &) {},
               },
        operation);
    return all.touches;
}

QString leftBehind(const Operation &operation, const ReplayPolicy &policy)
{
    const auto table = [&](const QString &name) { return tableKey(name, policy); };
    const auto column
        = [&](const QString &owner, const QString &name) { return columnKey(owner, name, policy); };
    const auto named = [&](QChar kind, const QString &name) {
        return QString(kind) + u':' + policy.nameKey(name);
    };
    return std::visit(
        overloaded {
            [&](const CreateTable &op) { return table(op.table.name); },
            [&](const RenameTable &op) { return table(op.to); },
            [&](const AlterTable &op) { return table(op.table) + u"#o"_s; },
            [&](const AddColumn &op) { return column(op.table, op.column.name); },
            [&](const RenameColumn &op) { return column(op.table, op.to); },
            [&](const AlterColumn &op) { return column(op.table, op.column); },
            [&](const ReorderColumns &op) { return table(op.table) + u'.'; },
            [&](const AddConstraint &op) {
                return table(op.table) + u'#' + QChar(u'0' + ushort(op.constraint.index()));
            },
            [&](const DropConstraint &op) {
                return table(op.table) + u'#' + QChar(u'0' + ushort(op.constraint.index()));
            },
            [&](const CreateIndex &op) { return named(u'i', op.index.name); },
            [&](const DropIndex &op) { return named(u'i', op.index.name); },
            [&](const CreateView &op) { return table(op.view.name); },
            [&](const AlterView &op) { return table(op.to.name); },
            [&](const CreateTrigger &op) { return named(u't', op.trigger.name); },
            [&](const DropTrigger &op) { return named(u't', op.trigger.name); },
            [&](const CreateVirtualTable &op) { return table(op.table.name); },
            [&](const CreateSequence &op) { return named(u's', op.sequence.name); },
            [&](const CreateEnum &op) { return named(u'e', op.type.name); },
            [](const auto &) { return QString(); },
        },
        operation);
}

} // namespace joinery::detail
