// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/importcolumnsmodel.h"

#include "ui/widgets/theme.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype longestSample = 200;

} // namespace

void ImportColumnsModel::setFile(
    const QList<CsvColumn> &fields, const QStringList &samples, bool header)
{
    beginResetModel();
    m_rows.clear();
    for (qsizetype i = 0; i < fields.size(); ++i)
        m_rows.append({.field = fields[i], .sample = samples.value(i).left(longestSample)});
    m_header = header;
    fill();
    endResetModel();
}

void ImportColumnsModel::setTable(const Table &table)
{
    beginResetModel();
    m_table = table;
    m_isNew = false;
    fill();
    endResetModel();
}

void ImportColumnsModel::setNewTable()
{
    beginResetModel();
    m_isNew = true;
    fill();
    endResetModel();
}

void ImportColumnsModel::fill()
{
    QList<CsvColumn> fields;
    for (Row &row : m_rows) {
        row.into = m_isNew ? row.field.name : QString();
        row.type = m_isNew ? typeWord(row.field.type) : QString();
        fields.append(row.field);
    }
    if (m_isNew)
        return;
    for (const ImportColumn &to : mapColumns(fields, m_table, m_header))
        m_rows[to.field].into = to.column;
}

QList<ImportColumn> ImportColumnsModel::mapping() const
{
    QList<ImportColumn> columns;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (!m_rows[i].into.isEmpty())
            columns.append({m_rows[i].into, i});
    }
    return columns;
}

Table ImportColumnsModel::newTable(const QString &name) const
{
    Table table {.name = name};
    for (const Row &row : m_rows) {
        if (!row.into.isEmpty())
            table.columns.append({.name = row.into, .type = {.text = row.type}});
    }
    return table;
}

int ImportColumnsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ImportColumnsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ImportColumnsModel::text(const Row &row, int column) const
{
    const Column *target = m_isNew ? nullptr : m_table.column(row.into);
    switch (column) {
    case Field:
        return row.field.name;
    case Sample:
        return row.sample;
    case Into:
        return row.into;
    default:
        return m_isNew ? (row.into.isEmpty() ? QString() : row.type)
            : target   ? target->type.text
                       : QString();
    }
}

QStringList ImportColumnsModel::choices(int column) const
{
    if (column == Type)
        return {u"text"_s, u"integer"_s, u"bigint"_s, u"double"_s, u"numeric"_s, u"boolean"_s,
            u"date"_s, u"time"_s, u"timestamp"_s, u"timestamptz"_s, u"json"_s, u"uuid"_s,
            u"blob"_s};
    QStringList names {QString()};
    for (const Column &candidate : m_table.columns) {
        if (!candidate.computed)
            names.append(candidate.name);
    }
    return names;
}

QVariant ImportColumnsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    const bool isOut = row.into.isEmpty();
    if (role == ChoicesRole)
        return index.column() == Type || (index.column() == Into && !m_isNew)
            ? QVariant(choices(index.column()))
            : QVariant();
    if (role == Qt::EditRole)
        return text(row, index.column());
    if (role == Qt::ForegroundRole && isOut)
        return Theme::instance().color(ColorToken::TextMuted);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    return isOut && index.column() == Into ? tr("not imported") : text(row, index.column());
}

QVariant ImportColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Field:
        return tr("Column of the file");
    case Sample:
        return tr("First value");
    case Into:
        return tr("Goes into");
    case Type:
        return tr("Type");
    default:
        return {};
    }
}

Qt::ItemFlags ImportColumnsModel::flags(const QModelIndex &index) const
{
    const bool isEditable
        = index.column() == Into || (index.column() == Type && m_isNew && index.isValid());
    return QAbstractTableModel::flags(index) | (isEditable ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

bool ImportColumnsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)
        || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const QString chosen = value.toString().trimmed();
    if (index.column() == Type) {
        if (chosen.isEmpty())
            return false;
        m_rows[index.row()].type = chosen;
    } else {
        // A column of the table takes values from one place alone.
        for (Row &row : m_rows) {
            if (!chosen.isEmpty() && row.into == chosen)
                row.into.clear();
        }
        m_rows[index.row()].into = chosen;
    }
    Q_EMIT dataChanged(this->index(0, 0), this->index(rowCount() - 1, ColumnCount - 1));
    return true;
}

} // namespace joinery
