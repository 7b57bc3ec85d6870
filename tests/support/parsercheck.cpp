// SPDX-License-Identifier: MPL-2.0
#include "support/parsercheck.h"

#include "joinery/sql/names.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"
#include "support/testutils.h"

#include <sqlite3.h>

using namespace joinery::sqlite;
using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

QString yesNo(bool value)
{
    return value ? u"1"_s : u"0"_s;
}

/// Gaps, comments included, folded to one blank.
QString folded(const QString &sql)
{
    QString text;
    qsizetype end = 0;
    for (const Token &token : significantTokens(sql)) {
        if (end > 0 && end < token.start)
            text += u' ';
        text += textOf(sql, token);
        end = token.end();
    }
    return text;
}

/// A declared type as SQLite tells it: its six standard types in capitals.
QString toldType(const QString &type)
{
    static const QStringList standard {
        u"ANY"_s, u"BLOB"_s, u"INT"_s, u"INTEGER"_s, u"REAL"_s, u"TEXT"_s};
    const QString upper = type.toUpper();
    return standard.contains(upper) ? upper : type;
}

bool isQuotedName(const QString &text)
{
    const QList<Token> tokens = tokenize(text);
    return tokens.size() == 1 && tokens[0].kind == TokenKind::QuotedName;
}

/// The type of a column in SQLite's form.
QString typeOf(const Column &column)
{
    const QString &type = column.type.text;
    return isQuotedName(type) ? nameIn(type, tokenize(type)[0]) : toldType(type);
}

/// A default as SQLite tells it, brought to the form of the parser's.
QString settledDefault(const QString &told)
{
    static const QStringList values {u"null"_s, u"true"_s, u"false"_s, u"current_date"_s,
        u"current_time"_s, u"current_timestamp"_s};
    if (told.isNull())
        return {};
    const QList<Token> tokens = significantTokens(told);
    if (tokens.size() != 1)
        return canonicalSql(told);
    const TokenKind kind = tokens[0].kind;
    const bool word = kind == TokenKind::Word && !values.contains(asciiLower(told));
    const bool isText = word || kind == TokenKind::QuotedName;
    return isText ? quotedText(nameIn(told, tokens[0])) : canonicalSql(told);
}

/// Without the parentheses around all of it.
QString unwrapped(QString sql)
{
    while (sql.startsWith(u"( "_s) && sql.endsWith(u" )"_s)) {
        int depth = 0;
        for (qsizetype i = 0; i < sql.size() - 1; ++i) {
            depth += sql[i] == u'(' ? 1 : sql[i] == u')' ? -1 : 0;
            if (depth == 0)
                return sql;
        }
        sql = sql.mid(2, sql.size() - 4);
    }
    return sql;
}

class TableCheck
{
public:
    TableCheck(MemoryDatabase &database, const QString &name, const QString &sql)
        : m_database(database)
        , m_name(name)
        , m_sql(sql)
    { }

    QStringList run()
    {
        const Result<ParsedTable> parsed = parseCreateTable(m_sql);
        if (!parsed)
            return {u"%1: %2"_s.arg(m_name, errorText(parsed.error()))};
        m_parsed = *parsed;
        const QList<QStringList> told = m_database.rows(
            u"SELECT wr, strict FROM pragma_table_list(%1)"_s.arg(quotedText(m_name)));
        m_withoutRowid = told.value(0).value(0) == u"1"_s;
        m_strict = told.value(0).value(1) == u"1"_s;
        checkOptions();
        checkColumns();
        checkForeignKeys();
        checkKeys();
        checkChecks();
        checkSpans();
        return m_found;
    }

private:
    const Table &table() const { return m_parsed.table; }
    bool tableOption(const QString &name) const
    {
        return hasOption(table().options, options::dialect, name);
    }

    void same(const QString &what, const QString &ours, const QString &told)
    {
        if (ours != told)
            m_found.append(u"%1: %2: we read <%3>, SQLite says <%4>: %5"_s.arg(
                m_name, what, ours, told, m_sql));
    }

    void checkOptions();
    void checkColumns();
    QString columnFacts(const Column &column) const;
    QString toldFacts(const Column &column, const QStringList &row);
    bool isRowidAlias(const Column &column) const;
    void checkForeignKeys();
    void checkKeys();
    QList<KeyPart> withoutRepetition(const QList<KeyPart> &parts) const;
    QString keyFacts(const QList<KeyPart> &parts, bool withOrder) const;
    void checkChecks();
    void checkSpans();

    MemoryDatabase &m_database;
    QString m_name;
    QString m_sql;
    ParsedTable m_parsed;
    bool m_withoutRowid = false;
    bool m_strict = false;
    QStringList m_found;
};

