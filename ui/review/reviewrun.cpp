// SPDX-License-Identifier: GPL-3.0-or-later
// Applying what a review shows, statement by statement before a person's eyes.
#include "ui/review/reviewrun.h"

#include "ui/widgets/banner.h"
#include "ui/workspace/schemaedits.h"
#include "ui/workspace/workbench.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

using namespace Qt::StringLiterals;

namespace joinery {

bool analyseOrder(const SchemaEdits &edits)
{
    EditState state {.base = edits.base(),
        .edited = edits.edited(),
        .columnOrder
        = edits.database().hasProject() && edits.database().location().project->file.columnOrder};
    return isColumnOrderMeant(state);
}

Result<ReviewContent> propose(const ProjectContext &context, const SchemaBase &base,
    const MetaData &edited, const SchemaChangeOptions &options, bool history, Executor &live)
{
    const Result<SchemaProposal> proposal
        = proposeSchemaChange(context, base, edited, options, &live);
    if (!proposal)
        return fail(proposal.error());
    return contentOf(*proposal, history);
}

void ReviewPage::apply()
{
    if (!can(PageCommand::Commit))
        return;
    m_banner->hide();
    m_step = -1;
    m_statement = -1;
    m_run = std::make_shared<Run>();
    setState(State::Applying);
    m_progress->setText(tr("Applying…"));
    m_task = m_database.workbench().tasks().start(
        tr("Applying changes to %1").arg(m_database.name()), [this] { cancel(); });
    if (m_edits)
        applyEdits(m_run);
    else
        applyMigration(m_run);
}

void ReviewPage::cancel()
{
    if (!m_run)
        return;
    m_run->cancelled = true;
    if (m_state == State::Applying)
        m_progress->setText(tr("Cancelling…"));
}

void ReviewPage::applyEdits(const std::shared_ptr<Run> &run)
{
    const QPointer<ReviewPage> page(this);
    ApplyRequest request {.proposal = m_content.proposal, .keepHistory = m_keep->isChecked()};
    request.isCancelled = [run] { return run->cancelled.load(); };
    request.observer = [page, run](qsizetype statement) {
        QMetaObject::invokeMethod(
            qApp,
            [page, statement] {
                if (page)
                    page->noteStatement(0, statement);
            },
            Qt::QueuedConnection);
        return !run->cancelled;
    };
    m_worker
        ->run([context = m_database.context(), request](
                  Executor &) { return applySchemaChange(context, request); })
        .then(this, [this](const Result<AppliedChange> &applied) { finish(applied); });
}

void ReviewPage::applyMigration(const std::shared_ptr<Run> &run)
{
    const QPointer<ReviewPage> page(this);
    MigrateRequest request {.direction = m_wish.down ? Direction::Downgrade : Direction::Upgrade,
        .target = m_wish.target,
        .acceptLosses = m_wish.acceptLosses};
    request.observer = [page, run](const MigrationProgress &progress) {
        if (progress.statement) {
            QMetaObject::invokeMethod(
                qApp,
                [page, step = progress.stepIndex, statement = progress.statementIndex] {
                    if (page)
                        page->noteStatement(step, statement);
                },
                Qt::QueuedConnection);
        }
        return !run->cancelled;
    };
    QStringList shown;
    for (const MigrationStep &step : std::as_const(m_content.steps))
        shown.append(toScript(step.plan));
    m_worker
        ->run(
            [context = m_database.context(), request, shown](Executor &) -> Result<AppliedChange> {
                const Result<QList<MigrationStep>> now = planMigration(context, request);
                if (!now)
                    return joinery::fail(now.error());
                QStringList scripts;
                for (const MigrationStep &step : *now)
                    scripts.append(toScript(step.plan));
                if (scripts != shown)
                    return joinery::fail(ErrorCode::Conflict,
                        tr("Other statements would run than those shown; nothing was changed"),
                        tr("look at them again, then apply them"));
                const Result<MigrateOutcome> outcome = migrateDatabase(context, request);
                if (!outcome)
                    return joinery::fail(outcome.error());
                return AppliedChange {.decisions = outcome->report.decisions,
                    .project = context.project,
                    .revision = outcome->report.revisions.value(0),
                    .backup = outcome->backup};
            })
        .then(this, [this](const Result<AppliedChange> &applied) { finish(applied); });
}

void ReviewPage::noteStatement(qsizetype step, qsizetype statement)
{
    if (m_state != State::Applying || step >= m_content.statementCards.size()
        || statement >= m_content.statementCards[step].size())
        return;
    endStatement({});
    m_step = step;
    m_statement = statement;
    m_clock.start();
    const qsizetype card = m_content.statementCards[step][statement];
    for (qsizetype i = 0; i < card; ++i)
        m_cards[i]->setProgress(ChangeCard::Progress::Done);
    m_cards[card]->setProgress(ChangeCard::Progress::Running);
    m_scroll->ensureWidgetVisible(m_cards[card]);
    qsizetype done = statement;
    qsizetype total = 0;
    for (qsizetype i = 0; i < m_content.statements.size(); ++i) {
        total += m_content.statements[i].size();
        done += i < step ? m_content.statements[i].size() : 0;
    }
    m_progress->setText(tr("Statement %1 of %2").arg(done + 1).arg(total));
    if (m_task)
        m_task->setProgress(done, total);
}

void ReviewPage::endStatement(const QString &error)
{
    if (m_statement < 0)
        return;
    m_database.workbench().log().append({.source = StatementSource::Workbench,
        .database = m_database.name(),
        .sql = m_content.statements[m_step][m_statement].sql,
        .milliseconds = m_clock.elapsed(),
        .error = error});
}

void ReviewPage::finish(const Result<AppliedChange> &applied)
{
    if (m_task)
        m_task->finish();
    m_run.reset();
    m_progress->clear();
    if (!applied) {
        showFailure(applied.error());
        return;
    }
    if (applied->isRefused()) {
        m_content.open = applied->decisions;
        showCards();
        setState(State::Shown);
        showNotice();
        return;
    }
    endStatement({});
    for (ChangeCard *card : std::as_const(m_cards))
        card->setProgress(ChangeCard::Progress::Done);
    setState(State::Applied);
    offerWayBack(*applied);
    if (!applied->project.folder.isEmpty() && m_edits)
        m_database.setProject(applied->project);
    else
        m_database.refresh();
    if (m_edits)
        m_edits->finish();
    else if (m_database.hasSchemaEdits())
        m_database.schemaEdits().reload();
    Q_EMIT m_database.rowsChanged({});
    Q_EMIT m_database.workbench().navigator().say(tr("Applied to %1").arg(m_database.name()));
}

void ReviewPage::offerWayBack(const AppliedChange &applied)
{
    const bool back = !m_edits && m_wish.down;
    QString text = back ? tr("Taken back.") : tr("Applied.");
    if (!applied.revision.isEmpty())
        text += u' ' + tr("Revision %1.").arg(applied.revision);
    if (!applied.backup.isEmpty())
        text += u' ' + tr("The database as it was: %1").arg(applied.backup);
    say(int(Banner::Kind::Info), text);
    Navigator *navigator = &m_database.workbench().navigator();
    if (applied.project.folder.isEmpty())
        return;
    m_banner->addButton(tr("History"), [=, this] { Q_EMIT navigator->showHistory(&m_database); });
    if (m_edits)
        m_banner->addButton(tr("Take it back…"),
            [=, this] { Q_EMIT navigator->showMigration(&m_database, u"-1"_s, true); });
}

void ReviewPage::showFailure(const Error &error)
{
    endStatement(error.message);
    setState(State::Shown);
    QString text = bannerText(error);
    if (!text.contains(u"nothing was changed"_s))
        text += u'\n' + tr("Nothing was changed.");
    const bool cancelled = error.code == ErrorCode::Interrupted;
    for (ChangeCard *card : std::as_const(m_cards))
        card->setProgress(ChangeCard::Progress::Waiting);
    if (m_statement >= 0 && !cancelled) {
        ChangeCard *card = m_cards[m_content.statementCards[m_step][m_statement]];
        const QString words = error.driverText.isEmpty() ? error.message : error.driverText;
        const QString statement = error.statement.isEmpty()
            ? m_content.statements[m_step][m_statement].sql
            : error.statement;
        card->setProgress(ChangeCard::Progress::Failed, words + u"\n\n"_s + statement);
        m_scroll->ensureWidgetVisible(card);
    }
    say(int(cancelled ? Banner::Kind::Info : Banner::Kind::Danger), text, bannerDetails(error));
    m_banner->addButton(tr("Look again"), [this] {
        m_database.refresh();
        if (m_edits)
            m_edits->reload();
        work();
    });
}

} // namespace joinery
