// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/reviewpage.h"

#include "joinery/migration/decisionflags.h"
#include "ui/review/decisionbox.h"
#include "ui/review/reviewrun.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/codeview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/schemaedits.h"
#include "ui/workspace/workbench.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int debounceMs = 100;

enum Tab
{
    Up,
    Down,
    File
};

/// So that a card does not lose its place: what belongs to no card stands above them.
constexpr qsizetype above = -1;

} // namespace

ReviewPage::ReviewPage(OpenDatabase &database, QWidget *parent)
    : Page(parent)
    , m_database(database)
    , m_edits(&database.schemaEdits())
{
    build();
    connect(m_edits, &SchemaEdits::changed, this, [this] { m_soon.start(); });
    connect(m_edits, &SchemaEdits::loaded, this, [this] { m_soon.start(); });
    connect(m_edits, &SchemaEdits::analysed, this, [this] {
        // An analysis of what was applied may come in late.
        if (m_state != State::Applied || m_edits->isFinishing() || !m_edits->isAnalysed()
            || !m_edits->isDirty())
            return;
        m_state = State::Shown; // what was applied is over: there are new edits
        m_answers.clear();
        m_message->clear();
        m_message->setModified(false);
        work();
    });
    work();
}

ReviewPage::ReviewPage(OpenDatabase &database, const MigrationWish &wish, QWidget *parent)
    : Page(parent)
    , m_database(database)
    , m_wish(wish)
{
    build();
    connect(&m_database, &OpenDatabase::standingChanged, this, [this] { m_soon.start(); });
    work();
}

ReviewPage::~ReviewPage()
{
    cancel();
}

void ReviewPage::build()
{
    m_worker = m_database.connectTo(Access::Look);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        if (m_state == State::Shown)
            showCards(); // their colours are those of the theme
    });
    m_soon.setSingleShot(true);
    m_soon.setInterval(debounceMs);
    connect(&m_soon, &QTimer::timeout, this, &ReviewPage::work);
    m_banner = new Banner(Banner::Kind::Info, this);
    m_banner->hide();
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setAccessibleName(tr("Changes"));
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Exact texts"));
    for (const auto &[name, title, language] :
        {std::tuple {tr("SQL that will run"), tr("SQL up"), CodeLanguage::Sql},
            std::tuple {tr("SQL that takes it back"), tr("SQL down"), CodeLanguage::Sql},
            std::tuple {tr("Revision file"), tr("Revision file"), CodeLanguage::Yaml}}) {
        auto *text = new CodeView(language, this);
        text->setReadOnly(true);
        text->setName(name);
        m_texts.append(text);
        m_tabs->addTab(text, title);
    }
    auto *sides = new QSplitter(this);
    sides->addWidget(m_scroll);
    sides->addWidget(m_tabs);
    sides->setStretchFactor(0, 1);
    sides->setStretchFactor(1, 1);
    sides->setSizes({1000, 1000});
    sides->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(makeHead());
    layout->addWidget(sides, 1);
    layout->addWidget(makeFoot());
}

QWidget *ReviewPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *line = new QHBoxLayout(head);
    m_message = new QLineEdit(head);
    m_message->setObjectName(u"message"_s);
    m_message->setAccessibleName(tr("Message"));
    auto *label = new QLabel(tr("Message"), head);
    label->setBuddy(m_message);
    line->addWidget(label);
    line->addWidget(m_message, 1);
    head->setVisible(m_edits != nullptr);
    connect(m_message, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_content.proposal.revision.message = text;
        showText(File, contentOf(m_content.proposal, m_keep->isChecked()).file);
    });
    return head;
}

QWidget *ReviewPage::makeFoot()
{
    auto *foot = new QWidget(this);
    auto *line = new QHBoxLayout(foot);
    m_keep = new QCheckBox(tr("Keep history"), foot);
    m_keep->setChecked(true);
    m_keep->setToolTip(
        tr("Makes a folder beside the database with every change, so that each can be taken back"));
    m_keep->setVisible(m_edits && !m_database.hasProject());
    m_progress = new QLabel(foot);
    m_progress->setWordWrap(true);
    m_cancel = new QPushButton(icon(u"stop"_s), tr("Cancel"), foot);
    m_apply = new QPushButton(icon(u"commit"_s), tr("Apply"), foot);
    m_apply->setToolTip(tr("Ctrl+S"));
    m_cancel->hide();
    line->addWidget(m_keep);
    line->addWidget(m_progress, 1);
    line->addWidget(m_cancel);
    line->addWidget(m_apply);
    connect(m_keep, &QCheckBox::toggled, this,
        [this] { showText(File, contentOf(m_content.proposal, m_keep->isChecked()).file); });
    connect(m_cancel, &QPushButton::clicked, this, &ReviewPage::cancel);
    connect(m_apply, &QPushButton::clicked, this, &ReviewPage::apply);
    return foot;
}