void TableCheck::checkOptions()
{
    same(u"name"_s, table().name, m_name);
    same(u"STRICT"_s, yesNo(tableOption(options::strict)), yesNo(m_strict));
    same(u"WITHOUT ROWID"_s, yesNo(tableOption(options::withoutRowid)), yesNo(m_withoutRowid));
}

bool TableCheck::isRowidAlias(const Column &column) const
{
    return !m_withoutRowid && table().primaryKey && table().primaryKey->columns.size() == 1
        && !table().primaryKey->columns[0].descending && typeOf(column) == u"INTEGER"_s;
}

/// Name, type, default, hidden, not null, place in the key, AUTOINCREMENT, collation.
QString TableCheck::columnFacts(const Column &column) const
{
    const QStringList key
        = table().primaryKey ? columnNames(table().primaryKey->columns) : QStringList();
    const qsizetype place = key.indexOf(column.name) + 1;
    const bool keyForbidsNull
        = place > 0 && (m_withoutRowid || (m_strict && !isRowidAlias(column)));
    const QString hidden = !column.computed ? u"0"_s : column.computed->persisted ? u"3"_s : u"2"_s;
    const QString collation = column.collation.isEmpty() ? u"BINARY"_s : column.collation;
    return QStringList {column.name, typeOf(column),
        column.serverDefault ? canonicalSql(*column.serverDefault) : QString(), hidden,
        yesNo(!column.nullable || keyForbidsNull), QString::number(place),
        yesNo(place > 0 && tableOption(options::autoincrement)), collation.toUpper()}
        .join(u'|');
}

/// Gaps in a type are folded, as in ours, unless it must stand in quotes.
QString TableCheck::toldFacts(const Column &column, const QStringList &row)
{
    const char *collation = nullptr;
    int autoincrement = 0;
    sqlite3_table_column_metadata(m_database.handle(), nullptr, m_name.toUtf8().constData(),
        row[0].toUtf8().constData(), nullptr, &collation, nullptr, nullptr, &autoincrement);
    const bool computed = row[5] != u"0"_s;
    return QStringList {row[0], toldType(isQuotedName(column.type.text) ? row[1] : folded(row[1])),
        computed ? QString() : unwrapped(settledDefault(row[3])), row[5], row[2], row[4],
        yesNo(autoincrement), QString::fromUtf8(collation).toUpper()}
        .join(u'|');
}

void TableCheck::checkColumns()
{
    const QList<QStringList> told = m_database.rows(
        u"SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(%1)"_s.arg(
            quotedText(m_name)));
    same(u"columns"_s, QString::number(table().columns.size()), QString::number(told.size()));
    for (qsizetype i = 0; i < qMin(told.size(), table().columns.size()); ++i)
        same(u"column"_s, columnFacts(table().columns[i]), toldFacts(table().columns[i], told[i]));
}

void TableCheck::checkForeignKeys()
{
    QMap<int, QStringList> told; // SQLite numbers them backwards
    for (const QStringList &row : m_database.rows(
             u"SELECT id, \"from\", \"table\", \"to\", on_update, on_delete FROM "
             "pragma_foreign_key_list(%1) ORDER BY id DESC, seq"_s.arg(quotedText(m_name)))) {
        const QString action = row[4] + u'/' + row[5];
        told[-row[0].toInt()].append(u"%1->%2.%3 %4"_s.arg(row[1], row[2], asciiLower(row[3]),
            action.toLower().replace(u"no action"_s, QString())));
    }
    QList<QStringList> ours;
    for (const ForeignKeyConstraint &key : table().foreignKeys) {
        ours.append(QStringList());
        for (qsizetype i = 0; i < key.columns.size(); ++i)
            ours.last().append(u"%1->%2.%3 %4/%5"_s.arg(key.columns[i], key.referredTable,
                asciiLower(key.referredColumns.value(i)), key.onUpdate, key.onDelete));
    }
    same(u"foreign keys"_s, QDebug::toString(ours), QDebug::toString(told.values()));
}

QString TableCheck::keyFacts(const QList<KeyPart> &parts, bool withOrder) const
{
    QStringList facts;
    for (const KeyPart &part : parts) {
        const Column *column = table().column(part.column);
        QString collation = part.collation;
        if (collation.isEmpty() && column)
            collation = column->collation;
        if (collation.isEmpty())
            collation = u"BINARY"_s;
        const QString order = withOrder && part.descending ? u" DESC"_s : QString();
        facts.append(part.column + u' ' + collation.toUpper() + order);
    }
    return facts.join(u", "_s);
}

