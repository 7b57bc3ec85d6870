// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createparser_p.h"
#include "joinery/dialects/sqlite/typename.h"
#include "joinery/sql/keywords.h"
#include "joinery/sql/names.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// A type name consists of these: words that are not reserved and do not join, quoted names,
/// strings.
bool isTypeWord(const Cursor &cursor, qsizetype token)
{
    if (!cursor.tokenIsName(token))
        return false;
    const Token &found = cursor.tokens()[token];
    if (found.kind != TokenKind::Word)
        return true;
    const KeywordKind kind = keywordKind(textOf(cursor.sql(), found));
    return kind != KeywordKind::Join && kind != KeywordKind::Indexed;
}

bool isQuote(QChar c)
{
    return c == u'"' || c == u'\'' || c == u'`' || c == u'[';
}

/// A type that begins with a quote as SQLite understands it. It takes off the first and the last
/// character, whatever that is, unless there are more quotes; then it reads the quoted name and
/// drops the rest.
QString withoutQuotes(const QString &type)
{
    const QStringView inner = QStringView(type).mid(1, type.size() - 2);
    if (std::none_of(inner.begin(), inner.end(), isQuote))
        return inner.toString();
    return nameIn(type, tokenize(type).constFirst());
}

/// The quotes stay where the text would read as something else without them.
QString unquotedType(const QString &type)
{
    const QString plain = withoutQuotes(type);
    if (plain.isEmpty())
        return {};
    return isPlainType(plain) ? plain : quotedName(plain);
}

QString withoutEnd(const QString &text, QStringView end)
{
    const bool ends
        = text.size() >= end.size() && sameAscii(QStringView(text).last(end.size()), end);
    return ends ? text.chopped(end.size()).trimmed() : text;
}

/// GENERATED ALWAYS read as words of the type, but are none. SQLite cuts them off the text just so.
QString withoutGenerated(const QString &type)
{
    constexpr qsizetype least = 16; // of "GENERATED ALWAYS"
    if (type.size() < least)
        return type;
    const QString rest = withoutEnd(type, u"ALWAYS");
    return rest.size() < type.size() ? withoutEnd(rest, u"GENERATED") : type;
}

bool isLiteral(const Cursor &cursor)
{
    switch (cursor.kind()) {
    case TokenKind::Number:
    case TokenKind::String:
    case TokenKind::Blob:
        return true;
    default:
        return cursor.isWord(u"NULL") || cursor.isWord(u"CURRENT_TIMESTAMP")
            || cursor.isWord(u"CURRENT_DATE") || cursor.isWord(u"CURRENT_TIME");
    }
}

} // namespace

void TableParser::column()
{
    const qsizetype first = m_cursor.position();
    m_constraintName.clear();
    m_clauseStart = -1;
    m_parsed.columnClauses.append(QList<ColumnClause>());
    Column column {.name = m_cursor.expectName(u"the name of a column"_s)};
    const qsizetype type = m_cursor.position();
    column.type.text = declaredType();
    if (m_cursor.position() > type)
        noteClause(ColumnClause::Kind::Type, type);
    while (columnConstraint(column)) { }
    m_items.append({.kind = Item::Kind::Column,
        .index = m_table.columns.size(),
        .first = first,
        .last = m_cursor.position() - 1});
    m_table.columns.append(column);
}

QString TableParser::declaredType()
{
    const qsizetype first = m_cursor.position();
    while (isTypeWord(m_cursor, m_cursor.position()))
        m_cursor.skip();
    if (m_cursor.position() > first && m_cursor.isOperator(u"("))
        typeArguments();
    if (m_cursor.hasFailed())
        return {};
    const QString type = withoutGenerated(m_cursor.text(first, m_cursor.position() - 1));
    return !type.isEmpty() && isQuote(type.front()) ? unquotedType(type) : foldedType(type);
}

void TableParser::typeArguments()
{
    m_cursor.expectOperator(u"(");
    do {
        m_cursor.acceptOperator(u"+") || m_cursor.acceptOperator(u"-");
        if (m_cursor.kind() != TokenKind::Number)
            return m_cursor.fail(u"a number"_s);
        m_cursor.skip();
    } while (m_cursor.acceptOperator(u","));
    m_cursor.expectOperator(u")");
}

