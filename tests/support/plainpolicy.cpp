// SPDX-License-Identifier: MPL-2.0
#include "support/plainpolicy.h"

#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

bool isName(const Token &token)
{
    return token.kind == TokenKind::Word || token.kind == TokenKind::QuotedName;
}

bool names(const QString &sql, const QString &name)
{
    const QList<Token> tokens = tokenize(sql);
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token &token) {
        return isName(token) && nameIn(sql, token).toLower() == name.toLower();
    });
}

void exchange(QString &sql, const QString &from, const QString &to)
{
    QString result;
    for (const Token &token : tokenize(sql)) {
        const bool meant = isName(token) && nameIn(sql, token).toLower() == from.toLower();
        result += meant ? quotedName(to) : textOf(sql, token).toString();
    }
    sql = result;
}

QString plainSql(const QString &sql)
{
    return canonicalSql(sql);
}

/// All SQL text of the table but its triggers.
template <typename Change> void forTexts(Table &table, Change change)
{
    for (Column &column : table.columns) {
        if (column.serverDefault)
            change(*column.serverDefault);
        if (column.computed)
            change(column.computed->sql);
    }
    for (CheckConstraint &check : table.checks)
        change(check.sql);
    for (Index &index : table.indexes) {
        change(index.where);
        for (KeyPart &part : index.columns)
            change(part.expression);
    }
}

/// The texts that may name any table: views and triggers.
template <typename Change> void forFreeTexts(MetaData &metaData, Change change)
{
    for (Table &table : metaData.tables) {
        for (Trigger &trigger : table.triggers)
            change(trigger.sql);
    }
    for (View &view : metaData.views) {
        change(view.sql);
        for (Trigger &trigger : view.triggers)
            change(trigger.sql);
    }
}

template <typename T, typename Text> void sortBy(QList<T> &elements, Text text)
{
    std::sort(elements.begin(), elements.end(),
        [&](const T &a, const T &b) { return text(a) < text(b); });
}

void sortParts(Table &table, bool columnOrder)
{
    if (!columnOrder)
        sortBy(table.columns, [](const Column &column) { return column.name; });
    sortBy(table.uniques, [](const UniqueConstraint &unique) {
        return unique.name + u'|' + columnNames(unique.columns).join(u',');
    });
    sortBy(
        table.checks, [](const CheckConstraint &check) { return check.name + u'|' + check.sql; });
    sortBy(table.foreignKeys, [](const ForeignKeyConstraint &key) {
        return QStringList {key.name, key.columns.join(u','), key.referredTable,
            key.referredColumns.join(u','), key.onDelete}
            .join(u'|');
    });
    sortBy(table.indexes, [](const Index &index) { return index.name; });
    sortBy(table.triggers, [](const Trigger &trigger) { return trigger.name; });
}

} // namespace

QString PlainPolicy::nameKey(const QString &name) const
{
    return name.toLower();
}

Table PlainPolicy::normalized(const Table &table) const
{
    Table result = table;
    forTexts(result, [](QString &sql) { sql = plainSql(sql); });
    for (Trigger &trigger : result.triggers)
        trigger = normalized(trigger);
    return result;
}

View PlainPolicy::normalized(const View &view) const
{
    View result = view;
    result.sql = plainSql(view.sql);
    for (Trigger &trigger : result.triggers)
        trigger = normalized(trigger);
    return result;
}

VirtualTable PlainPolicy::normalized(const VirtualTable &table) const
{
    VirtualTable result = table;
    result.sql = plainSql(table.sql);
    return result;
}

Trigger PlainPolicy::normalized(const Trigger &trigger) const
{
    return {trigger.name, plainSql(trigger.sql)};
}

bool PlainPolicy::sameFamily(const DataType &a, const DataType &b) const
{
    const auto isText = [](const DataType &type) {
        const QString word = splitType(type.text).word;
        return word == u"text"_s || word == u"varchar"_s || word == u"char"_s;
    };
    return isText(a) == isText(b);
}

Result<> PlainPolicy::followRename(
    MetaData &metaData, const MetaData &, const RenameTable &rename) const
{
    forTexts(
        metaData.tables[rename.to], [&](QString &sql) { exchange(sql, rename.from, rename.to); });
    forFreeTexts(metaData, [&](QString &sql) { exchange(sql, rename.from, rename.to); });
    return {};
}

Result<> PlainPolicy::followRename(
    MetaData &metaData, const MetaData &, const RenameColumn &rename) const
{
    forTexts(metaData.tables[rename.table],
        [&](QString &sql) { exchange(sql, rename.from, rename.to); });
    forFreeTexts(metaData, [&](QString &sql) {
        if (names(sql, rename.table))
            exchange(sql, rename.from, rename.to);
    });
    return {};
}

Result<MetaData> PlainPolicy::afterSql(const MetaData &before, const QString &sql) const
{
    if (!sql.startsWith(u"TABLE "_s))
        return fail(ErrorCode::Failed, u"this is not SQL"_s, u"write \"TABLE name\""_s);
    MetaData after = before;
    insert(after, Table {.name = sql.mid(6)});
    return after;
}

QString PlainPolicy::dialectName() const
{
    return u"plain"_s;
}

MetaData normalForm(const MetaData &metaData, const ComparePolicy &policy, bool columnOrder)
{
    MetaData result;
    for (const Table &table : metaData.tables) {
        Table normal = policy.normalized(table);
        normal.renamedFrom.clear();
        for (Column &column : normal.columns)
            column.renamedFrom.clear();
        sortParts(normal, columnOrder);
        insert(result, normal);
    }
    for (const View &view : metaData.views) {
        View normal = policy.normalized(view);
        normal.renamedFrom.clear();
        sortBy(normal.triggers, [](const Trigger &trigger) { return trigger.name; });
        insert(result, normal);
    }
    for (const VirtualTable &table : metaData.virtualTables)
        insert(result, policy.normalized(table));
    result.sequences = metaData.sequences;
    result.enums = metaData.enums;
    return result;
}

MetaData schemaOf(const QList<SchemaObject> &objects)
{
    MetaData metaData;
    for (const SchemaObject &object : objects)
        insert(metaData, object);
    return metaData;
}

} // namespace joinery::testing
