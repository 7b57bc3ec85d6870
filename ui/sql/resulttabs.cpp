// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resulttabs.h"

#include "ui/sql/plantree.h"
#include "ui/sql/resultpane.h"
#include "ui/sql/statementat.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/theme.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace joinery {

ResultTabs::ResultTabs(QWidget *parent)
    : QTabWidget(parent)
    , m_summary(new SummaryModel(this))
    , m_summaryView(new QTableView(this))
{
    setDocumentMode(true);
    setAccessibleName(tr("Results"));
    m_summaryView->setModel(m_summary);
    m_summaryView->setAccessibleName(tr("Statements that ran"));
    m_summaryView->setFrameShape(QFrame::NoFrame);
    m_summaryView->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_summaryView->setShowGrid(false);
    m_summaryView->setTabKeyNavigation(false);
    m_summaryView->setWordWrap(false);
    m_summaryView->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    QHeaderView *header = m_summaryView->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(SummaryModel::Statement, QHeaderView::Stretch);
    header->setSectionResizeMode(SummaryModel::Outcome, QHeaderView::Stretch);
    connect(m_summaryView, &QTableView::activated, this,
        [this](const QModelIndex &index) { Q_EMIT statementChosen(index.row()); });
    connect(m_summaryView, &QTableView::clicked, this,
        [this](const QModelIndex &index) { Q_EMIT statementChosen(index.row()); });
    addTab(m_summaryView, icon(u"log"_s), tr("Summary"));
}

void ResultTabs::drop()
{
    m_panes.clear();
    m_first = nullptr;
    while (count() > 1) {
        QWidget *page = widget(count() - 1);
        removeTab(count() - 1);
        page->deleteLater();
    }
}

void ResultTabs::begin(const QList<SqlJob> &jobs)
{
    drop();
    m_jobs = jobs;
    m_summary->setJobs(jobs);
    setCurrentIndex(0);
}

void ResultTabs::setRunning(int index)
{
    m_summary->setRunning(index);
}

QString ResultTabs::tabTitle(int index) const
{
    const QString words = oneLineOf(m_jobs.at(index).sql, 28);
    // A tab takes "&" for the mark of a shortcut.
    return QString(m_jobs.size() > 1 ? tr("%1: %2").arg(index + 1).arg(words) : words)
        .replace(u'&', u"&&"_s);
}

void ResultTabs::setColumns(int index, const QStringList &columns)
{
    ResultPane *known = m_panes.value(index);
    if (!known && m_panes.size() >= mostTabs)
        return;
    if (!known) {
        known = new ResultPane(m_jobs.at(index).sql, this);
        m_panes.insert(index, known);
        connect(known, &ResultPane::moreWanted, this,
            [this, index](const QString &sql, qint64 skip, qint64 limit) {
                Q_EMIT moreWanted(index, sql, skip, limit);
            });
        connect(known, &ResultPane::exportWanted, this, &ResultTabs::exportWanted);
        connect(known, &ResultPane::said, this, &ResultTabs::said);
        const int at = addTab(known, icon(u"table"_s), tabTitle(index));
        setTabToolTip(at, m_jobs.at(index).sql.left(2000));
        if (!m_first) {
            m_first = known;
            setCurrentWidget(known);
        }
    }
    known->setColumns(columns);
}

void ResultTabs::append(int index, const RowChunkPtr &rows)
{
    if (ResultPane *known = m_panes.value(index))
        known->append(rows);
}

void ResultTabs::setOutcome(int index, const SqlOutcome &outcome)
{
    m_summary->setOutcome(index, outcome);
    if (ResultPane *known = m_panes.value(index))
        known->setOutcome(outcome);
    if (outcome.error)
        showError(index, outcome);
}

void ResultTabs::showError(int index, const SqlOutcome &outcome)
{
    auto *page = new QWidget(this);
    auto *banner = new Banner(
        outcome.error->code == ErrorCode::Interrupted ? Banner::Kind::Info : Banner::Kind::Danger,
        page);
    banner->setText(bannerText(*outcome.error), bannerDetails(*outcome.error));
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(banner);
    layout->addStretch(1);
    const int at = addTab(page, icon(u"error"_s, ColorToken::Danger), tabTitle(index));
    setTabToolTip(at, m_jobs.at(index).sql.left(2000));
    m_first = page;
}

void ResultTabs::end()
{
    m_summary->endRun();
    // Several statements: their summary says what is where; one: what it gave.
    if (m_first && (m_jobs.size() == 1 || m_first != m_panes.value(0)))
        setCurrentWidget(m_first);
}

void ResultTabs::showPlan(const QString &sql, const RowStore &rows)
{
    drop();
    m_jobs = {{.sql = sql}};
    m_summary->setJobs({});
    auto *tree = new PlanTree(this);
    tree->setRows(rows);
    addTab(tree, icon(u"schema"_s), tr("Query plan"));
    setCurrentWidget(tree);
}

void ResultTabs::setBusy(bool busy)
{
    for (ResultPane *known : std::as_const(m_panes))
        known->setBusy(busy);
}

} // namespace joinery
