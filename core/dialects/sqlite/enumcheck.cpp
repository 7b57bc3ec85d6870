// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/enumcheck.h"

#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/sql/quoting.h"

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
    return CheckConstraint {.name = u"ck_%1_%2"_s.arg(table.name, column.name),
        .sql = quotedName(column.name) + u" IN ("_s + literals.join(u", "_s) + u')'};
}

QList<CheckConstraint> withEnumChecks(const Table &table)
{
    QList<CheckConstraint> checks = table.checks;
    for (const Column &column : table.columns) {
        const std::optional<CheckConstraint> derived = enumCheck(table, column);
        if (!derived)
            continue;
        checks.removeIf(
            [&](const CheckConstraint &check) { return sameName(check.name, derived->name); });
        checks.append(*derived);
    }
    return checks;
}

} // namespace joinery::sqlite
