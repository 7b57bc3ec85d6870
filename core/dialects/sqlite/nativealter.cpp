// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/nativealter.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/typename.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

using Native = std::optional<NativeStep>;

Native statement(const QString &sql)
{
    return NativeStep {.statements = {sql}};
}

/// Whether the default can be had without looking at the rows: SQLite refuses others for filled
/// tables.
bool isConstant(const QString &sql)
{
    static const QSet<QString> changing {
        u"CURRENT_TIME"_s, u"CURRENT_DATE"_s, u"CURRENT_TIMESTAMP"_s};
    const QList<Token> tokens = significantTokens(sql);
    if (tokens.isEmpty() || tokens.size() > 2)
        return false;
    const QString sign = textOf(sql, tokens.first()).toString();
    if (tokens.size() == 2 && sign != u"-" && sign != u"+")
        return false;
    const Token &value = tokens.last();
    if (value.kind == TokenKind::Word)
        return tokens.size() == 1 && !changing.contains(textOf(sql, value).toString().toUpper());
    return value.kind == TokenKind::Number || value.kind == TokenKind::String
        || value.kind == TokenKind::Blob || value.kind == TokenKind::QuotedName;
}

/// SQLite gives the rows that are there the number 1 for `TEXT DEFAULT true`, and new ones '1'.
bool isMisfiled(const Table &table, const Column &column)
{
    if (!column.serverDefault || affinityOf(declaredType(table, column)) != Affinity::Text)
        return false;
    const QList<Token> tokens = significantTokens(*column.serverDefault);
    return tokens.size() == 1
        && (isWord(*column.serverDefault, tokens.first(), u"true")
            || isWord(*column.serverDefault, tokens.first(), u"false"));
}

bool isNullDefault(const Column &column)
{
    if (!column.serverDefault)
        return true;
    const QList<Token> tokens = significantTokens(*column.serverDefault);
    return tokens.size() == 1 && isWord(*column.serverDefault, tokens.first(), u"null");
}

bool canBeAdded(const Column &column)
{
    if (column.identity)
        return false;
    if (column.computed)
        return !column.computed->persisted;
    if (column.serverDefault && !isConstant(*column.serverDefault))
        return false;
    return column.nullable || !isNullDefault(column);
}

/// A foreign key as a column constraint: the same text from REFERENCES on.
QString asColumnConstraint(const ForeignKeyConstraint &key)
{
    const QString text = constraintDefinition(Constraint(key));
    for (const Token &token : significantTokens(text)) {
        if (!isWord(text, token, u"references"))
            continue;
        const QString name
            = key.name.isEmpty() ? QString() : u"CONSTRAINT "_s + quotedName(key.name) + u' ';
        return name + text.mid(token.start);
    }
    return {};
}

/// The constraint as a part of ADD COLUMN; empty where it cannot be one.
QString foldedConstraint(const AddConstraint &add, const Column &column)
{
    if (add.accept.contains(accepts::deleteRows))
        return {};
    if (const auto *key = std::get_if<ForeignKeyConstraint>(&add.constraint)) {
        const bool ownAlone
            = key->columns.size() == 1 && sameName(key->columns.first(), column.name);
        return ownAlone && isNullDefault(column) && !column.computed ? asColumnConstraint(*key)
                                                                     : QString();
    }
    if (const auto *check = std::get_if<CheckConstraint>(&add.constraint))
        return mentions(check->sql, column.name) ? constraintDefinition(add.constraint) : QString();
    return {};
}

/// Whether the generated column reads one that is added only after it.
bool readsLater(const Column &column, const QList<Operation> &later)
{
    return column.computed
        && std::any_of(later.begin(), later.end(), [&](const Operation &operation) {
               const AddColumn *add = std::get_if<AddColumn>(&operation);
               return add && mentions(column.computed->sql, add->column.name);
           });
}

Native addColumn(const QList<MetaData> &schemas, const QList<Operation> &operations,
    qsizetype index, const AddColumn &add)
{
    const Table *table = findTable(schemas[index + 1], add.table);
    if (!table || !add.fill.isEmpty() || add.accept.contains(accepts::deleteRows)
        || !canBeAdded(add.column) || isMisfiled(*table, add.column)
        || readsLater(add.column, operations.mid(index + 1)))
        return std::nullopt;
    QString text = u"ALTER TABLE %1 ADD COLUMN %2"_s.arg(
        quotedName(table->name), columnDefinition(*table, add.column));
    if (const auto check = enumCheck(*table, add.column))
        text += u' ' + constraintDefinition(Constraint(*check));
    qsizetype count = 1;
    for (; index + count < operations.size(); ++count) {
        const auto *constraint = std::get_if<AddConstraint>(&operations[index + count]);
        const QString folded = constraint ? foldedConstraint(*constraint, add.column) : QString();
        if (folded.isEmpty())
            break;
        text += u' ' + folded;
    }
    return NativeStep {.count = count, .statements = {text}};
}

bool mentioned(const QList<KeyPart> &parts, const QString &column)
{
    return std::any_of(parts.begin(), parts.end(), [&](const KeyPart &part) {
        return sameName(part.column, column) || mentions(part.expression, column);
    });
}

