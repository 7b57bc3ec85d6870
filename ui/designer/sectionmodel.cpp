// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/sectionmodel.h"

#include "ui/widgets/theme.h"
#include "ui/workspace/schemaedits.h"

#include <QMimeData>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

const QString rowsFormat = u"application/x-joinery-designer-row"_s;

} // namespace

SectionModel::SectionModel(SchemaEdits &edits, Section section, QObject *parent)
    : QAbstractTableModel(parent)
    , m_edits(edits)
    , m_section(std::move(section))
{
    connect(&m_edits, &SchemaEdits::changed, this, &SectionModel::update);
    connect(&m_edits, &SchemaEdits::loaded, this, &SectionModel::update);
    connect(&m_edits, &SchemaEdits::analysed, this, &SectionModel::update);
}

void SectionModel::setTable(const QString &table)
{
    m_tableName = table;
    update();
}

void SectionModel::update()
{
    const Table next = m_edits.edited().tables.value(m_tableName);
    const QString original = m_edits.originalName(m_tableName);
    m_original = m_edits.base().schema.tables.value(original);
    m_problems = m_edits.analysis().problems;
    m_problems.removeIf([this](const SchemaProblem &problem) {
        return problem.object != m_tableName || problem.section != m_section.id;
    });
    const qsizetype before = m_section.count(m_table);
    const qsizetype after = m_section.count(next);
    // The first row that is another tells where rows came or went, so that selections stay.
    qsizetype first = 0;
    while (first < std::min(before, after)
        && m_section.label(m_table, first) == m_section.label(next, first))
        ++first;
    const qsizetype difference = std::abs(after - before);
    if (after > before) {
        beginInsertRows({}, int(first), int(first + difference - 1));
        m_table = next;
        endInsertRows();
    } else if (after < before) {
        first = std::min(first, before - difference);
        beginRemoveRows({}, int(first), int(first + difference - 1));
        m_table = next;
        endRemoveRows();
    }
    m_table = next;
    if (after > 0) {
        Q_EMIT dataChanged(index(0, 0), index(int(after) - 1, columnCount() - 1));
        Q_EMIT headerDataChanged(Qt::Vertical, 0, int(after) - 1);
    }
}

int SectionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_section.count(m_table));
}

int SectionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_section.fields.size());
}

QStringList SectionModel::choices(const QModelIndex &index) const
{
    const SectionField &field = m_section.fields[index.column()];
    return field.choices ? field.choices(m_edits.edited(), m_table, index.row()) : QStringList();
}

const SchemaProblem *SectionModel::problemAt(const QModelIndex &index) const
{
    const QString &field = m_section.fields[index.column()].problem;
    for (const SchemaProblem &problem : m_problems) {
        if (problem.row == index.row() && problem.field == field && !field.isEmpty())
            return &problem;
    }
    return nullptr;
}

/// The place in a key of several columns.
QString SectionModel::keyText(qsizetype row) const
{
    if (!m_table.primaryKey || m_table.primaryKey->columns.size() < 2)
        return {};
    const qsizetype place
        = columnNames(m_table.primaryKey->columns).indexOf(m_table.columns[row].name);
    return place < 0 ? QString() : QString::number(place + 1);
}

QVariant SectionModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const SectionField &field = m_section.fields[index.column()];
    const SchemaProblem *problem = problemAt(index);
    switch (role) {
    case Qt::DisplayRole:
        if (field.kind == FieldKind::Check)
            return field.problem == u"key" ? keyText(index.row()) : QString();
        return field.read(m_table, index.row()).toString().simplified();
    case Qt::EditRole:
        return field.read(m_table, index.row());
    case Qt::CheckStateRole:
        if (field.kind != FieldKind::Check)
            return {};
        return field.read(m_table, index.row()).toBool() ? Qt::Checked : Qt::Unchecked;
    case Qt::DecorationRole:
        if (!problem)
            return {};
        return icon(problem->serious ? u"error"_s : u"warning"_s,
            problem->serious ? ColorToken::Danger : ColorToken::Warning);
    case Qt::ToolTipRole:
        return problem ? problem->message : field.help;
    case Qt::AccessibleDescriptionRole:
        return problem ? problem->message : QString();
    default:
        return {};
    }
}

SectionModel::Sign SectionModel::signOf(qsizetype row) const
{
    if (m_section.id != SchemaSection::Columns)
        return Sign::None;
    const Column &column = m_table.columns[row];
    const QString origin = column.renamedFrom.isEmpty() ? column.name : column.renamedFrom;
    const Column *old = m_original.column(origin);
    if (!old)
        return Sign::Added;
    return *old == column ? Sign::None : Sign::Changed;
}

