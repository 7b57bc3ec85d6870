// SPDX-License-Identifier: MPL-2.0
#pragma once

// Internal to core/serialization.

#include "joinery/schema/options.h"
#include "joinery/serialization/yamlnode.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>

#include <optional>

namespace joinery {

/// A map or list as a document: block maps and lists of one line per item; an item that needs more
/// than 120 columns, or holds text of several lines, takes a line for each key. Ends in one
/// newline.
QByteArray toYaml(const YamlNode &root);

/// A text that stands as it is.
YamlNode verbatim(const QString &text);

// toNode() makes the tree of a value. The style is passed on to the texts in it.

YamlNode toNode(const QString &value, TextStyle style);
YamlNode toNode(bool value, TextStyle style);
/// Truth values and numbers stand bare here: `{sqlite: {strict: true}}`.
YamlNode toNode(const Options &options, TextStyle style);

/// Collects the keys of a map, in the order in which they are written. The counterpart of
/// MapReader.
class MapWriter
{
public:
    template <typename T> using Ref = const T &;

    void describe(const QString &) { }

    template <typename T>
    void required(QStringView key, const T &value, TextStyle style = TextStyle::Word)
    {
        add(key, toNode(value, style));
    }

    /// Left out when the value is empty.
    template <typename T>
    void optional(QStringView key, const T &value, TextStyle style = TextStyle::Word)
    {
        if (value != T {})
            add(key, toNode(value, style));
    }

    /// Left out when the value is unset.
    template <typename T>
    void optional(QStringView key, const std::optional<T> &value, TextStyle style = TextStyle::Word)
    {
        if (value)
            add(key, toNode(*value, style));
    }

    template <typename T> void defaulted(QStringView key, const T &value, const T &absent)
    {
        if (value != absent)
            add(key, toNode(value, TextStyle::Word));
    }

    void word(QStringView key, const QString &value, const QStringList &) { optional(key, value); }

    void words(QStringView key, const QStringList &values, const QStringList &)
    {
        optional(key, values);
    }

    template <typename Write> void group(QStringView key, Write write)
    {
        MapWriter inner;
        write(inner);
        add(key, inner.take());
    }

    template <typename T> void embed(const T &value) { fields(*this, value); }

    void add(QStringView key, YamlNode value);

    /// The map in lines of its own even where it is short.
    void setBlock() { m_node.block = true; }

    YamlNode take() { return std::move(m_node); }

private:
    YamlNode m_node {.kind = YamlNode::Kind::Map};
};

template <typename T>
concept CanWriteFields = requires(MapWriter &archive, const T &value)
{
    fields(archive, value);
};

template <CanWriteFields T> YamlNode toNode(const T &value, TextStyle)
{
    MapWriter writer;
    fields(writer, value);
    return writer.take();
}

/// What reads best one to a line, however short; names and key parts stand beside each other.
template <typename T> inline constexpr bool takesItsOwnLine = CanWriteFields<T>;

template <typename T> YamlNode toNode(const QList<T> &values, TextStyle style)
{
    YamlNode node {.kind = YamlNode::Kind::List, .block = takesItsOwnLine<T>};
    for (const T &value : values)
        node.items.push_back(toNode(value, style));
    return node;
}

template <typename T> YamlNode toNode(const QMap<QString, T> &values, TextStyle style)
{
    MapWriter writer;
    for (auto it = values.begin(); it != values.end(); ++it)
        writer.add(it.key(), toNode(it.value(), style));
    YamlNode node = writer.take();
    return node;
}

template <typename T> YamlNode toNode(const std::optional<T> &value, TextStyle style)
{
    return value ? toNode(*value, style) : YamlNode {};
}

} // namespace joinery
