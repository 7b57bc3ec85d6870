// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/previewpanel.h"

#include "ui/widgets/codeview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/opendatabase.h"
#include "ui/workspace/schemaedits.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int problemRole = Qt::UserRole;

/// The sign of an operation by what it does: told apart without colours too.
QIcon iconOf(const Operation &operation)
{
    const QString kind = kindOf(operation);
    if (kind.startsWith(u"add_") || kind.startsWith(u"create_"))
        return icon(u"add"_s, ColorToken::Success);
    if (kind.startsWith(u"drop_"))
        return icon(u"remove"_s, ColorToken::Danger);
    return icon(u"edit"_s, ColorToken::Link);
}

QTreeWidgetItem *line(const QString &text, const QIcon &sign)
{
    auto *item = new QTreeWidgetItem({text});
    item->setIcon(0, sign);
    item->setToolTip(0, text);
    return item;
}

} // namespace

PreviewPanel::PreviewPanel(SchemaEdits &edits, QWidget *parent)
    : QWidget(parent)
    , m_edits(edits)
    , m_summary(new QLabel(this))
    , m_review(new QPushButton(icon(u"commit"_s), tr("Review changes…"), this))
    , m_list(new QTreeWidget(this))
    , m_sql(new CodeView(CodeLanguage::Sql, this))
{
    m_list->setHeaderHidden(true);
    m_list->setWordWrap(true);
    m_list->setRootIsDecorated(false);
    m_list->setAccessibleName(tr("What will change"));
    m_list->setUniformRowHeights(false);
    m_sql->setReadOnly(true);
    m_sql->setName(tr("SQL that will run"));
    m_sql->setLineNumbersVisible(false);
    m_review->setToolTip(tr("Ctrl+S"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(8, 6, 8, 6);
    head->addWidget(m_summary, 1);
    head->addWidget(m_review);
    auto *sides = new QSplitter(this);
    sides->addWidget(m_list);
    sides->addWidget(m_sql);
    sides->setStretchFactor(0, 1);
    sides->setStretchFactor(1, 1);
    sides->setSizes({1000, 1000});
    sides->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(sides, 1);
    connect(m_review, &QPushButton::clicked, this, &PreviewPanel::reviewWanted);
    connect(m_list, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        bool isProblem = false;
        const int number = item->data(0, problemRole).toInt(&isProblem);
        if (isProblem && number < m_edits.analysis().problems.size())
            Q_EMIT problemChosen(m_edits.analysis().problems[number]);
    });
    connect(m_list, &QTreeWidget::itemClicked, m_list, &QTreeWidget::itemActivated);
    connect(&m_edits, &SchemaEdits::analysed, this, &PreviewPanel::update);
    connect(&m_edits, &SchemaEdits::counted, this, &PreviewPanel::update);
    connect(&m_edits, &SchemaEdits::loaded, this, &PreviewPanel::update);
    update();
}

void PreviewPanel::updateSummary()
{
    const EditAnalysis &analysis = m_edits.analysis();
    const int count = int(analysis.operations.size());
    if (m_edits.state() == SchemaEdits::State::Loading)
        m_summary->setText(tr("Reading the schema…"));
    else if (count == 0 && !analysis.error)
        m_summary->setText(
            tr("No changes yet: what you change above is shown here as it will run."));
    else if (m_edits.findings().isEmpty())
        m_summary->setText(count == 1 ? tr("1 change") : tr("%1 changes").arg(count));
    else
        m_summary->setText(count == 1
                ? tr("1 change, %1 to decide").arg(m_edits.findings().size())
                : tr("%1 changes, %2 to decide").arg(count).arg(m_edits.findings().size()));
    m_summary->setWordWrap(true);
    m_review->setEnabled(m_edits.isDirty() && !m_edits.database().isReadOnly());
}

void PreviewPanel::addProblems()
{
    const QList<SchemaProblem> &problems = m_edits.analysis().problems;
    for (qsizetype i = 0; i < problems.size(); ++i) {
        const SchemaProblem &problem = problems[i];
        QTreeWidgetItem *item = line(tr("%1: %2").arg(problem.object, problem.message),
            icon(problem.serious ? u"error"_s : u"warning"_s,
                problem.serious ? ColorToken::Danger : ColorToken::Warning));
        item->setData(0, problemRole, i);
        m_list->addTopLevelItem(item);
    }
}

void PreviewPanel::update()
{
    const EditAnalysis &analysis = m_edits.analysis();
    m_list->clear();
    if (m_edits.state() == SchemaEdits::State::Failed)
        m_list->addTopLevelItem(
            line(m_edits.error().message, icon(u"error"_s, ColorToken::Danger)));
    addProblems();
    if (analysis.error)
        m_list->addTopLevelItem(
            line(analysis.error->message, icon(u"error"_s, ColorToken::Danger)));
    for (qsizetype i = 0; i < analysis.operations.size(); ++i) {
        m_list->addTopLevelItem(line(analysis.words[i], iconOf(analysis.operations[i])));
        for (const Decision &finding : m_edits.findings()) {
            if (finding.operations.value(0, -1) == i)
                m_list->addTopLevelItem(
                    line(u"    "_s + finding.message, icon(u"warning"_s, ColorToken::Warning)));
        }
    }
    if (!m_edits.notCountedBecause().isEmpty())
        m_list->addTopLevelItem(
            line(tr("The rows were not looked at: %1").arg(m_edits.notCountedBecause()),
                icon(u"info"_s, ColorToken::Link)));
    const QString sql = toScript(analysis.plan);
    if (m_sql->text() != sql)
        m_sql->setText(sql);
    updateSummary();
}

} // namespace joinery
