// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/autogenerate.h"

#include "joinery/migration/decisionflags.h"
#include "joinery/migration/trial.h"
#include "joinery/operations/fold.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Renames that were turned down: the person allowed the loss instead.
QList<Rename> turnedDown(const QList<RenameCandidate> &candidates, const DecisionFlags &flags)
{
    QList<Rename> down;
    for (const RenameCandidate &candidate : candidates) {
        const Rename &rename = candidate.rename;
        const QString source
            = rename.table.isEmpty() ? rename.from : rename.table + u'.' + rename.from;
        if (flags.allows.contains(accepts::dataLoss + u':' + source)
            || flags.allows.contains(accepts::dataLoss))
            down.append(rename);
    }
    return down;
}

QList<RenameCandidate> openCandidates(const Difference &difference, const DecisionFlags &flags)
{
    const QList<Rename> down = turnedDown(difference.candidates, flags);
    QList<RenameCandidate> open = difference.candidates;
    open.removeIf(
        [&](const RenameCandidate &candidate) { return down.contains(candidate.rename); });
    return open;
}

/// What deciding goes by.
struct Deciding
{
    const MetaData &from;
    const MetaData &after;
    const Dialect &dialect;
    Executor &live;
};

/// The operations with the flags taken, and what is open then.
struct Trial
{
    QList<Operation> operations {};
    QList<Decision> open {};
};

/// Counts, takes what the flags accept of it, and counts again: what is accepted can bring up more.
/// Returns the flags that were of use.
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

/// Lets the first flags of all decisions together go through, and each other one in the place of
/// its first: what they bring up is asked now. Flags that would not are not offered.
void foresee(Autogenerated &made, const Deciding &deciding)
{
    QList<Decision> &decisions = made.decisions;
    for (int round = 0; round < 3 && !decisions.isEmpty(); ++round) {
        QList<Decision> more
            = leftOpen(deciding, made.operations, decisions, firstFlags(decisions, -1, {}))
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
                    leftOpen(deciding, made.operations, decisions, firstFlags(decisions, i, text))))
                decisions[i].flags.removeAt(flag);
        }
    }
}

/// Counts on the live rows, takes what the flags accept, and counts what is left.
Result<> decide(Autogenerated &made, const Deciding &deciding, const Difference &difference,
    const DecisionFlags &flags)
{
    Trial trial {.operations = made.operations};
    const Result<QStringList> used = takeAcceptances(deciding, trial, flags);
    if (!used)
        return fail(used.error());
    for (const QString &flag : *used)
        made.unusedFlags.removeAll(flag);
    made.operations = trial.operations;
    made.decisions
        = withRenameQuestions(trial.open, openCandidates(difference, flags), made.operations);
    foresee(made, deciding);
    return {};
}

/// The plan as it will run on the live database, whose texts it keeps.
Result<> fitTo(Executor &live, Autogenerated &made, const MetaData &from, const Dialect &dialect)
{
    const Result<std::unique_ptr<StoredTexts>> texts = dialect.ddl().readTexts(live);
    if (!texts)
        return fail(texts.error());
    Result<Plan> plan = dialect.ddl().compile(from, made.operations, texts->get());
    if (!plan)
        return fail(plan.error());
    made.plan = *std::move(plan);
    return {};
}

} // namespace

Result<Rename> parseRename(const QString &text)
{
    const qsizetype equals = text.indexOf(u'=');
    const QString left = text.left(equals).trimmed();
    const QString to = text.mid(equals + 1).trimmed();
    const qsizetype dot = left.lastIndexOf(u'.');
    const Rename rename {
        .table = dot < 0 ? QString() : left.left(dot), .from = left.mid(dot + 1), .to = to};
    if (equals < 0 || rename.from.isEmpty() || to.isEmpty() || dot == 0)
        return fail(ErrorCode::Usage, u"--rename %1: this is no rename"_s.arg(text),
            u"write --rename table.old=new for a column, --rename old=new for a table"_s);
    return rename;
}

Result<std::pair<QString, QString>> parseAssignment(const QString &text)
{
    const qsizetype equals = text.indexOf(u'=');
    const QString column = text.left(equals).trimmed();
    const QString sql = text.mid(equals + 1).trimmed();
    if (equals < 0 || sql.isEmpty() || !column.contains(u'.'))
        return fail(ErrorCode::Usage, u"\"%1\" names no column and value"_s.arg(text),
            u"write table.column=SQL, for instance --fill \"book.note=''\""_s);
    return std::pair {column, sql};
}

Result<Autogenerated> autogenerate(const MetaData &from, const MetaData &models,
    const Dialect &dialect, const DatabaseProvider &provider, Executor *live,
    const DecisionFlags &flags, bool columnOrder, const QList<Operation> &earlier)
{
    MetaData reached = from;
    if (auto replayed = apply(reached, earlier, dialect.replayPolicy()); !replayed)
        return fail(std::move(replayed.error()));
    const Result<Difference> difference = compare(reached, models, dialect.comparePolicy(),
        dialect.replayPolicy(), {.renames = flags.renames, .columnOrder = columnOrder});
    if (!difference)
        return fail(difference.error());
    Autogenerated made {.operations = earlier.isEmpty()
            ? difference->operations
            : folded(from, earlier + difference->operations, dialect.replayPolicy()),
        .target = difference->target};
    if (auto known = checkFlags(flags, from, made.target, dialect.replayPolicy()); !known)
        return fail(known.error());
    made.unusedFlags = applyFlags(made.operations, flags, made.target, dialect.replayPolicy());
    for (const Rename &rename : flags.renames)
        made.unusedFlags.removeAll(u"--allow %1:%2"_s.arg(accepts::dataLoss, rename.from));
    addRestoreFills(made.operations, from, dialect);
    if (made.isEmpty())
        return made;
    if (live) {
        const Deciding deciding {from, made.target, dialect, *live};
        if (auto decided = decide(made, deciding, *difference, flags); !decided)
            return fail(decided.error());
    }
    Result<Plan> plan = dialect.ddl().compile(from, made.operations);
    if (!plan)
        return fail(plan.error());
    made.plan = *std::move(plan);
    if (!made.decisions.isEmpty())
        return made;
    if (auto tried = tryPlan(made.plan, made.target, dialect, provider, columnOrder); !tried)
        return fail(tried.error());
    if (live) {
        if (auto fitted = fitTo(*live, made, from, dialect); !fitted)
            return fail(fitted.error());
    }
    return made;
}

QString newRevisionId()
{
    const quint64 number = QRandomGenerator::system()->generate64() & 0xffffffffffffULL;
    return QString::number(number, 16).rightJustified(12, u'0');
}

} // namespace joinery
