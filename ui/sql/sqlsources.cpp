// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlsources.h"

#include "joinery/sql/keywords.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

class Reader
{
public:
    Reader(const QString &sql, const QList<Token> &tokens)
        : m_sql(sql)
        , m_tokens(tokens)
    { }

    QList<SqlSource> sources()
    {
        for (; m_at < m_tokens.size(); ++m_at) {
            if (is(u"from") || is(u"join") || is(u"into") || is(u"update")) {
                const bool list = is(u"from");
                ++m_at;
                readSources(list);
                --m_at;
            }
        }
        return m_sources;
    }

private:
    bool is(QStringView word, qsizetype ahead = 0) const
    {
        const qsizetype at = m_at + ahead;
        return at < m_tokens.size()
            && textOf(m_sql, m_tokens[at]).compare(word, Qt::CaseInsensitive) == 0;
    }

    bool isName(qsizetype ahead = 0) const
    {
        const qsizetype at = m_at + ahead;
        if (at >= m_tokens.size())
            return false;
        if (m_tokens[at].kind == TokenKind::QuotedName)
            return true;
        const KeywordKind kind = keywordKind(textOf(m_sql, m_tokens[at]));
        return m_tokens[at].kind == TokenKind::Word
            && (kind == KeywordKind::None || kind == KeywordKind::Soft);
    }

    void readSources(bool list)
    {
        do {
            readOne();
        } while (list && is(u",") && ++m_at < m_tokens.size());
    }

    void readOne()
    {
        SqlSource source;
        source.start = m_at < m_tokens.size() ? m_tokens[m_at].start : m_sql.size();
        if (is(u"(")) { // an inner query, whose own sources count as well
            const qsizetype before = m_at;
            skipParentheses();
            const QList<Token> inner = m_tokens.mid(before + 1, m_at - before - 1);
            m_sources += Reader(m_sql, inner).sources();
        } else if (isName()) {
            if (is(u".", 1))
                m_at += 2;
            if (m_at >= m_tokens.size())
                return;
            source.table = nameIn(m_sql, m_tokens[m_at]);
            source.start = m_tokens[m_at].start;
            ++m_at;
        } else {
            return;
        }
        if (is(u"as"))
            ++m_at;
        if (isName() && !is(u"set")) {
            source.alias = nameIn(m_sql, m_tokens[m_at]);
            ++m_at;
        }
        m_sources.append(source);
    }

    void skipParentheses()
    {
        int depth = 0;
        for (; m_at < m_tokens.size(); ++m_at) {
            depth += int(is(u"(")) - int(is(u")"));
            if (depth == 0) {
                ++m_at;
                return;
            }
        }
    }

    const QString &m_sql;
    const QList<Token> &m_tokens;
    qsizetype m_at = 0;
    QList<SqlSource> m_sources {};
};

} // namespace

QList<SqlSource> sourcesIn(
    const QString &sql, const QList<Token> &significant, QStringList *commonTables)
{
    if (commonTables) {
        for (qsizetype i = 1; i + 1 < significant.size(); ++i) {
            // name AS ( … behind WITH or a comma; a CAST has no name before its AS.
            const bool opens
                = isWord(sql, significant[i], u"as") && textOf(sql, significant[i + 1]) == u"(";
            if (opens && significant[i - 1].kind != TokenKind::Operator)
                commonTables->append(nameIn(sql, significant[i - 1]));
        }
    }
    return Reader(sql, significant).sources();
}

} // namespace joinery
