// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rowedits/rowchangesmodel.h"

#include "ui/widgets/theme.h"
#include "ui/workspace/roweditsstore.h"

#include <QFont>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Kind = RowChange::Kind;

QList<RowChangesModel::Line> linesOf(const RowEdits *edits)
{
    QList<RowChangesModel::Line> lines;
    if (!edits)
        return lines;
    for (const RowChange &change : edits->changes()) {
        if (change.kind != Kind::Update)
            lines.append({change.id, -1});
        else
            for (const int column : change.values.keys())
                lines.append({change.id, column});
    }
    return lines;
}

QString keyText(const RowChange &change)
{
    QStringList parts;
    for (const Value &value : change.key)
        parts.append(shownValue(value));
    return parts.join(u", ");
}

/// Colours of the kinds of changes: behind and on it.
std::pair<ColorToken, ColorToken> tokens(Kind kind)
{
    switch (kind) {
    case Kind::Insert:
        return {ColorToken::Inserted, ColorToken::InsertedText};
    case Kind::Delete:
        return {ColorToken::Deleted, ColorToken::DeletedText};
    case Kind::Update:
        break;
    }
    return {ColorToken::Updated, ColorToken::UpdatedText};
}

QString valuesText(const RowEdits &edits, const QMap<int, Value> &values)
{
    QStringList parts;
    for (auto value = values.begin(); value != values.end(); ++value)
        parts.append(
            u"%1 = %2"_s.arg(edits.table().columns[value.key()].name, shownValue(value.value())));
    return parts.join(u", ");
}

QString rowText(const RowEdits &edits, const QList<Value> &row)
{
    QMap<int, Value> values;
    for (int column = 0; column < row.size(); ++column)
        values[column] = row[column];
    return valuesText(edits, values);
}

} // namespace

QString shownValue(const Value &value)
{
    constexpr qsizetype longest = 200;
    if (isNull(value))
        return u"NULL"_s;
    if (const QByteArray *bytes = std::get_if<QByteArray>(&value))
        return u"BLOB, "_s + QLocale().formattedDataSize(bytes->size());
    QString text = toText(value);
    if (text.isEmpty())
        return u"''"_s;
    const bool cut = text.size() > longest;
    text.truncate(longest);
    text.replace(u'\n', u'⏎');
    return cut ? text + u'…' : text;
}

RowChangesModel::RowChangesModel(QObject *parent)
    : QAbstractItemModel(parent)
{ }

RowChangesModel::~RowChangesModel() = default;

void RowChangesModel::setStore(RowEditsStore *store)
{
    for (const QMetaObject::Connection &connection : std::as_const(m_following))
        disconnect(connection);
    m_following.clear();
    m_store = store;
    reload();
    if (!store)
        return;
    m_following = {connect(store, &RowEditsStore::changed, this, &RowChangesModel::update),
        connect(store, &RowEditsStore::failuresChanged, this, &RowChangesModel::failuresChanged),
        connect(store, &QObject::destroyed, this, [this] { setStore(nullptr); })};
}

RowEditsStore *RowChangesModel::store() const
{
    return m_store;
}

void RowChangesModel::reload()
{
    beginResetModel();
    m_groups.clear();
    const QStringList tables = m_store ? m_store->tables() : QStringList();
    for (const QString &table : tables)
        m_groups.push_back(std::make_unique<Group>(Group {table, linesOf(m_store->staged(table))}));
    endResetModel();
}

void RowChangesModel::update(const QString &table)
{
    const QList<Line> lines = linesOf(m_store->staged(table));
    const auto place = std::lower_bound(m_groups.begin(), m_groups.end(), table,
        [](const auto &group, const QString &name) { return group->table < name; });
    const int row = int(place - m_groups.begin());
    const bool known = place != m_groups.end() && (*place)->table == table;
    if (known && !lines.isEmpty()) {
        updateLines(row, lines);
    } else if (known) {
        beginRemoveRows({}, row, row);
        m_groups.erase(place);
        endRemoveRows();
    } else if (!lines.isEmpty()) {
        beginInsertRows({}, row, row);
        m_groups.insert(place, std::make_unique<Group>(Group {table, lines}));
        endInsertRows();
    }
}

