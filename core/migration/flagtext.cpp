// SPDX-License-Identifier: MPL-2.0
// Decisions as people write them on the command line.
#include "joinery/dialects/decisiontext.h"
#include "joinery/migration/decisionflags.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Splits as a POSIX shell does: blanks, '…', "…" and backslashes.
QStringList shellWords(const QString &text)
{
    QStringList words;
    QString word;
    QChar quote;
    bool open = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (!quote.isNull()) {
            if (c == quote)
                quote = {};
            else if (c == u'\\' && quote == u'"' && i + 1 < text.size()
                && u"\"\\$`"_s.contains(text[i + 1]))
                word += text[++i];
            else
                word += c;
        } else if (c == u'\'' || c == u'"') {
            quote = c;
            open = true;
        } else if (c == u'\\' && i + 1 < text.size()) {
            word += text[++i];
            open = true;
        } else if (c.isSpace()) {
            if (open)
                words.append(word);
            word.clear();
            open = false;
        } else {
            word += c;
            open = true;
        }
    }
    if (open)
        words.append(word);
    return words;
}

/// What a flag says before its equals sign, or the whole text where there is none.
struct FlagNames
{
    QStringList names {}; ///< between the dots, quotes undone
    bool anyEmpty = false; ///< one that is not in quotes
    qsizetype equals = -1;
};

/// The name in double quotes that begins there, and where it ends; unset where none does.
std::optional<std::pair<QString, qsizetype>> quotedNameAt(const QString &text, qsizetype start)
{
    QString name;
    for (qsizetype i = start + 1; i < text.size(); ++i) {
        const bool doubled = text[i] == u'"' && i + 1 < text.size() && text[i + 1] == u'"';
        if (text[i] != u'"' || doubled)
            name += text[i];
        else
            return std::pair(name, i + 1);
        i += doubled ? 1 : 0;
    }
    return std::nullopt;
}

qsizetype skipBlanks(const QString &text, qsizetype start)
{
    while (start < text.size() && text[start].isSpace())
        ++start;
    return start;
}

bool endsName(const QString &text, qsizetype at)
{
    return at >= text.size() || text[at] == u'.' || text[at] == u'=';
}

/// One name from there on, and where it ends: at a dot, an equals sign or the end.
std::pair<QString, qsizetype> nameAt(const QString &text, qsizetype start, bool &isEmpty)
{
    const qsizetype first = skipBlanks(text, start);
    if (first < text.size() && text[first] == u'"') {
        const auto quoted = quotedNameAt(text, first);
        const qsizetype end = quoted ? skipBlanks(text, quoted->second) : first;
        if (quoted && endsName(text, end))
            return {quoted->first, end};
    }
    qsizetype end = first;
    while (!endsName(text, end))
        ++end;
    const QString name = text.mid(first, end - first).trimmed();
    isEmpty |= name.isEmpty();
    return {name, end};
}

FlagNames namesIn(const QString &text)
{
    FlagNames found;
    for (qsizetype start = 0; start <= text.size();) {
        const auto [name, end] = nameAt(text, start, found.anyEmpty);
        found.names.append(name);
        if (end >= text.size())
            break;
        if (text[end] == u'=') {
            found.equals = end;
            break;
        }
        start = end + 1;
    }
    return found;
}

/// The new name: in quotes, or all that is there.
QString newNameIn(const QString &text)
{
    const QString name = text.trimmed();
    const auto quoted = name.startsWith(u'"') ? quotedNameAt(name, 0) : std::nullopt;
    return quoted && quoted->second == name.size() ? quoted->first : name;
}

Result<> addFlag(DecisionFlags &flags, const QString &name, const QString &value)
{
    if (name == u"--allow"_s) {
        flags.allows.append(value);
        return {};
    }
    if (name == u"--rename"_s) {
        const Result<Rename> rename = parseRename(value);
        if (!rename)
            return fail(rename.error());
        flags.renames.append(*rename);
        return {};
    }
    const auto assignment = parseAssignment(value);
    if (!assignment)
        return fail(assignment.error());
    (name == u"--fill"_s ? flags.fills : flags.casts).append(*assignment);
    return {};
}

} // namespace

Result<Rename> parseRename(const QString &text)
{
    const FlagNames found = namesIn(text);
    const QString right = text.mid(found.equals + 1);
    if (found.equals < 0 || found.anyEmpty || right.trimmed().isEmpty())
        return fail(ErrorCode::Usage, u"--rename %1: this is no rename"_s.arg(text),
            u"write --rename table.old=new for a column, --rename old=new for a table"_s);
    return Rename {.table = found.names.first(found.names.size() - 1).join(u'.'),
        .from = found.names.last(),
        .to = newNameIn(right)};
}

Result<std::pair<QString, QString>> parseAssignment(const QString &text)
{
    const FlagNames found = namesIn(text);
    const QString sql = text.mid(found.equals + 1).trimmed();
    if (found.equals < 0 || sql.isEmpty() || found.names.size() < 2)
        return fail(ErrorCode::Usage, u"\"%1\" names no column and value"_s.arg(text),
            u"write table.column=SQL, for instance --fill \"book.note=''\""_s);
    const QString column = found.names.size() == 2 && !found.anyEmpty
        ? columnObject(found.names.first(), found.names.last())
        : text.left(found.equals).trimmed();
    return std::pair {column, sql};
}

QString withNamesInOneWay(const QString &allow)
{
    const qsizetype colon = allow.indexOf(u':');
    const QString object = allow.mid(colon + 1);
    const FlagNames found = namesIn(object);
    if (colon < 0 || found.anyEmpty || found.equals >= 0 || object.endsWith(u')'))
        return allow;
    const QStringList &names = found.names;
    return names.size() > 2 ? allow
                            : allow.left(colon + 1)
            + (names.size() == 2 ? columnObject(names.first(), names.last())
                                 : flagName(names.first()));
}

Result<> addFlags(DecisionFlags &flags, const QString &shellText)
{
    const QStringList words = shellWords(shellText);
    static const QStringList names {u"--fill"_s, u"--cast"_s, u"--rename"_s, u"--allow"_s};
    for (qsizetype i = 0; i + 1 < words.size(); i += 2) {
        if (!names.contains(words[i]))
            return fail(ErrorCode::Usage, u"%1 is no decision"_s.arg(words[i]),
                u"use --fill, --cast, --rename or --allow"_s);
        if (auto added = addFlag(flags, words[i], words[i + 1]); !added)
            return added;
    }
    if (words.size() % 2 == 1)
        return fail(ErrorCode::Usage, u"%1 lacks its value"_s.arg(words.last()));
    return {};
}

} // namespace joinery
