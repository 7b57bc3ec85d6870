// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/sqlite/createcursor.h"
#include "joinery/dialects/sqlite/createparser.h"

// What the files createparser*.cpp share. Not for others.

namespace joinery::sqlite {

/// The start of a CREATE statement, up to and with the object's name.
struct CreateHeader
{
    QString name;
    qsizetype nameToken = 0; ///< the number of the name's token, the schema's name passed
};

/// Passes "[TEMP] kind [IF NOT EXISTS] [schema.] name" behind CREATE; `kind` in lower case for
/// messages.
CreateHeader readHeader(Cursor &cursor, const QString &kind);

/// Columns and expressions with order and collation, as in CREATE INDEX … ( … ).
/// [first, end) are the tokens between the parentheses.
/// Notes in `options` which of them say ASC.
QList<KeyPart> readKeyParts(Cursor &cursor, qsizetype first, qsizetype end, Options &options);

/// "( name, … )" as in a foreign key or a view. Collation and order, which old files have there,
/// are passed.
QStringList readNameList(Cursor &cursor);

/// The tokens of one column or table constraint, and where its value stands in the table.
struct Item
{
    enum class Kind
    {
        Column,
        PrimaryKey,
        Unique,
        Check,
        ForeignKey
    };

    Kind kind = Kind::Column;
    qsizetype index = 0; ///< in the table's list of that kind
    qsizetype first = 0; ///< number of the first significant token
    qsizetype last = 0; ///< included
};

/// Fills spans, remarks and constraints of `parsed` from its items; parsed.body must be known.
void findSpans(const Cursor &cursor, const QList<Item> &items, ParsedTable &parsed);

/// Reads the part of CREATE TABLE from the name on.
class TableParser
{
public:
    TableParser(Cursor &cursor, ParsedTable &parsed)
        : m_cursor(cursor)
        , m_parsed(parsed)
        , m_table(parsed.table)
    { }

    void parse();

private:
    void body();
    void tableOptions();
    QString expression();
    void settleKeys();

    // createparser_columns.cpp
    void column();
    QString declaredType();
    void typeArguments();
    bool columnConstraint(Column &column);
    std::optional<ColumnClause::Kind> clauseKind() const;
    void noteClause(std::optional<ColumnClause::Kind> kind, qsizetype first);
    bool columnKey(const Column &column);
    bool columnRule(Column &column);
    void columnPrimaryKey(const Column &column);
    void columnReferences(const Column &column);
    void notNull(Column &column);
    void defaultValue(Column &column);
    QString defaultExpression();
    QString defaultWord();
    static void noteSpelling(Column &column, const QString &written);
    void computed(Column &column);

    // createparser_constraints.cpp
    bool startsTableConstraint() const;
    void tableConstraints();
    Item tableConstraint();
    void tablePrimaryKey();
    void tableForeignKey();
    void addPrimaryKey(const PrimaryKeyConstraint &key, qsizetype token);
    void addUnique(const QList<KeyPart> &columns, const Options &partOptions = {});
    void addCheck();
    void references(ForeignKeyConstraint &key);
    QString action();
    bool deferral();
    QString conflict();
    Options conflictOptions(Options others = {});
    QString takeConstraintName();

    Cursor &m_cursor;
    ParsedTable &m_parsed;
    Table &m_table;
    QList<Item> m_items;
    QString m_constraintName; // given by CONSTRAINT to the constraint that follows
    qsizetype m_clauseStart = -1; // the token CONSTRAINT of the clause that follows
    bool m_keyStandsAtColumn = false;
};

} // namespace joinery::sqlite
