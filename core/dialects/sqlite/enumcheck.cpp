// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/enumcheck.h"

#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

QString unquoted(const QString &argument)
{
    if (argument.size() < 2 || !argument.startsWith(u'\'') || !argument.endsWith(u'\''))
        return argument;
    return argument.mid(1, argument.size() - 2).replace(u"''"_s, u"'"_s);
}

} // namespace

QStringList enumValues(const DataType &type)
{
    if (type.native.contains(options::dialect) || !type.text.startsWith(u"enum("_s)
        || !isPortable(type.text))
        return {};
    const TypeWord word = splitType(type.text);
    QStringList values;
    if (!word.array) {
        for (const QString &argument : word.arguments)
            values.append(unquoted(argument));
    }
    return values;
}

std::optional<CheckConstraint> enumCheck(const Table &table, const Column &column)
{
    QStringList literals;
    for (const QString &value : enumValues(column.type))
        literals.append(quotedText(value));
    if (literals.isEmpty())
        return std::nullopt;
    return CheckConstraint {.name = enumCheckName(table, column),
        .sql = quotedName(column.name) + u" IN ("_s + literals.join(u", "_s) + u')'};
}

QString enumCheckName(const Table &table, const Column &column)
{
    return u"ck_%1_%2"_s.arg(table.name, column.name);
}

const Column *columnHeldToList(const Table &table, const CheckConstraint &check)
{
    const QList<Token> tokens = significantTokens(check.sql);
    const auto text = [&](qsizetype i) { return textOf(check.sql, tokens[i]); };
    const qsizetype last = tokens.size() - 1;
    if (last < 4 || !isWord(check.sql, tokens[1], u"IN") || text(2) != u"(" || text(last) != u")")
        return nullptr;
    for (qsizetype i = 3; i < last; ++i) {
        if (i % 2 == 1 ? tokens[i].kind != TokenKind::String : text(i) != u",")
            return nullptr;
    }
    return findColumn(table, nameIn(check.sql, tokens.first()));
}

QList<CheckConstraint> withEnumChecks(const Table &table)
{
    QList<CheckConstraint> checks = table.checks;
    for (const Column &column : table.columns) {
        const std::optional<CheckConstraint> derived = enumCheck(table, column);
        if (!derived)
            continue;
        // A column that had the name before, and keeps its check, keeps it beside the new one.
        checks.removeIf([&](const CheckConstraint &check) {
            const Column *held = columnHeldToList(table, check);
            return sameName(check.name, derived->name) && (!held || held == &column);
        });
        checks.append(*derived);
    }
    return checks;
}

} // namespace joinery::sqlite
