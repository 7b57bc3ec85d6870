// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/truthnames.h"

#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

const QString prefix = u"joinery named "_s;

/// A table of the database, whose own name is meant.
bool isBehindMain(const QString &sql, const QList<Token> &tokens, qsizetype i)
{
    return i > 1 && textOf(sql, tokens[i - 1]) == u"." && isWord(sql, tokens[i - 2], u"main");
}

} // namespace

bool isTruthWord(const QString &name)
{
    return sameName(name, u"true"_s) || sameName(name, u"false"_s);
}

const Column *truthColumn(const Table &table)
{
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
        [](const Column &column) { return isTruthWord(column.name); });
    return found == table.columns.end() ? nullptr : &*found;
}

QString withTruthNames(const QString &query)
{
    static const QRegularExpression quotedWord(
        uR"(["`\[](true|false)["`\]])"_s, QRegularExpression::CaseInsensitiveOption);
    if (!query.contains(quotedWord))
        return query;
    const QList<Token> tokens = tokenize(query);
    QString renamed;
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const bool meant = tokens[i].kind == TokenKind::QuotedName
            && isTruthWord(nameIn(query, tokens[i])) && !isBehindMain(query, tokens, i);
        renamed += meant ? quotedName(prefix + nameIn(query, tokens[i]))
                         : textOf(query, tokens[i]).toString();
    }
    return renamed;
}

QString withoutTruthName(const QString &name)
{
    return name.startsWith(prefix) ? name.mid(prefix.size()) : name;
}

} // namespace joinery::sqlite
