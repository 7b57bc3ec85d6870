// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/operationfields.h"

#include "joinery/base/overloaded.h"
#include "joinery/base/suggestion.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

const QStringList &acceptCodes()
{
    static const QStringList codes {
        accepts::dataLoss, accepts::deleteRows, accepts::orphans, accepts::lossyCast};
    return codes;
}

/// SQL of one's own: a text for all dialects, or a map dialect -> text.
struct SqlByDialect
{
    QMap<QString, QString> texts {};
};

/// Stands for the text for every other dialect in a map.
const QString defaultKey = u"default"_s;

void readValue(TextErrors &errors, const YamlField &field, SqlByDialect &sql)
{
    if (field.node.kind != YamlNode::Kind::Map) {
        readValue(errors, field, sql.texts[QString()]);
        return;
    }
    readValue(errors, field, sql.texts);
    if (sql.texts.contains(defaultKey))
        sql.texts.insert(QString(), sql.texts.take(defaultKey));
}

YamlNode toNode(const SqlByDialect &sql, TextStyle style)
{
    if (sql.texts.size() == 1 && sql.texts.contains(QString()))
        return toNode(sql.texts.first(), style);
    QMap<QString, QString> named = sql.texts;
    if (named.contains(QString()))
        named.insert(defaultKey, named.take(QString()));
    return toNode(named, style);
}

// The constraint of add_constraint and drop_constraint stands under the key of its kind.

template <typename T>
bool readConstraint(MapReader &reader, QStringView key, Constraint &constraint)
{
    if (!reader.find(key))
        return false;
    reader.required(key, constraint.emplace<T>());
    return true;
}

void constraintFields(MapReader &reader, Constraint &constraint)
{
    const int found = readConstraint<PrimaryKeyConstraint>(reader, u"primary_key", constraint)
        + readConstraint<UniqueConstraint>(reader, u"unique", constraint)
        + readConstraint<CheckConstraint>(reader, u"check", constraint)
        + readConstraint<ForeignKeyConstraint>(reader, u"foreign_key", constraint);
    if (found != 1)
        reader.report(u"the operation needs exactly one constraint"_s,
            u"It stands under one of the keys primary_key, unique, check and foreign_key."_s);
}

void constraintFields(MapWriter &writer, const Constraint &constraint)
{
    std::visit(overloaded {
                   [&](const PrimaryKeyConstraint &key) { writer.required(u"primary_key", key); },
                   [&](const UniqueConstraint &unique) { writer.required(u"unique", unique); },
                   [&](const CheckConstraint &check) { writer.required(u"check", check); },
                   [&](const ForeignKeyConstraint &key) { writer.required(u"foreign_key", key); },
               },
        constraint);
}

/// Both sides of a change must speak of the same things, or it could not be undone.
void checkSides(MapReader &reader)
{
    const YamlNode *from = reader.find(u"from");
    const YamlNode *to = reader.find(u"to");
    if (!from || !to)
        return;
    const auto keysOf = [](const YamlNode &node) {
        QStringList keys;
        for (const YamlNode &key : node.keys)
            keys.append(key.text);
        keys.sort();
        return keys;
    };
    if (keysOf(*from) != keysOf(*to))
        reader.errors().report(to->place, u"\"from\" and \"to\" must have the same keys"_s,
            u"Give each key both its old and its new value; null stands for none."_s);
}

void checkSides(MapWriter &) { }

} // namespace

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<CreateTable> operation)
{
    archive.embed(operation.table);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<DropTable> operation)
{
    archive.embed(operation.table);
    archive.words(u"accept", operation.accept, acceptCodes());
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<RenameTable> operation)
{
    archive.required(u"from", operation.from);
    archive.required(u"to", operation.to);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<AlterTable> operation)
{
    archive.required(u"table", operation.table);
    archive.group(u"from", [&](auto &from) {
        from.optional(u"comment", operation.fromComment);
        from.optional(u"options", operation.fromOptions);
    });
    archive.group(u"to", [&](auto &to) {
        to.optional(u"comment", operation.toComment);
        to.optional(u"options", operation.toOptions);
    });
    checkSides(archive);
    archive.words(u"accept", operation.accept, acceptCodes());
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<AddColumn> operation)
{
    archive.required(u"table", operation.table);
    archive.required(u"column", operation.column);
    archive.optional(u"fill", operation.fill, TextStyle::Sql);
    archive.words(u"accept", operation.accept, acceptCodes());
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<DropColumn> operation)
{
    archive.required(u"table", operation.table);
    archive.required(u"column", operation.column);
    archive.optional(u"restore_fill", operation.restoreFill, TextStyle::Sql);
    archive.words(u"accept", operation.accept, acceptCodes());
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<RenameColumn> operation)
{
    archive.required(u"table", operation.table);
    archive.required(u"from", operation.from);
    archive.required(u"to", operation.to);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<ColumnPatch> patch)
{
    archive.describe(u"a change of a column"_s);
    archive.optional(u"type", patch.type);
    archive.optional(u"nullable", patch.nullable);
    archive.optional(u"default", patch.serverDefault, TextStyle::Sql);
    archive.optional(u"computed", patch.computed);
    archive.optional(u"identity", patch.identity);
    archive.optional(u"collation", patch.collation);
    archive.optional(u"comment", patch.comment);
    archive.optional(u"options", patch.options);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<AlterColumn> operation)
{
    archive.required(u"table", operation.table);
    archive.required(u"column", operation.column);
    archive.required(u"from", operation.from);
    archive.required(u"to", operation.to);
    checkSides(archive);
    archive.optional(u"fill", operation.fill, TextStyle::Sql);
    archive.optional(u"restore_fill", operation.restoreFill, TextStyle::Sql);
    archive.optional(u"cast", operation.cast, TextStyle::Sql);
    archive.words(u"accept", operation.accept, acceptCodes());
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<ReorderColumns> operation)
{
    archive.required(u"table", operation.table);
    archive.required(u"from", operation.from);
    archive.required(u"to", operation.to);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<AddConstraint> operation)
{
    archive.required(u"table", operation.table);
    constraintFields(archive, operation.constraint);
    archive.words(u"accept", operation.accept, acceptCodes());
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<DropConstraint> operation)
{
    archive.required(u"table", operation.table);
    constraintFields(archive, operation.constraint);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<CreateIndex> operation)
{
    archive.required(u"table", operation.table);
    archive.required(u"index", operation.index);
    archive.words(u"accept", operation.accept, acceptCodes());
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<DropIndex> operation)
{
    archive.required(u"table", operation.table);
    archive.required(u"index", operation.index);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<CreateView> operation)
{
    archive.embed(operation.view);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<DropView> operation)
{
    archive.embed(operation.view);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<AlterView> operation)
{
    archive.required(u"from", operation.from);
    archive.required(u"to", operation.to);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<CreateTrigger> operation)
{
    archive.required(u"table", operation.table);
    archive.required(u"trigger", operation.trigger);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<DropTrigger> operation)
{
    archive.required(u"table", operation.table);
    archive.required(u"trigger", operation.trigger);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<CreateVirtualTable> operation)
{
    archive.embed(operation.table);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<DropVirtualTable> operation)
{
    archive.embed(operation.table);
    archive.words(u"accept", operation.accept, acceptCodes());
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<CreateSequence> operation)
{
    archive.embed(operation.sequence);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<DropSequence> operation)
{
    archive.embed(operation.sequence);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<CreateEnum> operation)
{
    archive.embed(operation.type);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<DropEnum> operation)
{
    archive.embed(operation.type);
}

