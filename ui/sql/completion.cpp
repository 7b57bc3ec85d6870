// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/completion.h"

#include "joinery/sql/keywords.h"
#include "joinery/sql/names.h"
#include "ui/sql/completionwords.h"
#include "ui/sql/sqlsources.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Kind = Suggestion::Kind;

bool isPlainName(const QString &name)
{
    const auto begins = [](QChar c) { return (c.unicode() < 128 && c.isLetter()) || c == u'_'; };
    const auto goesOn = [&](QChar c) { return begins(c) || (c >= u'0' && c <= u'9') || c == u'$'; };
    const KeywordKind kind = keywordKind(name);
    return !name.isEmpty() && begins(name.front()) && std::all_of(name.begin(), name.end(), goesOn)
        && (kind == KeywordKind::None || kind == KeywordKind::Soft);
}

class Completer
{
public:
    Completer(const MetaData &schema, const QString &sql, qsizetype cursor,
        const std::function<QString(const QString &)> &quote)
        : m_schema(schema)
        , m_sql(sql)
        , m_cursor(cursor)
        , m_quote(quote)
    { }

    Completion complete()
    {
        if (!findTyped())
            return {.start = m_cursor};
        m_sources = sourcesIn(m_sql, significantTokens(m_sql), &m_commonTables);
        dropTyped();
        suggest();
        return {.start = m_start, .typed = m_typed, .suggestions = ranked()};
    }

private:
    /// What stands before the cursor: the word being typed and the tokens before that. False where
    /// nothing is to be completed.
    bool findTyped()
    {
        m_start = m_cursor;
        for (const Token &token : tokenize(m_sql)) {
            if (token.start >= m_cursor)
                break;
            const QStringView text = textOf(m_sql, token);
            const bool touches = token.end() >= m_cursor;
            const bool open = token.kind == TokenKind::Invalid;
            if (token.kind == TokenKind::Comment || (open && text.startsWith(u"/*"))) {
                const bool goesOn = !text.startsWith(u"/*") || !text.endsWith(u"*/");
                if (token.end() > m_cursor || (touches && goesOn))
                    return false;
            } else if (token.kind == TokenKind::String || token.kind == TokenKind::Blob
                || token.kind == TokenKind::Number || (open && text.startsWith(u'\''))) {
                if (touches && (open || token.end() > m_cursor || token.kind == TokenKind::Number))
                    return false;
                m_before.append(token);
            } else if (touches && token.kind == TokenKind::Word) {
                m_start = token.start;
                m_typed = m_sql.mid(token.start, m_cursor - token.start);
            } else if (touches && open && text.startsWith(u'"')) {
                m_start = token.start;
                m_typed = m_sql.mid(token.start + 1, m_cursor - token.start - 1);
                m_quoted = true;
            } else if (token.kind != TokenKind::Space) {
                m_before.append(token);
            }
        }
        return true;
    }

    /// The word that is being typed is no table yet.
    void dropTyped()
    {
        const auto isTyped = [this](const SqlSource &source) {
            return source.start == m_start && !m_typed.isEmpty();
        };
        m_sources.erase(
            std::remove_if(m_sources.begin(), m_sources.end(), isTyped), m_sources.end());
        for (SqlSource &source : m_sources) {
            if (source.alias == m_typed && source.start < m_start)
                source.alias.clear();
        }
    }

    bool isBefore(QStringView word, qsizetype back = 1) const
    {
        return m_before.size() >= back
            && textOf(m_sql, m_before[m_before.size() - back]).compare(word, Qt::CaseInsensitive)
            == 0;
    }

    QString written(const QString &name) const
    {
        return isPlainName(name) && !m_quoted ? name : m_quote(name);
    }

    void add(Kind kind, const QString &name, const QString &text, const QString &detail = {})
    {
        m_all.append({.name = name, .text = text, .detail = detail, .kind = kind});
    }

    void addWords(Kind kind, const QStringList &words)
    {
        const bool lower = !m_typed.isEmpty() && m_typed == m_typed.toLower();
        for (const QString &word : words) {
            const QString name = lower ? word.toLower() : word;
            add(kind, name, kind == Kind::Function ? name + u'(' : name);
        }
    }

