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

/// The tokens of each argument behind the module's name; those in inner parentheses are left out.
QList<QList<Token>> argumentsIn(const QString &sql, const QList<Token> &tokens, qsizetype module)
{
    QList<QList<Token>> arguments;
    int depth = 0;
    for (qsizetype i = module + 1; i < tokens.size(); ++i) {
        const QStringView text = textOf(sql, tokens[i]);
        if (text == u"(" || text == u",") {
            depth += text == u"(" ? 1 : 0;
            if (depth == 1)
                arguments.append(QList<Token>());
        } else if (text == u")") {
            --depth;
        } else if (depth == 1) {
            arguments.last().append(tokens[i]);
        }
    }
    return arguments;
}

/// "tokenize porter", as fts3 and fts4 take it too.
bool isOldTokenize(const QString &sql, const QList<Token> &argument, const QString &module)
{
    return module != u"fts5" && isWord(sql, argument.first(), u"tokenize");
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
    if (module != u"fts3" && module != u"fts4" && module != u"fts5")
        return {};
    FtsTable made {.name = table.name};
    for (const QList<Token> &argument : argumentsIn(table.sql, tokens, first)) {
        if (argument.isEmpty() || isOldTokenize(table.sql, argument, module))
            continue;
        const QString name = nameIn(table.sql, argument.first());
        const bool isOption = argument.size() > 1 && textOf(table.sql, argument[1]) == u"=";
        if (!isOption || module == u"fts3") // to which content= is a column like any other
            made.columns.append(name);
        else
            made.options.append(nameKey(name));
        if (!isOption || made.options.value(made.options.size() - 1) != u"content")
            continue;
        made.source = argument.size() > 2 ? sourceIn(table.sql, argument[2]) : QString();
        made.content
            = made.source.isEmpty() ? FtsTable::Content::None : FtsTable::Content::External;
    }
    if (made.columns.isEmpty() && module != u"fts5")
        made.columns.append(u"content"_s);
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
