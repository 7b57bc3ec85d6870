// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/historylist.h"

#include "ui/sql/queryhistory.h"
#include "ui/widgets/theme.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>

using namespace Qt::StringLiterals;

namespace joinery {

HistoryList::HistoryList(QueryHistory &history, QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit(this))
    , m_view(new QListView(this))
    , m_found(new QSortFilterProxyModel(this))
{
    m_filter->setPlaceholderText(tr("Search the history"));
    m_filter->setAccessibleName(tr("Search the history"));
    m_filter->setClearButtonEnabled(true);
    m_found->setSourceModel(&history);
    m_found->setFilterRole(QueryHistory::SqlRole);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_view->setModel(m_found);
    m_view->setAccessibleName(tr("Query history"));
    m_view->setUniformItemSizes(true);
    m_view->setAlternatingRowColors(true);
    m_view->setTextElideMode(Qt::ElideRight);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *insert = new QPushButton(icon(u"paste"_s), tr("Insert"), this);
    auto *run = new QPushButton(icon(u"run"_s), tr("Run again"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(insert);
    buttons->addWidget(run);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_filter);
    layout->addWidget(m_view, 1);
    layout->addLayout(buttons);
    connect(
        m_filter, &QLineEdit::textChanged, m_found, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_view, &QListView::activated, this, [this] { Q_EMIT insertWanted(currentSql()); });
    const auto updateButtons = [this, insert, run] {
        const bool any = m_view->currentIndex().isValid();
        insert->setEnabled(any);
        run->setEnabled(any);
    };
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, updateButtons);
    connect(insert, &QPushButton::clicked, this, [this] { Q_EMIT insertWanted(currentSql()); });
    connect(run, &QPushButton::clicked, this, [this] { Q_EMIT runWanted(currentSql()); });
    updateButtons();
}

QString HistoryList::currentSql() const
{
    return m_view->currentIndex().data(QueryHistory::SqlRole).toString();
}

} // namespace joinery
