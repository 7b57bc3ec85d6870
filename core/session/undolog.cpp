// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/undolog.h"

namespace joinery {

namespace {

/// Makes the column empty again: NULL, or 0 where the member knows no NULL.
void clearColumn(const ModelInfo &model, void *object, int column)
{
    if (!model.readColumn(object, column, ValueView()))
        static_cast<void>(model.readColumn(object, column, ValueView(qint64(0))));
}

} // namespace

void UndoLog::inserted(Entry *entry, const InsertShape *shape)
{
    m_steps.push_back(Step {entry, shape, {}});
}

void UndoLog::changing(Entry *entry)
{
    m_steps.push_back(Step {entry, nullptr,
        std::make_unique<Before>(
            Before {.state = entry->state, .row = entry->store->saved(*entry)})});
}

void UndoLog::setting(Entry *entry, int column)
{
    ValueBuffer buffer;
    ValueView view;
    const ModelInfo &model = entry->store->model();
    if (!model.writeColumn(entry->store->object(*entry), column, buffer, view))
        view = {};
    m_steps.push_back(Step {entry, nullptr,
        std::make_unique<Before>(
            Before {.state = entry->state, .column = column, .value = toValue(view)})});
}

std::vector<Entry *> UndoLog::written() const
{
    std::vector<Entry *> entries;
    for (const Step &step : m_steps) {
        if (step.shape || step.before->row)
            entries.push_back(step.entry);
    }
    return entries;
}

void UndoLog::takeBackInsertion(const Step &step, ObjectState insertedBecome)
{
    const ModelInfo &model = step.entry->store->model();
    void *object = step.entry->store->object(*step.entry);
    for (const int column : step.shape->returned)
        clearColumn(model, object, column);
    step.entry->hiddenKey = 0;
    step.entry->state = insertedBecome;
}

void UndoLog::takeBack(const Step &step)
{
    Entry &entry = *step.entry;
    const Before &before = *step.before;
    if (before.column >= 0) {
        ValueBuffer buffer;
        ValueView view;
        static_cast<void>(buffer.keep(before.value, view));
        static_cast<void>(
            entry.store->model().readColumn(entry.store->object(entry), before.column, view));
        return;
    }
    entry.store->putBack(entry, *before.row);
    entry.state = before.state;
}

void UndoLog::undo(Mark mark, ObjectState insertedBecome, const Reindex &reindex)
{
    while (m_steps.size() > mark) {
        const Step step = std::move(m_steps.back());
        m_steps.pop_back();
        const bool identified = step.shape || step.before->column < 0;
        if (identified && !step.shape && step.entry->state == ObjectState::Detached)
            continue; // expunged meanwhile
        if (identified)
            reindex(step.entry, true);
        if (step.shape)
            takeBackInsertion(step, insertedBecome);
        else
            takeBack(step);
        if (identified && !step.shape)
            reindex(step.entry, false);
    }
}

} // namespace joinery
