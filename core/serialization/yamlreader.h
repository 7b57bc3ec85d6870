// SPDX-License-Identifier: MPL-2.0
#pragma once

// Internal to core/serialization.

#include "joinery/serialization/yamlparser.h"

#include <QMap>
#include <QStringList>

#include <functional>

namespace joinery {

/// One value to be read, with the words that name it in messages.
struct YamlField
{
    const YamlNode &node;
    QString what; ///< `"nullable"`, or "an item of "columns""
    TextStyle style = TextStyle::Word;
};

/// "text", "a list", "a map", "nothing".
QString kindText(const YamlNode &node);

/// Reports that the value is of the wrong kind: `"columns" must be a list, not text`.
void reportKind(
    TextErrors &errors, const YamlField &field, const QString &expected, const QString &hint = {});

/// The one of `words` that the field's text is; reports anything else and returns an empty string.
QString readWord(TextErrors &errors, const YamlField &field, const QStringList &words);

// readValue() sets the value from the field, or reports why it cannot; the value is then of no use.

void readValue(TextErrors &errors, const YamlField &field, QString &value);
/// `true` or `false`, without quotes.
void readValue(TextErrors &errors, const YamlField &field, bool &value);

/// Reads the keys of a map. Ask for each key the map may have, then call finish().
class MapReader
{
public:
    template <typename T> using Ref = T &;

    /// Reports a value that is no map.
    MapReader(TextErrors &errors, const YamlField &field);

    /// What the map stands for in messages: "a column".
    void describe(const QString &what) { m_what = what; }

    template <typename T>
    void required(QStringView key, T &value, TextStyle style = TextStyle::Word)
    {
        if (const YamlNode *node = find(key))
            read(key, *node, value, style);
        else
            missing(key);
    }

    /// Leaves the value as it is when the key is absent.
    template <typename T>
    void optional(QStringView key, T &value, TextStyle style = TextStyle::Word)
    {
        if (const YamlNode *node = find(key))
            read(key, *node, value, style);
    }

    template <typename T>
    void optional(QStringView key, std::optional<T> &value, TextStyle style = TextStyle::Word)
    {
        if (const YamlNode *node = find(key))
            read(key, *node, value.emplace(), style);
    }

    /// Requires: `value` holds its default, which an absent key stands for.
    template <typename T> void defaulted(QStringView key, T &value, const T &)
    {
        optional(key, value);
    }

    /// A text that is one of these words.
    void word(QStringView key, QString &value, const QStringList &words);
    /// A list of them.
    void words(QStringView key, QStringList &values, const QStringList &words);

    /// A map within this one; `read(MapReader &)` asks for its keys.
    template <typename Read> void group(QStringView key, Read read)
    {
        const YamlNode *node = find(key);
        if (!node) {
            missing(key);
            return;
        }
        MapReader inner(m_errors, field(key, *node));
        read(inner);
        inner.finish();
    }

    /// The keys of the value are keys of this map.
    template <typename T> void embed(T &value) { fields(*this, value); }

    bool has(QStringView key) const;
    /// Remembers to report that the key must be there.
    void missing(QStringView key) { m_missing.append(key.toString()); }
    /// The value of the key, which is thereby known; null when it is absent.
    const YamlNode *find(QStringView key);
    /// Reports something about the map as a whole.
    void report(const QString &sentence, const QString &hint = {});
    TextErrors &errors() { return m_errors; }

    /// Reports keys that were not asked for, then those that are missing.
    void finish();

private:
    template <typename T>
    void read(QStringView key, const YamlNode &node, T &value, TextStyle style)
    {
        readValue(m_errors, field(key, node, style), value);
    }
    static YamlField field(QStringView key, const YamlNode &node, TextStyle style = TextStyle::Word)
    {
        return {node, u'"' + key.toString() + u'"', style};
    }
    void reportUnknown(const YamlNode &key, const YamlNode &value);

    const YamlNode *lookUp(QStringView key) const;

    TextErrors &m_errors;
    const YamlNode &m_node;
    QString m_what;
    QStringList m_known {};
    QStringList m_missing {};
};

/// A struct whose keys a function `fields(archive, value)` lists, for reading and writing alike.
template <typename T>
concept HasFields = requires(MapReader &archive, T &value)
{
    fields(archive, value);
};

template <HasFields T> void readValue(TextErrors &errors, const YamlField &field, T &value)
{
    MapReader reader(errors, field);
    fields(reader, value);
    reader.finish();
}

template <typename T> void readValue(TextErrors &errors, const YamlField &field, QList<T> &values)
{
    if (field.node.kind != YamlNode::Kind::List) {
        reportKind(errors, field, QStringLiteral("a list"));
        return;
    }
    values.clear();
    for (const YamlNode &item : field.node.items) {
        T value {};
        readValue(errors, YamlField {item, QStringLiteral("an item of ") + field.what, field.style},
            value);
        values.append(std::move(value));
    }
}

template <typename T>
void readValue(TextErrors &errors, const YamlField &field, QMap<QString, T> &values)
{
    if (field.node.kind != YamlNode::Kind::Map) {
        reportKind(errors, field, QStringLiteral("a map"));
        return;
    }
    values.clear();
    for (std::size_t i = 0; i < field.node.keys.size(); ++i) {
        const QString &key = field.node.keys[i].text;
        readValue(
            errors, YamlField {field.node.items[i], u'"' + key + u'"', field.style}, values[key]);
    }
}

/// Here, and nowhere else, nothing is a value: `default: null` is "no default".
template <typename T>
void readValue(TextErrors &errors, const YamlField &field, std::optional<T> &value)
{
    value.reset();
    if (field.node.kind != YamlNode::Kind::Null)
        readValue(errors, field, value.emplace());
}

/// Reads a whole file: parses, checks `joinery: 1`, and lets `read` ask for the other keys.
/// Errors: Parse with "file:line:column: …", the earliest thing that is wrong.
[[nodiscard]] Result<> readDocument(
    const QByteArray &text, const QString &fileName, const std::function<void(MapReader &)> &read);

} // namespace joinery
