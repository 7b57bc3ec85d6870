// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/itemmodels/rowsmodel.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qint64 maxRows = std::numeric_limits<int>::max();

bool isWhole(const DataRow &row)
{
    return std::none_of(
        row.cells.cbegin(), row.cells.cend(), [](const Cell &cell) { return cell.isCut(); });
}

QList<Value> valuesOf(const DataRow &row)
{
    QList<Value> values;
    for (const Cell &cell : row.cells)
        values.append(cell.value);
    return values;
}

qint64 lengthOf(const Cell &cell)
{
    const auto *bytes = std::get_if<QByteArray>(&cell.value);
    return cell.length >= 0 ? cell.length : bytes ? bytes->size() : 0;
}

} // namespace

RowsModel::RowsModel(RowSource &source, const QList<GridColumn> &columns, QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(source)
    , m_columns(columns)
    , m_stored(int(std::min(source.rowCount(), maxRows)))
    , m_sort(columns.size(), 0)
{
    connect(&source, &RowSource::countChanged, this, &RowsModel::recount);
    connect(&source, &RowSource::rowsArrived, this, [this](qint64 first, qint64 last) {
        const qint64 end = std::min(last, qint64(m_stored) - 1);
        if (first <= end)
            Q_EMIT dataChanged(index(int(first), 0), index(int(end), int(m_columns.size()) - 1));
    });
    connect(&source, &RowSource::rearranged, this, [this] {
        recount();
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, int(m_columns.size()) - 1));
    });
}

RowsModel::~RowsModel()
{
    setEdits(nullptr);
}

void RowsModel::setEdits(RowEdits *edits)
{
    if (m_edits)
        m_edits->removeListener(m_listener);
    m_edits = edits;
    if (m_edits)
        m_listener = m_edits->addListener([this](const QList<RowEdit> &) { editsChanged(); });
    editsChanged();
}

/// Rows that are staged anew come and go at the end.
void RowsModel::editsChanged()
{
    const int inserted = m_edits ? m_edits->insertedCount() : 0;
    if (inserted > m_inserted) {
        beginInsertRows({}, m_stored + m_inserted, m_stored + inserted - 1);
        m_inserted = inserted;
        endInsertRows();
    } else if (inserted < m_inserted) {
        beginRemoveRows({}, m_stored + inserted, m_stored + m_inserted - 1);
        m_inserted = inserted;
        endRemoveRows();
    }
    if (rowCount() == 0)
        return;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, int(m_columns.size()) - 1));
    Q_EMIT headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
}

void RowsModel::recount()
{
    const int count = int(std::min(m_source.rowCount(), maxRows - m_inserted));
    if (count > m_stored) {
        beginInsertRows({}, m_stored, count - 1);
        m_stored = count;
        endInsertRows();
    } else if (count < m_stored) {
        beginRemoveRows({}, count, m_stored - 1);
        m_stored = count;
        endRemoveRows();
    }
    if (rowCount() > 0)
        Q_EMIT headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
}

void RowsModel::setSort(const QList<int> &places)
{
    m_sort = places;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, int(m_columns.size()) - 1);
}

int RowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_stored + m_inserted;
}

int RowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

const DataRow *RowsModel::rowAt(int row) const
{
    return row < m_stored ? m_source.row(row) : nullptr;
}

quint64 RowsModel::insertedAt(int row) const
{
    return m_edits && row >= m_stored ? m_edits->inserted().value(row - m_stored) : 0;
}

RowsModel::Held RowsModel::held(int row) const
{
    Held held {.row = rowAt(row), .inserted = insertedAt(row)};
    if (held.inserted != 0)
        held.change = m_edits->change(held.inserted);
    else if (m_edits && held.row && !m_edits->isEmpty())
        held.change = m_edits->changeOf(held.row->key);
    return held;
}

/// Unset: nothing is known, or the database will choose.
std::optional<Value> RowsModel::valueOf(const Held &held, int column) const
{
    if (held.change) {
        const auto staged = held.change->values.constFind(column);
        if (staged != held.change->values.cend())
            return *staged;
    }
    if (!held.row || held.row->gone)
        return std::nullopt;
    return held.row->cells[column].value;
}

int RowsModel::kindOf(const Held &held, int column) const
{
    if (!held.row && held.inserted == 0)
        return Unloaded;
    if (held.row && held.row->gone)
        return Gone;
    const std::optional<Value> value = valueOf(held, column);
    if (!value)
        return Default;
    if (isNull(*value))
        return Null;
    return std::holds_alternative<QByteArray>(*value) ? Blob : Plain;
}

int RowsModel::changeOf(const Held &held, int column) const
{
    if (!held.change)
        return NoChange;
    if (held.change->kind == RowChange::Kind::Insert)
        return Inserted;
    if (held.change->kind == RowChange::Kind::Delete)
        return Deleted;
    return held.change->values.contains(column) ? Updated : NoChange;
}

int RowsModel::rowChangeOf(int row) const
{
    const Held one = held(row);
    if (!one.change)
        return NoChange;
    return one.change->kind == RowChange::Kind::Insert ? Inserted
        : one.change->kind == RowChange::Kind::Delete  ? Deleted
                                                       : Updated;
}

