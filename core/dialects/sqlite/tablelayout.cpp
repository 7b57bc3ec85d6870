// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/tablelayout.h"

#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// Whether what is put behind would become part of a comment.
bool endsInLineComment(const QString &text)
{
    if (!text.contains(u"--"_s))
        return false;
    const QList<Token> tokens = tokenize(text);
    return tokens.last().kind == TokenKind::Comment && textOf(text, tokens.last()).startsWith(u"--")
        && !text.endsWith(u'\n');
}

/// A text that grows by pieces, none of which may be swallowed by a comment.
class Writing
{
public:
    void put(const QString &piece)
    {
        if (piece.isEmpty())
            return;
        if (m_inComment && !piece.startsWith(u'\n') && !piece.startsWith(u"\r\n"_s))
            m_text += u'\n';
        m_text += piece;
        m_inComment = endsInLineComment(piece);
    }
    QString text() const { return m_text; }

private:
    QString m_text;
    bool m_inComment = false;
};

/// The last line break and what follows it; all of a text without one.
QString fromLastLine(const QString &blanks)
{
    qsizetype at = blanks.lastIndexOf(u'\n');
    if (at > 0 && blanks[at - 1] == u'\r')
        --at;
    return at < 0 ? blanks : blanks.mid(at);
}

QString trimmedEnd(QString text)
{
    while (!text.isEmpty() && text.back().isSpace())
        text.chop(1);
    return text;
}

/// Where the comma between two definitions stands; -1 where there is none.
qsizetype commaIn(const QString &sql, qsizetype start, qsizetype end)
{
    const QString between = sql.mid(start, end - start);
    for (const Token &token : significantTokens(between)) {
        if (textOf(between, token) == u",")
            return start + token.start;
    }
    return -1;
}

/// A line may end in CR LF, of which the comment takes the CR.
qsizetype endOfRemark(const TableText &table, const Span &remark)
{
    return table.at(remark).endsWith(u'\r') ? remark.end - 1 : remark.end;
}

/// The end of the last comment in the text; 0 without one.
qsizetype commentsEnd(const QString &sql)
{
    qsizetype end = 0;
    for (const Token &token : tokenize(sql))
        end = token.kind == TokenKind::Comment ? token.end() : end;
    return end;
}

} // namespace

TableLayout::TableLayout(const TableText &stored)
    : m_stored(stored)
{
    readDefinitions();
    readStyle();
}

void TableLayout::readDefinitions()
{
    const ParsedTable &parsed = m_stored.parsed;
    const QList<Span> spans = parsed.columnSpans + parsed.constraintSpans;
    const QList<Span> remarks = parsed.columnRemarks + parsed.constraintRemarks;
    const QString before = m_stored.at({.start = parsed.body.start, .end = spans.first().start});
    qsizetype begin = parsed.body.start + commentsEnd(before);
    m_head = m_stored.at({.start = parsed.body.start, .end = begin});
    for (qsizetype i = 0; i < spans.size(); ++i) {
        const bool isLast = i == spans.size() - 1;
        Definition definition {.place = i,
            .gap = m_stored.at({.start = begin, .end = spans[i].start}),
            .text = m_stored.at(spans[i])};
        const qsizetype comma
            = isLast ? -1 : commaIn(m_stored.sql, spans[i].end, spans[i + 1].start);
        const qsizetype behind = comma < 0 ? spans[i].end : comma;
        const qsizetype next = comma < 0 ? behind : comma + 1;
        begin = qMax(next, endOfRemark(m_stored, remarks[i]));
        definition.behind = m_stored.at({.start = spans[i].end, .end = behind});
        definition.remark = m_stored.at({.start = next, .end = begin});
        m_definitions.append(definition);
    }
    m_tail = m_stored.at({.start = begin, .end = parsed.body.end});
}

/// Some write the comma at the start of a line.
void TableLayout::readStyle()
{
    const auto leading
        = [](const Definition &definition) { return definition.behind.contains(u'\n'); };
    if (m_definitions.size() < 2
        || !std::all_of(m_definitions.begin(), m_definitions.end() - 1, leading))
        return;
    const QString behind = m_definitions[m_definitions.size() - 2].behind;
    m_behind = fromLastLine(behind.mid(commentsEnd(behind)));
}

void TableLayout::keepColumn(qsizetype position, const QString &text)
{
    keep(position, text);
}

void TableLayout::keep(qsizetype place, const QString &text)
{
    Definition definition = m_definitions[place];
    definition.text = text;
    m_chosen.append(definition);
}

void TableLayout::keepConstraint(qsizetype position, const QString &text)
{
    keep(m_stored.parsed.columnSpans.size() + position, text);
}

void TableLayout::add(const QString &text)
{
    m_chosen.append({.place = -1, .gap = {}, .text = text, .behind = m_behind, .remark = {}});
}

/// The remark of the one that stood last was behind no comma yet.
QStringList TableLayout::piecesBehind(const Definition &definition, bool isLast) const
{
    if (isLast)
        return {trimmedEnd(definition.behind), definition.remark};
    const bool wasLast = definition.place == m_definitions.size() - 1;
    if (wasLast && !m_behind.isEmpty()) // commas first
        return {definition.remark + m_behind, u","_s};
    return {definition.behind, u","_s, definition.remark};
}

QString TableLayout::text(const QString &start, const QString &end) const
{
    const QString first = m_definitions.first().gap;
    // How those that were not there, or stood first, stand behind another.
    QString style = m_definitions.size() > 1 ? fromLastLine(m_definitions[1].gap)
        : first.contains(u'\n')              ? fromLastLine(first)
                                             : u" "_s;
    Writing writing;
    writing.put(start);
    writing.put(m_head);
    for (qsizetype i = 0; i < m_chosen.size(); ++i) {
        const Definition &definition = m_chosen[i];
        if (i > 0 && definition.place > 0)
            style = fromLastLine(definition.gap);
        writing.put(i == 0 ? first : definition.place > 0 ? definition.gap : style);
        writing.put(definition.text);
        for (const QString &piece : piecesBehind(definition, i == m_chosen.size() - 1))
            writing.put(piece);
    }
    writing.put(m_tail);
    writing.put(end);
    return writing.text();
}

} // namespace joinery::sqlite
