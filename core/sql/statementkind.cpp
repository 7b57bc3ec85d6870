// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/statementkind.h"

#include "joinery/sql/names.h"
#include "joinery/sql/tokenizer.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

class Words
{
public:
    explicit Words(QStringView sql)
        : m_sql(sql)
        , m_tokens(significantTokens(sql))
    { }

    /// The token in lower case; empty behind the end.
    QString at(qsizetype index) const
    {
        return index < m_tokens.size() ? asciiLower(textOf(m_sql, m_tokens[index])) : QString();
    }
    bool has(QStringView word) const
    {
        return std::any_of(m_tokens.cbegin(), m_tokens.cend(),
            [&](const Token &token) { return isWord(m_sql, token, word); });
    }
    /// The first of these words outside of parentheses.
    QString firstOutside(const QSet<QString> &wanted) const
    {
        int depth = 0;
        for (qsizetype i = 0; i < m_tokens.size(); ++i) {
            const QString text = at(i);
            depth += int(text == u"(") - int(text == u")");
            if (depth == 0 && wanted.contains(text))
                return text;
        }
        return {};
    }

private:
    QStringView m_sql;
    QList<Token> m_tokens;
};

StatementFacts pragmaFacts(const Words &words)
{
    // Those that take an argument and still only ask.
    static const QSet<QString> asking {u"table_info"_s, u"table_xinfo"_s, u"table_list"_s,
        u"index_list"_s, u"index_info"_s, u"index_xinfo"_s, u"foreign_key_list"_s,
        u"foreign_key_check"_s, u"integrity_check"_s, u"quick_check"_s};
    // Those that do something without one.
    static const QSet<QString> doing {
        u"optimize"_s, u"wal_checkpoint"_s, u"incremental_vacuum"_s, u"shrink_memory"_s};
    const qsizetype name = words.at(2) == u"." ? 3 : 1;
    const QString after = words.at(name + 1);
    const bool asks = asking.contains(words.at(name))
        || (after != u"=" && after != u"(" && !doing.contains(words.at(name)));
    return {.kind = asks ? StatementKind::Read : StatementKind::Session, .returnsRows = true};
}

StatementKind kindOfVerb(const QString &verb)
{
    static const QHash<QString, StatementKind> kinds {{u"select"_s, StatementKind::Read},
        {u"values"_s, StatementKind::Read}, {u"explain"_s, StatementKind::Read},
        {u"insert"_s, StatementKind::Write}, {u"replace"_s, StatementKind::Write},
        {u"update"_s, StatementKind::Write}, {u"delete"_s, StatementKind::Write},
        {u"create"_s, StatementKind::Schema}, {u"alter"_s, StatementKind::Schema},
        {u"drop"_s, StatementKind::Schema}, {u"begin"_s, StatementKind::Transaction},
        {u"commit"_s, StatementKind::Transaction}, {u"end"_s, StatementKind::Transaction},
        {u"rollback"_s, StatementKind::Transaction}, {u"savepoint"_s, StatementKind::Transaction},
        {u"release"_s, StatementKind::Transaction}, {u"attach"_s, StatementKind::Session},
        {u"detach"_s, StatementKind::Session}};
    return kinds.value(verb, StatementKind::Other);
}

} // namespace

StatementFacts statementFacts(QStringView sql)
{
    const Words words(sql);
    QString verb = words.at(0);
    if (verb == u"pragma")
        return pragmaFacts(words);
    if (verb == u"with") {
        verb = words.firstOutside(
            {u"select"_s, u"values"_s, u"insert"_s, u"replace"_s, u"update"_s, u"delete"_s});
    }
    StatementKind kind = kindOfVerb(verb);
    const bool temporary = words.at(1) == u"temp" || words.at(1) == u"temporary";
    if (kind == StatementKind::Schema && temporary)
        kind = StatementKind::Session;
    const bool rows
        = kind == StatementKind::Read || (kind == StatementKind::Write && words.has(u"returning"));
    return {.kind = kind, .returnsRows = rows};
}

} // namespace joinery
