// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/deciding.h"

#include "joinery/migration/decisionflags.h"

using namespace Qt::StringLiterals;

namespace joinery {

Result<QStringList> takeAcceptances(
    const Deciding &deciding, Trial &trial, const DecisionFlags &flags)
{
    QStringList used;
    for (int round = 0; round < 5; ++round) {
        Result<QList<Decision>> open
            = deciding.dialect.decisions().find(deciding.live, deciding.from, trial.operations);
        if (!open)
            return fail(open.error());
        trial.open = *std::move(open);
        const QStringList now = applyAcceptances(
            trial.operations, trial.open, flags, deciding.after, deciding.dialect.replayPolicy());
        if (now.isEmpty())
            break;
        used += now;
    }
    return used;
}

namespace {

Result<Trial> tryFlags(const Deciding &deciding, const QList<Operation> &operations,
    const QList<Decision> &decisions, const DecisionFlags &flags)
{
    const ReplayPolicy &policy = deciding.dialect.replayPolicy();
    Trial trial {.operations = operations};
    static_cast<void>(applyAcceptances(trial.operations, decisions, flags, deciding.after, policy));
    static_cast<void>(applyFlags(trial.operations, flags, deciding.after, policy));
    if (auto taken = takeAcceptances(deciding, trial, flags); !taken)
        return fail(taken.error());
    return trial;
}

bool isAsked(const QList<Decision> &decisions, const Decision &one)
{
    return std::any_of(decisions.begin(), decisions.end(), [&](const Decision &other) {
        return other.code == one.code && other.object == one.object;
    });
}

/// The first flag of each decision, but `own` for the one at `index`; unset where one has none, or
/// a rename comes first.
std::optional<DecisionFlags> firstFlags(
    const QList<Decision> &decisions, qsizetype index, const QString &own)
{
    DecisionFlags flags;
    for (qsizetype i = 0; i < decisions.size(); ++i) {
        const QString flag = i == index ? own : decisions[i].flags.value(0);
        if (flag.isEmpty() || decisions[i].code == u"rename" || !addFlags(flags, flag))
            return std::nullopt;
    }
    return flags;
}

/// What the flags leave open; unset where they cannot be tried.
std::optional<QList<Decision>> leftOpen(const Deciding &deciding,
    const QList<Operation> &operations, const QList<Decision> &decisions,
    const std::optional<DecisionFlags> &flags)
{
    if (!flags)
        return std::nullopt;
    Result<Trial> trial = tryFlags(deciding, operations, decisions, *flags);
    if (!trial)
        return std::nullopt;
    for (Decision &one : trial->open)
        one.operations.clear(); // they count in the trial's operations
    return trial->open;
}

/// Makes the flag go through as it stands: what only it brings up, rows that lose their parent for
/// instance, is added to it. False: it does not decide what it is offered for.
bool complete(QString &flag, const Decision &decision, const QList<Decision> &decisions,
    const std::optional<QList<Decision>> &open)
{
    if (!open)
        return true;
    if (isAsked(*open, decision))
        return false;
    for (const Decision &more : *open) {
        if (!isAsked(decisions, more) && !more.flags.isEmpty())
            flag += u' ' + more.flags.first();
    }
    return true;
}

} // namespace

void foresee(
    const Deciding &deciding, const QList<Operation> &operations, QList<Decision> &decisions)
{
    for (int round = 0; round < 3 && !decisions.isEmpty(); ++round) {
        QList<Decision> more
            = leftOpen(deciding, operations, decisions, firstFlags(decisions, -1, {}))
                  .value_or(QList<Decision>());
        more.removeIf([&](const Decision &one) { return isAsked(decisions, one); });
        if (more.isEmpty())
            break;
        decisions += more;
    }
    for (qsizetype i = 0; i < decisions.size(); ++i) {
        for (qsizetype flag = decisions[i].flags.size() - 1; flag > 0; --flag) {
            QString &text = decisions[i].flags[flag];
            if (text.contains(accepts::deleteRows)
                && !complete(text, decisions[i], decisions,
                    leftOpen(deciding, operations, decisions, firstFlags(decisions, i, text))))
                decisions[i].flags.removeAt(flag);
        }
    }
}

} // namespace joinery