DecisionFlags ReviewPage::flags() const
{
    DecisionFlags flags;
    for (const Answer &answer : m_answers)
        std::ignore = addFlags(flags, answer.flags);
    return flags;
}

void ReviewPage::setState(State state)
{
    m_state = state;
    m_cancel->setVisible(state == State::Applying);
    m_message->setReadOnly(state != State::Shown);
    m_keep->setEnabled(state == State::Shown);
    m_apply->setEnabled(can(PageCommand::Commit));
    Q_EMIT stateChanged();
    Q_EMIT commandsChanged();
}

void ReviewPage::work()
{
    if (m_state == State::Applying || m_state == State::Applied)
        return;
    if (m_edits && m_edits->state() != SchemaEdits::State::Ready)
        return; // comes again when it is loaded
    const int number = ++m_number;
    m_keep->setVisible(m_edits && !m_database.hasProject());
    m_worker->cancel();
    setState(State::Working);
    m_progress->setText(tr("Working out what will happen…"));
    const ProjectContext context = m_database.context();
    QFuture<Result<ReviewContent>> future;
    if (m_edits) {
        const SchemaChangeOptions options {.flags = flags(), .columnOrder = analyseOrder(*m_edits)};
        future = m_worker->run([context, base = m_edits->base(), edited = m_edits->edited(),
                                   options, history = m_keep->isChecked()](Executor &live) {
            return propose(context, base, edited, options, history, live);
        });
    } else {
        future = m_worker->run(
            [context, wish = m_wish](Executor &live) { return contentOf(context, wish, live); });
    }
    future.then(this, [this, number](const Result<ReviewContent> &content) {
        if (number == m_number)
            showContent(content);
    });
}

void ReviewPage::showContent(const Result<ReviewContent> &content)
{
    m_progress->clear();
    m_failed = !content;
    if (!content) {
        m_content = {};
        showCards();
        setState(State::Shown);
        say(int(Banner::Kind::Danger), bannerText(content.error()), bannerDetails(content.error()));
        m_banner->addButton(tr("Try again"), [this] { work(); });
        if (!m_answers.isEmpty())
            m_banner->addButton(tr("Take the last decision back"), [this] {
                m_answers.removeLast();
                work();
            });
        return;
    }
    const QString typed = m_message->isModified() ? m_message->text() : QString();
    m_content = *content;
    if (!typed.isEmpty())
        m_content.proposal.revision.message = typed;
    else
        m_message->setText(m_content.message);
    showCards();
    showText(Up, m_content.up);
    showText(Down, m_content.down);
    showText(
        File, m_edits ? contentOf(m_content.proposal, m_keep->isChecked()).file : m_content.file);
    setState(State::Shown);
    showNotice();
}

void ReviewPage::showText(int tab, const QString &text)
{
    if (m_texts[tab]->text() != text)
        m_texts[tab]->setText(text);
    m_tabs->setTabVisible(tab, !text.isEmpty());
}

void ReviewPage::showCards()
{
    auto *list = new QWidget(m_scroll);
    auto *layout = new QVBoxLayout(list);
    m_cards.clear();
    QString group;
    for (qsizetype i = 0; i < m_content.cards.size(); ++i) {
        if (m_content.groups[i] != group) {
            group = m_content.groups[i];
            auto *label = new QLabel(group, list);
            label->setTextFormat(Qt::PlainText);
            label->setWordWrap(true);
            layout->addWidget(label);
        }
        auto *card = new ChangeCard(m_content.cards[i], list);
        m_cards.append(card);
        layout->addWidget(card);
    }
    addDecisions(layout);
    if (m_content.cards.isEmpty() && !m_failed) {
        auto *empty = new EmptyState(list);
        const bool records = !m_content.steps.isEmpty();
        empty->setContent(u"success"_s,
            records ? tr("Only records change") : tr("Nothing to apply"),
            m_edits ? tr("The database is what you designed.")
                    : tr("No statement runs on the database."));
        layout->addWidget(empty, 1);
    }
    layout->addStretch(1);
    // Later, and not now: the answer that led here may still be in a field's key press.
    if (QWidget *before = m_scroll->takeWidget()) {
        before->hide();
        before->deleteLater();
    }
    m_scroll->setWidget(list);
}

