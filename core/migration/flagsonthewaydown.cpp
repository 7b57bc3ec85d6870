// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/flagsonthewaydown.h"

#include "joinery/migration/decisionflags.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// A decision of the whole way as one of its last step; its place in the steps before is no matter.
Decision within(Decision decision, qsizetype earlier)
{
    QList<qsizetype> positions;
    for (const qsizetype position : decision.operations) {
        if (position >= earlier)
            positions.append(position - earlier);
    }
    decision.operations = positions;
    return decision;
}

} // namespace

FlagsOnTheWayDown::FlagsOnTheWayDown(
    const MetaData &from, const DowngradeDecisions &decisions, const Dialect &dialect)
    : m_from(from)
    , m_decisions(decisions)
    , m_dialect(dialect)
    , m_left(decisions.flags)
{ }

Result<> FlagsOnTheWayDown::decide(QList<Operation> &operations, const MetaData &before)
{
    if (m_decisions.flags == DecisionFlags())
        return {};
    MetaData after = before;
    const ReplayPolicy &policy = m_dialect.replayPolicy();
    if (auto applied = apply(after, operations, policy); !applied)
        return applied;
    m_left.fills.removeIf([&](const auto &fill) {
        return applyFlags(operations, {.fills = {fill}}, after, policy).isEmpty();
    });
    m_left.casts.removeIf([&](const auto &cast) {
        return applyFlags(operations, {.casts = {cast}}, after, policy).isEmpty();
    });
    for (const QString &allow : m_decisions.flags.allows) {
        if (applyFlags(operations, {.allows = {allow}}, after, policy).isEmpty())
            m_left.allows.removeAll(allow);
    }
    if (m_decisions.live) {
        if (auto accepted = acceptOnRows(operations, after); !accepted)
            return accepted;
    }
    m_earlier += operations;
    return {};
}

Result<> FlagsOnTheWayDown::acceptOnRows(QList<Operation> &operations, const MetaData &after)
{
    for (int round = 0; round < 5; ++round) {
        const Result<QList<Decision>> open = openIn(operations);
        if (!open)
            return fail(open.error());
        const QStringList used = applyAcceptances(operations, *open,
            {.allows = m_decisions.flags.allows}, after, m_dialect.replayPolicy());
        m_left.allows.removeIf(
            [&](const QString &allow) { return used.contains(u"--allow "_s + allow); });
        if (used.isEmpty())
            break;
    }
    return {};
}

/// The rows are as they were before the first step, so the way from there is what is asked about.
Result<QList<Decision>> FlagsOnTheWayDown::openIn(const QList<Operation> &operations) const
{
    const Result<QList<Decision>> all
        = m_dialect.decisions().find(*m_decisions.live, m_from, m_earlier + operations);
    if (!all)
        return fail(all.error());
    QList<Decision> open;
    for (const Decision &decision : *all) {
        const Decision here = within(decision, m_earlier.size());
        if (!here.operations.isEmpty() || decision.operations.isEmpty())
            open.append(here);
    }
    return open;
}

Result<> FlagsOnTheWayDown::checkNames(const MetaData &after) const
{
    return checkFlags(m_left, m_from, after, m_dialect.replayPolicy());
}

} // namespace joinery
