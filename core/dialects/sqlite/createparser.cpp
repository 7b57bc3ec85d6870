// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createparser.h"

#include "joinery/dialects/sqlite/createparser_p.h"
#include "joinery/sql/names.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

void spell(const QHash<QString, QString> &spellings, QString &name)
{
    name = spellings.value(asciiLower(name), name);
}

void spell(const QHash<QString, QString> &spellings, QStringList &names)
{
    for (QString &name : names)
        spell(spellings, name);
}

void spell(const QHash<QString, QString> &spellings, QList<KeyPart> &parts)
{
    for (KeyPart &part : parts)
        spell(spellings, part.column);
}

QHash<QString, QString> columnSpellings(const Table &table)
{
    QHash<QString, QString> spellings;
    for (const Column &column : table.columns)
        spellings.insert(asciiLower(column.name), column.name);
    return spellings;
}

bool isIntegerKey(const Table &table)
{
    if (!table.primaryKey || table.primaryKey->columns.size() != 1)
        return false;
    const Column *column = table.column(table.primaryKey->columns.constFirst().column);
    return column && sameAscii(column->type.text, u"INTEGER");
}

} // namespace

CreateHeader readHeader(Cursor &cursor, const QString &kind)
{
    if (cursor.acceptWords(u"IF", u"NOT"))
        cursor.expectWord(u"EXISTS");
    CreateHeader header {.name = cursor.expectName(u"the name of the "_s + kind)};
    if (cursor.acceptOperator(u"."))
        header.name = cursor.expectName(u"the name of the "_s + kind);
    header.nameToken = cursor.position() - 1;
    cursor.setObject(u"%1 \"%2\""_s.arg(kind, header.name));
    return header;
}

void TableParser::parse()
{
    const CreateHeader header = readHeader(m_cursor, u"table"_s);
    if (m_cursor.hasFailed())
        return;
    const Token name = m_cursor.tokens()[header.nameToken];
    m_parsed.name = {.start = name.start, .end = name.end()};
    m_table.name = header.name;
    if (m_cursor.acceptWord(u"AS")) {
        m_parsed.createdAs = true;
        return;
    }
    body();
    tableOptions();
    m_cursor.expectEnd();
    if (m_cursor.hasFailed())
        return;
    settleKeys();
    findSpans(m_cursor, m_items, m_parsed);
}

void TableParser::body()
{
    const qsizetype open = m_cursor.position();
    m_cursor.expectOperator(u"(");
    column();
    while (m_cursor.acceptOperator(u",")) {
        if (startsTableConstraint()) {
            tableConstraints();
            break;
        }
        column();
    }
    const qsizetype close = m_cursor.position();
    if (!m_cursor.acceptOperator(u")"))
        return m_cursor.fail(u"\",\" or \")\""_s);
    const QList<Token> &tokens = m_cursor.tokens();
    m_parsed.body = {.start = tokens[open].end(), .end = tokens[close].start};
}

void TableParser::tableOptions()
{
    if (m_cursor.atEnd() || m_cursor.isOperator(u";"))
        return;
    m_cursor.acceptOperator(u","); // SQLite lets the first be empty
    do {
        if (m_cursor.acceptWords(u"WITHOUT", u"ROWID"))
            m_table.options[options::dialect][options::withoutRowid] = u"true"_s;
        else if (m_cursor.acceptWord(u"STRICT"))
            m_table.options[options::dialect][options::strict] = u"true"_s;
        else
            return m_cursor.fail(u"STRICT or WITHOUT ROWID"_s);
    } while (m_cursor.acceptOperator(u","));
}

/// What stands between parentheses, but for blanks and comments at its ends.
QString TableParser::expression()
{
    const auto [open, close] = m_cursor.expectGroup();
    if (!m_cursor.hasFailed() && close == open + 1)
        m_cursor.reject(close, u"expected an expression, found \")\""_s);
    return m_cursor.text(open + 1, close - 1);
}

/// Brings the spelling of the columns in keys to that of the columns themselves. DESC behind the
/// only column of a table-level rowid key has no effect and is dropped; at the column it has.
void TableParser::settleKeys()
{
    const QHash<QString, QString> spellings = columnSpellings(m_table);
    if (m_table.primaryKey)
        spell(spellings, m_table.primaryKey->columns);
    for (UniqueConstraint &unique : m_table.uniques)
        spell(spellings, unique.columns);
    for (ForeignKeyConstraint &key : m_table.foreignKeys) {
        spell(spellings, key.columns);
        if (sameAscii(key.referredTable, m_table.name))
            spell(spellings, key.referredColumns);
    }
    if (m_keyStandsAtColumn || !isIntegerKey(m_table))
        return;
    KeyPart &part = m_table.primaryKey->columns.first();
    part.collation.clear();
    part.descending
        = part.descending && hasOption(m_table.options, options::dialect, options::withoutRowid);
}

Result<ParsedTable> parseCreateTable(const QString &sql)
{
    Cursor cursor(sql, u"CREATE TABLE"_s);
    ParsedTable parsed;
    cursor.expectWord(u"CREATE");
    cursor.acceptWord(u"TEMP") || cursor.acceptWord(u"TEMPORARY");
    cursor.expectWord(u"TABLE");
    TableParser(cursor, parsed).parse();
    if (cursor.hasFailed())
        return fail(cursor.error());
    return parsed;
}

} // namespace joinery::sqlite
