// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/sqltext.h"

#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

bool canBeName(const Token &token)
{
    return token.kind == TokenKind::Word || token.kind == TokenKind::QuotedName
        || token.kind == TokenKind::String;
}

/// The significant tokens of a statement, to be read from left to right.
class Reader
{
public:
    explicit Reader(const QString &sql)
        : m_sql(sql)
        , m_tokens(significantTokens(sql))
    { }

    bool atWord(QStringView word, qsizetype ahead = 0) const
    {
        const qsizetype index = m_next + ahead;
        return index < m_tokens.size() && isWord(m_sql, m_tokens[index], word);
    }
    bool accept(QStringView word)
    {
        const bool found = atWord(word);
        m_next += found ? 1 : 0;
        return found;
    }
    bool atEnd() const { return m_next >= m_tokens.size(); }
    bool atOperator(QStringView text) const
    {
        return !atEnd() && textOf(m_sql, m_tokens[m_next]) == text;
    }
    void skip() { ++m_next; }

    /// A name, without the schema's in front of it; empty when there is none.
    QString name()
    {
        QString name;
        while (!atEnd() && canBeName(m_tokens[m_next])) {
            name = nameIn(m_sql, m_tokens[m_next++]);
            if (!atOperator(u"."))
                break;
            skip();
        }
        return name;
    }

private:
    const QString m_sql;
    const QList<Token> m_tokens;
    qsizetype m_next = 0;
};

void skipIfExists(Reader &reader)
{
    if (!reader.accept(u"if"))
        return;
    reader.accept(u"not");
    reader.accept(u"exists");
}

} // namespace

bool mentions(const QString &sql, const QString &name)
{
    // Most texts do not; a name that is quoted in a text may be spelled otherwise there.
    const bool plain = std::all_of(
        name.begin(), name.end(), [](QChar c) { return c.isLetterOrNumber() || c == u'_'; });
    if (plain && !sql.contains(name, Qt::CaseInsensitive))
        return false;
    const QList<Token> tokens = significantTokens(sql);
    return std::any_of(tokens.begin(), tokens.end(),
        [&](const Token &token) { return canBeName(token) && sameName(nameIn(sql, token), name); });
}

bool qualifiesWith(const QString &sql, const QString &name)
{
    const QList<Token> tokens = significantTokens(sql);
    for (qsizetype i = 0; i + 1 < tokens.size(); ++i) {
        if (canBeName(tokens[i]) && textOf(sql, tokens[i + 1]) == u"."
            && sameName(nameIn(sql, tokens[i]), name))
            return true;
    }
    return false;
}

QString firstWord(const QString &sql)
{
    const QList<Token> tokens = significantTokens(sql);
    if (tokens.isEmpty() || tokens.first().kind != TokenKind::Word)
        return {};
    return textOf(sql, tokens.first()).toString().toUpper();
}

QString madeOrDropped(const QString &sql, QStringView kind)
{
    Reader reader(sql);
    if (!reader.accept(u"create") && !reader.accept(u"drop"))
        return {};
    if (!reader.accept(u"temp"))
        reader.accept(u"temporary");
    if (!reader.accept(kind))
        return {};
    skipIfExists(reader);
    return reader.name();
}

RenameText renameIn(const QString &sql)
{
    Reader reader(sql);
    if (!reader.accept(u"alter") || !reader.accept(u"table"))
        return {};
    RenameText rename {.table = reader.name()};
    if (!reader.accept(u"rename"))
        return {};
    if (reader.accept(u"to")) {
        rename.to = reader.name();
        return rename;
    }
    if (reader.atWord(u"column") && !reader.atWord(u"to", 1))
        reader.skip();
    rename.column = reader.name();
    if (reader.accept(u"to"))
        rename.to = reader.name();
    return rename;
}