QVariant SectionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal) {
        const SectionField &field = m_section.fields[section];
        return role == Qt::DisplayRole ? field.title
            : role == Qt::ToolTipRole  ? field.help
                                       : QVariant();
    }
    if (section >= rowCount())
        return {};
    const Sign sign = signOf(section);
    switch (role) {
    case Qt::DisplayRole: {
        const QString number = QString::number(section + 1);
        return sign == Sign::Added  ? u"+ "_s + number
            : sign == Sign::Changed ? u"~ "_s + number
                                    : number;
    }
    case Qt::ToolTipRole:
        return sign == Sign::Added ? tr("new") : sign == Sign::Changed ? tr("changed") : QString();
    default:
        return {};
    }
}

bool SectionModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const SectionField &field = m_section.fields[index.column()];
    const bool isCheck = field.kind == FieldKind::Check;
    if (!index.isValid() || !field.write || (role == Qt::CheckStateRole) != isCheck
        || (!isCheck && role != Qt::EditRole))
        return false;
    const QVariant wanted
        = isCheck ? QVariant(value.toInt() == Qt::Checked) : QVariant(value.toString());
    if (field.read(m_table, index.row()) == wanted)
        return true;
    const QString label = m_section.label(m_table, index.row());
    // Of two columns of one name, which is an error to be mended here, the row tells which is
    // meant.
    const bool twice = std::count_if(m_table.columns.begin(), m_table.columns.end(),
                           [&](const Column &column) { return column.name == label; })
        > 1;
    if (m_section.id == SchemaSection::Columns && field.problem == u"name" && !twice) {
        m_edits.renameColumn(m_tableName, label, wanted.toString().trimmed());
        return true;
    }
    const int row = index.row();
    m_edits.editTable(m_tableName, tr("%1 of %2").arg(field.title, label),
        [&](Table &table) { field.write(table, row, wanted); });
    return true;
}

Qt::ItemFlags SectionModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlag drop = m_section.move ? Qt::ItemIsDropEnabled : Qt::NoItemFlags;
    if (!index.isValid())
        return drop;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (m_section.move)
        flags |= Qt::ItemIsDragEnabled;
    const SectionField &field = m_section.fields[index.column()];
    if (field.kind == FieldKind::Check)
        flags |= Qt::ItemIsUserCheckable;
    else if (field.write)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QStringList SectionModel::mimeTypes() const
{
    return {rowsFormat};
}

QMimeData *SectionModel::mimeData(const QModelIndexList &indexes) const
{
    auto *data = new QMimeData;
    if (!indexes.isEmpty())
        data->setData(rowsFormat, QByteArray::number(indexes.first().row()));
    return data;
}

bool SectionModel::dropMimeData(
    const QMimeData *data, Qt::DropAction action, int row, int, const QModelIndex &parent)
{
    if (action != Qt::MoveAction || !data->hasFormat(rowsFormat) || !m_section.move)
        return false;
    const int from = data->data(rowsFormat).toInt();
    const int before = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    if (from < rowCount())
        move(from, before > from ? before - 1 : before);
    // The rows have moved already; the view must not remove what it thinks was copied.
    return false;
}

int SectionModel::add(int at)
{
    const int row = at < 0 || at > rowCount() ? rowCount() : at;
    m_edits.editTable(
        m_tableName, m_section.addText, [&](Table &table) { m_section.insert(table, row); });
    return row;
}

void SectionModel::removeRowsAt(const QList<int> &rows)
{
    QStringList labels;
    for (const int row : rows)
        labels.append(m_section.label(m_table, row));
    if (rows.isEmpty())
        return;
    if (m_section.id == SchemaSection::Columns) {
        m_edits.dropColumns(m_tableName, labels);
        return;
    }
    QList<int> last = rows;
    std::sort(last.begin(), last.end(), std::greater<>());
    m_edits.editTable(m_tableName, tr("remove %1").arg(labels.join(u", "_s)), [&](Table &table) {
        for (const int row : std::as_const(last))
            m_section.remove(table, row);
    });
}

int SectionModel::duplicate(int row)
{
    if (!m_section.duplicate || row < 0 || row >= rowCount())
        return row;
    m_edits.editTable(m_tableName, tr("duplicate %1").arg(m_section.label(m_table, row)),
        [&](Table &table) { m_section.duplicate(table, row); });
    return rowCount() - 1;
}

int SectionModel::move(int from, int to)
{
    if (!m_section.move || from < 0 || to < 0 || from >= rowCount() || to >= rowCount()
        || from == to)
        return from;
    m_edits.editTable(m_tableName, tr("move %1").arg(m_section.label(m_table, from)),
        [&](Table &table) { m_section.move(table, from, to); });
    return to;
}

} // namespace joinery
