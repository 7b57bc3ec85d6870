// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createparser_p.h"

namespace joinery::sqlite {

namespace {

/// Deals the comments between the definitions of a body out to them: the rule stands in
/// createparser.h. Numbers are those of all tokens, blanks and comments included.
class CommentDealer
{
public:
    struct Extent
    {
        Span text;
        Span remark;
    };

    explicit CommentDealer(const QString &sql)
        : m_sql(sql)
        , m_tokens(tokenize(sql))
    { }

    qsizetype tokenAt(qsizetype offset, qsizetype from) const
    {
        while (m_tokens[from].start < offset)
            ++from;
        return from;
    }

    Extent extent(qsizetype first, qsizetype last) const
    {
        const qsizetype end = m_tokens[last].end();
        return {.text = {.start = m_tokens[first].start, .end = end}, .remark = {}};
    }

    /// The comments between the opening parenthesis and the first definition.
    void dealHead(qsizetype parenthesis, qsizetype first, Extent &next) const
    {
        const Run line = restOfLine(parenthesis + 1, first);
        takeAbove(line.endsLine ? line.end : parenthesis + 1, first, next);
    }

    /// The comments between two definitions, the tokens from `begin` to `end` (not included).
    void dealGap(qsizetype begin, qsizetype end, Extent &previous, Extent &next) const
    {
        qsizetype other = begin; // the comma; or the definition itself, where the comma is missing
        while (other < end && isFiller(other))
            ++other;
        const bool comma = other < end;
        const Run line = comma ? restOfLine(begin, other) : Run {.end = begin};
        if (comma)
            takeBehind(begin, line, other, previous);
        qsizetype above = comma ? other + 1 : begin;
        if (!line.endsLine) {
            const Run rest = restOfLine(above, end);
            if (rest.endsLine) {
                previous.remark = comments(above, rest.end);
                above = rest.end;
            }
        }
        takeAbove(above, end, next);
    }

    /// The comments behind the last definition, on its line.
    void dealTail(qsizetype begin, qsizetype end, Extent &previous) const
    {
        const Run line = restOfLine(begin, end);
        takeBehind(begin, line, line.end, previous);
    }

private:
    /// Blanks and comments up to the end of a line, or as far as they go on it.
    struct Run
    {
        qsizetype end = 0; ///< behind the last token of the run
        bool endsLine = false;
    };

    bool isComment(qsizetype i) const { return m_tokens[i].kind == TokenKind::Comment; }
    bool isFiller(qsizetype i) const
    {
        return isComment(i) || m_tokens[i].kind == TokenKind::Space;
    }
    bool isLineComment(qsizetype i) const { return textOf(m_sql, m_tokens[i]).startsWith(u"--"); }

    Run restOfLine(qsizetype begin, qsizetype end) const
    {
        for (qsizetype i = begin; i < end; ++i) {
            if (!isFiller(i))
                return {.end = i};
            if (isComment(i) ? isLineComment(i) : textOf(m_sql, m_tokens[i]).contains(u'\n'))
                return {.end = i + 1, .endsLine = true};
        }
        return {.end = end};
    }

    /// From the first comment to the last of these tokens; empty without one.
    Span comments(qsizetype begin, qsizetype end) const
    {
        Span span;
        for (qsizetype i = begin; i < end; ++i) {
            if (!isComment(i))
                continue;
            span.start = span.end == 0 ? m_tokens[i].start : span.start;
            span.end = m_tokens[i].end();
        }
        return span;
    }

    /// Block comments on the line join the definition, since a comma may follow them; a line
    /// comment and all comments on later lines up to the comma become the remark.
    void takeBehind(qsizetype begin, const Run &line, qsizetype end, Extent &extent) const
    {
        qsizetype i = begin;
        for (; i < line.end && !(isComment(i) && isLineComment(i)); ++i) {
            if (isComment(i))
                extent.text.end = m_tokens[i].end();
        }
        extent.remark = comments(i, end);
    }

    void takeAbove(qsizetype begin, qsizetype end, Extent &extent) const
    {
        for (qsizetype i = begin; i < end; ++i) {
            if (!isFiller(i)) // the name of a constraint that is not there
                begin = i + 1;
        }
        const Span above = comments(begin, end);
        if (above.end > 0)
            extent.text.start = above.start;
    }

    const QString &m_sql;
    QList<Token> m_tokens;
};

Constraint constraintOf(const Table &table, const Item &item)
{
    switch (item.kind) {
    case Item::Kind::Unique:
        return table.uniques[item.index];
    case Item::Kind::Check:
        return table.checks[item.index];
    case Item::Kind::ForeignKey:
        return table.foreignKeys[item.index];
    case Item::Kind::PrimaryKey:
    case Item::Kind::Column:
        break;
    }
    return *table.primaryKey;
}

void addExtent(const Item &item, const CommentDealer::Extent &extent, ParsedTable &parsed)
{
    const Span none {.start = extent.text.end, .end = extent.text.end};
    const Span remark = extent.remark.end > 0 ? extent.remark : none;
    if (item.kind == Item::Kind::Column) {
        parsed.columnSpans.append(extent.text);
        parsed.columnRemarks.append(remark);
    } else {
        parsed.constraintSpans.append(extent.text);
        parsed.constraintRemarks.append(remark);
        parsed.constraints.append(constraintOf(parsed.table, item));
    }
}

} // namespace

void findSpans(const Cursor &cursor, const QList<Item> &items, ParsedTable &parsed)
{
    const CommentDealer dealer(cursor.sql());
    const QList<Token> &significant = cursor.tokens();
    qsizetype behind = dealer.tokenAt(parsed.body.start - 1, 0);
    CommentDealer::Extent previous;
    for (qsizetype i = 0; i < items.size(); ++i) {
        const qsizetype first = dealer.tokenAt(significant[items[i].first].start, behind);
        const qsizetype last = dealer.tokenAt(significant[items[i].last].start, first);
        CommentDealer::Extent extent = dealer.extent(first, last);
        if (i == 0) {
            dealer.dealHead(behind, first, extent);
        } else {
            dealer.dealGap(behind, first, previous, extent);
            addExtent(items[i - 1], previous, parsed);
        }
        previous = extent;
        behind = last + 1;
    }
    dealer.dealTail(behind, dealer.tokenAt(parsed.body.end, behind), previous);
    addExtent(items.constLast(), previous, parsed);
}

} // namespace joinery::sqlite
