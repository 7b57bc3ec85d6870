// SPDX-License-Identifier: MPL-2.0
// Decisions as people write them on the command line.
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