namespace {

bool acts(const QString &action)
{
    return action == u"cascade" || action == u"set null" || action == u"set default";
}

/// The tables whose rows a statement changes.
struct Writes
{
    QStringList deletes {};
    QStringList updates {};
    QStringList inserts {};
};

void skipResolution(Reader &reader)
{
    if (!reader.accept(u"or"))
        return;
    if (!reader.atEnd())
        reader.skip();
}

/// Reads what follows INSERT; a REPLACE deletes the rows it meets.
void readInsert(Reader &reader, Writes &writes)
{
    const bool replaces = reader.atWord(u"or") && reader.atWord(u"replace", 1);
    skipResolution(reader);
    if (!reader.accept(u"into"))
        return;
    const QString name = reader.name();
    writes.inserts.append(name);
    if (replaces)
        writes.deletes.append(name);
}

/// Reads what follows UPDATE; in an upsert it is the table of the INSERT.
void readUpdate(Reader &reader, Writes &writes)
{
    const bool replaces = reader.atWord(u"or") && reader.atWord(u"replace", 1);
    skipResolution(reader);
    const QString name
        = reader.atWord(u"set") ? writes.inserts.value(writes.inserts.size() - 1) : reader.name();
    writes.updates.append(name);
    if (replaces)
        writes.deletes.append(name);
}

Writes writesOf(const QString &sql)
{
    Writes writes;
    Reader reader(sql);
    while (!reader.atEnd()) {
        if (reader.accept(u"delete")) {
            if (reader.accept(u"from"))
                writes.deletes.append(reader.name());
        } else if (reader.accept(u"update")) {
            readUpdate(reader, writes);
        } else if (reader.accept(u"insert")) {
            readInsert(reader, writes);
        } else if (reader.atWord(u"replace") && reader.atWord(u"into", 1)) {
            reader.skip();
            reader.skip();
            writes.deletes.append(reader.name());
            writes.inserts.append(writes.deletes.last());
        } else {
            reader.skip();
        }
    }
    return writes;
}

bool names(const QStringList &list, const QString &name)
{
    return std::any_of(
        list.begin(), list.end(), [&](const QString &other) { return sameName(other, name); });
}

const QStringList rowidNames {u"rowid"_s, u"_rowid_"_s, u"oid"_s};

bool mentionsAny(const QString &sql, const QStringList &columns)
{
    return std::any_of(columns.begin(), columns.end(),
        [&](const QString &column) { return mentions(sql, column); });
}

/// Whether writing to the table can delete rows that conflict.
bool replacesRows(const Table &table)
{
    const auto replaces = [](const Options &options) {
        return option(options, options::dialect, options::onConflict) == u"replace";
    };
    return (table.primaryKey && replaces(table.primaryKey->options))
        || std::any_of(table.uniques.begin(), table.uniques.end(),
            [&](const UniqueConstraint &unique) { return replaces(unique.options); });
}

/// Where a conflict replaces rows, inserting and updating delete.
void addReplaced(const MetaData &metaData, Writes &writes)
{
    for (const Table &table : metaData.tables) {
        if (replacesRows(table)
            && (names(writes.inserts, table.name) || names(writes.updates, table.name)))
            writes.deletes.append(table.name);
    }
}

bool setsOff(const MetaData &metaData, const Writes &writes, const QString &sql)
{
    for (const Table &table : metaData.tables) {
        for (const ForeignKeyConstraint &key : table.foreignKeys) {
            if (acts(key.onDelete) && names(writes.deletes, key.referredTable))
                return true;
            if (acts(key.onUpdate) && names(writes.updates, key.referredTable)
                && mentionsAny(sql, referredColumns(metaData, key) + rowidNames))
                return true;
        }
    }
    return false;
}

/// The bodies of the triggers that writing to these tables can fire.
QStringList firedBodies(const MetaData &metaData, const Writes &writes)
{
    const QStringList written = writes.deletes + writes.updates + writes.inserts;
    QStringList bodies;
    const auto collect = [&](const QString &name, const QList<Trigger> &triggers) {
        if (!names(written, name))
            return;
        for (const Trigger &trigger : triggers) {
            const qsizetype begin = trigger.sql.indexOf(u"begin"_s, 0, Qt::CaseInsensitive);
            bodies.append(trigger.sql.mid(qMax<qsizetype>(begin, 0)));
        }
    };
    for (const Table &table : metaData.tables)
        collect(table.name, table.triggers);
    for (const View &view : metaData.views)
        collect(view.name, view.triggers);
    return bodies;
}

} // namespace

bool reliesOnForeignKeys(const MetaData &metaData, const QString &statement)
{
    static const QStringList definitions {u"CREATE"_s, u"DROP"_s, u"ALTER"_s, u"PRAGMA"_s};
    if (definitions.contains(firstWord(statement)))
        return false;
    QStringList pending {statement};
    QSet<QString> seen;
    while (!pending.isEmpty()) {
        const QString sql = pending.takeLast();
        if (seen.contains(sql))
            continue;
        seen.insert(sql);
        Writes writes = writesOf(sql);
        addReplaced(metaData, writes);
        if (setsOff(metaData, writes, sql))
            return true;
        pending += firedBodies(metaData, writes);
    }
    return false;
}

} // namespace joinery::sqlite
