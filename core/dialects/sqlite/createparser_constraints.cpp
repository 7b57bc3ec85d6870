// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createparser_p.h"
#include "joinery/sql/names.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

bool TableParser::startsTableConstraint() const
{
    return m_cursor.isWord(u"CONSTRAINT") || m_cursor.isWord(u"PRIMARY")
        || m_cursor.isWord(u"UNIQUE") || m_cursor.isWord(u"CHECK") || m_cursor.isWord(u"FOREIGN");
}

/// The commas between table constraints may be missing, and a name may lack its constraint.
void TableParser::tableConstraints()
{
    do {
        m_constraintName.clear();
        qsizetype first = m_cursor.position();
        if (!startsTableConstraint())
            return m_cursor.fail(u"a table constraint"_s);
        while (startsTableConstraint()) {
            if (m_cursor.isWord(u"CONSTRAINT")) {
                first = m_cursor.position();
                m_cursor.skip();
                m_constraintName = m_cursor.expectName(u"the name of a constraint"_s);
                continue;
            }
            Item item = tableConstraint();
            item.first = first;
            item.last = m_cursor.position() - 1;
            m_items.append(item);
            first = m_cursor.position();
        }
    } while (m_cursor.acceptOperator(u","));
}

/// Reads a constraint behind its name; its value stands last in the table's list.
Item TableParser::tableConstraint()
{
    if (m_cursor.isWord(u"PRIMARY")) {
        tablePrimaryKey();
        return {.kind = Item::Kind::PrimaryKey};
    }
    if (m_cursor.acceptWord(u"UNIQUE")) {
        const auto [open, close] = m_cursor.expectGroup();
        Options partOptions;
        const QList<KeyPart> parts = readKeyParts(m_cursor, open + 1, close, partOptions);
        addUnique(parts, partOptions);
        return {.kind = Item::Kind::Unique, .index = m_table.uniques.size() - 1};
    }
    if (m_cursor.acceptWord(u"CHECK")) {
        addCheck();
        m_table.checks.last().options = conflictOptions();
        return {.kind = Item::Kind::Check, .index = m_table.checks.size() - 1};
    }
    tableForeignKey();
    return {.kind = Item::Kind::ForeignKey, .index = m_table.foreignKeys.size() - 1};
}

void TableParser::tablePrimaryKey()
{
    const qsizetype token = m_cursor.position();
    m_cursor.expectWord(u"PRIMARY");
    m_cursor.expectWord(u"KEY");
    auto [open, close] = m_cursor.expectGroup();
    if (m_cursor.tokenIs(close - 1, u"AUTOINCREMENT")) {
        --close;
        m_table.options[options::dialect][options::autoincrement] = u"true"_s;
    }
    PrimaryKeyConstraint key {.name = takeConstraintName()};
    key.columns = readKeyParts(m_cursor, open + 1, close, key.options);
    key.options = conflictOptions(key.options);
    addPrimaryKey(key, token);
}

void TableParser::tableForeignKey()
{
    m_cursor.expectWord(u"FOREIGN");
    m_cursor.expectWord(u"KEY");
    const qsizetype token = m_cursor.position();
    ForeignKeyConstraint key {.name = takeConstraintName(), .columns = readNameList(m_cursor)};
    references(key);
    if (!key.referredColumns.isEmpty() && key.referredColumns.size() != key.columns.size())
        m_cursor.reject(token,
            u"the foreign key has %1 columns but refers to %2"_s.arg(key.columns.size())
                .arg(key.referredColumns.size()));
    m_table.foreignKeys.append(key);
    deferral();
}

void TableParser::addPrimaryKey(const PrimaryKeyConstraint &key, qsizetype token)
{
    if (m_table.primaryKey)
        return m_cursor.reject(token, u"the table has more than one primary key"_s);
    m_table.primaryKey = key;
}

void TableParser::addUnique(const QList<KeyPart> &columns, const Options &partOptions)
{
    m_table.uniques.append({.name = takeConstraintName(),
        .columns = columns,
        .options = conflictOptions(partOptions)});
}

void TableParser::addCheck()
{
    m_table.checks.append({.name = takeConstraintName(), .sql = expression()});
}

/// REFERENCES with its actions. Whether it is deferrable follows, perhaps much later.
void TableParser::references(ForeignKeyConstraint &key)
{
    m_cursor.expectWord(u"REFERENCES");
    key.referredTable = m_cursor.expectName(u"the name of the referred table"_s);
    if (m_cursor.isOperator(u"("))
        key.referredColumns = readNameList(m_cursor);
    while (true) {
        if (m_cursor.acceptWords(u"ON", u"DELETE")) {
            key.onDelete = action();
        } else if (m_cursor.acceptWords(u"ON", u"UPDATE")) {
            key.onUpdate = action();
        } else if (m_cursor.acceptWords(u"ON", u"INSERT")) {
            static_cast<void>(action()); // SQLite reads it and forgets it
        } else if (m_cursor.acceptWord(u"MATCH")) {
            key.match = asciiLower(m_cursor.expectName(u"SIMPLE, PARTIAL or FULL"_s));
            if (key.match == u"simple"_s || key.match == u"none"_s)
                key.match.clear();
        } else {
            return;
        }
    }
}

QString TableParser::action()
{
    if (m_cursor.acceptWords(u"SET", u"NULL"))
        return u"set null"_s;
    if (m_cursor.acceptWords(u"SET", u"DEFAULT"))
        return u"set default"_s;
    if (m_cursor.acceptWord(u"CASCADE"))
        return u"cascade"_s;
    if (m_cursor.acceptWord(u"RESTRICT"))
        return u"restrict"_s;
    if (!m_cursor.acceptWords(u"NO", u"ACTION"))
        m_cursor.fail(u"SET NULL, SET DEFAULT, CASCADE, RESTRICT or NO ACTION"_s);
    return {};
}

/// [NOT] DEFERRABLE counts for the foreign key read last, even one of an earlier column.
bool TableParser::deferral()
{
    const bool no = m_cursor.acceptWords(u"NOT", u"DEFERRABLE");
    if (!no && !m_cursor.acceptWord(u"DEFERRABLE"))
        return false;
    const bool deferred = m_cursor.acceptWords(u"INITIALLY", u"DEFERRED");
    if (!deferred && m_cursor.acceptWord(u"INITIALLY"))
        m_cursor.expectWord(u"IMMEDIATE");
    if (!m_table.foreignKeys.isEmpty()) {
        ForeignKeyConstraint &key = m_table.foreignKeys.last();
        key.deferrable = !no;
        key.initiallyDeferred = !no && deferred;
        key.options.clear();
        if (no)
            key.options[options::dialect][options::notDeferrable] = u"true"_s;
    }
    return true;
}

/// The lower-case word of ON CONFLICT, empty without one.
QString TableParser::conflict()
{
    if (!m_cursor.acceptWords(u"ON", u"CONFLICT"))
        return {};
    for (const QStringView word : {u"ROLLBACK", u"ABORT", u"FAIL", u"IGNORE", u"REPLACE"}) {
        if (m_cursor.acceptWord(word))
            return asciiLower(word);
    }
    m_cursor.fail(u"ROLLBACK, ABORT, FAIL, IGNORE or REPLACE"_s);
    return {};
}

/// What ON CONFLICT says, beside other options.
Options TableParser::conflictOptions(Options others)
{
    const QString word = conflict();
    if (!word.isEmpty())
        others[options::dialect][options::onConflict] = word;
    return others;
}

QString TableParser::takeConstraintName()
{
    return std::exchange(m_constraintName, {});
}

} // namespace joinery::sqlite
