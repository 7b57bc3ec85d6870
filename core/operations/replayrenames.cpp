// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/replay.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

/// Exchanges one column name for another wherever keys spell it.
class ColumnRenamer
{
public:
    ColumnRenamer(const Replay &replay, const RenameColumn &op)
        : m_replay(replay)
        , m_op(op)
    { }

    void rename(QString &name) const
    {
        if (!name.isEmpty() && m_replay.same(name, m_op.from))
            name = m_op.to;
    }
    void rename(QStringList &names) const
    {
        for (QString &name : names)
            rename(name);
    }
    void rename(QList<KeyPart> &parts) const
    {
        for (KeyPart &part : parts)
            rename(part.column);
    }
    /// What belongs to the column's own table.
    void renameOwn(Table &table) const
    {
        if (table.primaryKey)
            rename(table.primaryKey->columns);
        for (UniqueConstraint &unique : table.uniques)
            rename(unique.columns);
        for (Index &index : table.indexes)
            rename(index.columns);
        for (ForeignKeyConstraint &key : table.foreignKeys)
            rename(key.columns);
    }

private:
    const Replay &m_replay;
    const RenameColumn &m_op;
};

/// Calls `change` for the foreign keys that refer to the table. Detaches only the tables that have
/// one.
template <typename Change> void forReferrers(Replay &replay, const QString &table, Change change)
{
    const QString key = replay.key(table);
    for (Table &other : replay.schema.tables) {
        for (qsizetype i = 0; i < other.foreignKeys.size(); ++i) {
            if (replay.key(other.foreignKeys.at(i).referredTable) == key)
                change(other.foreignKeys[i]);
        }
    }
}

} // namespace

Result<> carryOut(Replay &replay, const RenameTable &op)
{
    const Result<Table *> table = replay.table(op.from);
    if (!table)
        return fail(table.error());
    if (!replay.same(op.from, op.to)) {
        if (Result<> free = replay.checkNameIsFree(op.to); !free)
            return free;
    }
    const MetaData before = replay.schema;
    const RenameTable exact {(*table)->name, op.to};
    Table renamed = replay.schema.tables.take(exact.from);
    renamed.name = op.to;
    for (const Index &index : std::as_const(renamed.indexes))
        replay.noteIndex(index.name, op.to);
    replay.schema.tables.insert(op.to, renamed);
    replay.forgetObject(exact.from);
    replay.noteObject(op.to);
    forReferrers(replay, exact.from, [&](ForeignKeyConstraint &key) { key.referredTable = op.to; });
    return replay.policy.followRename(replay.schema, before, exact);
}

Result<> carryOut(Replay &replay, const RenameColumn &op)
{
    const Result<Table *> found = replay.table(op.table);
    if (!found)
        return fail(found.error());
    const Result<qsizetype> position = columnAt(**found, op.from, replay);
    if (!position)
        return fail(position.error());
    if (!replay.same(op.from, op.to) && positionOf((*found)->columns, op.to, replay) >= 0) {
        return fail(ErrorCode::Conflict,
            u"table \"%1\" has a column \"%2\" already"_s.arg((*found)->name, op.to),
            u"rename or drop that one first"_s);
    }
    const MetaData before = replay.schema;
    const QString name = (*found)->name;
    Table &table = replay.schema.tables[name];
    const RenameColumn exact {name, table.columns.at(*position).name, op.to};
    const ColumnRenamer renamer(replay, exact);
    table.columns[*position].name = op.to;
    renamer.renameOwn(table);
    forReferrers(
        replay, name, [&](ForeignKeyConstraint &key) { renamer.rename(key.referredColumns); });
    return replay.policy.followRename(replay.schema, before, exact);
}

} // namespace joinery::detail
