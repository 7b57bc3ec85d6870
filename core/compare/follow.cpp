// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/follow.h"

#include "joinery/compare/elements.h"
#include "joinery/compare/names.h"
#include "joinery/compare/viewchanges.h"
#include "joinery/compare/viewnames.h"

namespace joinery::detail {

namespace {

/// An element before the renames and after them.
template <typename T> struct Moved
{
    T before;
    T after;
};

/// One table or view: as it was, after the renames, and as the target has it.
template <typename Object> struct Trio
{
    const Object &before;
    const Object &working;
    Object &target;
};

/// How the elements read in the table as it was and in the one after the renames: what is written
/// in another way says the same.
struct Forms
{
    ElementForms before;
    ElementForms working;
};

class Follower
{
public:
    Follower(const RenamePlan &plan, const ComparePolicy &policy)
        : m_plan(plan)
        , m_policy(policy)
    { }

    void follow(const Trio<Table> &trio) const;
    void follow(const Trio<View> &trio) const;
    void follow(const Trio<VirtualTable> &trio) const;

private:
    /// What makes room for another is dropped: nobody wants to follow it.
    bool namesDisplaced(const QString &text) const
    {
        return std::any_of(m_plan.displaced.begin(), m_plan.displaced.end(),
            [&](const QString &name) { return text.contains(name, Qt::CaseInsensitive); });
    }

    template <typename T>
    QList<Moved<T>> movedIn(const QList<T> &before, const QList<T> &working) const;
    template <typename T> void followList(const Trio<QList<T>> &lists, const Forms &forms) const;
    void followKey(const Trio<Table> &trio, const ElementForms &forms) const;
    void followColumns(const Trio<Table> &trio) const;
    void followTriggers(
        QList<Trigger> &target, const QList<Trigger> &before, const QList<Trigger> &working) const;

