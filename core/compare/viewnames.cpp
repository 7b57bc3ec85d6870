// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/viewnames.h"

#include "joinery/compare/names.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

/// One SQL text, token by token.
class RelationNames
{
public:
    explicit RelationNames(const QString &sql)
        : m_sql(sql)
        , m_tokens(significantTokens(sql))
    { }

    /// The text with relations renamed, by name key.
    QString renamed(const QHash<QString, QString> &names, const ComparePolicy &policy) const
    {
        QString result = m_sql;
        for (qsizetype i = m_tokens.size() - 1; i >= 0; --i) {
            const Token &token = m_tokens[i];
            if (token.kind != TokenKind::Word && token.kind != TokenKind::QuotedName)
                continue;
            const auto name = names.constFind(policy.nameKey(nameIn(m_sql, token)));
            if (name != names.constEnd() && isRelation(i))
                result.replace(token.start, token.length, quotedName(*name));
        }
        return result;
    }

private:
    bool isAnyOf(qsizetype position, const QList<QStringView> &words) const
    {
        if (position < 0 || position >= m_tokens.size())
            return false;
        return std::any_of(words.begin(), words.end(),
            [&](QStringView word) { return isWord(m_sql, m_tokens[position], word); });
    }

    /// Whether the name stands where only a table or view can: not as that of a column or an alias.
    bool isRelation(qsizetype i) const
    {
        if (i + 1 < m_tokens.size() && textOf(m_sql, m_tokens[i + 1]) == u".")
            return true;
        if (isAnyOf(i - 1, {u"FROM", u"JOIN", u"INTO", u"UPDATE"}))
            return true;
        return isAnyOf(i - 1, {u"ON"}) && isAnyOf(i + 1, {u"BEGIN", u"FOR", u"WHEN"});
    }

    const QString &m_sql;
    QList<Token> m_tokens;
};

/// Name keys of views that are gone to the names they have now.
QHash<QString, QString> viewRenames(
    const MetaData &target, const MetaData &from, const ComparePolicy &policy)
{
    QHash<QString, QString> renames;
    const Spellings before = spellings(from.views, policy);
    for (const View &view : target.views) {
        const QString old = policy.nameKey(view.renamedFrom);
        if (before.contains(old) && !before.contains(policy.nameKey(view.name)))
            renames.insert(old, view.name);
    }
    if (renames.isEmpty())
        return renames;
    for (const SchemaObject &object : objects(target))
        renames.remove(policy.nameKey(nameOf(object)));
    return renames;
}

} // namespace

void followViewRenames(MetaData &target, const MetaData &from, const ComparePolicy &policy)
{
    const QHash<QString, QString> renames = viewRenames(target, from, policy);
    if (renames.isEmpty())
        return;
    const auto follow = [&](QString &sql) { sql = RelationNames(sql).renamed(renames, policy); };
    for (Table &table : target.tables) {
        for (Trigger &trigger : table.triggers)
            follow(trigger.sql);
    }
    for (View &view : target.views) {
        follow(view.sql);
        for (Trigger &trigger : view.triggers)
            follow(trigger.sql);
    }
}

} // namespace joinery::detail
