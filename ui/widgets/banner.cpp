// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "joinery/base/error.h"
#include "ui/widgets/theme.h"

#include <QBoxLayout>
#include <QEvent>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

struct Look
{
    const char *iconName;
    ColorToken back;
    ColorToken text;
};

Look lookOf(Banner::Kind kind)
{
    switch (kind) {
    case Banner::Kind::Warning:
        return {"warning", ColorToken::WarningBack, ColorToken::WarningText};
    case Banner::Kind::Danger:
        return {"error", ColorToken::DangerBack, ColorToken::DangerText};
    case Banner::Kind::Info:
        break;
    }
    return {"info", ColorToken::InfoBack, ColorToken::InfoText};
}

QLabel *textLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

Banner::Banner(Kind kind, QWidget *parent)
    : QFrame(parent)
    , m_kind(kind)
    , m_icon(new QLabel(this))
    , m_text(textLabel(this))
    , m_details(textLabel(this))
    , m_buttons(new QHBoxLayout)
    , m_more(new QPushButton(tr("Details"), this))
    , m_close(new QToolButton(this))
{
    setAutoFillBackground(true);
    auto *line = new QHBoxLayout;
    line->addWidget(m_icon, 0, Qt::AlignTop);
    line->addWidget(m_text, 1);
    line->addLayout(m_buttons);
    line->addWidget(m_more, 0, Qt::AlignTop);
    line->addWidget(m_close, 0, Qt::AlignTop);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(10, 6, 10, 6);
    all->addLayout(line);
    all->addWidget(m_details);
    static_cast<QPushButton *>(m_more)->setCheckable(true);
    connect(m_more, &QAbstractButton::toggled, m_details, &QWidget::setVisible);
    m_details->hide();
    m_more->hide();
    static_cast<QToolButton *>(m_close)->setAutoRaise(true);
    m_close->setAccessibleName(tr("Dismiss"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->hide();
    connect(m_close, &QAbstractButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    restyle();
    connect(&Theme::instance(), &Theme::changed, this, &Banner::restyle);
}

void Banner::setKind(Kind kind)
{
    m_kind = kind;
    restyle();
}

void Banner::setText(const QString &text, const QString &details)
{
    m_text->setText(text);
    m_details->setText(details);
    m_more->setVisible(!details.isEmpty());
    m_details->setVisible(!details.isEmpty() && m_more->isChecked());
    setAccessibleName(text);
}

QString Banner::text() const
{
    return m_text->text();
}

QAbstractButton *Banner::addButton(const QString &text, const std::function<void()> &clicked)
{
    auto *button = new QPushButton(text, this);
    connect(button, &QAbstractButton::clicked, this, clicked);
    m_buttons->addWidget(button, 0, Qt::AlignTop);
    return button;
}

void Banner::clearButtons()
{
    while (const std::unique_ptr<QLayoutItem> item {m_buttons->takeAt(0)}) {
        item->widget()->hide();
        item->widget()->deleteLater();
    }
}

void Banner::setDismissable(bool dismissable)
{
    m_close->setVisible(dismissable);
}

void Banner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        restyle();
}

void Banner::restyle()
{
    const Look look = lookOf(m_kind);
    const Theme &theme = Theme::instance();
    QPalette colors = palette();
    colors.setColor(QPalette::Window, theme.color(look.back));
    colors.setColor(QPalette::WindowText, theme.color(look.text));
    setPalette(colors);
    const int size = fontMetrics().height();
    m_icon->setPixmap(icon(QString::fromLatin1(look.iconName), look.text)
                          .pixmap(QSize(size, size), devicePixelRatioF()));
    static_cast<QToolButton *>(m_close)->setIcon(icon(u"close"_s, look.text));
}

QString bannerText(const Error &error)
{
    return error.hint.isEmpty() ? error.message : error.message + u"\n"_s + error.hint;
}

QString bannerDetails(const Error &error)
{
    QStringList parts;
    for (const QString &part : {error.driverText, error.statement}) {
        if (!part.isEmpty())
            parts.append(part);
    }
    return parts.join(u"\n\n"_s);
}

} // namespace joinery
