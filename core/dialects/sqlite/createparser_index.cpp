// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createparser_p.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// Tokens [first, end).
struct Range
{
    qsizetype first;
    qsizetype end;

    qsizetype size() const { return end - first; }
};

bool isEnclosed(const Cursor &cursor, Range range)
{
    return range.size() > 2 && cursor.tokenIs(range.first, u"(")
        && cursor.partner(range.first) == range.end - 1;
}

bool hasCollation(const Cursor &cursor, Range range)
{
    return range.size() > 2 && cursor.tokenIs(range.end - 2, u"COLLATE")
        && cursor.tokenIsName(range.end - 1);
}

/// A name alone is a column, unless it is one of the words for the current time.
bool isColumn(const Cursor &cursor, Range range)
{
    if (range.size() != 1 || !cursor.tokenIsName(range.first))
        return false;
    return !cursor.tokenIs(range.first, u"CURRENT_TIMESTAMP")
        && !cursor.tokenIs(range.first, u"CURRENT_DATE")
        && !cursor.tokenIs(range.first, u"CURRENT_TIME");
}

/// True for what COLLATE applies to as a whole: (…), f(…), a column, a literal, CASE … END.
bool isOperand(const Cursor &cursor, Range range)
{
    if (range.size() == 1 || isEnclosed(cursor, range))
        return true;
    return cursor.tokenIsName(range.first)
        && isEnclosed(cursor, {.first = range.first + 1, .end = range.end});
}

/// The column of "a", "(a)", "a COLLATE x", "((a) COLLATE x)" …, with the outermost collation.
std::optional<KeyPart> columnPart(const Cursor &cursor, Range range)
{
    KeyPart part;
    while (!isColumn(cursor, range)) {
        if (isEnclosed(cursor, range)) {
            range = {.first = range.first + 1, .end = range.end - 1};
        } else if (hasCollation(cursor, range)) {
            if (part.collation.isEmpty())
                part.collation = cursor.nameAt(range.end - 1);
            range.end -= 2;
        } else {
            return std::nullopt;
        }
    }
    part.column = cursor.nameAt(range.first);
    return part;
}

KeyPart expressionPart(const Cursor &cursor, Range range)
{
    KeyPart part;
    const Range operand {.first = range.first, .end = range.end - 2};
    if (hasCollation(cursor, range) && isOperand(cursor, operand)) {
        part.collation = cursor.nameAt(range.end - 1);
        range = operand;
    }
    part.expression = cursor.text(range.first, range.end - 1);
    return part;
}

/// True when the last token is this word of order; behind COLLATE it names a collation.
bool endsIn(const Cursor &cursor, Range range, QStringView order)
{
    return range.size() > 1 && cursor.tokenIs(range.end - 1, order)
        && !cursor.tokenIs(range.end - 2, u"COLLATE");
}

void noteAsc(Options &options, qsizetype position)
{
    QString &positions = options[options::dialect][options::explicitAsc];
    positions += (positions.isEmpty() ? QString() : u","_s) + QString::number(position);
}

KeyPart keyPart(Cursor &cursor, Range range)
{
    if (range.size() < 1) {
        cursor.reject(range.first, u"expected a column or an expression"_s);
        return {};
    }
    const bool descending = endsIn(cursor, range, u"DESC");
    if (descending || endsIn(cursor, range, u"ASC"))
        --range.end;
    KeyPart part = columnPart(cursor, range).value_or(KeyPart {});
    if (part.column.isNull())
        part = expressionPart(cursor, range);
    part.descending = descending;
    return part;
}

} // namespace

QList<KeyPart> readKeyParts(Cursor &cursor, qsizetype first, qsizetype end, Options &options)
{
    QList<KeyPart> parts;
    if (cursor.hasFailed())
        return parts;
    for (qsizetype token = first; token <= end; ++token) {
        if (cursor.partner(token) > token)
            token = cursor.partner(token);
        if (token < end && !cursor.tokenIs(token, u","))
            continue;
        parts.append(keyPart(cursor, {.first = first, .end = token}));
        if (endsIn(cursor, {.first = first, .end = token}, u"ASC"))
            noteAsc(options, parts.size());
        first = token + 1;
    }
    return parts;
}

QStringList readNameList(Cursor &cursor)
{
    QStringList names;
    cursor.expectOperator(u"(");
    do {
        names.append(cursor.expectName(u"the name of a column"_s));
        if (cursor.acceptWord(u"COLLATE"))
            static_cast<void>(cursor.expectName(u"the name of a collation"_s));
        cursor.acceptWord(u"ASC") || cursor.acceptWord(u"DESC");
    } while (cursor.acceptOperator(u","));
    cursor.expectOperator(u")");
    return names;
}

Result<ParsedIndex> parseCreateIndex(const QString &sql)
{
    Cursor cursor(sql, u"CREATE INDEX"_s);
    ParsedIndex parsed;
    cursor.expectWord(u"CREATE");
    parsed.index.unique = cursor.acceptWord(u"UNIQUE");
    cursor.expectWord(u"INDEX");
    parsed.index.name = readHeader(cursor, u"index"_s).name;
    cursor.expectWord(u"ON");
    parsed.table = cursor.expectName(u"the name of a table"_s);
    const auto [open, close] = cursor.expectGroup();
    parsed.index.columns = readKeyParts(cursor, open + 1, close, parsed.index.options);
    if (cursor.acceptWord(u"WHERE")) {
        const qsizetype first = cursor.position();
        while (!cursor.atEnd() && !cursor.isOperator(u";"))
            cursor.skip();
        parsed.index.where = cursor.text(first, cursor.position() - 1);
        if (parsed.index.where.isEmpty())
            cursor.fail(u"a condition"_s);
    }
    cursor.expectEnd();
    if (cursor.hasFailed())
        return fail(cursor.error());
    return parsed;
}

} // namespace joinery::sqlite
