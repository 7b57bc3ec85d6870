// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/findbar.h"

#include "ui/widgets/theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace joinery {

FindBar::FindBar(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_found(new QLabel(this))
    , m_case(new QCheckBox(tr("Match case"), this))
    , m_word(new QCheckBox(tr("Whole words"), this))
{
    setAutoFillBackground(true);
    m_edit->setPlaceholderText(tr("Find"));
    m_edit->setAccessibleName(tr("Find"));
    m_edit->setClearButtonEnabled(true);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(6, 4, 6, 4);
    line->addWidget(m_edit, 1);
    line->addWidget(m_found);
    auto *previous = addButton(u"up"_s, tr("Previous (Shift+F3)"));
    auto *next = addButton(u"down"_s, tr("Next (F3)"));
    line->addWidget(previous);
    line->addWidget(next);
    line->addWidget(m_case);
    line->addWidget(m_word);
    auto *close = addButton(u"close"_s, tr("Close (Esc)"));
    line->addWidget(close);
    connect(previous, &QToolButton::clicked, this, &FindBar::previousWanted);
    connect(next, &QToolButton::clicked, this, &FindBar::nextWanted);
    connect(close, &QToolButton::clicked, this, &FindBar::closed);
    connect(m_edit, &QLineEdit::textChanged, this, &FindBar::needleChanged);
    connect(m_case, &QCheckBox::toggled, this, &FindBar::needleChanged);
    connect(m_word, &QCheckBox::toggled, this, &FindBar::needleChanged);
    setFocusProxy(m_edit);
}

QToolButton *FindBar::addButton(const QString &name, const QString &words)
{
    auto *button = new QToolButton(this);
    button->setIcon(icon(name));
    button->setAutoRaise(true);
    button->setToolTip(words);
    button->setAccessibleName(words);
    return button;
}

QString FindBar::needle() const
{
    return m_edit->text();
}

bool FindBar::isCaseSensitive() const
{
    return m_case->isChecked();
}

bool FindBar::isWholeWord() const
{
    return m_word->isChecked();
}

void FindBar::open(const QString &needle)
{
    if (!needle.isEmpty())
        m_edit->setText(needle);
    m_edit->selectAll();
    show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void FindBar::setFound(int index, int count)
{
    m_found->setText(count < 0 ? QString()
            : count == 0       ? tr("Not found")
                               : tr("%1 of %2").arg(index).arg(count));
    QPalette colors = m_found->palette();
    colors.setColor(QPalette::WindowText,
        Theme::instance().color(count == 0 ? ColorToken::Danger : ColorToken::TextMuted));
    m_found->setPalette(colors);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        event->modifiers().testFlag(Qt::ShiftModifier) ? Q_EMIT previousWanted()
                                                       : Q_EMIT
                                                       nextWanted();
        return;
    case Qt::Key_F3:
        event->modifiers().testFlag(Qt::ShiftModifier) ? Q_EMIT previousWanted()
                                                       : Q_EMIT
                                                       nextWanted();
        return;
    case Qt::Key_Escape:
        Q_EMIT closed();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace joinery
