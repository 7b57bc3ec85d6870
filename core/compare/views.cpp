// SPDX-License-Identifier: MPL-2.0
#include "joinery/base/toposort.h"
#include "joinery/compare/tablechanges.h"
#include "joinery/compare/viewchanges.h"

namespace joinery::detail {

namespace {

/// A view that comes, goes or changes.
struct ViewChange
{
    std::optional<View> from {};
    std::optional<View> to {};
    QSet<QString> usesBefore {}; ///< name keys
    QSet<QString> usesAfter {};
    bool split = false; ///< dropped before and created after instead of altered

    bool drops() const { return from && (!to || split); }
};

bool isSame(View a, View b, const ComparePolicy &policy)
{
    a.triggers.clear();
    b.triggers.clear();
    return a == b || policy.normalized(a) == policy.normalized(b);
}

class ViewComparison
{
public:
    explicit ViewComparison(const ComparePolicy &policy)
        : m_policy(policy)
    { }

    void collect(const QMap<QString, View> &from, const QMap<QString, View> &to);
    void split(const QSet<QString> &touched);
    void write();
    ViewOperations result {};

private:
    QString key(const QString &name) const { return m_policy.nameKey(name); }
    void add(ViewChange change);
    void compareTriggersOf(const View &from, const View &to);
    QList<qsizetype> order(QSet<QString> ViewChange::*uses) const;

    const ComparePolicy &m_policy;
    QList<ViewChange> m_changes;
    QHash<QString, qsizetype> m_byName;
};

void ViewComparison::add(ViewChange change)
{
    if (change.from)
        change.usesBefore = identifierKeys(textOf(*change.from), m_policy);
    if (change.to)
        change.usesAfter = identifierKeys(textOf(*change.to), m_policy);
    m_byName.insert(key(change.to ? change.to->name : change.from->name), m_changes.size());
    m_changes.append(change);
}

void ViewComparison::compareTriggersOf(const View &from, const View &to)
{
    QList<Trigger> dropped;
    QList<Trigger> created;
    compareTriggers(dropped, created, from.triggers, to.triggers, m_policy);
    for (const Trigger &trigger : dropped)
        result.droppedTriggers.append(DropTrigger {from.name, trigger});
    for (const Trigger &trigger : created)
        result.createdTriggers.append(CreateTrigger {to.name, trigger});
}

void ViewComparison::collect(const QMap<QString, View> &from, const QMap<QString, View> &to)
{
    Spellings before = spellings(from, m_policy);
    for (const View &view : to) {
        const QString old = before.take(key(view.name));
        if (old.isNull())
            add({.to = view});
        else if (!isSame(from[old], view, m_policy))
            add({.from = from[old], .to = view});
        else
            compareTriggersOf(from[old], view);
    }
    for (const View &view : from) {
        if (before.contains(key(view.name)))
            add({.from = view});
    }
}

/// The changes in an order in which each comes behind those it uses.
QList<qsizetype> ViewComparison::order(QSet<QString> ViewChange::*uses) const
{
    QList<QList<qsizetype>> dependencies;
    for (const ViewChange &change : m_changes) {
        QList<qsizetype> own;
        for (const QString &used : change.*uses) {
            if (const auto other = m_byName.constFind(used); other != m_byName.constEnd())
                own.append(*other);
        }
        dependencies.append(own);
    }
    return topologicalOrder(dependencies);
}

void ViewComparison::split(const QSet<QString> &touched)
{
    QSet<QString> gone = touched;
    for (const ViewChange &change : std::as_const(m_changes)) {
        if (!change.to)
            gone.insert(key(change.from->name));
    }
    for (const qsizetype i : order(&ViewChange::usesBefore)) {
        ViewChange &change = m_changes[i];
        change.split = change.usesBefore.intersects(gone) || change.usesAfter.intersects(gone);
        if (change.from && change.split)
            gone.insert(key(change.from->name));
    }
}

void ViewComparison::write()
{
    const QList<qsizetype> before = order(&ViewChange::usesBefore);
    for (auto it = before.crbegin(); it != before.crend(); ++it) {
        if (m_changes[*it].drops())
            result.before.append(DropView {*m_changes[*it].from});
    }
    for (const qsizetype i : order(&ViewChange::usesAfter)) {
        const ViewChange &change = m_changes[i];
        if (!change.to)
            continue;
        if (change.from && !change.split)
            result.after.append(AlterView {*change.from, *change.to});
        else
            result.after.append(CreateView {*change.to});
    }
}

} // namespace

QString textOf(const View &view)
{
    QStringList texts {view.sql};
    for (const auto &options : view.options)
        texts += options.values();
    return texts.join(QChar(u'\n'));
}

ViewOperations compareViews(const QMap<QString, View> &from, const QMap<QString, View> &to,
    const QSet<QString> &touched, const ComparePolicy &policy)
{
    ViewComparison comparison(policy);
    comparison.collect(from, to);
    comparison.split(touched);
    comparison.write();
    return comparison.result;
}

} // namespace joinery::detail
