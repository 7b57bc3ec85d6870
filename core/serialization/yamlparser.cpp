// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/yamlparser.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <QHash>
#include <QStringView>

#include <istream>
#include <streambuf>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype mostBytes = 16 * 1024 * 1024;
constexpr std::size_t mostLevels = 100;
constexpr int mostValues = 1000000; // each takes some hundred bytes of memory

const QString anchorsRefused = u"anchors and aliases (&name, *name) are not part of the format"_s;
const QString anchorsHint
    = u"Write the value out where it is used; put text that begins with & or * in quotes."_s;

/// Reads a byte array in place.
class ByteBuffer final : public std::streambuf
{
public:
    explicit ByteBuffer(const QByteArray &text)
    {
        char *begin = const_cast<char *>(text.constData()); // a get area is never written to
        setg(begin, begin, begin + text.size());
    }
};

TextPlace placeOf(const YAML::Mark &mark)
{
    return {std::max(mark.line, 0), std::max(mark.column, 0)};
}

/// QString::fromUtf8() would drop a byte order mark that is part of the text.
QString decoded(const std::string &value)
{
    const QString text = QString::fromUtf8(value.data(), qsizetype(value.size()));
    return value.starts_with("\xEF\xBB\xBF") ? QChar(QChar::ByteOrderMark) + text : text;
}

/// Builds the tree from the parser's events; the first thing refused ends the building.
class TreeBuilder final : public YAML::EventHandler
{
public:
    TreeBuilder(const QByteArray &text, TextErrors &errors)
        : m_text(text)
        , m_errors(errors)
    { }

    YamlNode takeRoot() { return std::move(m_root); }

    void OnDocumentStart(const YAML::Mark &mark) override
    {
        if (++m_documents > 1)
            refuse(mark, u"a second YAML document begins here"_s,
                u"Keep one document, without lines of \"---\" in between."_s);
    }
    void OnDocumentEnd() override { }

    void OnNull(const YAML::Mark &mark, YAML::anchor_t) override
    {
        if (accepts(mark))
            add(YamlNode {.place = placeOf(mark), .plain = true});
    }

    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
    {
        refuse(mark, anchorsRefused, anchorsHint);
    }

    void OnAnchor(const YAML::Mark &mark, const std::string &) override
    {
        refuse(mark, anchorsRefused, anchorsHint);
    }

    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t,
        const std::string &value) override
    {
        if (!accepts(mark))
            return;
        YamlNode node {.kind = YamlNode::Kind::Text,
            .text = decoded(value),
            .place = placeOf(mark),
            .plain = tag == "?"};
        if (node.text.contains(QChar::ReplacementCharacter)
            && !QUtf8StringView(value.data(), qsizetype(value.size())).isValidUtf8()) {
            refuse(mark, u"the escapes \\N and \\_ are not part of the format"_s,
                u"Write \\u0085 or \\u00a0."_s);
            return;
        }
        add(std::move(node));
    }

    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t,
        YAML::EmitterStyle::value style) override
    {
        open(YamlNode::Kind::List, mark, style);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t,
        YAML::EmitterStyle::value style) override
    {
        open(YamlNode::Kind::Map, mark, style);
    }
    void OnMapEnd() override
    {
        if (!m_errors.any())
            checkKeys(m_open.back());
        close();
    }