/// Reads one constraint, or says that none stands here.
bool TableParser::columnConstraint(Column &column)
{
    const qsizetype first = m_cursor.position();
    if (m_cursor.acceptWord(u"CONSTRAINT")) {
        m_clauseStart = m_clauseStart < 0 ? first : m_clauseStart;
        m_constraintName = m_cursor.expectName(u"the name of a constraint"_s);
        return true;
    }
    const std::optional<ColumnClause::Kind> kind = clauseKind();
    const bool isKey = columnKey(column);
    if (!isKey && !columnRule(column))
        return false;
    noteClause(kind, first);
    if (!isKey)
        m_constraintName.clear();
    return true;
}

/// What begins here; unset for DEFERRABLE, which goes on with a foreign key.
std::optional<ColumnClause::Kind> TableParser::clauseKind() const
{
    using Kind = ColumnClause::Kind;
    static const std::pair<QStringView, Kind> words[]
        = {{u"PRIMARY", Kind::PrimaryKey}, {u"UNIQUE", Kind::Unique}, {u"CHECK", Kind::Check},
            {u"REFERENCES", Kind::ForeignKey}, {u"NULL", Kind::Null}, {u"DEFAULT", Kind::Default},
            {u"COLLATE", Kind::Collate}, {u"AS", Kind::Computed}, {u"GENERATED", Kind::Computed}};
    for (const auto &[word, kind] : words) {
        if (m_cursor.isWord(word))
            return kind;
    }
    if (m_cursor.isWord(u"NOT") && m_cursor.isWord(u"NULL", 1))
        return Kind::NotNull;
    return std::nullopt;
}

/// Must come right behind the reading of the clause, whose value then stands last in its list.
void TableParser::noteClause(std::optional<ColumnClause::Kind> kind, qsizetype first)
{
    using Kind = ColumnClause::Kind;
    if (m_cursor.hasFailed())
        return;
    QList<ColumnClause> &clauses = m_parsed.columnClauses.last();
    const qsizetype end = m_cursor.tokens()[m_cursor.position() - 1].end();
    if (!kind) {
        if (!clauses.isEmpty() && clauses.last().kind == Kind::ForeignKey)
            clauses.last().span.end = end;
        return;
    }
    ColumnClause clause {.kind = *kind};
    clause.index = kind == Kind::Unique ? m_table.uniques.size() - 1
        : kind == Kind::Check           ? m_table.checks.size() - 1
        : kind == Kind::ForeignKey      ? m_table.foreignKeys.size() - 1
                                        : 0;
    const qsizetype start = m_clauseStart < 0 ? first : std::exchange(m_clauseStart, -1);
    clause.span = {.start = m_cursor.tokens()[start].start, .end = end};
    clauses.append(clause);
}

/// The constraints that go into the table's lists.
bool TableParser::columnKey(const Column &column)
{
    if (m_cursor.isWord(u"PRIMARY"))
        columnPrimaryKey(column);
    else if (m_cursor.acceptWord(u"UNIQUE"))
        addUnique(keyParts({column.name}));
    else if (m_cursor.acceptWord(u"CHECK"))
        addCheck();
    else if (m_cursor.isWord(u"REFERENCES"))
        columnReferences(column);
    else
        return deferral();
    return true;
}

void TableParser::columnPrimaryKey(const Column &column)
{
    const qsizetype token = m_cursor.position();
    m_cursor.expectWord(u"PRIMARY");
    m_cursor.expectWord(u"KEY");
    PrimaryKeyConstraint key {.name = takeConstraintName(), .columns = keyParts({column.name})};
    key.columns.first().descending = m_cursor.acceptWord(u"DESC");
    if (m_cursor.acceptWord(u"ASC"))
        key.options[options::dialect][options::explicitAsc] = u"1"_s;
    key.options = conflictOptions(key.options);
    if (m_cursor.acceptWord(u"AUTOINCREMENT"))
        m_table.options[options::dialect][options::autoincrement] = u"true"_s;
    m_keyStandsAtColumn = true;
    addPrimaryKey(key, token);
}

