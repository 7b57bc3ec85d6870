// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcutspage.h"

#include "ui/widgets/theme.h"

#include <QAction>
#include <QBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Keys that widgets handle themselves and no menu shows.
QList<std::pair<QString, QString>> otherKeys()
{
    return {{ShortcutsPage::tr("Rows: edit the cell"), u"F2, Enter"_s},
        {ShortcutsPage::tr("Rows: set the cell to NULL"), u"Alt+Del"_s},
        {ShortcutsPage::tr("Rows: new row"), u"Insert, Ctrl+I"_s},
        {ShortcutsPage::tr("Rows: duplicate the row"), u"Ctrl+D"_s},
        {ShortcutsPage::tr("Rows: empty cells, or delete selected rows"), u"Del"_s},
        {ShortcutsPage::tr("Rows: copy; copy with headers; copy as INSERT"),
            u"Ctrl+C, Ctrl+Shift+C, Ctrl+Alt+C"_s},
        {ShortcutsPage::tr("Rows: select the column; the row"), u"Ctrl+Space, Shift+Space"_s},
        {ShortcutsPage::tr("Rows: first and last row"), u"Ctrl+Home, Ctrl+End"_s},
        {ShortcutsPage::tr("Rows: back after following a key"), u"Alt+Left"_s},
        {ShortcutsPage::tr("Designer: move the column"), u"Alt+Up, Alt+Down"_s},
        {ShortcutsPage::tr("Designer: add a column; remove it"), u"Insert, Del"_s},
        {ShortcutsPage::tr("SQL: complete the word"), u"Ctrl+Space"_s},
        {ShortcutsPage::tr("SQL: comment the lines"), u"Ctrl+/"_s},
        {ShortcutsPage::tr("SQL: find again; find backwards"), u"F3, Shift+F3"_s}};
}

QString keysOf(const QAction &action)
{
    QStringList keys;
    for (const QKeySequence &each : action.shortcuts())
        keys.append(each.toString(QKeySequence::NativeText));
    return keys.join(u", "_s);
}

} // namespace

ShortcutsPage::ShortcutsPage(const QList<QAction *> &actions, QWidget *parent)
    : Page(parent)
    , m_filter(new QLineEdit(this))
    , m_list(new QTreeWidget(this))
{
    m_filter->setPlaceholderText(tr("Search commands and keys"));
    m_filter->setAccessibleName(tr("Search commands and keys"));
    m_filter->setClearButtonEnabled(true);
    m_list->setHeaderLabels({tr("Command"), tr("Keys")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAccessibleName(tr("Commands and their keys"));
    for (const QAction *action : actions) {
        if (const QString keys = keysOf(*action); !keys.isEmpty()) {
            auto *item
                = new QTreeWidgetItem(m_list, {action->text().remove(u'&').remove(u'…'), keys});
            item->setIcon(0, action->icon());
        }
    }
    for (const auto &[text, keys] : otherKeys())
        new QTreeWidgetItem(m_list, {text, keys});
    m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    auto *all = new QVBoxLayout(this);
    all->addWidget(m_filter);
    all->addWidget(m_list);
    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutsPage::filter);
    setFocusProxy(m_filter);
}

void ShortcutsPage::filter(const QString &text)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem *item = m_list->topLevelItem(i);
        item->setHidden(!item->text(0).contains(text, Qt::CaseInsensitive)
            && !item->text(1).contains(text, Qt::CaseInsensitive));
    }
}

} // namespace joinery