    void addTables()
    {
        for (const QString &name : std::as_const(m_commonTables))
            add(Kind::Table, name, written(name));
        for (const QString &name : m_schema.tables.keys())
            add(Kind::Table, name, written(name));
        for (const QString &name : m_schema.virtualTables.keys())
            add(Kind::Table, name, written(name));
        for (const QString &name : m_schema.views.keys())
            add(Kind::View, name, written(name));
    }

    const Table *tableOf(const SqlSource &source) const
    {
        for (const Table &table : m_schema.tables) {
            if (sameAscii(table.name, source.table))
                return &table;
        }
        return nullptr;
    }

    const SqlSource *sourceCalled(const QString &name) const
    {
        const auto found = std::find_if(m_sources.crbegin(), m_sources.crend(),
            [&](const SqlSource &source) { return sameAscii(source.called(), name); });
        return found == m_sources.crend() ? nullptr : &*found;
    }

    void addColumnsOf(const SqlSource &source, bool qualified)
    {
        const QString before = qualified ? written(source.called()) + u'.' : QString();
        if (const Table *table = tableOf(source)) {
            for (const Column &column : table->columns)
                add(Kind::Column, column.name, before + written(column.name), column.type.text);
            return;
        }
        for (const View &view : m_schema.views) {
            if (!sameAscii(view.name, source.table))
                continue;
            for (const QString &column : view.columns)
                add(Kind::Column, column, before + written(column));
        }
    }

    /// Columns that several sources have are written with the source's name.
    void addColumns()
    {
        QHash<QString, int> seen;
        for (const SqlSource &source : std::as_const(m_sources)) {
            if (const Table *table = tableOf(source)) {
                for (const Column &column : table->columns)
                    ++seen[asciiLower(column.name)];
            }
        }
        for (const SqlSource &source : std::as_const(m_sources)) {
            const qsizetype from = m_all.size();
            addColumnsOf(source, false);
            for (qsizetype i = from; i < m_all.size(); ++i) {
                if (seen.value(asciiLower(m_all[i].name)) > 1)
                    m_all[i].text = written(source.called()) + u'.' + m_all[i].text;
                if (m_sources.size() > 1)
                    m_all[i].detail
                        = QStringList {source.called(), m_all[i].detail}.join(u' ').trimmed();
            }
        }
    }

    void addSources()
    {
        for (const SqlSource &source : std::as_const(m_sources)) {
            if (!source.called().isEmpty())
                add(Kind::Source, source.called(), written(source.called()),
                    source.alias.isEmpty() ? QString() : source.table);
        }
    }

    void addCondition(const ForeignKeyConstraint &key, const SqlSource &child,
        const SqlSource &parent, const QString &prefix)
    {
        QStringList referred = key.referredColumns;
        const Table *parentTable = tableOf(parent);
        if (referred.isEmpty() && parentTable && parentTable->primaryKey)
            referred = columnNames(parentTable->primaryKey->columns);
        if (referred.size() != key.columns.size())
            return;
        QStringList parts;
        for (qsizetype i = 0; i < referred.size(); ++i) {
            parts.append(u"%1.%2 = %3.%4"_s.arg(written(child.called()), written(key.columns[i]),
                written(parent.called()), written(referred[i])));
        }
        const QString text = prefix + parts.join(u" AND ");
        add(Kind::Condition, text, text);
    }

    /// How the source joined last hangs together with those before it.
    void addConditions(const QString &prefix)
    {
        QList<SqlSource> before;
        for (const SqlSource &source : std::as_const(m_sources)) {
            if (source.start < m_start)
                before.append(source);
        }
        if (before.size() < 2)
            return;
        const SqlSource last = before.takeLast();
        const Table *joined = tableOf(last);
        for (auto other = before.crbegin(); joined && other != before.crend(); ++other) {
            const Table *table = tableOf(*other);
            if (!table)
                continue;
            for (const ForeignKeyConstraint &key : joined->foreignKeys) {
                if (sameAscii(key.referredTable, table->name))
                    addCondition(key, last, *other, prefix);
            }
            for (const ForeignKeyConstraint &key : table->foreignKeys) {
                if (sameAscii(key.referredTable, joined->name))
                    addCondition(key, *other, last, prefix);
            }
        }
    }