static void readValue(TextErrors &errors, const YamlField &field, Execute &execute)
{
    MapReader reader(errors, field);
    SqlByDialect sql;
    std::optional<SqlByDialect> reversedBy;
    reader.required(u"sql", sql, TextStyle::Sql);
    const YamlNode *reversal = reader.find(u"reversed_by");
    if (reversal && reversal->kind == YamlNode::Kind::Null)
        errors.report(reversal->place, u"\"reversed_by\" is null"_s,
            u"Leave the key out when nothing reverses it, or write \"\" when nothing needs to."_s);
    else
        reader.optional(u"reversed_by", reversedBy, TextStyle::Sql);
    reader.optional(u"changes", execute.changes);
    reader.finish();
    execute.sql = sql.texts;
    if (reversedBy)
        execute.reversedBy = reversedBy->texts;
}

static YamlNode toNode(const Execute &execute, TextStyle)
{
    MapWriter writer;
    writer.setBlock();
    writer.add(u"sql", toNode(SqlByDialect {execute.sql}, TextStyle::Sql));
    if (execute.reversedBy)
        writer.add(u"reversed_by", toNode(SqlByDialect {*execute.reversedBy}, TextStyle::Sql));
    writer.optional(u"changes", execute.changes);
    return writer.take();
}

namespace {

template <typename T, typename Variant>
bool readAs(TextErrors &errors, const QString &key, const YamlNode &node, Variant &operation)
{
    static_assert(!operationKey<T>.isEmpty());
    if (key != operationKey<T>)
        return false;
    readValue(errors, YamlField {node, u'"' + key + u'"'}, operation.template emplace<T>());
    return true;
}

template <typename... Ts>
bool readAny(
    TextErrors &errors, const QString &key, const YamlNode &node, std::variant<Ts...> &operation)
{
    return (readAs<Ts>(errors, key, node, operation) || ...);
}

template <typename... Ts> QStringList keysOf(const std::variant<Ts...> &)
{
    return {operationKey<Ts>.toString()...};
}

template <typename Variant>
void readOperation(TextErrors &errors, const YamlField &field, Variant &operation)
{
    const YamlNode &node = field.node;
    if (node.kind != YamlNode::Kind::Map || node.keys.size() != 1) {
        errors.report(node.place, u"an operation must be a map of one key"_s,
            u"Write \"- add_column: {table: …, column: …}\"."_s);
        return;
    }
    const QString &key = node.keys.front().text;
    if (readAny(errors, key, node.items.front(), operation))
        return;
    if (key == operationKey<Execute>) {
        errors.report(node.keys.front().place, u"\"execute\" cannot stand in \"changes\""_s,
            u"Write what the SQL does to the schema, as the other operations."_s);
        return;
    }
    const QStringList keys = keysOf(operation);
    const QString closest = closestTo(key, keys);
    errors.report(node.keys.front().place, u"\"%1\" is not an operation"_s.arg(key),
        closest.isEmpty() ? u"Expected one of: %1."_s.arg(keys.join(u", "_s))
                          : u"Did you mean \"%1\"?"_s.arg(closest));
}

template <typename Variant> YamlNode operationNode(const Variant &operation)
{
    return std::visit(
        [](const auto &value) {
            MapWriter writer;
            writer.setBlock();
            writer.required(operationKey<std::decay_t<decltype(value)>>, value);
            return writer.take();
        },
        operation);
}

} // namespace

void readValue(TextErrors &errors, const YamlField &field, Operation &operation)
{
    readOperation(errors, field, operation);
}

void readValue(TextErrors &errors, const YamlField &field, SchemaOperation &operation)
{
    readOperation(errors, field, operation);
}

YamlNode toNode(const Operation &operation, TextStyle)
{
    return operationNode(operation);
}

YamlNode toNode(const SchemaOperation &operation, TextStyle)
{
    return operationNode(operation);
}

} // namespace joinery
