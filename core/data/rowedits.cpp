// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/rowedits.h"

namespace joinery {

namespace {

/// An update without values is none.
bool saysNothing(const RowChange &change)
{
    return change.kind == RowChange::Kind::Update && change.values.isEmpty();
}

} // namespace

RowEdits::RowEdits(Table table, RowAddress address)
    : m_table(std::move(table))
    , m_address(std::move(address))
{ }

bool RowEdits::isEditable(int column) const
{
    return !m_frozen && column >= 0 && column < m_table.columns.size()
        && !m_table.columns[column].computed;
}

bool RowEdits::setValue(
    const RowKey &key, int column, const Value &value, const QList<Value> &original)
{
    if (const RowChange *known = changeOf(key))
        return known->kind != RowChange::Kind::Delete && write(*known, column, value);
    if (original.size() != m_table.columns.size())
        return false;
    return write(
        {.kind = RowChange::Kind::Update, .key = key, .original = original}, column, value);
}

quint64 RowEdits::insertRow(const QMap<int, Value> &values)
{
    const bool possible = std::all_of(
        values.keyBegin(), values.keyEnd(), [this](int column) { return isEditable(column); });
    if (m_frozen || !possible)
        return 0;
    const quint64 id = m_nextId++;
    set(id, RowChange {.id = id, .kind = RowChange::Kind::Insert, .values = values});
    return id;
}

bool RowEdits::setInserted(quint64 id, int column, const std::optional<Value> &value)
{
    const RowChange *known = change(id);
    return known && known->kind == RowChange::Kind::Insert && write(*known, column, value);
}

bool RowEdits::deleteRow(const RowKey &key, const QList<Value> &original)
{
    const RowChange *known = changeOf(key);
    if (m_frozen || (known && known->kind == RowChange::Kind::Delete)
        || (!known && original.size() != m_table.columns.size()))
        return false;
    RowChange change
        = known ? *known : RowChange {.id = m_nextId++, .key = key, .original = original};
    change.kind = RowChange::Kind::Delete;
    change.values.clear();
    return set(change.id, change);
}

bool RowEdits::revertCell(quint64 id, int column)
{
    const RowChange *known = change(id);
    return known && known->values.contains(column) && write(*known, column, std::nullopt);
}

bool RowEdits::revert(const QList<quint64> &ids)
{
    if (m_frozen)
        return false;
    bool any = false;
    beginStep({});
    for (const quint64 id : ids)
        any = set(id, std::nullopt) || any;
    endStep();
    return any;
}

bool RowEdits::discard()
{
    QList<quint64> ids;
    for (const auto &[id, change] : m_changes)
        ids.append(id);
    return revert(ids);
}

bool RowEdits::rebase(quint64 id, const std::optional<QList<Value>> &theirs)
{
    const RowChange *known = change(id);
    if (m_frozen || !known || known->kind == RowChange::Kind::Insert)
        return false;
    RowChange mine = *known;
    if (!theirs && mine.kind == RowChange::Kind::Delete)
        return set(id, std::nullopt);
    if (theirs) {
        mine.original = *theirs;
        mine.values.removeIf([&](const std::pair<const int &, Value &> &cell) {
            return cell.second == theirs->value(cell.first);
        });
        return set(id, saysNothing(mine) ? std::nullopt : std::optional(mine));
    }
    for (int column = 0; column < mine.original.size(); ++column) {
        if (isEditable(column) && !mine.values.contains(column))
            mine.values[column] = mine.original[column];
    }
    mine.kind = RowChange::Kind::Insert;
    mine.key.clear();
    mine.original.clear();
    return set(id, mine);
}

QList<RowChange> RowEdits::restore(const QList<RowChange> &changes)
{
    QList<RowChange> left;
    beginStep({});
    for (RowChange change : changes) {
        if (m_frozen || (change.kind != RowChange::Kind::Insert && changeOf(change.key))) {
            left.append(change);
            continue;
        }
        change.id = m_nextId++;
        set(change.id, change);
    }
    endStep();
    return left;
}

void RowEdits::beginStep(const QString &text)
{
    if (m_depth++ == 0)
        m_open = {text, {}};
}

void RowEdits::endStep()
{
    if (--m_depth > 0 || m_open.edits.isEmpty())
        return;
    m_steps.resize(m_done);
    m_steps.append(m_open);
    ++m_done;
    const Step step = std::exchange(m_open, {});
    tell(step.edits);
}

bool RowEdits::canUndo() const
{
    return !m_frozen && m_depth == 0 && m_done > 0;
}

bool RowEdits::canRedo() const
{
    return !m_frozen && m_depth == 0 && m_done < m_steps.size();
}

QString RowEdits::undoText() const
{
    return canUndo() ? m_steps[m_done - 1].text : QString();
}

QString RowEdits::redoText() const
{
    return canRedo() ? m_steps[m_done].text : QString();
}

bool RowEdits::undo()
{
    if (!canUndo())
        return false;
    QList<RowEdit> reversed;
    const Step step = m_steps[--m_done];
    for (auto edit = step.edits.crbegin(); edit != step.edits.crend(); ++edit) {
        apply(edit->id, edit->before);
        reversed.append({.id = edit->id, .before = edit->after, .after = edit->before});
    }
    tell(reversed);
    return true;
}

bool RowEdits::redo()
{
    if (!canRedo())
        return false;
    const Step step = m_steps[m_done++];
    for (const RowEdit &edit : step.edits)
        apply(edit.id, edit.after);
    tell(step.edits);
    return true;
}

QList<RowChange> RowEdits::changes() const
{
    QList<RowChange> list;
    list.reserve(qsizetype(m_changes.size()));
    for (const auto &[id, change] : m_changes)
        list.append(change);
    return list;
}

const RowChange *RowEdits::change(quint64 id) const
{
    const auto found = m_changes.find(id);
    return found == m_changes.end() ? nullptr : &found->second;
}

const RowChange *RowEdits::changeOf(const RowKey &key) const
{
    const auto found = m_ids.find(key);
    return found == m_ids.end() ? nullptr : change(found->second);
}

std::optional<Value> RowEdits::valueOf(const RowKey &key, int column) const
{
    const RowChange *known = changeOf(key);
    if (!known)
        return std::nullopt;
    const auto value = known->values.constFind(column);
    return value == known->values.constEnd() ? std::nullopt : std::optional(*value);
}

void RowEdits::clear()
{
    QList<RowEdit> edits;
    for (const RowChange &change : changes()) {
        edits.append({.id = change.id, .before = change});
        apply(change.id, std::nullopt);
    }
    m_steps.clear();
    m_done = 0;
    m_open = {};
    tell(edits);
}

void RowEdits::refit(Table table, RowAddress address, const QList<RowChange> &changes)
{
    clear();
    m_table = std::move(table);
    m_address = std::move(address);
    restore(changes);
    m_steps.clear();
    m_done = 0;
}

int RowEdits::addListener(Listener listener)
{
    m_listeners[m_nextListener] = std::move(listener);
    return m_nextListener++;
}

void RowEdits::removeListener(int number)
{
    m_listeners.erase(number);
}

/// Sets or unsets one value of a change that may not be staged yet.
bool RowEdits::write(RowChange change, int column, const std::optional<Value> &value)
{
    if (!isEditable(column))
        return false;
    const bool known = change.id != 0;
    if (!value || (!change.original.isEmpty() && *value == change.original[column]))
        change.values.remove(column);
    else
        change.values[column] = *value;
    if (!known && saysNothing(change))
        return true;
    if (!known)
        change.id = m_nextId++;
    set(change.id, saysNothing(change) ? std::nullopt : std::optional(change));
    return true;
}

/// The one way in which what is staged changes, undo and redo apart. False when nothing changes.
bool RowEdits::set(quint64 id, std::optional<RowChange> after)
{
    const RowChange *known = change(id);
    const std::optional<RowChange> before = known ? std::optional(*known) : std::nullopt;
    if (m_frozen || before == after)
        return false;
    beginStep({});
    m_open.edits.append({.id = id, .before = before, .after = after});
    apply(id, after);
    endStep();
    return true;
}

void RowEdits::apply(quint64 id, const std::optional<RowChange> &after)
{
    if (const auto known = m_changes.find(id); known != m_changes.end()) {
        count(known->second, -1);
        if (known->second.kind != RowChange::Kind::Insert)
            m_ids.erase(known->second.key);
        m_changes.erase(known);
    }
    if (!after)
        return;
    count(*after, 1);
    if (after->kind != RowChange::Kind::Insert)
        m_ids[after->key] = id;
    m_changes[id] = *after;
}

void RowEdits::count(const RowChange &change, int by)
{
    if (change.kind == RowChange::Kind::Update)
        m_updated += by;
    if (change.kind == RowChange::Kind::Delete)
        m_deleted += by;
    if (change.kind != RowChange::Kind::Insert)
        return;
    const auto place = std::lower_bound(m_inserted.begin(), m_inserted.end(), change.id);
    if (by > 0)
        m_inserted.insert(place, change.id);
    else
        m_inserted.erase(place);
}

void RowEdits::tell(const QList<RowEdit> &edits) const
{
    if (edits.isEmpty())
        return;
    const auto listeners = m_listeners; // a listener may remove itself
    for (const auto &[number, listener] : listeners)
        listener(edits);
}

} // namespace joinery
