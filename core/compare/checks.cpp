// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/told.h"

namespace joinery::detail {

namespace {

/// A check of the table's own, or one that the type of a column stands for.
struct SaidCheck
{
    CheckConstraint check;
    qsizetype column = -1; ///< in TableChanges::columns; -1 = the table's own
};

/// Finds the checks that differ. A check written out on one side and implied by a type on the other
/// is no difference; one that only an unaltered type implies is a difference of that type.
class CheckComparison
{
public:
    CheckComparison(TableChanges &changes, const Table &from, const Sides &sides)
        : m_changes(changes)
        , m_sides(sides)
        , m_fromForms(from, sides.policy)
        , m_own(from.checks)
        , m_target(sides.to.checks)
    {
        cancelWritten();
    }

    void run()
    {
        Told<SaidCheck> before;
        Told<SaidCheck> after;
        do {
            before = implied(true) + own(m_own, m_fromForms, m_changes);
            after = implied(false) + own(m_target, m_sides.toForms, {});
            cancel(before, after);
        } while (alterTypes(before) + alterTypes(after) > 0);
        for (const auto &[text, said] : std::as_const(before))
            m_changes.droppedConstraints.append(said.check);
        for (const auto &[text, said] : std::as_const(after))
            m_changes.addedConstraints.append(said.check);
    }

private:
    QString textOf(const CheckConstraint &check) const
    {
        return contentText(check, m_sides.policy);
    }

    void cancelWritten()
    {
        const auto text = [this](const CheckConstraint &check) { return textOf(check); };
        Told<CheckConstraint> before = told(m_own, text);
        Told<CheckConstraint> after = told(m_target, text);
        cancel(before, after);
        m_own = elementsOf(before);
        m_target = elementsOf(after);
    }

    /// What the types imply of columns whose type is written differently but not altered so far.
    Told<SaidCheck> implied(bool before) const
    {
        Told<SaidCheck> all;
        for (qsizetype i = 0; i < m_changes.columns.size(); ++i) {
            const AlteredColumn &column = m_changes.columns[i];
            if (column.from.type == column.to.type || column.patch.type)
                continue;
            const QList<CheckConstraint> checks = before ? m_fromForms.impliedChecks(column.from)
                                                         : m_sides.toForms.impliedChecks(column.to);
            for (const CheckConstraint &check : checks)
                all.append({textOf(check), {check, i}});
        }
        return all;
    }

    /// A check that a type makes redundant says something once that type is altered.
    Told<SaidCheck> own(const QList<CheckConstraint> &checks, const ElementForms &forms,
        const TableChanges &changes) const
    {
        const bool altersType = std::any_of(changes.columns.begin(), changes.columns.end(),
            [](const AlteredColumn &column) { return column.patch.type.has_value(); });
        Told<SaidCheck> all;
        for (const CheckConstraint &check : checks) {
            const std::optional<CheckConstraint> form = forms.of(check);
            if (form || altersType)
                all.append({textOf(form.value_or(check)), {check}});
        }
        return all;
    }

    /// Alters the types that stand for the checks; returns how many.
    int alterTypes(const Told<SaidCheck> &rest)
    {
        int altered = 0;
        for (const auto &[text, said] : rest) {
            if (said.column < 0)
                continue;
            AlteredColumn &column = m_changes.columns[said.column];
            column.patch.type = column.to.type;
            ++altered;
        }
        return altered;
    }

    TableChanges &m_changes;
    const Sides &m_sides;
    ElementForms m_fromForms;
    QList<CheckConstraint> m_own;
    QList<CheckConstraint> m_target;
};

} // namespace

void compareChecks(TableChanges &changes, const Table &from, const Sides &sides)
{
    CheckComparison(changes, from, sides).run();
}

} // namespace joinery::detail
