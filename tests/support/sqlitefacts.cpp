// SPDX-License-Identifier: MPL-2.0
#include "support/sqlitefacts.h"

#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

using Facts = QMap<QString, QString>;

QStringList tokensOf(const QString &sql)
{
    static const QRegularExpression pattern(
        uR"re(--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[A-Za-z_\x{80}-\x{ffff}][\w$\x{80}-\x{ffff}]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|<>|<=|>=|!=|==|\|\||->>|->|<<|>>|\S)re"_s,
        QRegularExpression::DotMatchesEverythingOption);
    QStringList tokens;
    auto matches = pattern.globalMatch(sql);
    while (matches.hasNext()) {
        QString token = matches.next().captured();
        if (token.startsWith(u"--"_s) || token.startsWith(u"/*"_s))
            continue;
        if (token.size() > 1 && QString(u"\"`["_s).contains(token.front()))
            token = token.mid(1, token.size() - 2)
                        .replace(u"\"\""_s, u"\""_s)
                        .replace(u"``"_s, u"`"_s);
        tokens.append(token.startsWith(u'\'') ? token : token.toLower());
    }
    return tokens;
}

QString normal(const QString &sql)
{
    QString text = tokensOf(sql).join(u' ');
    while (text.endsWith(u' ') || text.endsWith(u';'))
        text.chop(1);
    return text;
}

qsizetype closing(const QStringList &tokens, qsizetype open)
{
    int depth = 0;
    for (qsizetype i = open; i < tokens.size(); ++i) {
        depth += tokens[i] == u"("_s ? 1 : tokens[i] == u")"_s ? -1 : 0;
        if (depth == 0)
            return i;
    }
    return tokens.size();
}

/// The parenthesised bodies behind a word.
QString groupsAfter(const QStringList &tokens, const QString &word)
{
    QStringList bodies;
    for (qsizetype i = 0; i + 1 < tokens.size(); ++i) {
        if (tokens[i] != word || tokens[i + 1] != u"("_s)
            continue;
        const qsizetype end = closing(tokens, i + 1);
        bodies.append(tokens.mid(i + 2, end - i - 2).join(u' '));
        i = end;
    }
    bodies.sort();
    return bodies.join(u" | "_s);
}

QString wordsAfter(const QStringList &tokens, const QStringList &words)
{
    QStringList found;
    for (qsizetype i = 0; i + words.size() < tokens.size(); ++i) {
        if (tokens.mid(i, words.size()) == words)
            found.append(tokens[i + words.size()]);
    }
    found.sort();
    return found.join(u' ');
}

QList<QList<Value>> rowsOf(
    Executor &executor, const QString &sql, const QList<Value> &parameters = {})
{
    const Result<RowSet> rows = executor.query(sql, parameters);
    if (!rows)
        qFatal("%s: %s", qPrintable(sql), qPrintable(rows.error().message));
    return rows->rows;
}

QString shown(const Value &value)
{
    return isNull(value) ? u"None"_s : toText(value);
}

QString typeFact(const QString &declared)
{
    static const QRegularExpression around(u"\\s*([(),])\\s*"_s);
    static const QRegularExpression blanks(u"\\s+"_s);
    static const QRegularExpression comments(
        u"--[^\n]*|/\\*.*?\\*/"_s, QRegularExpression::DotMatchesEverythingOption);
    return declared.toUpper()
        .replace(comments, u" "_s)
        .replace(around, u"\\1"_s)
        .replace(blanks, u" "_s)
        .trimmed();
}

/// TRUE is another way to write 1, and FALSE to write 0.
QString defaultFact(const QString &sql)
{
    const QString text = normal(sql);
    return text == u"true" ? u"1"_s : text == u"false" ? u"0"_s : text;
}

void takeTexts(Facts &facts, const QString &table, const QString &sql)
{
    const QStringList tokens = tokensOf(sql);
    facts[u"checks "_s + table] = groupsAfter(tokens, u"check"_s);
    facts[u"generated "_s + table] = groupsAfter(tokens, u"as"_s);
    facts[u"collate "_s + table] = wordsAfter(tokens, {u"collate"_s});
    facts[u"deferrable "_s + table] = QString::number(tokens.count(u"deferrable"_s));
    // ABORT is what happens where nothing is said.
    facts[u"conflict "_s + table]
        = wordsAfter(tokens, {u"on"_s, u"conflict"_s}).remove(u"abort"_s).simplified();
}

void takeColumns(Facts &facts, Executor &executor, const QString &table)
{
    QStringList order;
    for (const QList<Value> &row :
        rowsOf(executor, u"SELECT * FROM pragma_table_xinfo(?1) ORDER BY cid"_s, {table})) {
        if (toInt(row[6]) == 1)
            continue;
        order.append(toText(row[1]));
        const QString value = isNull(row[4]) ? u"None"_s : defaultFact(toText(row[4]));
        facts[u"column %1.%2"_s.arg(table, toText(row[1]))]
            = u"type=%1 notnull=%2 default=%3 pk=%4 hidden=%5"_s.arg(
                typeFact(toText(row[2])), shown(row[3]), value, shown(row[5]), shown(row[6]));
    }
    facts[u"order "_s + table] = order.join(u", "_s);
}

