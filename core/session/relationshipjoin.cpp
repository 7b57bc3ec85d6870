// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/relationshipjoin.h"

#include "joinery/mapping/modelinfo.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Kind = ExpressionNode::Kind;

ExpressionPtr equal(
    const TableReference &left, int leftColumn, const TableReference &right, int rightColumn)
{
    return expression::operation(SqlOperator::Equal,
        expression::column(*left.model, leftColumn, left.alias),
        expression::column(*right.model, rightColumn, right.alias));
}

bool reads(const QList<StatementSource> &sources, const TableReference &table)
{
    return std::any_of(sources.cbegin(), sources.cend(),
        [&](const StatementSource &source) { return source.table == table; });
}

void addTable(const TableReference &table, QList<TableReference> &tables)
{
    if (!tables.contains(table))
        tables.append(table);
}

/// The tables of the columns in an expression, those in subqueries left out.
void collectTables(const ExpressionPtr &node, QList<TableReference> &tables)
{
    if (!node)
        return;
    if (node->kind == Kind::Column)
        addTable(node->table, tables);
    for (const ExpressionPtr &operand : node->operands)
        collectTables(operand, tables);
    collectTables(node->filter, tables);
}

/// What the statement begins with: what is told, then what its columns name, if nobody joins it.
QList<TableReference> firstTables(
    const SelectStatement &statement, const QList<TableReference> &enclosing)
{
    QList<TableReference> tables = statement.from;
    for (const RowItem &item : statement.items) {
        if (item.expression)
            collectTables(item.expression, tables);
        else
            addTable(item.table, tables);
    }
    for (const JoinItem &join : statement.joins)
        tables.removeAll(join.table);
    if (!tables.isEmpty())
        return tables;
    for (const ExpressionPtr &condition : statement.where)
        collectTables(condition, tables);
    for (const TableReference &table : enclosing)
        tables.removeAll(table);
    for (const JoinItem &join : statement.joins) {
        tables.removeAll(join.table);
        if (join.from.model && tables.isEmpty())
            tables.append(join.from);
    }
    return tables;
}

Error usage(const QString &message, const QString &hint)
{
    return Error {.code = ErrorCode::Usage, .message = message, .hint = hint};
}

/// Conditions by the foreign keys of `holder` to `referred`.
QList<ExpressionPtr> byForeignKeys(const TableReference &holder, const TableReference &referred)
{
    QList<ExpressionPtr> conditions;
    for (const ReferenceInfo &reference : holder.model->references) {
        if (&reference.referred() == referred.model)
            conditions.append(equal(holder, reference.column, referred,
                referredColumn(*holder.model, reference.column, *referred.model)));
    }
    return conditions;
}

Result<ExpressionPtr> byTheForeignKey(const JoinItem &join, const QList<StatementSource> &sources)
{
    QList<ExpressionPtr> found;
    for (const StatementSource &source : sources) {
        found += byForeignKeys(source.table, join.table);
        found += byForeignKeys(join.table, source.table);
    }
    if (found.size() == 1)
        return found.first();
    const QString hint
        = u"Name the relationship, join(&Hero::team), or a condition, join<Team>(…)."_s;
    if (found.isEmpty())
        return fail(usage(
            u"Table %1 is joined, but no foreign key leads from or to the tables in front"_s.arg(
                tableText(join.table)),
            hint));
    return fail(usage(
        u"Table %1 is joined, and there are %2 foreign keys between it and the tables in front"_s
            .arg(tableText(join.table))
            .arg(found.size()),
        hint));
}

Result<QList<StatementSource>> byRelationship(
    const JoinItem &join, const QList<StatementSource> &sources)
{
    if (join.relationship < 0)
        return fail(
            usage(u"A member of model \"%1\" is joined that is mapped to no relationship"_s.arg(
                      join.from.model->name()),
                u"Map it with manyToOne(), oneToMany() or manyToMany()."_s));
    if (!reads(sources, join.from))
        return fail(
            usage(u"A relationship of table %1 is joined, which the query does not read"_s.arg(
                      tableText(join.from)),
                u"Join that table first, or begin with it: selectFrom<…>()."_s));
    const RelationshipInfo &info = join.from.model->relationships[join.relationship];
    if (const Result<> checked = checkReferredColumns(*join.from.model, info); !checked)
        return fail(checked.error());
    return joinRelationship(join.from, join.relationship, join.table,
        info.link ? freeAlias(info.link(), sources) : QString());
}

Result<QList<StatementSource>> joinedBy(const JoinItem &join, const QList<StatementSource> &sources)
{
    if (join.kind == JoinItem::Kind::Relationship)
        return byRelationship(join, sources);
    if (join.kind == JoinItem::Kind::Condition)
        return QList<StatementSource> {{.table = join.table, .on = join.on}};
    return byTheForeignKey(join, sources).map([&](const ExpressionPtr &on) {
        return QList<StatementSource> {{.table = join.table, .on = on}};
    });
}

