// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/replay.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

tl::unexpected<Error> missing(const QString &kind, const QString &name)
{
    return fail(ErrorCode::NotFound, u"there is no %1 \"%2\""_s.arg(kind, name),
        u"check the name, and whether an earlier step dropped or renamed it"_s);
}

} // namespace

Replay::Replay(const MetaData &metaData, const ReplayPolicy &replayPolicy)
    : schema(metaData)
    , policy(replayPolicy)
{ }

Result<Table *> Replay::table(const QString &name)
{
    if (const auto found = schema.tables.find(spelling(name)); found != schema.tables.end())
        return &*found;
    return missing(u"table"_s, name);
}

Result<View *> Replay::view(const QString &name)
{
    if (const auto found = schema.views.find(spelling(name)); found != schema.views.end())
        return &*found;
    return missing(u"view"_s, name);
}

Result<QList<Trigger> *> Replay::triggersOf(const QString &name)
{
    const QString actual = spelling(name);
    if (const auto found = schema.tables.find(actual); found != schema.tables.end())
        return &found->triggers;
    if (const auto found = schema.views.find(actual); found != schema.views.end())
        return &found->triggers;
    return missing(u"table or view"_s, name);
}

Result<> Replay::checkNameIsFree(const QString &name)
{
    collectObjects();
    const auto taken = m_objects->constFind(key(name));
    if (taken == m_objects->constEnd())
        return {};
    const QString kind = schema.tables.contains(*taken) ? u"table"_s
        : schema.views.contains(*taken)                 ? u"view"_s
                                                        : u"virtual table"_s;
    return fail(ErrorCode::Conflict, u"there is a %1 \"%2\" already"_s.arg(kind, *taken),
        u"choose another name, or drop or rename the other one first"_s);
}

Result<> Replay::checkIndexNameIsFree(const QString &name)
{
    collectIndexes();
    const auto taken = m_indexes->constFind(key(name));
    if (taken == m_indexes->constEnd())
        return {};
    return fail(ErrorCode::Conflict,
        u"there is an index \"%1\" already, on table \"%2\""_s.arg(name, *taken),
        u"index names are unique across all tables: choose another one"_s);
}

void Replay::noteObject(const QString &name)
{
    if (m_objects)
        m_objects->insert(key(name), name);
}

void Replay::forgetObject(const QString &name)
{
    if (m_objects)
        m_objects->remove(key(name));
}

void Replay::noteIndex(const QString &name, const QString &table)
{
    if (m_indexes)
        m_indexes->insert(key(name), table);
}

void Replay::forgetIndex(const QString &name)
{
    if (m_indexes)
        m_indexes->remove(key(name));
}

void Replay::forgetNames()
{
    m_objects.reset();
    m_indexes.reset();
}

/// How the schema spells the name of a table, view or virtual table; `name` itself when it has
/// none.
QString Replay::spelling(const QString &name)
{
    if (schema.tables.contains(name) || schema.views.contains(name)
        || schema.virtualTables.contains(name))
        return name;
    collectObjects();
    return m_objects->value(key(name), name);
}

void Replay::collectObjects()
{
    if (m_objects)
        return;
    m_objects.emplace();
    for (const QString &name : schema.tables.keys())
        m_objects->insert(key(name), name);
    for (const QString &name : schema.views.keys())
        m_objects->insert(key(name), name);
    for (const QString &name : schema.virtualTables.keys())
        m_objects->insert(key(name), name);
}

void Replay::collectIndexes()
{
    if (m_indexes)
        return;
    m_indexes.emplace();
    for (const Table &table : std::as_const(schema.tables)) {
        for (const Index &index : table.indexes)
            m_indexes->insert(key(index.name), table.name);
    }
}

Result<qsizetype> columnAt(const Table &table, const QString &name, const Replay &replay)
{
    const qsizetype position = positionOf(table.columns, name, replay);
    if (position >= 0)
        return position;
    QStringList names;
    for (const Column &column : table.columns.mid(0, 20))
        names.append(column.name);
    return fail(ErrorCode::NotFound, u"table \"%1\" has no column \"%2\""_s.arg(table.name, name),
        u"its columns are %1"_s.arg(names.join(u", "_s)));
}

} // namespace joinery::detail
