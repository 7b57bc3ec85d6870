// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/yamlwriter.h"

#include "joinery/serialization/yamltext.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype widest = 120;
constexpr qsizetype step = 2;

QString spaces(qsizetype count)
{
    return QString(count, u' ');
}

bool isCollection(const YamlNode &node)
{
    return node.kind == YamlNode::Kind::List || node.kind == YamlNode::Kind::Map;
}

QString keyText(const YamlNode &key)
{
    return isPlainInFlow(key.text) ? key.text : doubleQuoted(key.text);
}

/// Whether the node must take lines of its own, whatever its length.
bool needsBlock(const YamlNode &node)
{
    if (node.kind == YamlNode::Kind::Text)
        return node.text.contains(u'\n');
    return !node.items.empty()
        && (node.block || std::any_of(node.items.begin(), node.items.end(), needsBlock));
}

QString flowText(const YamlNode &node);

QString flowItems(const YamlNode &node)
{
    QStringList items;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const QString key = node.keys.empty() ? QString() : keyText(node.keys[i]) + u": "_s;
        items.append(key + flowText(node.items[i]));
    }
    return items.join(u", "_s);
}

QString flowText(const YamlNode &node)
{
    switch (node.kind) {
    case YamlNode::Kind::Null:
        return u"null"_s;
    case YamlNode::Kind::List:
        return u'[' + flowItems(node) + u']';
    case YamlNode::Kind::Map:
        return u'{' + flowItems(node) + u'}';
    case YamlNode::Kind::Text:
        break;
    }
    const bool plain = node.style == TextStyle::Verbatim
        || (node.style == TextStyle::Word && isPlainInFlow(node.text));
    return plain ? node.text : doubleQuoted(node.text);
}

/// `|` or `|-` and the lines below it.
QString literalText(const QString &text, qsizetype indent)
{
    const bool ends = text.endsWith(u'\n');
    QString result = ends ? u"|"_s : u"|-"_s;
    const QStringList lines = (ends ? text.chopped(1) : text).split(u'\n');
    for (const QString &line : lines)
        result += line.isEmpty() ? u"\n"_s : u'\n' + spaces(indent) + line;
    return result;
}

QString blockScalar(const YamlNode &node, qsizetype indent)
{
    if (node.kind != YamlNode::Kind::Text)
        return flowText(node);
    if (node.style == TextStyle::Verbatim || isPlainInBlock(node.text))
        return node.text;
    if (isLiteral(node.text))
        return literalText(node.text, indent);
    return node.text.contains(u'\n') ? doubleQuotedLines(node.text, indent)
                                     : doubleQuoted(node.text);
}

/// true, false and whole numbers in their usual form.
bool isOptionWord(const QString &text)
{
    static const QRegularExpression pattern(u"^(?:true|false|0|[1-9][0-9]*)\\z"_s);
    return pattern.match(text).hasMatch();
}

class Emitter
{
public:
    /// A map or list, beginning at the current place and going on with this indentation.
    void block(const YamlNode &node, qsizetype indent)
    {
        if (node.kind == YamlNode::Kind::Map)
            map(node, indent);
        else
            list(node, indent);
    }

    QString take() { return std::move(m_text); }

private:
    void map(const YamlNode &node, qsizetype indent)
    {
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            if (i > 0)
                m_text += spaces(indent);
            const QString key = keyText(node.keys[i]) + u':';
            m_text += key;
            value(node.items[i], indent, indent + key.size() + 1);
        }
    }

    /// What follows "key:": the rest of the line and the lines below it. `column` is where it
    /// begins.
    void value(const YamlNode &node, qsizetype indent, qsizetype column)
    {
        if (const auto inLine = fitting(node, indent + step, column)) {
            m_text += u' ' + *inLine + u'\n';
            return;
        }
        m_text += u'\n' + spaces(indent + step);
        block(node, indent + step);
    }

    void list(const YamlNode &node, qsizetype indent)
    {
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            if (i > 0)
                m_text += spaces(indent);
            m_text += u"- "_s;
            if (const auto inLine = fitting(node.items[i], indent + step, indent + step))
                m_text += *inLine + u'\n';
            else
                block(node.items[i], indent + step);
        }
    }

    static std::optional<QString> fitting(const YamlNode &node, qsizetype indent, qsizetype column)
    {
        if (!isCollection(node))
            return blockScalar(node, indent);
        if (needsBlock(node))
            return std::nullopt;
        const QString text = flowText(node);
        if (column + text.size() > widest && !node.items.empty())
            return std::nullopt;
        return text;
    }

    QString m_text {};
};

} // namespace

QByteArray toYaml(const YamlNode &root)
{
    if (root.items.empty())
        return root.kind == YamlNode::Kind::Map ? "{}\n" : "[]\n";
    Emitter emitter;
    emitter.block(root, 0);
    return emitter.take().toUtf8();
}

YamlNode verbatim(const QString &text)
{
    return {.kind = YamlNode::Kind::Text, .text = text, .style = TextStyle::Verbatim};
}

YamlNode toNode(const QString &value, TextStyle style)
{
    return {.kind = YamlNode::Kind::Text, .text = value, .style = style};
}

YamlNode toNode(bool value, TextStyle)
{
    return verbatim(value ? u"true"_s : u"false"_s);
}

YamlNode toNode(const Options &options, TextStyle)
{
    MapWriter writer;
    for (auto dialect = options.begin(); dialect != options.end(); ++dialect) {
        MapWriter values;
        for (auto it = dialect->begin(); it != dialect->end(); ++it) {
            values.add(it.key(), isOptionWord(*it) ? verbatim(*it) : toNode(*it, TextStyle::Word));
        }
        writer.add(dialect.key(), values.take());
    }
    return writer.take();
}

void MapWriter::add(QStringView key, YamlNode value)
{
    m_node.keys.push_back(YamlNode {.kind = YamlNode::Kind::Text, .text = key.toString()});
    m_node.items.push_back(std::move(value));
}

} // namespace joinery