/// SQLite drops repeated columns from the key of a table WITHOUT ROWID, but after looking for equal
/// keys.
QList<KeyPart> TableCheck::withoutRepetition(const QList<KeyPart> &parts) const
{
    QList<KeyPart> kept;
    QStringList seen;
    for (const KeyPart &part : parts) {
        const QString facts = keyFacts({part}, false);
        if (!seen.contains(facts))
            kept.append(part);
        seen.append(facts);
    }
    return kept;
}

/// SQLite makes one index for keys of the same columns; the order in it is that of the first.
void TableCheck::checkKeys()
{
    QStringList ours;
    QStringList ordered;
    const auto add = [&](const QList<KeyPart> &parts) {
        const QList<KeyPart> once = withoutRepetition(parts);
        ours.append(keyFacts(once, false));
        ordered << keyFacts(parts, true) << keyFacts(once, true);
    };
    if (table().primaryKey) {
        const QList<KeyPart> &parts = table().primaryKey->columns;
        const Column *first = table().column(parts[0].column);
        if (first && !isRowidAlias(*first))
            add(parts);
    }
    for (const UniqueConstraint &unique : table().uniques)
        add(unique.columns);
    QSet<QString> told;
    for (const QStringList &row : m_database.rows(
             u"SELECT x.name || ' ' || upper(x.coll), iif(x.desc, ' DESC', ''), l.name FROM "
             "pragma_index_list(%1) l, pragma_index_xinfo(l.name) x WHERE l.origin <> 'c' AND "
             "x.key GROUP BY l.name"_s.arg(quotedText(m_name)))) {
        QStringList facts;
        QStringList orderedFacts;
        for (const QStringList &part : m_database.rows(
                 u"SELECT name || ' ' || upper(coll), iif(\"desc\", ' DESC', '') FROM "
                 "pragma_index_xinfo(%1) WHERE key ORDER BY seqno"_s.arg(quotedText(row[2])))) {
            facts.append(part[0]);
            orderedFacts.append(part[0] + part[1]);
        }
        facts.removeDuplicates();
        told.insert(facts.join(u", "_s));
        if (!ordered.contains(orderedFacts.join(u", "_s)))
            same(u"key"_s, ordered.join(u"; "_s), orderedFacts.join(u", "_s));
    }
    same(u"keys"_s, QDebug::toString(QSet<QString>(ours.begin(), ours.end()) - told),
        QDebug::toString(QSet<QString>()));
}

/// CHECK is reserved, so directly inside the body it always begins a constraint.
void TableCheck::checkChecks()
{
    int depth = 0;
    qsizetype count = 0;
    for (const Token &token : significantTokens(m_sql)) {
        const QStringView text = textOf(m_sql, token);
        depth += text == u"(" ? 1 : text == u")" ? -1 : 0;
        count += depth == 1 && isWord(m_sql, token, u"CHECK");
    }
    same(u"checks"_s, QString::number(table().checks.size()), QString::number(count));
}

QList<Span> sortedSpans(const ParsedTable &parsed)
{
    QList<Span> spans = parsed.columnSpans + parsed.columnRemarks + parsed.constraintSpans
        + parsed.constraintRemarks;
    spans.removeIf([](Span span) { return span.start == span.end; });
    std::sort(spans.begin(), spans.end(), [](Span a, Span b) { return a.start < b.start; });
    return spans;
}

void TableCheck::checkSpans()
{
    qsizetype end = m_parsed.body.start;
    for (const Span span : sortedSpans(m_parsed)) {
        if (span.start < end || span.end < span.start || span.end > m_parsed.body.end)
            m_found.append(u"%1: span %2 to %3 overlaps or leaves the body: %4"_s.arg(m_name)
                               .arg(span.start)
                               .arg(span.end)
                               .arg(m_sql));
        end = span.end;
    }
    const QString again = reassembled(m_sql, m_parsed);
    const Result<ParsedTable> parsed = parseCreateTable(again);
    if (!parsed || parsed->table != table() || parsed->constraints != m_parsed.constraints)
        m_found.append(u"%1: put together again it reads differently: %2"_s.arg(m_name, again));
}