    const RenamePlan &m_plan;
    const ComparePolicy &m_policy;
};

/// Renames keep the elements in their order.
template <typename T>
QList<Moved<T>> Follower::movedIn(const QList<T> &before, const QList<T> &working) const
{
    QList<Moved<T>> moved;
    for (qsizetype i = 0; i < std::min(before.size(), working.size()); ++i) {
        if (before[i] != working[i] && !namesDisplaced(contentText(working[i], m_policy)))
            moved.append({before[i], working[i]});
    }
    return moved;
}

template <typename T> T formOf(const T &element, const ElementForms &forms)
{
    if constexpr (std::is_same_v<T, CheckConstraint>)
        return forms.of(element).value_or(element);
    else
        return forms.of(element);
}

/// Where renames form a chain or a swap, the old name of one column is the new name of another.
/// Then a target that still has all the moved elements as they were was not touched; otherwise
/// those that are as the renames leave them are taken to be meant so.
template <typename T>
void Follower::followList(const Trio<QList<T>> &lists, const Forms &forms) const
{
    const QList<Moved<T>> moved = movedIn(lists.before, lists.working);
    if (moved.isEmpty())
        return;
    const auto said = [&](const T &element, bool named) {
        return contentText(formOf(element, forms.before), m_policy, named);
    };
    const auto saidAfter
        = [&](const T &element) { return contentText(formOf(element, forms.working), m_policy); };
    QSet<QString> inTarget;
    QSet<QString> standing;
    for (const T &element : std::as_const(lists.target)) {
        inTarget.insert(said(element, true));
        standing.insert(saidAfter(element));
    }
    QHash<QString, T> byContent;
    QSet<QString> right;
    const bool untouched = std::all_of(moved.begin(), moved.end(),
        [&](const Moved<T> &each) { return inTarget.contains(said(each.before, true)); });
    for (const Moved<T> &each : moved) {
        const QString after = saidAfter(each.after);
        right.insert(after);
        // It has moved: what says the same under an old name means the new owner of that name.
        if (untouched || !m_plan.reusesNames || !standing.contains(after))
            byContent.insert(said(each.before, m_plan.reusesNames), each.after);
    }
    for (T &element : lists.target) {
        if (!untouched && right.contains(saidAfter(element)))
            continue;
        const auto after = byContent.constFind(said(element, m_plan.reusesNames));
        if (after == byContent.constEnd())
            continue;
        const QString name = element.name;
        element = *after;
        element.name = name;
    }
}

void Follower::followKey(const Trio<Table> &trio, const ElementForms &forms) const
{
    const auto &before = trio.before.primaryKey;
    const auto &working = trio.working.primaryKey;
    auto &target = trio.target.primaryKey;
    if (!before || !working || !target || before->columns == working->columns)
        return;
    const auto said = [&](const std::optional<PrimaryKeyConstraint> &key) {
        const auto form = forms.of(key);
        return form ? contentText(*form, m_policy, false) : QString();
    };
    if (said(target) == said(before) && !namesDisplaced(contentText(*working, m_policy)))
        target->columns = working->columns;
}

/// The expressions of computed columns and defaults, compared as if they stood in the old table.
void Follower::followColumns(const Trio<Table> &trio) const
{
    const QHash<QString, qsizetype> positionsAfter = positions(trio.working.columns, m_policy);
    for (Column &column : trio.target.columns) {
        const qsizetype position = positionsAfter.value(m_policy.nameKey(column.name), -1);
        if (position < 0)
            continue;
        const Column &before = trio.before.columns[position];
        const Column &working = trio.working.columns[position];
        if (column.computed && before.computed != working.computed && working.computed) {
            Table asBefore = trio.before;
            asBefore.columns[position].computed = column.computed;
            const bool same
                = m_policy.normalized(asBefore).columns == m_policy.normalized(trio.before).columns;
            if (same && !namesDisplaced(working.computed->sql))
                column.computed = working.computed;
        }
        if (before.serverDefault != working.serverDefault
            && column.serverDefault == before.serverDefault)
            column.serverDefault = working.serverDefault;
    }
}

void Follower::followTriggers(
    QList<Trigger> &target, const QList<Trigger> &before, const QList<Trigger> &working) const
{
    const QHash<QString, qsizetype> found = positions(before, m_policy);
    for (Trigger &trigger : target) {
        const qsizetype position = found.value(m_policy.nameKey(trigger.name), -1);
        if (position < 0 || position >= working.size())
            continue;
        const Trigger &old = before[position];
        const Trigger &moved = working[position];
        const bool same
            = trigger.sql == old.sql || m_policy.normalized(trigger) == m_policy.normalized(old);
        if (old.sql != moved.sql && same && !namesDisplaced(moved.sql))
            trigger.sql = moved.sql;
    }
}

void Follower::follow(const Trio<Table> &trio) const
{
    Table before = trio.before;
    before.name = trio.working.name;
    if (before == trio.working)
        return;
    const Forms forms {ElementForms(trio.before, m_policy), ElementForms(trio.working, m_policy)};
    followKey(trio, forms.before);
    followColumns(trio);
    const auto lists = [&](auto Table::*member) {
        using List = std::remove_reference_t<decltype(trio.target.*member)>;
        return Trio<List> {trio.before.*member, trio.working.*member, trio.target.*member};
    };
    followList(lists(&Table::uniques), forms);
    followList(lists(&Table::checks), forms);
    followList(lists(&Table::foreignKeys), forms);
    followList(lists(&Table::indexes), forms);
    followTriggers(trio.target.triggers, trio.before.triggers, trio.working.triggers);
}

void Follower::follow(const Trio<View> &trio) const
{
    if (trio.before == trio.working)
        return;
    followTriggers(trio.target.triggers, trio.before.triggers, trio.working.triggers);
    View said = trio.before;
    said.columns = trio.target.columns;
    said.sql = trio.target.sql;
    said.options = trio.target.options;
    View moved = trio.before;
    moved.columns = trio.working.columns;
    moved.sql = trio.working.sql;
    moved.options = trio.working.options;
    const bool same
        = said == trio.before || m_policy.normalized(said) == m_policy.normalized(trio.before);
    if (moved == trio.before || !same || namesDisplaced(textOf(trio.working)))
        return;
    trio.target.columns = moved.columns;
    trio.target.sql = moved.sql;
    trio.target.options = moved.options;
}

void Follower::follow(const Trio<VirtualTable> &trio) const
{
    const bool same = trio.target.sql == trio.before.sql
        || m_policy.normalized(trio.target).sql == m_policy.normalized(trio.before).sql;
    if (trio.before.sql != trio.working.sql && same && !namesDisplaced(trio.working.sql))
        trio.target.sql = trio.working.sql;
}

template <typename T>
void followAll(QMap<QString, T> &target, const QMap<QString, T> &before,
    const QMap<QString, T> &working, const Follower &follower, const ComparePolicy &policy)
{
    const Spellings names = spellings(before, policy);
    for (T &object : target) {
        const QString name = names.value(policy.nameKey(object.name));
        if (working.contains(name))
            follower.follow({before[name], working[name], object});
    }
}

void clearRenamedFrom(MetaData &target)
{
    for (Table &table : target.tables) {
        table.renamedFrom.clear();
        for (qsizetype i = 0; i < table.columns.size(); ++i) {
            if (!table.columns.at(i).renamedFrom.isEmpty())
                table.columns[i].renamedFrom.clear();
        }
    }
    for (View &view : target.views)
        view.renamedFrom.clear();
}

} // namespace

MetaData followedTarget(
    const MetaData &from, const MetaData &to, const RenamePlan &plan, const ComparePolicy &policy)
{
    MetaData target = to;
    followViewRenames(target, from, policy);
    clearRenamedFrom(target);
    if (plan.operations.isEmpty())
        return target;
    const Follower follower(plan, policy);
    for (Table &table : target.tables) {
        const QString before = plan.tableBefore.value(policy.nameKey(table.name));
        // The renames gave it the target's spelling.
        if (!before.isNull())
            follower.follow({from.tables[before], plan.working.tables[table.name], table});
    }
    repairDanglingNames(target, from, plan, policy);
    followAll(target.views, from.views, plan.working.views, follower, policy);
    followAll(
        target.virtualTables, from.virtualTables, plan.working.virtualTables, follower, policy);
    return target;
}

} // namespace joinery::detail
