// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createparser_p.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

void acceptTemporary(Cursor &cursor)
{
    cursor.acceptWord(u"TEMP") || cursor.acceptWord(u"TEMPORARY");
}

/// The number of the last token that is no final semicolon.
qsizetype lastToken(const Cursor &cursor)
{
    qsizetype last = cursor.tokens().size() - 1;
    while (last >= 0 && cursor.tokenIs(last, u";"))
        --last;
    return last;
}

/// "CREATE kind" and the rest of the statement from the name on: how SQLite itself stores it.
QString storedText(const Cursor &cursor, const QString &kind, const CreateHeader &header)
{
    return u"CREATE %1 "_s.arg(kind) + cursor.text(header.nameToken, lastToken(cursor));
}

/// The text behind a token, comments included, but for a line comment at the end: something may be
/// put behind the text later.
QString textBehind(const Cursor &cursor, qsizetype token)
{
    const qsizetype start = cursor.tokens()[token].end();
    const qsizetype last = lastToken(cursor);
    const qsizetype limit
        = last + 1 < cursor.tokens().size() ? cursor.tokens()[last + 1].start : cursor.sql().size();
    qsizetype end = cursor.tokens()[last].end();
    for (const Token &rest : tokenize(QStringView(cursor.sql()).mid(end, limit - end))) {
        const QStringView text = QStringView(cursor.sql()).mid(end, rest.length);
        if (text.startsWith(u"--") || (text.startsWith(u"/*") && !text.endsWith(u"*/")))
            break;
        end += rest.length;
    }
    return cursor.sql().mid(start, end - start).trimmed();
}

/// Passes BEFORE INSERT, UPDATE OF a, b, … up to and with ON.
void passEvent(Cursor &cursor)
{
    if (cursor.acceptWord(u"UPDATE")) {
        if (cursor.acceptWord(u"OF")) {
            do {
                static_cast<void>(cursor.expectName(u"the name of a column"_s));
            } while (cursor.acceptOperator(u","));
        }
    } else if (!cursor.acceptWord(u"DELETE") && !cursor.acceptWord(u"INSERT")) {
        cursor.fail(u"DELETE, INSERT or UPDATE"_s);
    }
    cursor.expectWord(u"ON");
}

QString readTableName(Cursor &cursor)
{
    const QString name = cursor.expectName(u"the name of a table"_s);
    return cursor.acceptOperator(u".") ? cursor.expectName(u"the name of a table"_s) : name;
}

/// Passes the body of a trigger: everything from here on, which must hold BEGIN and end in END.
void passBody(Cursor &cursor)
{
    const qsizetype last = lastToken(cursor);
    while (!cursor.atEnd() && !cursor.isWord(u"BEGIN"))
        cursor.skip();
    cursor.expectWord(u"BEGIN");
    cursor.skipTo(last);
    cursor.expectWord(u"END");
}

} // namespace

Result<View> parseCreateView(const QString &sql)
{
    Cursor cursor(sql, u"CREATE VIEW"_s);
    cursor.expectWord(u"CREATE");
    acceptTemporary(cursor);
    cursor.expectWord(u"VIEW");
    View view {.name = readHeader(cursor, u"view"_s).name};
    if (cursor.isOperator(u"("))
        view.columns = readNameList(cursor);
    const qsizetype as = cursor.position();
    cursor.expectWord(u"AS");
    if (!cursor.isWord(u"SELECT") && !cursor.isWord(u"WITH") && !cursor.isWord(u"VALUES"))
        cursor.fail(u"SELECT, WITH or VALUES"_s);
    if (!cursor.hasFailed())
        view.sql = textBehind(cursor, as);
    while (!cursor.atEnd() && !cursor.isOperator(u";"))
        cursor.skip();
    cursor.expectEnd();
    if (cursor.hasFailed())
        return fail(cursor.error());
    return view;
}

Result<ParsedTrigger> parseCreateTrigger(const QString &sql)
{
    Cursor cursor(sql, u"CREATE TRIGGER"_s);
    ParsedTrigger parsed;
    cursor.expectWord(u"CREATE");
    acceptTemporary(cursor);
    cursor.expectWord(u"TRIGGER");
    const CreateHeader header = readHeader(cursor, u"trigger"_s);
    parsed.insteadOf = cursor.acceptWords(u"INSTEAD", u"OF");
    if (!parsed.insteadOf)
        cursor.acceptWord(u"BEFORE") || cursor.acceptWord(u"AFTER");
    passEvent(cursor);
    parsed.table = readTableName(cursor);
    passBody(cursor);
    cursor.expectEnd();
    if (cursor.hasFailed())
        return fail(cursor.error());
    parsed.trigger = {.name = header.name, .sql = storedText(cursor, u"TRIGGER"_s, header)};
    return parsed;
}

Result<VirtualTable> parseCreateVirtualTable(const QString &sql)
{
    Cursor cursor(sql, u"CREATE VIRTUAL TABLE"_s);
    cursor.expectWord(u"CREATE");
    cursor.expectWord(u"VIRTUAL");
    cursor.expectWord(u"TABLE");
    const CreateHeader header = readHeader(cursor, u"virtual table"_s);
    cursor.expectWord(u"USING");
    static_cast<void>(cursor.expectName(u"the name of a module"_s));
    if (cursor.isOperator(u"("))
        static_cast<void>(cursor.expectGroup());
    cursor.expectEnd();
    if (cursor.hasFailed())
        return fail(cursor.error());
    return VirtualTable {
        .name = header.name, .sql = storedText(cursor, u"VIRTUAL TABLE"_s, header)};
}

} // namespace joinery::sqlite