private:
    void refuse(const YAML::Mark &mark, const QString &sentence, const QString &hint)
    {
        if (!m_errors.any())
            m_errors.report(placeOf(mark), sentence, hint);
    }

    /// False when building has ended; refuses a tag, which only the text itself shows for sure.
    bool accepts(const YAML::Mark &mark)
    {
        if (m_errors.any())
            return false;
        if (mark.pos >= 0 && mark.pos < m_text.size() && m_text[mark.pos] == '!')
            refuse(mark, u"tags (!name) are not part of the format"_s,
                u"Leave the tag out; put text that begins with ! in quotes."_s);
        return !m_errors.any();
    }

    void open(YamlNode::Kind kind, const YAML::Mark &mark, YAML::EmitterStyle::value style)
    {
        if (!accepts(mark))
            return;
        m_open.push_back(YamlNode {
            .kind = kind, .place = placeOf(mark), .plain = style != YAML::EmitterStyle::Flow});
        if (m_open.size() > mostLevels)
            refuse(
                mark, u"lists and maps are nested more than %1 levels deep"_s.arg(mostLevels), {});
    }

    void close()
    {
        if (m_errors.any())
            return;
        YamlNode node = std::move(m_open.back());
        m_open.pop_back();
        add(std::move(node));
    }

    void add(YamlNode node)
    {
        if (++m_values > mostValues) {
            m_errors.report(node.place, u"the file holds more than a million values"_s);
            return;
        }
        if (m_open.empty()) {
            m_root = std::move(node);
            return;
        }
        YamlNode &parent = m_open.back();
        const bool isKey
            = parent.kind == YamlNode::Kind::Map && parent.keys.size() == parent.items.size();
        if (isKey && node.kind != YamlNode::Kind::Text)
            m_errors.report(node.place, u"a key must be text"_s, u"Put the key in quotes."_s);
        if (!isKey && node.kind == YamlNode::Kind::Null && !parent.keys.empty()
            && node.place.line != parent.keys.back().place.line)
            node.place = parent.keys.back().place; // not where the next thing begins
        (isKey ? parent.keys : parent.items).push_back(std::move(node));
    }

    void checkKeys(const YamlNode &map)
    {
        QHash<QStringView, int> lines;
        for (const YamlNode &key : map.keys) {
            const auto found = lines.constFind(key.text);
            if (found != lines.constEnd()) {
                m_errors.report(key.place,
                    u"the key \"%1\" stands here twice; the first is in line %2"_s.arg(key.text)
                        .arg(*found + 1));
                return;
            }
            lines.insert(key.text, key.place.line);
        }
    }

    const QByteArray &m_text;
    TextErrors &m_errors;
    std::vector<YamlNode> m_open {};
    YamlNode m_root {};
    int m_documents = 0;
    int m_values = 0;
};

bool isForbiddenControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F;
}

void checkControls(const QByteArray &text, TextErrors &errors)
{
    const auto control = std::find_if(text.begin(), text.end(), isForbiddenControl);
    if (control == text.end())
        return;
    const QString code = QString::number(static_cast<unsigned char>(*control), 16);
    errors.report(placeAt(text, control - text.begin()),
        u"a control character (U+%1) stands here"_s.arg(code.toUpper(), 4, u'0'),
        u"Write it as \\x%1 inside double quotes."_s.arg(code, 2, u'0'));
}

/// A way out for the parser's more cryptic complaints.
QString hintFor(const std::string &complaint)
{
    if (complaint.find("illegal map value") != std::string::npos
        || complaint.find("end of map") != std::string::npos)
        return u"Look at the indentation, and put text that holds \": \" or begins with a special "
               "character in quotes."_s;
    if (complaint.find("end of sequence flow") != std::string::npos)
        return u"Close the list with ]."_s;
    if (complaint.find("EOF in scalar") != std::string::npos)
        return u"A quote is not closed."_s;
    if (complaint.find("tab") != std::string::npos)
        return u"Indent with spaces."_s;
    return u"Put text with special characters in double quotes."_s;
}

void reportComplaint(const YAML::Exception &exception, TextErrors &errors)
{
    if (exception.msg.find("anchor") != std::string::npos)
        errors.report(placeOf(exception.mark), anchorsRefused, anchorsHint);
    else
        errors.report(placeOf(exception.mark),
            u"this is not valid YAML: %1"_s.arg(QString::fromStdString(exception.msg)),
            hintFor(exception.msg));
}

/// A comment at the end: the parser takes a quote that is not closed for closed by a last line end.
QByteArray withEndMark(const QByteArray &text)
{
    return text + (text.isEmpty() || text.endsWith('\n') ? "#" : "\n#");
}

YamlNode parseDocument(const QByteArray &text, TextErrors &errors)
{
    const QByteArray marked = withEndMark(text);
    ByteBuffer buffer(marked);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    TreeBuilder builder(text, errors);
    if (!parser.HandleNextDocument(builder)) {
        errors.report({}, u"the file is empty"_s, u"It begins with \"joinery: 1\"."_s);
        return {};
    }
    YamlNode root = builder.takeRoot();
    if (!errors.any())
        parser.HandleNextDocument(builder);
    return root;
}

} // namespace

YamlNode parseYaml(const QByteArray &normalizedText, TextErrors &errors)
{
    if (normalizedText.size() > mostBytes)
        errors.report({}, u"the file is larger than 16 MiB"_s,
            u"A revision with much SQL can be a .sql file."_s);
    else
        checkEncoding(normalizedText, errors);
    if (!errors.any())
        checkControls(normalizedText, errors);
    if (errors.any())
        return {};
    try {
        return parseDocument(normalizedText, errors);
    } catch (const YAML::Exception &exception) {
        if (!errors.any())
            reportComplaint(exception, errors);
    } catch (const std::exception &exception) {
        errors.report(
            {}, u"this cannot be read as YAML: %1"_s.arg(QString::fromUtf8(exception.what())));
    }
    return {};
}

} // namespace joinery
