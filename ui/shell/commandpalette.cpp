// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int maxShown = 100;

bool beginsWord(const QString &text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber()
        || (text[at].isUpper() && text[at - 1].isLower());
}

} // namespace

CommandPalette::CommandPalette(QWidget *parent)
    : QFrame(parent)
    , m_input(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setAccessibleName(tr("Command palette"));
    m_input->setObjectName(u"palette"_s);
    m_input->setPlaceholderText(tr("A table, a view, a command…"));
    m_input->setAccessibleName(tr("Find anything"));
    m_list->setAccessibleName(tr("What was found"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(6, 6, 6, 6);
    all->addWidget(m_input);
    all->addWidget(m_list);
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    m_input->installEventFilter(this);
    hide();
}

void CommandPalette::open(const QList<PaletteEntry> &entries)
{
    m_entries = entries;
    m_input->clear();
    search({});
    const QWidget *over = parentWidget();
    const int width = std::min(over->width() - 20, fontMetrics().averageCharWidth() * 80);
    const int height = std::min(over->height() - 40, fontMetrics().height() * 22);
    setGeometry((over->width() - width) / 2, std::min(60, over->height() / 10), width, height);
    show();
    raise();
    m_input->setFocus(Qt::PopupFocusReason);
}

int CommandPalette::score(const QString &pattern, const QString &text)
{
    if (pattern.isEmpty())
        return 1;
    if (const qsizetype at = text.indexOf(pattern, 0, Qt::CaseInsensitive); at >= 0) {
        const bool whole = pattern.size() == text.size();
        return 1000 + (whole ? 500 : 0) + (beginsWord(text, at) ? 200 : 0)
            - int(std::min(at, qsizetype(100))) - int(std::min(text.size(), qsizetype(50)));
    }
    int points = 1;
    qsizetype from = 0;
    for (const QChar letter : pattern) {
        if (letter.isSpace())
            continue;
        const qsizetype at = text.indexOf(letter, from, Qt::CaseInsensitive);
        if (at < 0)
            return 0;
        points += beginsWord(text, at) ? 10 : at == from ? 9 : 1;
        from = at + 1;
    }
    // Of two that fit alike the shorter one is meant.
    return std::max(1, points - int(std::min(text.size(), qsizetype(60)) / 4));
}

void CommandPalette::search(const QString &pattern)
{
    QList<std::pair<int, qsizetype>> found;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        if (const int points = score(pattern.trimmed(), m_entries[i].text); points > 0)
            found.append({points + m_entries[i].weight, i});
    }
    std::stable_sort(
        found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    m_list->clear();
    for (const auto &[points, i] :
        std::as_const(found).sliced(0, std::min(found.size(), qsizetype(maxShown)))) {
        const PaletteEntry &entry = m_entries[i];
        const QString text
            = entry.detail.isEmpty() ? entry.text : tr("%1   —   %2").arg(entry.text, entry.detail);
        auto *item = new QListWidgetItem(entry.icon, text, m_list);
        item->setData(Qt::UserRole, i);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent()
{
    const QListWidgetItem *item = m_list->currentItem();
    hide();
    if (!item)
        return;
    const PaletteEntry entry = m_entries.value(item->data(Qt::UserRole).toLongLong());
    parentWidget()->setFocus();
    if (entry.run)
        entry.run();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut) {
        hide();
    } else if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const int step = key == Qt::Key_Down ? 1
            : key == Qt::Key_Up              ? -1
            : key == Qt::Key_PageDown        ? 10
            : key == Qt::Key_PageUp          ? -10
                                             : 0;
        if (step != 0) {
            m_list->setCurrentRow(
                std::clamp(m_list->currentRow() + step, 0, std::max(0, m_list->count() - 1)));
            return true;
        }
        if (key == Qt::Key_Escape) {
            hide();
            parentWidget()->setFocus();
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            runCurrent();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace joinery
