// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridtable.h"

#include "ui/workspace/workbench.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("joinery::GridTable", text);
}

/// Type, what may stand there, what it references: a line each.
QString toolTipOf(const Table &table, const Column &column, const QString &type)
{
    QStringList lines {type.isEmpty() ? column.name : column.name + u"  "_s + type};
    if (!column.nullable)
        lines.append(u"NOT NULL"_s);
    if (column.serverDefault)
        lines.append(translated(QT_TRANSLATE_NOOP("joinery::GridTable", "default %1"))
                         .arg(*column.serverDefault));
    if (column.computed)
        lines.append(
            translated(QT_TRANSLATE_NOOP("joinery::GridTable", "computed, cannot be edited: %1"))
                .arg(column.computed->sql));
    for (const ForeignKeyConstraint &key : table.foreignKeys) {
        if (key.columns.contains(column.name))
            lines.append(translated(QT_TRANSLATE_NOOP("joinery::GridTable", "references %1(%2)"))
                             .arg(key.referredTable, key.referredColumns.join(u", ")));
    }
    if (!column.comment.isEmpty())
        lines.append(column.comment);
    return lines.join(u'\n');
}

bool isKey(const Table &table, const QString &column)
{
    return table.primaryKey
        && std::any_of(table.primaryKey->columns.cbegin(), table.primaryKey->columns.cend(),
            [&](const KeyPart &part) { return part.column == column; });
}

} // namespace

QList<ForeignKeyConstraint> GridTable::foreignKeysOf(int column) const
{
    QList<ForeignKeyConstraint> found;
    for (const ForeignKeyConstraint &key : foreignKeys) {
        if (key.columns.contains(columns.value(column).name))
            found.append(key);
    }
    return found;
}

GridTable describeTable(const OpenDatabase &database, const QString &name)
{
    const MetaData &schema = database.schema();
    GridTable grid {.query = {.relation = name}};
    const auto found = schema.tables.constFind(name);
    if (found == schema.tables.cend()) {
        grid.known = schema.views.contains(name) || schema.virtualTables.contains(name);
        grid.needsColumns = grid.known;
        return grid;
    }
    grid.known = true;
    grid.foreignKeys = found->foreignKeys;
    grid.query.address = database.dialect().dml().rowAddress(*found);
    for (const Column &column : found->columns) {
        const QString type = database.dialect().compileType(*found, column);
        const bool references = std::any_of(found->foreignKeys.cbegin(), found->foreignKeys.cend(),
            [&](const ForeignKeyConstraint &key) { return key.columns.contains(column.name); });
        grid.query.columns.append(column.name);
        grid.columns.append({.name = column.name,
            .toolTip = toolTipOf(*found, column, type),
            .kind = filterKindOf(type),
            .marks = (isKey(*found, column.name) ? int(RowsModel::KeyMark) : 0)
                | (references ? int(RowsModel::ReferenceMark) : 0),
            .editable = !column.computed});
    }
    return grid;
}

void setColumns(GridTable &table, const QStringList &names)
{
    table.needsColumns = false;
    for (const QString &name : names) {
        table.query.columns.append(name);
        table.columns.append({.name = name, .toolTip = name, .kind = FilterKind::Any});
    }
}

} // namespace joinery