/// What is the same before and after the place of the change keeps its indexes.
void RowChangesModel::updateLines(int row, const QList<Line> &lines)
{
    Group &group = *m_groups[size_t(row)];
    const QModelIndex parent = index(row, 0);
    const qsizetype shorter = std::min(group.lines.size(), lines.size());
    qsizetype head = 0;
    while (head < shorter && group.lines[head] == lines[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head
        && group.lines[group.lines.size() - 1 - tail] == lines[lines.size() - 1 - tail])
        ++tail;
    if (const qsizetype end = group.lines.size() - tail; end > head) {
        beginRemoveRows(parent, int(head), int(end) - 1);
        group.lines.remove(head, end - head);
        endRemoveRows();
    }
    if (const qsizetype end = lines.size() - tail; end > head) {
        beginInsertRows(parent, int(head), int(end) - 1);
        group.lines = lines;
        endInsertRows();
    }
    Q_EMIT dataChanged(index(0, 0, parent), index(int(lines.size()) - 1, ColumnCount - 1, parent));
    Q_EMIT dataChanged(parent, index(row, ColumnCount - 1));
}

void RowChangesModel::failuresChanged()
{
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex parent = index(row, 0);
        Q_EMIT dataChanged(
            index(0, 0, parent), index(rowCount(parent) - 1, ColumnCount - 1, parent));
    }
}

int RowChangesModel::rowOf(const Group *group) const
{
    const auto found = std::find_if(m_groups.begin(), m_groups.end(),
        [group](const auto &candidate) { return candidate.get() == group; });
    return int(found - m_groups.begin());
}

QModelIndex RowChangesModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(
        row, column, parent.isValid() ? m_groups[size_t(parent.row())].get() : nullptr);
}

QModelIndex RowChangesModel::parent(const QModelIndex &child) const
{
    const auto *group = static_cast<const Group *>(child.constInternalPointer());
    return group ? createIndex(rowOf(group), 0) : QModelIndex();
}

int RowChangesModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_groups.size());
    const bool table = !parent.constInternalPointer() && parent.column() == 0;
    return table ? int(m_groups[size_t(parent.row())]->lines.size()) : 0;
}

int RowChangesModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString RowChangesModel::tableAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const auto *group = static_cast<const Group *>(index.constInternalPointer());
    return group ? group->table : m_groups[size_t(index.row())]->table;
}

std::optional<RowChangesModel::Line> RowChangesModel::lineAt(const QModelIndex &index) const
{
    const auto *group = static_cast<const Group *>(index.constInternalPointer());
    return index.isValid() && group ? std::optional(group->lines[index.row()]) : std::nullopt;
}

const CommitFailure *RowChangesModel::failureOf(const Group &group, const Line &line) const
{
    const CommitFailure *failure = m_store->failure(group.table, line.change);
    if (!failure || line.column < 0 || line.column == failure->column)
        return failure;
    // A column that is not among the changed ones is told at the first of them.
    const bool elsewhere = group.lines.contains(Line {line.change, failure->column});
    const auto first = std::find_if(group.lines.cbegin(), group.lines.cend(),
        [&](const Line &other) { return other.change == line.change; });
    return !elsewhere && *first == line ? failure : nullptr;
}

const CommitFailure *RowChangesModel::failureAt(const QModelIndex &index) const
{
    const auto *group = static_cast<const Group *>(index.constInternalPointer());
    return m_store && index.isValid() && group ? failureOf(*group, group->lines[index.row()])
                                               : nullptr;
}

QModelIndex RowChangesModel::indexOf(const CommitFailure &failure) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const Group &group = *m_groups[size_t(row)];
        for (int line = 0; group.table == failure.table && line < group.lines.size(); ++line) {
            if (group.lines[line].change == failure.change && failureOf(group, group.lines[line]))
                return index(line, 0, index(row, 0));
        }
    }
    return {};
}