QStringList indexDisagreements(MemoryDatabase &database, const QStringList &object)
{
    const Result<ParsedIndex> parsed = parseCreateIndex(object[3]);
    if (!parsed)
        return {errorText(parsed.error())};
    QStringList told {object[1].toLower(), object[2].toLower()};
    told += database.rows(u"SELECT \"unique\" || partial FROM pragma_index_list(%1) WHERE name = "
                          "%2"_s.arg(quotedText(object[2]), quotedText(object[1])))[0];
    const Index &index = parsed->index;
    QStringList ours {index.name.toLower(), parsed->table.toLower(),
        yesNo(index.unique) + yesNo(!index.where.isEmpty())};
    const QList<QStringList> parts = database.rows(
        u"SELECT lower(name), \"desc\", upper(coll) FROM pragma_index_xinfo(%1) WHERE key "
        "ORDER BY seqno"_s.arg(quotedText(object[1])));
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const KeyPart part = index.columns.value(i);
        const bool named = !part.collation.isEmpty();
        told.append(parts[i][0] + parts[i][1] + (named ? parts[i][2] : QString()));
        ours.append(part.column.toLower() + yesNo(part.descending) + part.collation.toUpper());
    }
    if (parts.size() == index.columns.size() && told == ours)
        return {};
    return {
        u"%1: we read <%2>, SQLite says <%3>"_s.arg(object[3], ours.join(u'|'), told.join(u'|'))};
}

QStringList triggerDisagreements(MemoryDatabase &database, const QStringList &object)
{
    const Result<ParsedTrigger> parsed = parseCreateTrigger(object[3]);
    if (!parsed)
        return {errorText(parsed.error())};
    const QList<QStringList> told
        = database.rows(u"SELECT type FROM sqlite_schema WHERE name = %1 "
                        "COLLATE nocase AND type <> 'trigger'"_s.arg(quotedText(object[2])));
    const bool onView = told.value(0).value(0) == u"view"_s;
    const bool same = parsed->trigger.name == object[1] && sameAscii(parsed->table, object[2])
        && parsed->insteadOf == onView && parsed->trigger.sql == object[3];
    return same ? QStringList() : QStringList {u"%1: read differently"_s.arg(object[3])};
}

QStringList viewDisagreements(MemoryDatabase &database, const QStringList &object)
{
    const Result<View> parsed = parseCreateView(object[3]);
    if (!parsed)
        return {errorText(parsed.error())};
    QString columns;
    for (const QString &column : parsed->columns)
        columns += (columns.isEmpty() ? u"("_s : u", "_s) + quotedName(column);
    const QString again = u"CREATE TEMP VIEW joinery_probe %1%2 AS %3;"_s.arg(
        columns, columns.isEmpty() ? QString() : u")"_s, parsed->sql);
    const auto columnsOf = [&](const QString &view) {
        return database.rows(
            u"SELECT name, type FROM pragma_table_xinfo(%1)"_s.arg(quotedText(view)));
    };
    bool same = parsed->name == object[1] && database.execute(again);
    same = same && columnsOf(u"joinery_probe"_s) == columnsOf(object[1]);
    database.execute(u"DROP VIEW IF EXISTS temp.joinery_probe"_s);
    return same ? QStringList() : QStringList {u"%1: read differently: %2"_s.arg(object[3], again)};
}

QStringList virtualDisagreements(const QStringList &object)
{
    const Result<VirtualTable> parsed = parseCreateVirtualTable(object[3]);
    if (!parsed)
        return {errorText(parsed.error())};
    const bool same = parsed->name == object[1] && parsed->sql == object[3];
    return same ? QStringList() : QStringList {u"%1: read differently"_s.arg(object[3])};
}

QStringList objectDisagreements(MemoryDatabase &database, const QStringList &object)
{
    if (object[0] == u"index"_s)
        return indexDisagreements(database, object);
    if (object[0] == u"trigger"_s)
        return triggerDisagreements(database, object);
    if (object[0] == u"view"_s)
        return viewDisagreements(database, object);
    if (object[3].startsWith(u"CREATE VIRTUAL"_s))
        return virtualDisagreements(object);
    return TableCheck(database, object[1], object[3]).run();
}

} // namespace

QStringList parserDisagreements(MemoryDatabase &database)
{
    QStringList found;
    for (const QStringList &object : database.rows(
             u"SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"_s))
        found += objectDisagreements(database, object);
    return found;
}

QString reassembled(const QString &sql, const ParsedTable &parsed)
{
    const QList<Span> spans = parsed.columnSpans + parsed.constraintSpans;
    const QList<Span> remarks = parsed.columnRemarks + parsed.constraintRemarks;
    const auto slice = [&](Span span) { return sql.mid(span.start, span.end - span.start); };
    QString text = sql.left(spans.constFirst().start);
    for (qsizetype i = 0; i < spans.size(); ++i) {
        text += slice(spans[i]) + (i + 1 < spans.size() ? u", "_s : u" "_s) + slice(remarks[i]);
        text += u'\n';
    }
    return text + sql.mid(qMax(spans.constLast().end, remarks.constLast().end));
}

} // namespace joinery::testing