void ReviewPage::addDecisions(QVBoxLayout *layout)
{
    int top = 0;
    const auto place = [&](DecisionBox *box, qsizetype card) {
        if (card >= 0 && card < m_cards.size())
            m_cards[card]->addDecision(box);
        else
            layout->insertWidget(top++, box);
    };
    for (const Answer &answer : std::as_const(m_answers)) {
        auto *box = new DecisionBox(answer.decision, answer.flags, m_scroll);
        connect(box, &DecisionBox::reopened, this, &ReviewPage::reopen);
        const bool renames = answer.flags.contains(u"--rename"_s);
        place(box, renames ? above : answer.decision.operations.value(0, above));
    }
    for (const Decision &decision : std::as_const(m_content.open)) {
        Decision shown = decision;
        // Existing revisions hold their decisions; only that something goes can be accepted here.
        if (!m_edits)
            shown.flags.removeIf([this](const QString &flag) {
                return !m_wish.down
                    || !(flag.contains(accepts::dataLoss) || flag.contains(accepts::lossyCast));
            });
        auto *box = new DecisionBox(shown, m_scroll);
        connect(box, &DecisionBox::decided, this, &ReviewPage::decide);
        place(box, decision.operations.value(0, above));
    }
}

void ReviewPage::decide(const Decision &decision, const QString &flags)
{
    if (!m_edits) {
        m_wish.acceptLosses = true;
        work();
        return;
    }
    // The newest answer to a question counts.
    m_answers.removeIf([&](const Answer &answer) {
        return answer.decision.code == decision.code && answer.decision.object == decision.object;
    });
    m_answers.append({decision, flags});
    work();
}

void ReviewPage::reopen(const Decision &decision)
{
    m_answers.removeIf([&](const Answer &answer) { return answer.decision == decision; });
    work();
}

QString ReviewPage::notice() const
{
    return m_banner->isHidden() ? QString() : m_banner->text();
}

void ReviewPage::say(int kind, const QString &text, const QString &details)
{
    m_banner->clearButtons();
    m_banner->setKind(Banner::Kind(kind));
    m_banner->setText(text, details);
    m_banner->show();
}

void ReviewPage::showNotice()
{
    m_banner->hide();
    if (m_database.isReadOnly()) {
        say(int(Banner::Kind::Info), tr("The database is open for reading only."));
    } else if (m_edits && !m_content.proposal.base.atHead) {
        say(int(Banner::Kind::Warning),
            tr("Revisions wait to be applied to this database; they come first."));
        m_banner->addButton(tr("Review them"), [this] {
            Q_EMIT m_database.workbench().navigator().showMigration(&m_database, u"head"_s, false);
        });
    } else if (!m_content.open.isEmpty()) {
        const qsizetype count = m_content.open.size();
        say(int(Banner::Kind::Warning),
            count == 1 ? tr("One thing is to be decided before this can be applied.")
                       : tr("%1 things are to be decided before this can be applied.").arg(count));
    } else if (m_content.destructive) {
        say(int(Banner::Kind::Info),
            m_edits && !m_keep->isChecked() && !m_database.hasProject()
                ? tr("Values or rows go with this. The database is copied first; where to is said "
                     "when it is done.")
                : tr("Values or rows go with this. The database is copied first; the history page "
                     "puts the copy back."));
    }
    if (m_edits && m_content.proposal.base.recorded) {
        say(int(Banner::Kind::Warning),
            tr("The revisions of this database are not here, so no history can be kept. Open the "
               "project they came from, or apply without."));
        m_keep->setChecked(false);
        m_keep->setEnabled(false);
    }
}

void ReviewPage::setKeepHistory(bool keep)
{
    m_keep->setChecked(keep);
}

QString ReviewPage::title() const
{
    return m_edits ? tr("Review") : m_wish.down ? tr("Downgrade") : tr("Upgrade");
}

QString ReviewPage::iconName() const
{
    return m_edits ? u"commit"_s : m_wish.down ? u"undo"_s : u"up"_s;
}

QString ReviewPage::key() const
{
    if (m_edits)
        return u"review"_s;
    return u"migration:%1:%2"_s.arg(m_wish.down ? u"down"_s : u"up"_s, m_wish.target);
}

bool ReviewPage::can(PageCommand command) const
{
    switch (command) {
    case PageCommand::Commit: {
        const bool any = m_edits ? (!m_content.cards.isEmpty() || m_edits->isDirty())
                                 : !m_content.steps.isEmpty();
        return m_state == State::Shown && any && m_content.open.isEmpty()
            && !m_database.isReadOnly() && (!m_edits || m_content.proposal.base.atHead)
            && (!m_edits || !m_content.proposal.base.schema.isEmpty()
                || !m_content.cards.isEmpty());
    }
    case PageCommand::Stop:
        return m_state == State::Applying;
    case PageCommand::Refresh:
        return m_state != State::Applying;
    default:
        return false;
    }
}

void ReviewPage::perform(PageCommand command)
{
    switch (command) {
    case PageCommand::Commit:
        apply();
        break;
    case PageCommand::Stop:
        cancel();
        break;
    case PageCommand::Refresh:
        m_database.refresh();
        if (m_state == State::Applied)
            m_state = State::Shown;
        work();
        break;
    default:
        break;
    }
}

} // namespace joinery
