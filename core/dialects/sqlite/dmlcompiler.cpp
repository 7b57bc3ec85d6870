// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/dmlcompiler.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/tablechange.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

QString real(double value)
{
    const QString text = QString::number(value, 'g', 17);
    const bool looksWhole = !text.contains(u'.') && !text.contains(u'e') && !text.contains(u'n');
    if (text == u"inf" || text == u"-inf")
        return text.startsWith(u'-') ? u"-9e999"_s : u"9e999"_s;
    return looksWhole ? text + u".0"_s : text;
}

} // namespace

std::optional<RowAddress> SqliteDmlCompiler::rowAddress(const Table &table) const
{
    if (const QString alias = rowidAlias(table); !alias.isEmpty())
        return RowAddress {.columns = {alias}, .integer = true};
    if (const QString rowid = rowidName(table); !rowid.isEmpty())
        return RowAddress {.columns = {rowid}, .hidden = true, .integer = true};
    // A rowid table whose three names are all taken has keys, but they may hold NULLs.
    if (!hasOption(table.options, options::dialect, options::withoutRowid))
        return std::nullopt;
    const std::optional<PrimaryKeyConstraint> key = effectivePrimaryKey(table);
    if (!key || key->columns.isEmpty())
        return std::nullopt;
    return RowAddress {.columns = columnNames(key->columns)};
}

QString SqliteDmlCompiler::quote(const QString &identifier) const
{
    return quotedName(identifier);
}

QString SqliteDmlCompiler::literal(const Value &value) const
{
    return std::visit(overloaded {
                          [](std::monostate) { return u"NULL"_s; },
                          [](qint64 number) { return QString::number(number); },
                          [](double number) { return real(number); },
                          [](const QString &text) { return quotedText(text); },
                          [](const QByteArray &bytes) {
                              return u"X'"_s + QString::fromLatin1(bytes.toHex().toUpper()) + u'\'';
                          },
                      },
        value);
}

QString SqliteDmlCompiler::sameValue(const QString &left, const QString &right) const
{
    return u"%1 IS %2"_s.arg(left, right);
}

QString SqliteDmlCompiler::asText(const QString &expression) const
{
    return u"CAST(%1 AS TEXT)"_s.arg(expression);
}

int SqliteDmlCompiler::maxParameters() const
{
    return 32766; // SQLITE_MAX_VARIABLE_NUMBER since 3.32
}

} // namespace joinery::sqlite