QString RowsModel::textOf(const Held &held, int column) const
{
    switch (kindOf(held, column)) {
    case Null:
        return u"NULL"_s;
    case Default:
        return tr("default");
    case Unloaded:
    case Gone:
        return {};
    case Blob: {
        const Value value = *valueOf(held, column);
        const bool staged = held.change && held.change->values.contains(column);
        const qint64 length = staged || !held.row ? std::get<QByteArray>(value).size()
                                                  : lengthOf(held.row->cells[column]);
        return tr("BLOB (%n bytes)", nullptr, int(std::min(length, maxRows)));
    }
    default: {
        constexpr qsizetype shown = 1000;
        return toText(*valueOf(held, column)).left(shown);
    }
    }
}

QVariant RowsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return int(m_columns[column].kind == FilterKind::Number ? Qt::AlignRight : Qt::AlignLeft);
    const Held one = held(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(one, column);
    case Qt::EditRole:
        return kindOf(one, column) == Plain ? toText(*valueOf(one, column)) : QString();
    case Qt::AccessibleTextRole:
        return textOf(one, column);
    case KindRole:
        return kindOf(one, column);
    case ChangeRole:
        return changeOf(one, column);
    case CutRole: {
        const bool staged = one.change && one.change->values.contains(column);
        return !staged && one.row && !one.row->gone && one.row->cells[column].isCut()
            && kindOf(one, column) == Plain;
    }
    case ValueRole: {
        const auto value = valueOf(one, column);
        return value ? QVariant::fromValue(*value) : QVariant();
    }
    default:
        return {};
    }
}

QVariant RowsModel::columnHeader(int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return m_columns[column].name;
    case Qt::ToolTipRole:
        return m_columns[column].toolTip;
    case SortRole:
        return m_sort.value(column);
    case MarkRole:
        return m_columns[column].marks;
    default:
        return {};
    }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal)
        return section < m_columns.size() ? columnHeader(section, role) : QVariant();
    if (role == ChangeRole)
        return rowChangeOf(section);
    if (role != Qt::DisplayRole)
        return {};
    if (section >= m_stored)
        return tr("new");
    const QString number = QLocale().toString(qint64(section) + 1);
    return m_source.isExact() || section == 0 ? number : u"~"_s + number;
}

Qt::ItemFlags RowsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (!m_edits || !m_columns[index.column()].editable)
        return flags;
    const Held one = held(index.row());
    const bool there = one.inserted != 0 || (one.row && !one.row->gone);
    const bool deleted = one.change && one.change->kind == RowChange::Kind::Delete;
    if (there && !deleted && m_edits->isEditable(index.column()))
        flags |= Qt::ItemIsEditable;
    return flags;
}

Value RowsModel::valueFor(int column, const QString &text) const
{
    if (m_columns[column].kind == FilterKind::Text)
        return text;
    if (text.isEmpty() && m_columns[column].kind == FilterKind::Number)
        return {};
    bool ok = false;
    if (const qint64 number = text.toLongLong(&ok); ok && QString::number(number) == text)
        return number;
    const double real = text.toDouble(&ok);
    const bool plain = std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.isDigit() || c == u'.' || c == u'-' || c == u'+' || c == u'e' || c == u'E';
    });
    return ok && plain && m_columns[column].kind == FilterKind::Number ? Value(real) : Value(text);
}

/// An edit keeps the row as it was read, to see later whether it is still the same.
void RowsModel::withWholeRow(const DataRow &row, const std::function<void(const DataRow &)> &stage)
{
    if (isWhole(row)) {
        stage(row);
        return;
    }
    m_source.fetchWhole(row.key, this, [this, stage](const DataRow *whole) {
        if (whole && m_edits)
            stage(*whole);
        else
            Q_EMIT refused(tr("The row could not be read; it may be gone."));
    });
}

void RowsModel::stage(const DataRow &row, int column, const Value &value)
{
    withWholeRow(row, [this, column, value](const DataRow &whole) {
        m_edits->setValue(whole.key, column, value, valuesOf(whole));
    });
}

bool RowsModel::setData(const QModelIndex &index, const QVariant &variant, int role)
{
    if (!(flags(index) & Qt::ItemIsEditable) || (role != Qt::EditRole && role != ValueRole))
        return false;
    const int column = index.column();
    const Value value
        = role == ValueRole ? variant.value<Value>() : valueFor(column, variant.toString());
    const Held one = held(index.row());
    if (one.inserted != 0)
        return m_edits->setInserted(one.inserted, column, value);
    stage(*one.row, column, value);
    return true;
}

void RowsModel::deleteRows(const QList<int> &rows)
{
    if (!m_edits)
        return;
    const RowStep step(*m_edits, tr("Delete rows"));
    QList<quint64> added;
    for (const int row : rows) {
        const Held one = held(row);
        if (one.inserted != 0)
            added.append(one.inserted);
        else if (one.row && !one.row->gone)
            withWholeRow(*one.row,
                [this](const DataRow &whole) { m_edits->deleteRow(whole.key, valuesOf(whole)); });
    }
    if (!added.isEmpty())
        m_edits->revert(added);
}

} // namespace joinery
