// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/statementlog/statementlogpanel.h"

#include "ui/statementlog/statementlogmodel.h"
#include "ui/widgets/codeview.h"
#include "ui/widgets/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace joinery {

StatementLogPanel::StatementLogPanel(Workbench &workbench, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_model(new StatementLogModel(workbench.log(), this))
    , m_found(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit(this))
    , m_view(new QTableView(this))
    , m_code(new CodeView(CodeLanguage::Sql, this))
    , m_copy(addButton(u"copy"_s, tr("Copy")))
    , m_open(addButton(u"sql"_s, tr("Open in an SQL page")))
    , m_clear(addButton(u"delete"_s, tr("Clear")))
{
    m_found->setSourceModel(m_model);
    m_found->setFilterKeyColumn(-1);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_view->setModel(m_found);
    layOut();
    connect(
        m_filter, &QLineEdit::textChanged, m_found, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_found, &QAbstractItemModel::rowsInserted, this, &StatementLogPanel::follow);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &StatementLogPanel::showCurrent);
    connect(m_found, &QAbstractItemModel::modelReset, this, &StatementLogPanel::showCurrent);
    connect(m_copy, &QAbstractButton::clicked, this, [this] {
        if (const auto logged = current())
            QGuiApplication::clipboard()->setText(logged->sql);
    });
    connect(m_open, &QAbstractButton::clicked, this, [this] {
        const auto logged = current();
        for (OpenDatabase *database : m_workbench.databases()) {
            if (logged && database->name() == logged->database)
                return m_workbench.navigator().showSql(database, logged->sql);
        }
    });
    connect(m_clear, &QAbstractButton::clicked, &m_workbench.log(), &StatementLog::clear);
    showCurrent();
}

QAbstractButton *StatementLogPanel::addButton(const QString &iconName, const QString &text)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setIcon(icon(iconName));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void StatementLogPanel::layOut()
{
    m_filter->setPlaceholderText(tr("Filter the statements"));
    m_filter->setAccessibleName(tr("Filter the statements"));
    m_filter->setClearButtonEnabled(true);
    m_view->setAccessibleName(tr("Statement log"));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setAlternatingRowColors(true);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    QHeaderView *header = m_view->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const int letter = fontMetrics().averageCharWidth();
    const std::pair<int, int> widths[] {{StatementLogModel::Time, 12},
        {StatementLogModel::Source, 13}, {StatementLogModel::Database, 20},
        {StatementLogModel::Sql, 70}, {StatementLogModel::Duration, 13},
        {StatementLogModel::Rows, 12}, {StatementLogModel::ErrorText, 40}};
    for (const auto &[column, letters] : widths)
        m_view->setColumnWidth(column, letters * letter);
    header->setSectionResizeMode(StatementLogModel::Sql, QHeaderView::Stretch);
    m_code->setName(tr("The whole statement"));
    m_code->setReadOnly(true);
    m_code->setWrapping(true);
    m_code->setLineNumbersVisible(false);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(4, 4, 4, 4);
    line->addWidget(m_filter, 1);
    for (QAbstractButton *button : {m_copy, m_open, m_clear})
        line->addWidget(button);
    auto *halves = new QSplitter(Qt::Horizontal, this);
    halves->addWidget(m_view);
    halves->addWidget(m_code);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(halves, 1);
}

std::optional<LoggedStatement> StatementLogPanel::current() const
{
    const QModelIndex index = m_found->mapToSource(m_view->currentIndex());
    return index.isValid() ? std::optional(m_model->entry(index.row())) : std::nullopt;
}

void StatementLogPanel::showCurrent()
{
    const auto logged = current();
    m_copy->setEnabled(logged.has_value());
    m_open->setEnabled(logged.has_value());
    QString text = logged ? logged->sql : QString();
    if (logged && !logged->error.isEmpty())
        text += u"\n\n-- "_s + QString(logged->error).replace(u'\n', u"\n-- "_s);
    m_code->setText(text);
}

/// The newest stays in sight, unless one has gone up to read an older one.
void StatementLogPanel::follow()
{
    const QScrollBar *bar = m_view->verticalScrollBar();
    if (bar->value() >= bar->maximum() - bar->singleStep())
        QMetaObject::invokeMethod(m_view, &QTableView::scrollToBottom, Qt::QueuedConnection);
}

} // namespace joinery
