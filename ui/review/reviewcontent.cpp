// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/reviewcontent.h"

#include "joinery/serialization/revisionfile.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Review", text);
}

/// Adds the cards of one plan, and which card each of its statements belongs to.
void addCards(ReviewContent &content, const QList<Operation> &operations, const Plan &plan,
    const QString &group)
{
    const qsizetype first = content.cards.size();
    for (const CardContent &card : cardContents(operations, plan)) {
        content.cards.append(card);
        content.groups.append(group);
    }
    QList<Statement> statements;
    QList<qsizetype> cards;
    for (const PlanStep &step : plan.steps) {
        for (const Statement &statement : step.statements) {
            statements.append(statement);
            cards.append(first + step.operations.value(0));
        }
    }
    content.statements.append(statements);
    content.statementCards.append(cards);
    content.destructive |= plan.isDestructive();
}

QString headline(const MigrationStep &step)
{
    const QString text = u"%1: %2"_s.arg(step.entry.revision.id, step.entry.revision.message);
    if (step.recordOnly)
        return tr("Only the record of %1 goes; nothing runs").arg(text);
    return step.direction == Direction::Downgrade ? tr("Take back %1").arg(text)
                                                  : tr("Apply %1").arg(text);
}

} // namespace

ReviewContent contentOf(const SchemaProposal &proposal, bool history)
{
    ReviewContent content {.open = proposal.change.decisions, .proposal = proposal};
    addCards(content, proposal.change.operations, proposal.change.plan, {});
    content.message = proposal.revision.message;
    content.up = toScript(proposal.change.plan);
    content.down = proposal.irreversible.isEmpty() ? toScript(proposal.down)
                                                   : u"-- "_s + proposal.irreversible;
    if (history && !proposal.change.isEmpty())
        content.file = QString::fromUtf8(writeRevision(proposal.revision));
    return content;
}

Result<ReviewContent> contentOf(
    const ProjectContext &context, const MigrationWish &wish, Executor &live)
{
    Result<QList<MigrationStep>> steps = planMigration(context,
        {.direction = wish.down ? Direction::Downgrade : Direction::Upgrade,
            .target = wish.target,
            .acceptLosses = wish.acceptLosses});
    if (!steps)
        return fail(steps.error());
    ReviewContent content {.steps = *std::move(steps)};
    for (const MigrationStep &step : std::as_const(content.steps)) {
        const QString group = headline(step);
        const qsizetype first = content.cards.size();
        addCards(content, step.operations, step.plan, group);
        content.up += u"-- "_s + group.simplified() + u'\n' + toScript(step.plan) + u'\n';
        content.file += step.entry.text + u'\n';
        // What comes later stands on rows that are not there yet; the run counts again anyway.
        if (first > 0 || step.recordOnly)
            continue;
        Result<QList<Decision>> open
            = context.dialect->decisions().find(live, step.plan.before, step.operations);
        if (!open)
            return fail(open.error());
        content.open = *std::move(open);
    }
    return content;
}

} // namespace joinery