template <typename Items, typename Says> bool any(const Items &items, const Says &says)
{
    return std::any_of(items.begin(), items.end(), says);
}

bool mentionedInTable(const Table &table, const QString &column)
{
    const auto key = effectivePrimaryKey(table);
    return (key && mentioned(key->columns, column)) || any(table.uniques, [&](const auto &item) {
        return mentioned(item.columns, column);
    }) || any(table.indexes, [&](const Index &item) {
        return mentioned(item.columns, column) || mentions(item.where, column);
    }) || any(withEnumChecks(table), [&](const auto &item) {
        return mentions(item.sql, column);
    }) || any(table.columns, [&](const Column &item) {
        return item.computed && mentions(item.computed->sql, column);
    }) || any(table.foreignKeys, [&](const ForeignKeyConstraint &item) {
        return any(item.columns, [&](const QString &own) { return sameName(own, column); });
    });
}

bool referred(const Table &child, const QString &table, const QString &column)
{
    return any(child.foreignKeys, [&](const ForeignKeyConstraint &key) {
        return sameName(key.referredTable, table)
            && any(key.referredColumns, [&](const QString &own) { return sameName(own, column); });
    });
}

/// Whether anything in the schema could mean the column, be it another of the same name.
bool mentionedAnywhere(const MetaData &schema, const Table &table, const QString &column)
{
    const auto inTriggers = [&](const QList<Trigger> &triggers) {
        return any(triggers, [&](const Trigger &trigger) { return mentions(trigger.sql, column); });
    };
    return mentionedInTable(table, column) || any(schema.tables, [&](const Table &other) {
        return referred(other, table.name, column) || inTriggers(other.triggers);
    }) || any(schema.views, [&](const View &view) {
        return mentions(view.sql, column) || inTriggers(view.triggers);
    }) || any(schema.virtualTables, [&](const VirtualTable &other) {
        return mentions(other.sql, column);
    });
}

Native dropColumn(const MetaData &schema, const DropColumn &drop)
{
    const Table *table = findTable(schema, drop.table);
    if (!table || table->columns.size() < 2 || mentionedAnywhere(schema, *table, drop.column.name))
        return std::nullopt;
    return statement(u"ALTER TABLE %1 DROP COLUMN %2"_s.arg(
        quotedName(table->name), quotedName(drop.column.name)));
}

/// Native exactly when SQLite stores nothing of what changes.
Native unlessStored(const QList<MetaData> &schemas, qsizetype index, const QString &name)
{
    const Table *before = findTable(schemas[index], name);
    const Table *after = findTable(schemas[index + 1], name);
    if (!before || !after || createTable(*before) != createTable(*after))
        return std::nullopt;
    return NativeStep {};
}

bool changesRows(const AlterColumn &alter)
{
    return !alter.fill.isEmpty() || !alter.cast.isEmpty()
        || alter.accept.contains(accepts::deleteRows);
}

Native createIndexStep(const MetaData &schema, const CreateIndex &create)
{
    const Table *table = findTable(schema, create.table);
    if (!table || (create.index.unique && create.accept.contains(accepts::deleteRows)))
        return std::nullopt;
    return statement(createIndex(table->name, create.index));
}

QString renameTable(const QString &from, const QString &to)
{
    return u"ALTER TABLE %1 RENAME TO %2"_s.arg(quotedName(from), quotedName(to));
}

} // namespace

QStringList renameStatements(const MetaData &before, const RenameTable &rename)
{
    if (!sameName(rename.from, rename.to))
        return {renameTable(rename.from, rename.to)};
    const QString between = unusedName(before, u"joinery_rename_"_s + rename.to);
    return {renameTable(rename.from, between), renameTable(between, rename.to)};
}

QStringList renameStatements(const RenameColumn &rename)
{
    return {u"ALTER TABLE %1 RENAME COLUMN %2 TO %3"_s.arg(
        quotedName(rename.table), quotedName(rename.from), quotedName(rename.to))};
}

std::optional<NativeStep> nativeStep(
    const QList<MetaData> &schemas, const QList<Operation> &operations, qsizetype index)
{
    return std::visit(
        overloaded {
            [&](const AddColumn &add) { return addColumn(schemas, operations, index, add); },
            [&](const DropColumn &drop) { return dropColumn(schemas[index], drop); },
            [&](const AlterColumn &alter) {
                return changesRows(alter) ? Native() : unlessStored(schemas, index, alter.table);
            },
            [&](const AlterTable &alter) { return unlessStored(schemas, index, alter.table); },
            [&](const ReorderColumns &order) { return unlessStored(schemas, index, order.table); },
            [&](const CreateIndex &create) { return createIndexStep(schemas[index], create); },
            [](const DropIndex &drop) {
                return statement(u"DROP INDEX "_s + quotedName(drop.index.name));
            },
            [](const CreateTrigger &create) { return statement(create.trigger.sql); },
            [](const DropTrigger &drop) {
                return statement(u"DROP TRIGGER "_s + quotedName(drop.trigger.name));
            },
            [](const auto &) { return Native(); },
        },
        operations[index]);
}

} // namespace joinery::sqlite
