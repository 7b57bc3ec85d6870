// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/told.h"

namespace joinery::detail {

namespace {

/// The elements of either side that the other lacks: first by what is written, then, among the
/// rest, by normal form.
template <typename T, typename FormFrom, typename FormTo>
void leaveDifferences(QList<T> &from, QList<T> &to, const ComparePolicy &policy,
    const FormFrom &formFrom, const FormTo &formTo)
{
    const auto written = [&](const T &element) { return contentText(element, policy); };
    Told<T> a = told(from, written);
    Told<T> b = told(to, written);
    cancel(a, b);
    if (!a.isEmpty() && !b.isEmpty()) {
        a = told(elementsOf(a), [&](const T &each) { return contentText(formFrom(each), policy); });
        b = told(elementsOf(b), [&](const T &each) { return contentText(formTo(each), policy); });
        cancel(a, b);
    }
    from = elementsOf(a);
    to = elementsOf(b);
}

template <typename T>
void note(TableChanges &changes, const QList<T> &dropped, const QList<T> &added)
{
    for (const T &constraint : dropped)
        changes.droppedConstraints.append(constraint);
    for (const T &constraint : added)
        changes.addedConstraints.append(constraint);
}

} // namespace

void comparePrimaryKey(TableChanges &changes, const Sides &sides)
{
    const auto text = [&](const std::optional<PrimaryKeyConstraint> &key) {
        return key ? contentText(*key, sides.policy) : QString();
    };
    const std::optional<PrimaryKeyConstraint> &from = sides.reached.primaryKey;
    const std::optional<PrimaryKeyConstraint> &to = sides.to.primaryKey;
    if (text(from) == text(to) || text(sides.reachedForms.of(from)) == text(sides.toForms.of(to)))
        return;
    if (from)
        changes.droppedConstraints.append(*from);
    if (to)
        changes.addedConstraints.append(*to);
}

void compareUniques(TableChanges &changes, const Sides &sides)
{
    QList<UniqueConstraint> dropped = sides.reached.uniques;
    QList<UniqueConstraint> added = sides.to.uniques;
    leaveDifferences(
        dropped, added, sides.policy,
        [&](const auto &unique) { return sides.reachedForms.of(unique); },
        [&](const auto &unique) { return sides.toForms.of(unique); });
    note(changes, dropped, added);
}

void compareForeignKeys(TableChanges &changes, const Sides &sides, const ReferredKeys &keysBefore,
    const ReferredKeys &keysAfter)
{
    QList<ForeignKeyConstraint> dropped = sides.reached.foreignKeys;
    QList<ForeignKeyConstraint> added = sides.to.foreignKeys;
    leaveDifferences(
        dropped, added, sides.policy,
        [&](const auto &key) { return keysBefore.resolved(sides.reachedForms.of(key)); },
        [&](const auto &key) { return keysAfter.resolved(sides.toForms.of(key)); });
    note(changes, dropped, added);
}

void compareIndexes(TableChanges &changes, const Sides &sides)
{
    changes.droppedIndexes = sides.reached.indexes;
    changes.createdIndexes = sides.to.indexes;
    leaveDifferences(
        changes.droppedIndexes, changes.createdIndexes, sides.policy,
        [&](const auto &index) { return sides.reachedForms.of(index); },
        [&](const auto &index) { return sides.toForms.of(index); });
}

} // namespace joinery::detail
