// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include "ui/widgets/theme.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace joinery {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    m_title->setFont(font);
    for (QLabel *label : {m_icon, m_title, m_text}) {
        label->setAlignment(Qt::AlignHCenter | Qt::AlignVCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    auto *all = new QVBoxLayout(this);
    all->addStretch();
    all->addWidget(m_icon);
    all->addWidget(m_title);
    all->addWidget(m_text);
    auto *centred = new QHBoxLayout;
    centred->addStretch();
    centred->addLayout(m_buttons);
    centred->addStretch();
    all->addSpacing(8);
    all->addLayout(centred);
    all->addStretch();
    connect(&Theme::instance(), &Theme::changed, this, &EmptyState::restyle);
}

void EmptyState::setContent(const QString &iconName, const QString &title, const QString &text)
{
    m_iconName = iconName;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    restyle();
}

QAbstractButton *EmptyState::addButton(const QString &text, const std::function<void()> &clicked)
{
    auto *button = new QPushButton(text, this);
    connect(button, &QAbstractButton::clicked, this, clicked);
    m_buttons->addWidget(button);
    return button;
}

void EmptyState::clearButtons()
{
    while (const std::unique_ptr<QLayoutItem> item {m_buttons->takeAt(0)}) {
        item->widget()->hide();
        item->widget()->deleteLater();
    }
}

void EmptyState::restyle()
{
    const int size = fontMetrics().height() * 2;
    m_icon->setPixmap(
        icon(m_iconName, ColorToken::TextMuted).pixmap(QSize(size, size), devicePixelRatioF()));
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, Theme::instance().color(ColorToken::TextMuted));
    m_text->setPalette(colors);
}

} // namespace joinery
