// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultpane.h"

#include "ui/sql/summarymodel.h"
#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/tsv.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QLocale>
#include <QMenu>
#include <QToolButton>

#include <set>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qint64 moreRows = 10000;
constexpr qsizetype mostCopiedCells = 500000;

GridView *makeView(QAbstractItemModel *model, QWidget *parent)
{
    auto *view = new GridView(parent);
    view->setModel(model);
    view->setFrameShape(QFrame::NoFrame);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    view->setAccessibleName(ResultPane::tr("Result"));
    return view;
}

} // namespace

ResultPane::ResultPane(const QString &sql, QWidget *parent)
    : QWidget(parent)
    , m_sql(sql)
    , m_model(new ResultModel(this))
    , m_view(makeView(m_model, this))
    , m_status(new QLabel(this))
    , m_more(addButton(tr("Fetch more"), u"down"_s))
    , m_all(addButton(tr("Fetch all"), u"down"_s))
    , m_copy(addButton(tr("Copy"), u"copy"_s))
    , m_export(addButton(tr("Export…"), u"export"_s))
{
    auto *line = new QHBoxLayout;
    line->setContentsMargins(6, 2, 6, 2);
    line->addWidget(m_status, 1);
    for (QAbstractButton *button : {m_more, m_all, m_copy, m_export})
        line->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_view, 1);
    setFocusProxy(m_view);
    const auto wantMore
        = [this](qint64 limit) { Q_EMIT moreWanted(m_sql, m_model->rowCount(), limit); };
    connect(m_more, &QAbstractButton::clicked, this, [wantMore] { wantMore(moreRows); });
    connect(m_all, &QAbstractButton::clicked, this, [wantMore] { wantMore(-1); });
    connect(m_model, &ResultModel::moreWanted, this, [wantMore] { wantMore(moreRows); });
    connect(m_view, &GridView::visibleRowsChanged, this, [this](int, int last) {
        if (last >= m_model->rowCount() - 1 && m_model->canFetchMore({}))
            m_model->fetchMore({});
    });
    connect(m_copy, &QAbstractButton::clicked, this, [this] { copy(false); });
    connect(m_export, &QAbstractButton::clicked, this, [this] { Q_EMIT exportWanted(m_sql); });
    connect(m_view, &QWidget::customContextMenuRequested, this, &ResultPane::showMenu);
    auto *copyCells = new QAction(m_view);
    copyCells->setShortcut(QKeySequence::Copy);
    copyCells->setShortcutContext(Qt::WidgetShortcut);
    connect(copyCells, &QAction::triggered, this, [this] { copy(false); });
    auto *selectAll = new QAction(m_view);
    selectAll->setShortcut(QKeySequence::SelectAll);
    selectAll->setShortcutContext(Qt::WidgetShortcut);
    connect(selectAll, &QAction::triggered, m_view, &QAbstractItemView::selectAll);
    m_view->addAction(selectAll);
    auto *copyWithHeaders = new QAction(m_view);
    copyWithHeaders->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    copyWithHeaders->setShortcutContext(Qt::WidgetShortcut);
    connect(copyWithHeaders, &QAction::triggered, this, [this] { copy(true); });
    m_view->addActions({copyCells, copyWithHeaders});
    updateButtons();
}

QAbstractButton *ResultPane::addButton(const QString &text, const QString &iconName)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setIcon(icon(iconName));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void ResultPane::setColumns(const QStringList &columns)
{
    m_model->setColumns(columns);
    m_fitted = false;
    fitColumns();
}

void ResultPane::append(const RowChunkPtr &rows)
{
    m_model->append(rows);
    if (!m_fitted) {
        fitColumns();
        m_fitted = true;
    }
    m_status->setText(tr("%1 rows…").arg(QLocale().toString(m_model->rowCount())));
}

void ResultPane::fitColumns()
{
    constexpr int mostMeasured = 60; // measuring hundreds of columns would be felt
    const int widest = m_view->fontMetrics().averageCharWidth() * 48;
    const int columns = std::min(m_model->columnCount(), mostMeasured);
    for (int i = 0; i < columns; ++i) {
        m_view->fitColumn(i);
        if (m_view->header()->sectionSize(i) > widest)
            m_view->header()->resizeSection(i, widest);
    }
}

void ResultPane::setOutcome(const SqlOutcome &outcome)
{
    m_outcome = outcome;
    SqlOutcome whole = outcome;
    whole.rows = m_model->rowCount();
    QString text = outcome.error
        ? tr("%1 rows, then: %2").arg(QLocale().toString(whole.rows), outcome.error->message)
        : tr("%1 · %2").arg(outcomeText(whole), durationText(outcome.milliseconds));
    if (outcome.isFull)
        text += u" · "_s + tr("more do not fit here; an export has them all");
    m_status->setText(text);
    m_model->setHasMore(outcome.hasMore && !outcome.isFull && !m_busy);
    updateButtons();
}

void ResultPane::setBusy(bool busy)
{
    m_busy = busy;
    m_model->setHasMore(m_outcome.hasMore && !m_outcome.isFull && !busy);
    updateButtons();
}

void ResultPane::updateButtons()
{
    const bool more = m_outcome.hasMore && !m_outcome.isFull;
    m_more->setVisible(more);
    m_all->setVisible(more);
    m_more->setEnabled(!m_busy);
    m_all->setEnabled(!m_busy);
}

void ResultPane::copy(bool withHeaders)
{
    std::set<int> rows, columns;
    for (const QItemSelectionRange &range : m_view->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.insert(row);
        for (int column = range.left(); column <= range.right(); ++column)
            columns.insert(column);
    }
    if (rows.empty()) { // nothing chosen: everything
        for (int row = 0; row < m_model->rowCount(); ++row)
            rows.insert(rows.end(), row);
        for (int column = 0; column < m_model->columnCount(); ++column)
            columns.insert(column);
    }
    if (qsizetype(rows.size() * columns.size()) > mostCopiedCells) {
        Q_EMIT said(tr("That is too much for the clipboard: export it instead."));
        return;
    }
    QStringList lines;
    if (withHeaders) {
        QStringList fields;
        for (const int column : columns)
            fields.append(tsvCell(m_model->columns().value(column)));
        lines.append(fields.join(u'\t'));
    }
    for (const int row : rows) {
        QStringList fields;
        for (const int column : columns)
            fields.append(tsvCell(m_model->value(m_model->index(row, column))));
        lines.append(fields.join(u'\t'));
    }
    // One cell is copied as it is; rows of a spreadsheet end in line breaks.
    const bool one = lines.size() == 1 && columns.size() == 1;
    QGuiApplication::clipboard()->setText(lines.join(u'\n') + (one ? u""_s : u"\n"_s));
    Q_EMIT said(rows.size() == 1
            ? tr("1 row copied")
            : tr("%1 rows copied").arg(QLocale().toString(qulonglong(rows.size()))));
}

void ResultPane::showMenu(const QPoint &position)
{
    auto *menu = new QMenu(m_view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(u"copy"_s), tr("Copy"), this, [this] { copy(false); });
    menu->addAction(tr("Copy with headers"), this, [this] { copy(true); });
    menu->addSeparator();
    menu->addAction(icon(u"export"_s), tr("Export…"), this, [this] { Q_EMIT exportWanted(m_sql); });
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

} // namespace joinery