    /// Does the list of tables behind FROM go on here?
    bool inTableList() const
    {
        if (!isBefore(u","))
            return false;
        int depth = 0;
        for (qsizetype i = m_before.size() - 1; i >= 0; --i) {
            const QString word = asciiLower(textOf(m_sql, m_before[i]));
            depth += int(word == u")") - int(word == u"(");
            if (depth < 0)
                return false;
            if (depth == 0 && word == u"from")
                return true;
            static const QStringList others {u"select"_s, u"where"_s, u"by"_s, u"set"_s, u"on"_s,
                u"values"_s, u"having"_s, u"returning"_s};
            if (depth == 0 && others.contains(word))
                return false;
        }
        return false;
    }

    /// INSERT INTO t ( … : only its columns make sense.
    const SqlSource *insertedInto() const
    {
        qsizetype at = m_before.size() - 1;
        while (at >= 0 && textOf(m_sql, m_before[at]) != u"(") {
            if (textOf(m_sql, m_before[at]) == u")")
                return nullptr;
            --at;
        }
        if (at < 2 || !isWord(m_sql, m_before[at - 2], u"into"))
            return nullptr;
        return sourceCalled(nameIn(m_sql, m_before[at - 1]));
    }

    void suggest()
    {
        if (isBefore(u".") && m_before.size() >= 2) {
            const QString name = nameIn(m_sql, m_before[m_before.size() - 2]);
            if (const SqlSource *source = sourceCalled(name))
                addColumnsOf(*source, false);
            else if (sameAscii(name, u"main"))
                addTables();
            else
                addColumnsOf({.table = name}, false);
            return;
        }
        if (m_before.isEmpty())
            return addWords(Kind::Keyword, statementBeginnings());
        if (const SqlSource *target = insertedInto())
            return addColumnsOf(*target, false);
        for (const QStringView word :
            {u"from", u"join", u"into", u"update", u"table", u"references"}) {
            if (isBefore(word))
                return addTables();
        }
        if (inTableList())
            return addTables();
        suggestExpression();
    }

    void suggestExpression()
    {
        const bool behindOn = isBefore(u"on");
        if (behindOn)
            addConditions({});
        else if (isBehindJoin())
            addConditions(u"ON "_s);
        addColumns();
        addSources();
        addWords(Kind::Keyword, completionKeywords());
        addWords(Kind::Function, completionFunctions());
        if (m_sources.isEmpty())
            addTables();
    }

    /// JOIN t or JOIN t alias stands right before the cursor.
    bool isBehindJoin() const
    {
        return isBefore(u"join", 2) || isBefore(u"join", 3)
            || (isBefore(u"join", 4) && isBefore(u"as", 2));
    }

    /// Those that fit what is typed: by their beginning first, in the order they were added.
    QList<Suggestion> ranked() const
    {
        QList<Suggestion> begin, contain;
        for (const Suggestion &suggestion : m_all) {
            const QString &name = suggestion.name;
            if (name.startsWith(m_typed, Qt::CaseInsensitive)
                || suggestion.text.startsWith(m_typed, Qt::CaseInsensitive))
                begin.append(suggestion);
            else if (m_typed.size() >= 2 && suggestion.kind != Kind::Keyword
                && suggestion.kind != Kind::Function && name.contains(m_typed, Qt::CaseInsensitive))
                contain.append(suggestion);
        }
        return begin + contain;
    }

    const MetaData &m_schema;
    const QString &m_sql;
    const qsizetype m_cursor;
    const std::function<QString(const QString &)> &m_quote;
    qsizetype m_start = 0;
    QString m_typed {};
    bool m_quoted = false;
    QList<Token> m_before {};
    QList<SqlSource> m_sources {};
    QStringList m_commonTables {};
    QList<Suggestion> m_all {};
};

} // namespace

Completion completeSql(const MetaData &schema, const QString &sql, qsizetype cursor,
    const std::function<QString(const QString &)> &quote)
{
    return Completer(schema, sql, cursor, quote).complete();
}

} // namespace joinery