void takeForeignKeys(Facts &facts, Executor &executor, const QString &table)
{
    QMap<qint64, QStringList> parts;
    QMap<qint64, QString> heads;
    for (const QList<Value> &row :
        rowsOf(executor,
            u"SELECT id, \"from\", \"to\", \"table\", on_update, on_delete FROM pragma_foreign_key_list(?1) ORDER BY id, seq"_s,
            {table})) {
        parts[toInt(row[0])].append(shown(row[1]) + u'>' + shown(row[2]));
        heads[toInt(row[0])]
            = u"%1 upd=%2 del=%3"_s.arg(shown(row[3]), shown(row[4]), shown(row[5]));
    }
    QStringList keys;
    for (auto it = parts.cbegin(); it != parts.cend(); ++it)
        keys.append(it->join(u',') + u" -> "_s + heads[it.key()]);
    keys.sort();
    facts[u"fks "_s + table] = keys.join(u" | "_s);
}

void takeUniques(Facts &facts, Executor &executor, const QString &table)
{
    QMap<QString, QStringList> parts;
    for (const QList<Value> &row : rowsOf(executor,
             u"SELECT i.origin, i.name, x.name, x.coll FROM pragma_index_list(?1) i, "
             u"pragma_index_xinfo(i.name) x "
             "WHERE i.origin IN ('u', 'pk') AND x.\"key\" ORDER BY i.name, x.seqno"_s,
             {table}))
        parts[shown(row[0]) + u' ' + shown(row[1])].append(shown(row[2]) + u'/' + shown(row[3]));
    QStringList uniques;
    for (auto it = parts.cbegin(); it != parts.cend(); ++it)
        uniques.append(it.key().section(u' ', 0, 0) + u' ' + it->join(u','));
    uniques.sort();
    facts[u"uniques "_s + table] = uniques.join(u" | "_s);
}

bool isInternal(const QString &name)
{
    return name.startsWith(u"sqlite_"_s) || name.startsWith(u"joinery_"_s)
        || name.startsWith(u"alembic_version"_s);
}

void takeTable(Facts &facts, Executor &executor, const QString &name, const QString &sql,
    const QList<Value> &kind)
{
    if (toText(kind.value(2)) == u"virtual"_s) {
        facts[u"virtual "_s + name] = normal(sql);
        return;
    }
    facts[u"table "_s + name]
        = u"without_rowid=%1 strict=%2 autoincrement=%3"_s.arg(shown(kind.value(4)),
            shown(kind.value(5)), tokensOf(sql).contains(u"autoincrement"_s) ? u"yes"_s : u"no"_s);
    takeTexts(facts, name, sql);
    takeColumns(facts, executor, name);
    takeForeignKeys(facts, executor, name);
    takeUniques(facts, executor, name);
}

/// An index's text, its collations as SQLite has them: one that repeats the column's says nothing.
QString indexFact(Executor &executor, const QString &name, const QString &text)
{
    static const QRegularExpression collation(u" collate \\S+"_s);
    QStringList collations;
    for (const QList<Value> &row : rowsOf(executor,
             u"SELECT cid, coll FROM pragma_index_xinfo(?1) WHERE \"key\" ORDER BY seqno"_s,
             {name})) {
        if (toInt(row[0]) == -2)
            return text; // an expression may hold any words
        collations.append(shown(row[1]).toLower());
    }
    const qsizetype where = text.indexOf(u" where "_s);
    const QString columns = where < 0 ? text : text.left(where);
    return QString(columns).remove(collation) + text.mid(columns.size()) + u" with "_s
        + collations.join(u", ");
}

} // namespace

QMap<QString, QString> sqliteFacts(Executor &executor)
{
    QHash<QString, QList<Value>> kinds;
    for (const QList<Value> &row : rowsOf(executor, u"PRAGMA table_list"_s)) {
        if (toText(row[0]) == u"main"_s)
            kinds.insert(toText(row[1]), row);
    }
    const auto isShadow
        = [&](const QString &name) { return toText(kinds.value(name).value(2)) == u"shadow"_s; };
    static const QRegularExpression ifNotExists(
        u"\\bif\\s+not\\s+exists\\b"_s, QRegularExpression::CaseInsensitiveOption);
    Facts facts;
    for (const QList<Value> &row :
        rowsOf(executor, u"SELECT type, name, tbl_name, sql FROM sqlite_master"_s)) {
        const QString name = toText(row[1]);
        const QString owner = toText(row[2]);
        if (isInternal(name) || isInternal(owner) || isShadow(name) || isShadow(owner))
            continue;
        if (toText(row[0]) == u"table"_s)
            takeTable(facts, executor, name, toText(row[3]), kinds.value(name));
        else if (toText(row[0]) == u"index"_s && !isNull(row[3]))
            facts[u"index "_s + name]
                = indexFact(executor, name, normal(toText(row[3]).remove(ifNotExists)));
        else if (!isNull(row[3]))
            facts[toText(row[0]) + u' ' + name] = normal(toText(row[3]).remove(ifNotExists));
    }
    return facts;
}

QStringList factsDifference(
    const QMap<QString, QString> &got, const QMap<QString, QString> &want, bool orderMatters)
{
    QSet<QString> keys(got.keyBegin(), got.keyEnd());
    keys.unite(QSet<QString>(want.keyBegin(), want.keyEnd()));
    QStringList differences;
    for (const QString &key : keys) {
        const QString a = got.value(key, u"nothing"_s);
        const QString b = want.value(key, u"nothing"_s);
        const auto sorted = [](const QString &list) {
            QStringList items = list.split(u", "_s);
            items.sort();
            return items;
        };
        if (a == b || (key.startsWith(u"order "_s) && !orderMatters && sorted(a) == sorted(b)))
            continue;
        differences.append(u"%1: got %2, want %3"_s.arg(key, a, b));
    }
    differences.sort();
    return differences;
}

} // namespace joinery::testing
