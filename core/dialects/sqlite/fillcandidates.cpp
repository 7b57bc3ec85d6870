// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/fillcandidates.h"

#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/tablechange.h"
#include "joinery/dialects/sqlite/typename.h"
#include "joinery/sql/keywords.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

bool isText(const Table &table, const Column &column)
{
    const Affinity affinity = affinityOf(declaredType(table, column));
    return affinity == Affinity::Text || affinity == Affinity::Blob;
}

/// A constant that reads well in a column of this type.
QString neutralValue(const Table &table, const Column &column)
{
    static const QHash<QString, QString> words {{u"date"_s, u"'1970-01-01'"_s},
        {u"time"_s, u"'00:00:00'"_s}, {u"timestamp"_s, u"'1970-01-01 00:00:00'"_s},
        {u"timestamptz"_s, u"'1970-01-01 00:00:00+00:00'"_s}, {u"interval"_s, u"'PT0S'"_s},
        {u"json"_s, u"'{}'"_s}, {u"uuid"_s, u"'00000000-0000-0000-0000-000000000000'"_s}};
    const TypeWord word = splitType(column.type.text);
    if (word.array)
        return u"'[]'"_s;
    if (const auto known = words.constFind(word.word); known != words.constEnd())
        return *known;
    const QString declared = nameKey(declaredType(table, column));
    if (declared.contains(u"datetime") || declared.contains(u"timestamp"))
        return words[u"timestamp"_s];
    if (declared.contains(u"date") || declared.contains(u"time"))
        return words[declared.contains(u"date") ? u"date"_s : u"time"_s];
    switch (affinityOf(declared)) {
    case Affinity::Text:
        return u"''"_s;
    case Affinity::Real:
        return u"0.0"_s;
    case Affinity::Blob:
        return declared.isEmpty() ? u"''"_s : u"x''"_s;
    case Affinity::Integer:
    case Affinity::Numeric:
        break;
    }
    return u"0"_s;
}

bool isUnique(const Table &table, const QString &column)
{
    const auto alone = [&](const QList<KeyPart> &parts) {
        return parts.size() == 1 && sameName(parts.first().column, column);
    };
    const auto key = effectivePrimaryKey(table);
    return (key && alone(key->columns))
        || std::any_of(table.uniques.begin(), table.uniques.end(),
            [&](const UniqueConstraint &unique) { return alone(unique.columns); })
        || std::any_of(table.indexes.begin(), table.indexes.end(),
            [&](const Index &index) { return index.unique && alone(index.columns); });
}

/// Whether a key or unique index of several columns has it.
bool isInKey(const Table &table, const QString &column)
{
    const auto has = [&](const QList<KeyPart> &parts) {
        return std::any_of(parts.begin(), parts.end(),
            [&](const KeyPart &part) { return sameName(part.column, column); });
    };
    const auto key = effectivePrimaryKey(table);
    return (key && has(key->columns))
        || std::any_of(table.uniques.begin(), table.uniques.end(),
            [&](const UniqueConstraint &unique) { return has(unique.columns); })
        || std::any_of(table.indexes.begin(), table.indexes.end(),
            [&](const Index &index) { return index.unique && has(index.columns); });
}

/// Another value for each row.
QStringList distinctValues(const Table &table, const Column &column)
{
    const QString rowid = rowidName(table);
    const QString random = u"lower(hex(randomblob(16)))"_s;
    const Affinity affinity = affinityOf(declaredType(table, column));
    QStringList values;
    if (affinity == Affinity::Text && !rowid.isEmpty())
        values.append(quotedText(column.name + u'-') + u" || "_s + rowid);
    else if (!rowid.isEmpty() && affinity != Affinity::Blob)
        values.append(rowid);
    if (affinity == Affinity::Blob)
        values.append(u"randomblob(16)"_s);
    values.append(isText(table, column) ? random : u"abs(random())"_s);
    return values;
}

/// Any row of the parent will do. A column that refers to itself says nothing about its values.
QStringList parentValues(const MetaData &schema, const Table &table, const QString &column)
{
    QStringList values;
    for (const ForeignKeyConstraint &key : table.foreignKeys) {
        const QStringList referred = referredColumns(schema, key);
        const Table *parent = findTable(schema, key.referredTable);
        for (qsizetype i = 0; parent && i < qMin(key.columns.size(), referred.size()); ++i) {
            const bool itself
                = sameName(key.referredTable, table.name) && sameName(referred[i], column);
            if (sameName(key.columns[i], column) && !itself && findColumn(*parent, referred[i]))
                values.append(u"(SELECT min(%1) FROM %2)"_s.arg(
                    quotedName(referred[i]), quotedName(key.referredTable)));
        }
    }
    return values;
}

bool isLiteral(const Token &token)
{
    return token.kind == TokenKind::String || token.kind == TokenKind::Number
        || token.kind == TokenKind::Blob;
}

