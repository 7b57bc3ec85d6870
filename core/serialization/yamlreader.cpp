// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/yamlreader.h"

#include "joinery/base/suggestion.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString nullHint(TextStyle style)
{
    return style == TextStyle::Sql
        ? u"Write \"NULL\" in quotes for the SQL value, or leave the key out."_s
        : u"Leave the key out, or write the text in quotes (\"\" or \"null\")."_s;
}

QString suggestionHint(const QString &word, const QStringList &words)
{
    const QString closest = closestTo(word, words);
    return closest.isEmpty() ? QString() : u"Did you mean \"%1\"? "_s.arg(closest);
}

/// Reads `joinery: 1`. False, with the reason reported, when this is no file for this version.
bool readFormat(MapReader &reader, const YamlNode &root)
{
    if (root.kind != YamlNode::Kind::Map)
        return false;
    const YamlNode *format = reader.find(u"joinery");
    if (!format) {
        reader.report(u"the key \"joinery\" is missing"_s,
            u"Every file of a project begins with \"joinery: 1\"."_s);
        return false;
    }
    bool isNumber = false;
    const qlonglong version = format->text.toLongLong(&isNumber);
    if (isNumber && version == 1)
        return true;
    if (isNumber && version > 1)
        reader.errors().report(format->place, newerFormat(version), newerFormatHint());
    else
        reader.errors().report(format->place, u"\"joinery\" must be the number of the format, 1"_s,
            u"Write \"joinery: 1\"."_s);
    return false;
}

} // namespace

QString kindText(const YamlNode &node)
{
    switch (node.kind) {
    case YamlNode::Kind::Null:
        return u"nothing"_s;
    case YamlNode::Kind::Text:
        return u"text"_s;
    case YamlNode::Kind::List:
        return u"a list"_s;
    case YamlNode::Kind::Map:
        return u"a map"_s;
    }
    return {};
}

void reportKind(
    TextErrors &errors, const YamlField &field, const QString &expected, const QString &hint)
{
    errors.report(field.node.place,
        u"%1 must be %2, not %3"_s.arg(field.what, expected, kindText(field.node)), hint);
}

QString readWord(TextErrors &errors, const YamlField &field, const QStringList &words)
{
    QString word;
    readValue(errors, field, word);
    if (field.node.kind != YamlNode::Kind::Text || words.contains(word))
        return word;
    errors.report(field.node.place, u"%1 cannot be \"%2\""_s.arg(field.what, word),
        suggestionHint(word, words) + u"It is one of: %1."_s.arg(words.join(u", "_s)));
    return {};
}

void readValue(TextErrors &errors, const YamlField &field, QString &value)
{
    if (field.node.kind == YamlNode::Kind::Text)
        value = field.node.text;
    else if (field.node.kind == YamlNode::Kind::Null)
        errors.report(field.node.place, u"%1 is null"_s.arg(field.what), nullHint(field.style));
    else
        reportKind(errors, field, u"text"_s, u"Put text with special characters in quotes."_s);
}

void readValue(TextErrors &errors, const YamlField &field, bool &value)
{
    const bool isWord = field.node.kind == YamlNode::Kind::Text && field.node.plain;
    if (!isWord || (field.node.text != u"true"_s && field.node.text != u"false"_s))
        errors.report(field.node.place, u"%1 must be true or false"_s.arg(field.what));
    else
        value = field.node.text == u"true"_s;
}

MapReader::MapReader(TextErrors &errors, const YamlField &field)
    : m_errors(errors)
    , m_node(field.node)
    , m_what(field.what)
{
    if (m_node.kind != YamlNode::Kind::Map)
        reportKind(errors, field, u"a map"_s);
}

const YamlNode *MapReader::lookUp(QStringView key) const
{
    for (std::size_t i = 0; i < m_node.keys.size(); ++i) {
        if (m_node.keys[i].text == key)
            return &m_node.items[i];
    }
    return nullptr;
}

bool MapReader::has(QStringView key) const
{
    return lookUp(key) != nullptr;
}

const YamlNode *MapReader::find(QStringView key)
{
    if (!m_known.contains(key))
        m_known.append(key.toString());
    return lookUp(key);
}

void MapReader::word(QStringView key, QString &value, const QStringList &words)
{
    if (const YamlNode *node = find(key))
        value = readWord(m_errors, field(key, *node), words);
}

void MapReader::words(QStringView key, QStringList &values, const QStringList &words)
{
    optional(key, values);
    const YamlNode *node = lookUp(key);
    if (!node)
        return;
    for (const YamlNode &item : node->items)
        readWord(m_errors, YamlField {item, u"an item of \"%1\""_s.arg(key)}, words);
}

void MapReader::report(const QString &sentence, const QString &hint)
{
    m_errors.report(m_node.place, sentence, hint);
}

void MapReader::reportUnknown(const YamlNode &key, const YamlNode &value)
{
    const bool cutAtComma = !m_node.plain && value.kind == YamlNode::Kind::Null;
    const QString hint = cutAtComma ? u"Text with a comma needs quotes inside { }. "_s
                                    : suggestionHint(key.text, m_known);
    m_errors.report(key.place, u"\"%1\" is not a key of %2"_s.arg(key.text, m_what),
        hint + u"Expected: %1."_s.arg(m_known.join(u", "_s)));
}

void MapReader::finish()
{
    if (m_node.kind != YamlNode::Kind::Map)
        return;
    for (std::size_t i = 0; i < m_node.keys.size(); ++i) {
        if (!m_known.contains(m_node.keys[i].text)) {
            reportUnknown(m_node.keys[i], m_node.items[i]);
            return;
        }
    }
    if (!m_missing.isEmpty())
        report(u"%1 needs the key \"%2\""_s.arg(m_what, m_missing.first()));
}

Result<> readDocument(
    const QByteArray &text, const QString &fileName, const std::function<void(MapReader &)> &read)
{
    const QByteArray clean = normalized(text);
    TextErrors errors(fileName, clean);
    const YamlNode root = parseYaml(clean, errors);
    if (!errors.any()) {
        MapReader reader(errors, YamlField {root, u"the file"_s});
        if (readFormat(reader, root)) {
            read(reader);
            reader.finish();
        }
    }
    if (errors.any())
        return fail(errors.first());
    return {};
}

} // namespace joinery
