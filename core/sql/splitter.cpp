// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/splitter.h"

#include "joinery/sql/tokenizer.h"

namespace joinery {

namespace {

/// Tells, fed with the significant tokens of one statement, whether a semicolon ends it.
///
/// A trigger ends at the semicolon behind "; END": its statements cannot themselves begin with END,
/// while CASE … END and columns named "end" never follow a semicolon. Before the trigger's BEGIN
/// every semicolon ends the statement, as it does in a transaction's BEGIN.
class StatementEnd
{
public:
    /// True when the token is the semicolon that ends the statement.
    bool feed(QStringView sql, const Token &token)
    {
        if (token.kind == TokenKind::Operator && textOf(sql, token) == u";")
            return atSemicolon();
        if (m_state != State::Body)
            m_state = afterWord(sql, token);
        else
            m_last
                = m_last == Last::Semicolon && isWord(sql, token, u"END") ? Last::End : Last::Other;
        return false;
    }

private:
    enum class State
    {
        Start,
        Explain,
        Create,
        Trigger,
        Body,
        Plain
    };
    enum class Last
    {
        Other,
        Semicolon,
        End
    };

    bool atSemicolon()
    {
        if (m_state != State::Body || m_last == Last::End)
            return true;
        m_last = Last::Semicolon;
        return false;
    }

    State afterWord(QStringView sql, const Token &token) const
    {
        const auto is = [&](QStringView word) { return isWord(sql, token, word); };
        switch (m_state) {
        case State::Start:
            if (is(u"EXPLAIN"))
                return State::Explain;
            return is(u"CREATE") ? State::Create : State::Plain;
        case State::Explain:
            if (is(u"QUERY") || is(u"PLAN"))
                return State::Explain;
            return is(u"CREATE") ? State::Create : State::Plain;
        case State::Create:
            if (is(u"TEMP") || is(u"TEMPORARY"))
                return State::Create;
            return is(u"TRIGGER") ? State::Trigger : State::Plain;
        case State::Trigger:
            return is(u"BEGIN") ? State::Body : State::Trigger;
        case State::Body:
        case State::Plain:
            break;
        }
        return m_state;
    }

    State m_state = State::Start;
    Last m_last = Last::Semicolon; // so that the END of an empty body counts
};

class Splitter
{
public:
    explicit Splitter(const QString &script)
        : m_script(script)
    { }

    QList<SqlStatement> split()
    {
        for (const Token &token : tokenize(m_script)) {
            if (token.kind != TokenKind::Space)
                take(token);
            countLines(token);
        }
        finish();
        return m_statements;
    }

private:
    void take(const Token &token)
    {
        const bool comment = token.kind == TokenKind::Comment;
        if (!comment && m_end.feed(m_script, token)) {
            finish();
            return;
        }
        if (m_textStart < 0)
            m_textStart = token.start;
        if (!comment && m_line == 0)
            m_line = m_currentLine;
        m_textEnd = token.end();
    }

    void countLines(const Token &token)
    {
        m_currentLine += int(textOf(m_script, token).count(u'\n'));
    }

    /// Without a significant token there was nothing, or nothing but comments.
    void finish()
    {
        if (m_line > 0)
            m_statements.append({.text = m_script.mid(m_textStart, m_textEnd - m_textStart),
                .start = m_textStart,
                .line = m_line});
        m_textStart = -1;
        m_line = 0;
        m_end = {};
    }

    const QString &m_script;
    QList<SqlStatement> m_statements;
    StatementEnd m_end;
    qsizetype m_textStart = -1;
    qsizetype m_textEnd = 0;
    int m_line = 0; // of the statement's first significant token; 0 = none yet
    int m_currentLine = 1;
};

} // namespace

QList<SqlStatement> splitStatements(const QString &script)
{
    return Splitter(script).split();
}

} // namespace joinery