void TableParser::columnReferences(const Column &column)
{
    const qsizetype token = m_cursor.position();
    ForeignKeyConstraint key {.name = takeConstraintName(), .columns = {column.name}};
    references(key);
    if (key.referredColumns.size() > 1)
        m_cursor.reject(token,
            u"the foreign key of column \"%1\" refers to more than one column"_s.arg(column.name));
    m_table.foreignKeys.append(key);
}

/// The constraints that stay with the column.
bool TableParser::columnRule(Column &column)
{
    if (m_cursor.acceptWords(u"NOT", u"NULL")) {
        notNull(column);
    } else if (m_cursor.acceptWord(u"NULL")) {
        static_cast<void>(conflict());
    } else if (m_cursor.acceptWord(u"DEFAULT")) {
        defaultValue(column);
    } else if (m_cursor.acceptWord(u"COLLATE")) {
        column.collation = m_cursor.expectName(u"the name of a collation"_s);
    } else if (m_cursor.acceptWord(u"AS")) {
        computed(column);
    } else if (m_cursor.acceptWords(u"GENERATED", u"ALWAYS")) {
        m_cursor.expectWord(u"AS");
        computed(column);
    } else {
        return false;
    }
    return true;
}

void TableParser::notNull(Column &column)
{
    column.nullable = false;
    const QString name = takeConstraintName();
    if (!name.isEmpty())
        column.options[options::dialect][options::notNullName] = name;
    const QString onConflict = conflict();
    if (!onConflict.isEmpty())
        column.options[options::dialect][options::notNullConflict] = onConflict;
}

void TableParser::defaultValue(Column &column)
{
    const qsizetype first = m_cursor.position();
    if (m_cursor.isOperator(u"(")) {
        column.serverDefault = defaultExpression();
        return noteSpelling(column, m_cursor.text(first + 1, m_cursor.position() - 2));
    }
    const bool isSigned = m_cursor.acceptOperator(u"+") || m_cursor.acceptOperator(u"-");
    if (isLiteral(m_cursor)) {
        m_cursor.skip();
        column.serverDefault = m_cursor.text(first, m_cursor.position() - 1);
        noteSpelling(column, *column.serverDefault);
    } else if (isSigned || !m_cursor.tokenIsName(first)) {
        m_cursor.fail(u"a default: a literal, or an expression in parentheses"_s);
    } else {
        column.serverDefault = defaultWord();
        noteSpelling(column, m_cursor.text(first, first));
    }
}

/// SQLite keeps the text of a default as it is written, so that text must come back.
void TableParser::noteSpelling(Column &column, const QString &written)
{
    column.options[options::dialect].remove(options::defaultText);
    if (written != *column.serverDefault)
        column.options[options::dialect][options::defaultText] = written;
    else if (column.options[options::dialect].isEmpty())
        column.options.remove(options::dialect);
}

QString TableParser::defaultExpression()
{
    auto [open, close] = m_cursor.expectGroup();
    while (m_cursor.tokenIs(open + 1, u"(") && m_cursor.partner(open + 1) == close - 1) {
        ++open;
        --close;
    }
    if (!m_cursor.hasFailed() && close == open + 1)
        m_cursor.reject(close, u"expected an expression, found \")\""_s);
    return m_cursor.text(open + 1, close - 1);
}

/// A bare word or a name in quotes stands for itself as text, except for these two.
QString TableParser::defaultWord()
{
    const bool truth = m_cursor.isWord(u"TRUE") || m_cursor.isWord(u"FALSE");
    const QString name = m_cursor.expectName(u"a default"_s);
    return truth ? name : quotedText(name);
}

void TableParser::computed(Column &column)
{
    column.computed = Computed {.sql = expression()};
    column.computed->persisted = m_cursor.acceptWord(u"STORED");
    if (!column.computed->persisted)
        m_cursor.acceptWord(u"VIRTUAL");
}

} // namespace joinery::sqlite
