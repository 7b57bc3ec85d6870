// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/revisiontargets.h"

#include <QRegularExpression>

#include <limits>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype minimalPrefix = 4;

tl::unexpected<Error> cannotLocate(const QString &symbol, const QString &hint)
{
    return fail(
        ErrorCode::NotFound, u"Can't locate revision identified by '%1'"_s.arg(symbol), hint);
}

/// A number with its sign; one that is too long to be one is as far as anybody can go.
qint64 toSteps(const QString &text)
{
    constexpr qint64 farthest = std::numeric_limits<qint32>::max();
    bool fits = false;
    const qint64 steps = text.toLongLong(&fits);
    if (!fits)
        return text.startsWith(u'-') ? -farthest : farthest;
    return qBound(-farthest, steps, farthest);
}

} // namespace

TargetText TargetText::parse(const QString &text)
{
    static const QRegularExpression grammar(
        u"^(?:(?<branch>.+)@)?(?<symbol>.*?)(?<steps>[+-][0-9]+)?\\z"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = grammar.match(text);
    TargetText target {.text = text,
        .branch = match.captured(u"branch"_s),
        .symbol = match.captured(u"symbol"_s),
        .stepsText = match.captured(u"steps"_s)};
    if (!target.stepsText.isEmpty())
        target.steps = toSteps(target.stepsText);
    return target;
}

RevisionTargets::RevisionTargets(const RevisionGraph &graph, const QStringList &current)
    : m_graph(graph)
    , m_current(current)
{ }

Result<RevisionGoal> RevisionTargets::goal(const TargetText &target) const
{
    const auto branch = branchRevision(target);
    if (!branch)
        return fail(branch.error());
    if (target.steps)
        return relative(target, *branch);
    return named(target, *branch).map([&](const QStringList &revisions) {
        return RevisionGoal {.branch = *branch, .revisions = revisions};
    });
}

tl::unexpected<Error> RevisionTargets::walkedTooFar(const TargetText &target)
{
    return fail(ErrorCode::NotFound,
        u"Relative revision %1 didn't produce %2 migrations"_s.arg(
            target.stepsText, target.stepsText.mid(1)),
        u"There are not that many revisions from there; `joinery db history` lists them."_s);
}

tl::unexpected<Error> RevisionTargets::severalHeads(
    const TargetText &target, const QStringList &heads)
{
    return fail(ErrorCode::Conflict,
        u"Multiple head revisions are present for given argument '%1'; please specify a specific "
        u"target "
        "revision, '<branchname>@%1' to narrow to a specific head, or 'heads' for all heads"_s.arg(
            target.text),
        u"The heads are %1: give one of them the other as its down_revision, or remove one of the files."_s
            .arg(heads.join(u", "_s)));
}

Result<QString> RevisionTargets::branchRevision(const TargetText &target) const
{
    if (target.branch.isEmpty())
        return QString();
    const auto found = revision(target.branch, {});
    if (found)
        return found;
    const QStringList labels = m_graph.m_labels.keys();
    return fail(ErrorCode::NotFound, u"No such branch: '%1'"_s.arg(target.branch),
        labels.isEmpty() ? u"No revision has a branch label."_s
                         : u"The branch labels are %1."_s.arg(labels.join(u", "_s)));
}

Result<QStringList> RevisionTargets::named(const TargetText &target, const QString &branch) const
{
    if (target.symbol == u"base"_s)
        return QStringList();
    if (target.symbol == u"current"_s)
        return confined(m_current, branch);
    if (target.symbol == u"heads"_s && branch.isEmpty())
        return m_graph.resolvedHeads();
    if (target.symbol == u"head"_s || target.symbol == u"heads"_s) {
        const QStringList heads = confined(m_graph.heads(), branch);
        if (target.symbol == u"head"_s && heads.size() > 1)
            return severalHeads(target, heads);
        return heads;
    }
    const auto found = revision(target.symbol, branch);
    if (!found)
        return fail(found.error());
    if (confined({*found}, branch).isEmpty()) {
        return fail(ErrorCode::NotFound,
            u"Revision %1 is not a member of branch '%2'"_s.arg(*found, target.branch),
            u"Name a revision that the branch descends from, or that descends from it."_s);
    }
    return QStringList {*found};
}

Result<QString> RevisionTargets::revision(const QString &symbol, const QString &branch) const
{
    const QString id = m_graph.m_labels.value(symbol, symbol);
    return m_graph.contains(id) ? id : revisionByPrefix(symbol, branch);
}

Result<QString> RevisionTargets::revisionByPrefix(
    const QString &prefix, const QString &branch) const
{
    if (prefix.size() < minimalPrefix)
        return cannotLocate(prefix, u"An abbreviated revision needs at least four characters."_s);
    QStringList found
        = m_graph.m_given.filter(QRegularExpression(u"^"_s + QRegularExpression::escape(prefix)));
    found = confined(found, branch);
    if (found.isEmpty())
        return cannotLocate(prefix, u"`joinery db history` lists the revisions."_s);
    if (found.size() > 1) {
        return fail(ErrorCode::Conflict,
            u"Multiple revisions start with '%1': '%2'"_s.arg(
                prefix, found.mid(0, 3).join(u"', '"_s))
                + (found.size() > 3 ? u"…"_s : QString()),
            u"Give more characters."_s);
    }
    return found.first();
}

Result<RevisionGoal> RevisionTargets::relative(
    const TargetText &target, const QString &branch) const
{
    if (target.countsFromCurrent()
        && (*target.steps == 0 || (*target.steps < 0 && m_current.isEmpty())))
        return walkedTooFar(target);
    const auto from = start(target, branch);
    if (!from)
        return fail(from.error());
    const auto reached = walk(target, *from, branch);
    if (!reached)
        return fail(reached.error());
    const bool ownBranch = branch.isEmpty() && target.countsFromCurrent() && *target.steps < 0;
    return RevisionGoal {.branch = ownBranch ? *from : branch,
        .revisions = reached->isEmpty() ? QStringList() : QStringList {*reached}};
}

Result<QString> RevisionTargets::start(const TargetText &target, const QString &branch) const
{
    const bool fromCurrent = target.countsFromCurrent();
    const auto found = fromCurrent ? Result<QStringList>(currentOn(branch, *target.steps < 0))
                                   : named(target, branch);
    if (!found)
        return fail(found.error());
    if (found->isEmpty())
        return QString();
    const bool takesFirst = fromCurrent && branch.isEmpty() && *target.steps < 0;
    if (found->size() == 1 || takesFirst)
        return found->first();
    if (!fromCurrent)
        return severalHeads(target, *found);
    return fail(ErrorCode::Conflict,
        u"Ambiguous %1 from multiple current revisions"_s.arg(
            *target.steps < 0 ? u"downgrade"_s : u"upgrade"_s),
        u"Narrow it to one of them: <branch>@%1, or name the revision."_s.arg(target.text));
}

/// Steps from `from`; the empty string is base.
Result<QString> RevisionTargets::walk(
    const TargetText &target, const QString &from, const QString &branch) const
{
    const bool upwards = *target.steps > 0;
    const QSet<QString> allowed
        = upwards && !branch.isEmpty() ? m_graph.lineage(branch) : QSet<QString>();
    QString at = from;
    for (qint64 left = qAbs(*target.steps); left > 0; --left) {
        if (!upwards && at.isEmpty())
            return walkedTooFar(target);
        QStringList reached = next(at, upwards);
        if (!allowed.isEmpty())
            reached.removeIf([&](const QString &id) { return !allowed.contains(id); });
        if (upwards && reached.isEmpty())
            return walkedTooFar(target);
        if (reached.size() > 1) {
            return fail(ErrorCode::Conflict,
                u"Ambiguous walk: from %1 there are several ways, to %2"_s.arg(
                    at.isEmpty() ? u"base"_s : at, reached.join(u", "_s)),
                u"Name the revision to go to, or a branch: <branch>@<revision>."_s);
        }
        at = reached.value(0);
    }
    return at;
}

QStringList RevisionTargets::next(const QString &from, bool upwards) const
{
    if (!upwards)
        return m_graph.m_downs.value(from);
    return from.isEmpty() ? m_graph.bases() : m_graph.children(from);
}

QStringList RevisionTargets::confined(const QStringList &revisions, const QString &branch) const
{
    if (branch.isEmpty())
        return revisions;
    const QSet<QString> lineage = m_graph.lineage(branch);
    QStringList kept = revisions;
    kept.removeIf([&](const QString &id) { return !lineage.contains(id); });
    return kept;
}

/// The applied heads on a branch; where it has none, the last applied revisions on it.
QStringList RevisionTargets::currentOn(const QString &branch, bool downwards) const
{
    const QStringList heads = confined(m_current, branch);
    if (branch.isEmpty() || !heads.isEmpty())
        return heads;
    const QSet<QString> applied = m_graph.ancestors(m_current);
    // What only leads up to a branch is not taken back in its name.
    if (downwards && !applied.contains(branch))
        return {};
    return m_graph.headsOf(m_graph.lineage(branch).intersect(applied));
}

} // namespace joinery
