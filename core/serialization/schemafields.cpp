// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/schemafields.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Stands for DataType::text in a map of types by dialect.
const QString portableKey = u"portable"_s;

} // namespace

void readValue(TextErrors &errors, const YamlField &field, DataType &type)
{
    if (field.node.kind != YamlNode::Kind::Map) {
        readValue(errors, field, type.text);
        return;
    }
    readValue(errors, field, type.native);
    type.text = type.native.take(portableKey);
    if (field.node.items.empty())
        errors.report(field.node.place, u"%1 names no type"_s.arg(field.what),
            u"Write the type, or {dialect: type}."_s);
}

YamlNode toNode(const DataType &type, TextStyle style)
{
    if (type.native.isEmpty())
        return toNode(type.text, style);
    MapWriter writer;
    writer.optional(portableKey, type.text);
    for (auto it = type.native.begin(); it != type.native.end(); ++it)
        writer.required(it.key(), it.value());
    return writer.take();
}

void readValue(TextErrors &errors, const YamlField &field, KeyPart &part)
{
    if (field.node.kind != YamlNode::Kind::Map) {
        readValue(errors, field, part.column);
        return;
    }
    MapReader reader(errors, field);
    reader.describe(u"a member of a key"_s);
    const bool isColumn = reader.find(u"column");
    if (isColumn)
        reader.required(u"column", part.column);
    reader.optional(u"expr", part.expression, TextStyle::Sql);
    reader.optional(u"desc", part.descending);
    reader.optional(u"collation", part.collation);
    reader.finish();
    if (isColumn == !part.expression.isEmpty())
        reader.report(u"a member of a key needs either \"column\" or \"expr\""_s,
            u"Write the name of a column, {column: name, desc: true} or {expr: \"SQL\"}."_s);
}

YamlNode toNode(const KeyPart &part, TextStyle style)
{
    if (part == KeyPart {.column = part.column})
        return toNode(part.column, style);
    MapWriter writer;
    if (part.expression.isEmpty())
        writer.required(u"column", part.column);
    writer.optional(u"expr", part.expression, TextStyle::Sql);
    writer.optional(u"desc", part.descending);
    writer.optional(u"collation", part.collation);
    return writer.take();
}

void readValue(TextErrors &errors, const YamlField &field, Identity &identity)
{
    identity.always = readWord(errors, field, {u"by_default"_s, u"always"_s}) == u"always"_s;
}

YamlNode toNode(const Identity &identity, TextStyle style)
{
    return toNode(identity.always ? u"always"_s : u"by_default"_s, style);
}

const QStringList &referentialActions()
{
    static const QStringList words {
        u"cascade"_s, u"set null"_s, u"set default"_s, u"restrict"_s, u"no action"_s};
    return words;
}

} // namespace joinery