void RowChangesModel::revert(const QModelIndexList &indexes)
{
    QMap<QString, QList<Line>> wanted;
    for (const QModelIndex &index : indexes) {
        if (const auto line = lineAt(index))
            wanted[tableAt(index)].append(*line);
        else if (index.isValid())
            wanted[tableAt(index)] += m_groups[size_t(index.row())]->lines;
    }
    for (auto table = wanted.cbegin(); table != wanted.cend(); ++table) {
        RowEdits *edits = m_store->staged(table.key());
        if (!edits)
            continue;
        const RowStep step(*edits, tr("Revert"));
        QList<quint64> whole;
        for (const Line &line : table.value()) {
            if (line.column < 0)
                whole.append(line.change);
            else
                edits->revertCell(line.change, line.column);
        }
        edits->revert(whole);
    }
}

QVariant RowChangesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case RowColumn:
        return tr("Row");
    case CellColumn:
        return tr("Column");
    case BeforeColumn:
        return tr("Before");
    case AfterColumn:
        return tr("After");
    default:
        return tr("Problem");
    }
}

QVariant RowChangesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_store)
        return {};
    const auto *group = static_cast<const Group *>(index.constInternalPointer());
    return group ? lineData(*group, group->lines[index.row()], index.column(), role)
                 : tableData(*m_groups[size_t(index.row())], index.column(), role);
}

QVariant RowChangesModel::tableData(const Group &group, int column, int role) const
{
    const RowEdits *edits = m_store->staged(group.table);
    if (role == Qt::DecorationRole && column == RowColumn)
        return icon(u"table"_s);
    if (role != Qt::DisplayRole || !edits)
        return {};
    if (column == RowColumn)
        return group.table;
    return column == CellColumn ? u"+%1 ~%2 −%3"_s.arg(edits->insertedCount())
                                      .arg(edits->updatedCount())
                                      .arg(edits->deletedCount())
                                : QVariant();
}

QVariant RowChangesModel::lineData(const Group &group, const Line &line, int column, int role) const
{
    const RowEdits *edits = m_store->staged(group.table);
    const RowChange *change = edits ? edits->change(line.change) : nullptr;
    if (!change)
        return {};
    const Value value = column == BeforeColumn ? change->original.value(line.column)
                                               : change->values.value(line.column);
    const bool isValue = line.column >= 0 && (column == BeforeColumn || column == AfterColumn);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return text(group, line, *change, column);
    case Qt::BackgroundRole:
        return Theme::instance().color(tokens(change->kind).first);
    case Qt::ForegroundRole:
        return Theme::instance().color(tokens(change->kind).second);
    case Qt::FontRole: {
        QFont font;
        font.setItalic(isValue && (isNull(value) || std::holds_alternative<QByteArray>(value)));
        font.setStrikeOut(change->kind == Kind::Delete && column == BeforeColumn);
        return font;
    }
    case Qt::DecorationRole:
        return column == RowColumn && failureOf(group, line)
            ? QVariant(icon(u"error"_s, ColorToken::Danger))
            : QVariant();
    default:
        return {};
    }
}

QString RowChangesModel::text(
    const Group &group, const Line &line, const RowChange &change, int column) const
{
    const RowEdits &edits = *m_store->staged(group.table);
    switch (column) {
    case RowColumn:
        if (change.kind == Kind::Insert)
            return tr("+ new row");
        return change.kind == Kind::Delete ? tr("− row %1").arg(keyText(change))
                                           : tr("~ row %1").arg(keyText(change));
    case CellColumn:
        return line.column < 0 ? QString() : edits.table().columns.value(line.column).name;
    case BeforeColumn:
        if (line.column >= 0)
            return shownValue(change.original.value(line.column));
        return change.kind == Kind::Delete ? rowText(edits, change.original) : QString();
    case AfterColumn:
        if (line.column >= 0)
            return shownValue(change.values.value(line.column));
        if (change.kind == Kind::Delete)
            return tr("deleted");
        return change.values.isEmpty() ? tr("defaults") : valuesText(edits, change.values);
    default: {
        const CommitFailure *failure = failureOf(group, line);
        return failure ? failure->message : QString();
    }
    }
}

} // namespace joinery