Result<> addJoin(const JoinItem &join, QList<StatementSource> &sources)
{
    if (reads(sources, join.table))
        return fail(
            usage(u"Table %1 is in the query twice under one name"_s.arg(tableText(join.table)),
                u"Give one another name: alias<…>(u\"…\"_s)."_s));
    Result<QList<StatementSource>> added = joinedBy(join, sources);
    if (!added)
        return fail(std::move(added).error());
    for (StatementSource &source : *added) {
        source.outer = join.outer;
        sources.append(source);
    }
    return {};
}

const ReferenceInfo *referenceBetween(
    const ModelInfo &holder, int column, const ModelInfo &referred)
{
    const auto found = std::find_if(
        holder.references.cbegin(), holder.references.cend(), [&](const ReferenceInfo &reference) {
            return reference.column == column && &reference.referred() == &referred;
        });
    return found == holder.references.cend() ? nullptr : &*found;
}

Result<> checkReference(const ModelInfo &holder, int column, const ModelInfo &referred)
{
    if (referred.key.size() < 2 || referenceBetween(holder, column, referred))
        return {};
    return fail(
        usage(u"A relationship goes from %1.%2 to \"%3\", whose key has several columns"_s.arg(
                  holder.name(), holder.columnName(column), referred.name()),
            u"Say by references() which unique column of it is meant, or join by a condition."_s));
}

} // namespace

QString tableName(const TableReference &table)
{
    return table.alias.isEmpty() ? table.model->table.name : table.alias;
}

QString tableText(const TableReference &table)
{
    const QString name = u'"' + table.model->table.name + u'"';
    return table.alias.isEmpty() ? name : u"%1 as \"%2\""_s.arg(name, table.alias);
}

QString freeAlias(const ModelInfo &model, const QList<StatementSource> &sources)
{
    const auto isTaken = [&](const QString &name) {
        return std::any_of(sources.cbegin(), sources.cend(),
            [&](const StatementSource &source) { return tableName(source.table) == name; });
    };
    if (!isTaken(model.table.name))
        return {};
    int number = 1;
    while (isTaken(model.table.name + u'_' + QString::number(number)))
        ++number;
    return model.table.name + u'_' + QString::number(number);
}

int referredColumn(const ModelInfo &holder, int column, const ModelInfo &referred)
{
    if (const ReferenceInfo *reference = referenceBetween(holder, column, referred)) {
        for (int i = 0; i < referred.columns.size(); ++i) {
            if (referred.columns[i].options.name == reference->referredColumn)
                return i;
        }
    }
    return referred.hiddenKey ? -1 : referred.key.first();
}

bool isKey(const ModelInfo &model, int column)
{
    return column < 0 ? model.hiddenKey : model.key == QList<int> {column};
}

Result<> checkReferredColumns(const ModelInfo &model, const RelationshipInfo &relationship)
{
    const ModelInfo &related = relationship.related();
    switch (relationship.kind) {
    case RelationshipInfo::Kind::ManyToOne:
        return checkReference(model, relationship.column, related);
    case RelationshipInfo::Kind::OneToMany:
        return checkReference(related, relationship.column, model);
    case RelationshipInfo::Kind::ManyToMany:
        break;
    }
    const Result<> own = checkReference(relationship.link(), relationship.column, model);
    return own ? checkReference(relationship.link(), relationship.linkedColumn, related) : own;
}

QList<StatementSource> joinRelationship(const TableReference &from, int relationship,
    const TableReference &target, const QString &linkAlias)
{
    const RelationshipInfo &info = from.model->relationships[relationship];
    switch (info.kind) {
    case RelationshipInfo::Kind::ManyToOne:
        return {{.table = target,
            .on = equal(target, referredColumn(*from.model, info.column, *target.model), from,
                info.column)}};
    case RelationshipInfo::Kind::OneToMany:
        return {{.table = target,
            .on = equal(target, info.column, from,
                referredColumn(*target.model, info.column, *from.model))}};
    case RelationshipInfo::Kind::ManyToMany:
        break;
    }
    const TableReference link {&info.link(), linkAlias};
    return {{.table = link,
                .on = equal(link, info.column, from,
                    referredColumn(*link.model, info.column, *from.model))},
        {.table = target,
            .on = equal(target, referredColumn(*link.model, info.linkedColumn, *target.model), link,
                info.linkedColumn)}};
}

Result<QList<StatementSource>> sourcesOf(
    const SelectStatement &statement, const QList<TableReference> &enclosing)
{
    QList<StatementSource> sources;
    for (const TableReference &table : firstTables(statement, enclosing))
        sources.append({.table = table});
    if (sources.isEmpty() && !statement.joins.isEmpty())
        return fail(usage(
            u"Table %1 is joined to nothing"_s.arg(tableText(statement.joins.first().table)),
            u"Begin with another table, selectFrom<…>(); a table that is joined with itself needs alias<…>(u\"…\"_s)."_s));
    for (const JoinItem &join : statement.joins) {
        if (Result<> done = addJoin(join, sources); !done)
            return fail(std::move(done).error());
    }
    return sources;
}

} // namespace joinery
