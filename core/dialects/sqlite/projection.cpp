// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/projection.h"

#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/truthnames.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

QStringList namesOf(const Table &table)
{
    QStringList names;
    for (const Column &column : table.columns)
        names.append(column.name);
    return names;
}

QStringList quoted(const QStringList &names)
{
    QStringList texts;
    for (const QString &name : names)
        texts.append(quotedName(name));
    return texts;
}

} // namespace

Projection::Projection(const MetaData &live)
{
    for (const Table &table : live.tables) {
        State state {.live = table.name, .stage = {}, .liveColumns = {}, .columns = namesOf(table)};
        for (const Column &column : table.columns)
            state.liveColumns.insert(nameKey(column.name), column.name);
        m_states.insert(nameKey(table.name), state);
        if (std::any_of(state.columns.begin(), state.columns.end(), isTruthWord))
            m_states[nameKey(table.name)].stage = addTruthNames(table);
    }
}

/// A stage over the table itself in which the columns that are named as truth values have the names
/// that withTruthNames() gives them.
QString Projection::addTruthNames(const Table &table)
{
    const QString rowid = rowidName(table);
    QStringList columns {(rowid.isEmpty() ? u"0"_s : rowid) + u" AS "_s + rowColumn};
    for (const Column &column : table.columns)
        columns.append(
            u"%1 AS %2"_s.arg(quotedName(column.name), withTruthNames(quotedName(column.name))));
    const QString stage
        = addStage(u"SELECT %1 FROM main.%2"_s.arg(columns.join(u", "_s), quotedName(table.name)));
    m_truthStages = m_stages.size();
    return stage;
}

bool Projection::isLive(const QString &table) const
{
    return !m_states.value(nameKey(table)).live.isEmpty();
}

QString Projection::liveTable(const QString &table) const
{
    const auto state = m_states.constFind(nameKey(table));
    return state == m_states.constEnd() ? table : state->live;
}

QString Projection::liveColumn(const QString &table, const QString &column) const
{
    const auto state = m_states.constFind(nameKey(table));
    return state == m_states.constEnd() ? column
                                        : state->liveColumns.value(nameKey(column), column);
}

QString Projection::source(const QString &table) const
{
    const auto state = m_states.constFind(nameKey(table));
    if (state == m_states.constEnd())
        return u"main."_s + quotedName(table);
    return state->stage.isEmpty() ? u"main."_s + quotedName(state->live) : quotedName(state->stage);
}

bool Projection::losesRows(const QString &table) const
{
    return m_states.value(nameKey(table)).losesRows;
}

bool Projection::isConverted(const QString &table, const QStringList &columns) const
{
    const QSet<QString> converted = m_states.value(nameKey(table)).converted;
    return std::any_of(columns.begin(), columns.end(),
        [&](const QString &column) { return converted.contains(nameKey(column)); });
}

QString Projection::place(const Table &table) const
{
    return !m_states.value(nameKey(table.name)).stage.isEmpty() ? rowColumn : rowidName(table);
}

QString Projection::sourceWithRowid(const Table &table) const
{
    const auto state = m_states.constFind(nameKey(table.name));
    const QString rowid = rowidName(table);
    const bool hidden = rowid == u"rowid" || rowid == u"_rowid_" || rowid == u"oid";
    if (state == m_states.constEnd() || state->stage.isEmpty() || !hidden)
        return source(table.name);
    return u"(SELECT %1 AS %2, * FROM %3)"_s.arg(rowColumn, rowid, quotedName(state->stage));
}

QString Projection::scoped(const QString &query, const QString &expressions) const
{
    QStringList named;
    for (auto it = m_states.cbegin(); it != m_states.cend(); ++it) {
        if (it->stage.isEmpty() || !mentions(expressions, it.key()))
            continue;
        named.append(u"%1 AS (SELECT %2 FROM %3)"_s.arg(
            quotedName(it.key()), quoted(it->columns).join(u", "_s), quotedName(it->stage)));
    }
    return named.isEmpty() ? query : u"WITH %1 %2"_s.arg(named.join(u", "_s), query);
}

QString Projection::rowsOf(const TableChange &change, const QString &expressions) const
{
    return scoped(newRows(change, sourceWithRowid(change.before)), expressions);
}

QString Projection::addStage(const QString &select)
{
    const QString name = u"joinery stage %1"_s.arg(m_stages.size() + 1);
    m_stages.append(u"%1 AS (%2)"_s.arg(quotedName(name), select));
    return name;
}

void Projection::change(const TableChange &change, const QString &expressions)
{
    const QString stage = addStage(rowsOf(change, expressions));
    State &state = m_states[nameKey(change.after.name)];
    state.stage = stage;
    state.columns = namesOf(change.after);
    state.losesRows |= !change.filters.isEmpty();
    for (const ColumnCopy &copy : change.columns) {
        if (copy.converts)
            state.converted.insert(nameKey(copy.column));
    }
}

void Projection::create(const Table &table)
{
    QStringList columns {u"0 AS "_s + rowColumn};
    for (const Column &column : table.columns)
        columns.append(u"NULL AS "_s + quotedName(column.name));
    State state {.live = {}, .stage = {}, .liveColumns = {}, .columns = namesOf(table)};
    state.stage = addStage(u"SELECT %1 WHERE FALSE"_s.arg(columns.join(u", "_s)));
    m_states.insert(nameKey(table.name), state);
}

/// The columns of `before` under the names of `after`, with each row's place in front.
QString Projection::renamed(const Table &before, const Table &after) const
{
    const QString rowid = rowidName(before);
    const bool staged = !m_states.value(nameKey(before.name)).stage.isEmpty();
    QStringList columns {
        staged ? rowColumn : (rowid.isEmpty() ? u"0"_s : rowid) + u" AS "_s + rowColumn};
    for (qsizetype i = 0; i < before.columns.size(); ++i)
        columns.append(u"%1 AS %2"_s.arg(
            quotedName(before.columns[i].name), quotedName(after.columns[i].name)));
    return u"SELECT %1 FROM %2"_s.arg(columns.join(u", "_s), source(before.name));
}

void Projection::renameTable(const Table &before, const QString &to)
{
    const QString stage = addStage(renamed(before, before));
    State state = m_states.take(nameKey(before.name));
    state.stage = stage;
    m_states.insert(nameKey(to), state);
}

void Projection::renameColumn(const Table &after, const QString &from, const QString &to)
{
    Table before = after;
    for (Column &column : before.columns) {
        if (sameName(column.name, to))
            column.name = from;
    }
    const QString stage = addStage(renamed(before, after));
    State &state = m_states[nameKey(after.name)];
    state.stage = stage;
    state.columns = namesOf(after);
    if (state.converted.remove(nameKey(from)))
        state.converted.insert(nameKey(to));
    state.liveColumns.insert(nameKey(to), state.liveColumns.take(nameKey(from)));
}

void Projection::drop(const QString &table)
{
    m_states.remove(nameKey(table));
}

QString Projection::whole(const QString &query) const
{
    if (m_stages.isEmpty())
        return withTruthNames(query);
    QStringList stages = m_stages;
    for (qsizetype i = m_truthStages; i < stages.size(); ++i)
        stages[i] = withTruthNames(stages[i]);
    return u"WITH %1 %2"_s.arg(stages.join(u",\n"_s), withTruthNames(query));
}

} // namespace joinery::sqlite
