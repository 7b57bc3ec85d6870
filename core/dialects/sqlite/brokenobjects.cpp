// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/brokenobjects.h"

#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

#include <QMap>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

QString firstColumn(Executor &executor, const QString &table)
{
    const Result<RowSet> rows
        = executor.query(u"SELECT name FROM pragma_table_info(?1) ORDER BY cid LIMIT 1"_s, {table});
    return rows ? toText(rows->scalar()) : QString();
}

/// The position of the event's word; the trigger's own name comes first and may be any word.
qsizetype eventPosition(const QString &sql, const QList<Token> &tokens)
{
    for (qsizetype i = 3; i < tokens.size(); ++i) {
        for (const QStringView event : {u"INSERT", u"UPDATE", u"DELETE"}) {
            if (isWord(sql, tokens[i], event))
                return i;
        }
    }
    return -1;
}

/// A statement that fires the trigger; empty when its text is not understood.
QString firingStatement(Executor &executor, const StoredTrigger &trigger)
{
    const QList<Token> tokens = significantTokens(trigger.sql);
    const qsizetype event = eventPosition(trigger.sql, tokens);
    if (event < 0 || event + 2 >= tokens.size())
        return {};
    const QString table = quotedName(trigger.table);
    if (isWord(trigger.sql, tokens[event], u"INSERT"))
        return u"INSERT INTO "_s + table + u" DEFAULT VALUES"_s;
    if (isWord(trigger.sql, tokens[event], u"DELETE"))
        return u"DELETE FROM "_s + table;
    const bool listed = isWord(trigger.sql, tokens[event + 1], u"OF");
    const QString column = quotedName(
        listed ? nameIn(trigger.sql, tokens[event + 2]) : firstColumn(executor, trigger.table));
    return u"UPDATE "_s + table + u" SET "_s + column + u" = "_s + column;
}

QString reason(const Error &error)
{
    return error.driverText.isEmpty() ? error.message : error.driverText;
}

} // namespace

QString whyViewFails(Executor &executor, const QString &view)
{
    const Result<RowSet> rows
        = executor.query(u"SELECT * FROM "_s + quotedName(view) + u" LIMIT 0"_s);
    return rows ? QString() : reason(rows.error());
}

QString whyVirtualTableFails(Executor &executor, const QString &table)
{
    // Compiling is not enough: a module looks at the tables it reads only when it is asked for
    // rows.
    const Result<RowSet> rows
        = executor.query(u"SELECT * FROM main."_s + quotedName(table) + u" LIMIT 1"_s);
    return rows ? QString() : reason(rows.error());
}

QStringList brokenTriggers(Executor &executor, const QList<StoredTrigger> &triggers)
{
    QMap<QString, QStringList> fired;
    for (const StoredTrigger &trigger : triggers) {
        const QString statement = firingStatement(executor, trigger);
        if (!statement.isEmpty())
            fired[statement].append(quotedName(trigger.name));
    }
    QStringList broken;
    for (auto it = fired.cbegin(); it != fired.cend(); ++it) {
        const Result<RowSet> rows = executor.query(u"EXPLAIN "_s + it.key());
        if (!rows)
            broken.append(
                u"trigger %1: %2"_s.arg(it.value().join(u" or "_s), reason(rows.error())));
    }
    return broken;
}

} // namespace joinery::sqlite