/// The number next to one that a check bars: `c > 0` asks for 1.
QString beyond(const QString &sql, const Token &comparison, const QString &value)
{
    bool isInteger = false;
    const qlonglong number = value.toLongLong(&isInteger);
    if (!isInteger || number < -1000000 || number > 1000000)
        return {};
    const QStringView sign = textOf(sql, comparison);
    if (sign == u">")
        return QString::number(number + 1);
    return sign == u"<" || sign == u"<>" || sign == u"!=" ? QString::number(number - 1) : QString();
}

/// The values that a check compares with, as they are likely to be allowed.
QStringList valuesIn(const QString &sql)
{
    QStringList values;
    const QList<Token> tokens = significantTokens(sql);
    for (qsizetype i = 0; i < tokens.size() && values.size() < 16; ++i) {
        if (!isLiteral(tokens[i]))
            continue;
        const bool negative = i > 0 && textOf(sql, tokens[i - 1]) == u"-";
        const QString value = (negative ? u"-"_s : QString()) + textOf(sql, tokens[i]).toString();
        const qsizetype comparison = i - (negative ? 2 : 1);
        if (const QString next
            = comparison < 0 ? QString() : beyond(sql, tokens[comparison], value);
            !next.isEmpty())
            values.append(next);
        values.append(value);
    }
    return values;
}

/// The numbers next to those.
QStringList neighboursOf(const QStringList &values)
{
    QStringList neighbours;
    for (const QString &value : values) {
        bool isInteger = false;
        const qlonglong number = value.toLongLong(&isInteger);
        if (isInteger && number > -1000000 && number < 1000000)
            neighbours += {QString::number(number + 1), QString::number(number - 1)};
    }
    return neighbours;
}

/// For `length(c) > 3` and the like: texts of such lengths.
QStringList textsOfLengths(const QStringList &numbers)
{
    QStringList texts;
    for (const QString &text : numbers) {
        bool isInteger = false;
        const int length = text.toInt(&isInteger);
        if (isInteger && length > 0 && length <= 256)
            texts.append(quotedText(QString(length, u'x')));
    }
    return texts;
}

QStringList checkedValues(const Table &table, const Column &column)
{
    QStringList values;
    for (const CheckConstraint &check : withEnumChecks(table)) {
        if (!mentions(check.sql, column.name))
            continue;
        const QStringList found = valuesIn(check.sql);
        if (isText(table, column) && mentions(check.sql, u"length"_s))
            values += textsOfLengths(found);
        values += found;
        if (mentions(check.sql, u"json_valid"_s))
            values.append(u"'{}'"_s);
    }
    return values;
}

/// A check that lists the values it takes decides; any other may take the neutral value too.
bool listsValues(const Table &table, const Column &column)
{
    for (const CheckConstraint &check : withEnumChecks(table)) {
        const QList<Token> tokens = significantTokens(check.sql);
        for (qsizetype i = 0; i + 1 < tokens.size(); ++i) {
            if (isWord(check.sql, tokens[i + 1], u"in")
                && sameName(nameIn(check.sql, tokens[i]), column.name))
                return true;
        }
    }
    return false;
}

bool hasCheck(const Table &table, const Column &column)
{
    const QList<CheckConstraint> checks = withEnumChecks(table);
    return std::any_of(checks.begin(), checks.end(),
        [&](const CheckConstraint &check) { return mentions(check.sql, column.name); });
}

QString ownDefault(const Column &column)
{
    if (!column.serverDefault)
        return {};
    const QString value = defaultExpression(column);
    if (value != inParentheses(*column.serverDefault))
        return value;
    return value.compare(u"(null)"_s, Qt::CaseInsensitive) == 0 ? QString() : *column.serverDefault;
}

} // namespace

QString plainName(const QString &name)
{
    const bool plain = !name.isEmpty() && !name.front().isDigit()
        && std::all_of(name.begin(), name.end(),
            [](QChar c) { return (c.unicode() < 128 && c.isLetterOrNumber()) || c == u'_'; });
    return plain && keywordKind(name) == KeywordKind::None ? name : quotedName(name);
}

QStringList fillCandidates(const MetaData &schema, const Table &table, const Column &column)
{
    QStringList candidates = parentValues(schema, table, column.name);
    const bool unique = isUnique(table, column.name);
    if (const QString value = ownDefault(column); !value.isEmpty() && !unique)
        candidates.append(value);
    if (unique)
        candidates += distinctValues(table, column);
    const QStringList checked = checkedValues(table, column);
    const QString neutral = neutralValue(table, column);
    // Without rows to try it on the first one is taken: a check other than a list mostly bars the
    // neutral value.
    if (!hasCheck(table, column))
        candidates.append(neutral);
    candidates += checked;
    if (hasCheck(table, column) && !listsValues(table, column))
        candidates += QStringList {neutral} + neighboursOf(checked)
            + QStringList {isText(table, column) ? u"'x'"_s : u"1"_s};
    if (candidates.isEmpty())
        candidates.append(neutral);
    if (isInKey(table, column.name)) // where one value for all would repeat a key
        candidates += distinctValues(table, column);
    candidates.removeDuplicates();
    return candidates;
}

} // namespace joinery::sqlite
