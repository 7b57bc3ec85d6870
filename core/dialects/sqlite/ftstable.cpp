// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/ftstable.h"

#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// The position of the module's name; -1 when there is none.
qsizetype modulePosition(const QString &sql, const QList<Token> &tokens)
{
    for (qsizetype i = 0; i + 1 < tokens.size(); ++i) {
        if (isWord(sql, tokens[i], u"using"))
            return i + 1;
    }
    return -1;
}

/// An argument begins behind the parenthesis or a comma.
bool beginsArgument(const QString &sql, const Token &before)
{
    return textOf(sql, before) == u"(" || textOf(sql, before) == u",";
}

/// The name behind `content=`; empty for '' and for nothing at all.
QString sourceIn(const QString &sql, const Token &value)
{
    const bool isName = value.kind == TokenKind::Word || value.kind == TokenKind::QuotedName
        || value.kind == TokenKind::String;
    return isName ? nameIn(sql, value) : QString();
}

} // namespace

std::optional<FtsTable> ftsTable(const VirtualTable &table)
{
    const QList<Token> tokens = significantTokens(table.sql);
    const qsizetype first = modulePosition(table.sql, tokens);
    const QString module = first < 0 ? QString() : nameKey(nameIn(table.sql, tokens[first]));
    FtsTable made {.name = table.name};
    if (module == u"fts3") // to which content= is a column like any other
        return made;
    if (module != u"fts4" && module != u"fts5")
        return {};
    for (qsizetype i = first + 2; i + 2 < tokens.size(); ++i) {
        if (!beginsArgument(table.sql, tokens[i - 1]) || !isWord(table.sql, tokens[i], u"content")
            || textOf(table.sql, tokens[i + 1]) != u"=")
            continue;
        made.source = sourceIn(table.sql, tokens[i + 2]);
        made.content
            = made.source.isEmpty() ? FtsTable::Content::None : FtsTable::Content::External;
    }
    return made;
}

QString ftsSource(const VirtualTable &table)
{
    const std::optional<FtsTable> fts = ftsTable(table);
    return fts ? fts->source : QString();
}

bool holdsSource(const MetaData &schema, const QString &source)
{
    const auto holds = [&](const auto &objects) {
        return std::any_of(objects.begin(), objects.end(),
            [&](const auto &object) { return sameName(object.name, source); });
    };
    return !source.isEmpty()
        && (holds(schema.tables) || holds(schema.views) || holds(schema.virtualTables));
}

Statement ftsRebuild(const VirtualTable &table)
{
    return {.sql = u"INSERT INTO %1 (%1) VALUES ('rebuild')"_s.arg(quotedName(table.name)),
        .purpose = u"index the rows of \"%1\""_s.arg(ftsSource(table))};
}

} // namespace joinery::sqlite
