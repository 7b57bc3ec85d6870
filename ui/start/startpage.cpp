// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/startpage.h"

#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"

#include <QBoxLayout>
#include <QDir>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QPushButton *way(const QString &iconName, const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(icon(iconName), text, parent);
    const auto style = [button] {
        // Set anew, so that it takes the colours of the theme that is on.
        button->setStyleSheet({});
        button->setStyleSheet(u"text-align: left; padding: 0.5em 0.8em;"_s);
    };
    style();
    QObject::connect(&Theme::instance(), &Theme::changed, button, style);
    return button;
}

QLabel *heading(const QString &text, QWidget *parent, double scale = 1.15)
{
    auto *label = new QLabel(text, parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setBold(true);
    label->setFont(font);
    label->setWordWrap(true);
    return label;
}

/// "~/music/shop.db" instead of "/home/ann/music/shop.db".
QString shortened(const QString &location)
{
    const QString home = QDir::homePath();
    return location.startsWith(home + u'/') ? u'~' + location.mid(home.size()) : location;
}

} // namespace

StartPage::StartPage(Workbench &workbench, QWidget *parent)
    : Page(parent)
    , m_workbench(workbench)
{
    auto *content = new QWidget;
    auto *columns = new QHBoxLayout;
    columns->setSpacing(32);
    columns->addWidget(makeWays(), 2);
    columns->addWidget(makeRecent(), 3);
    auto *all = new QVBoxLayout(content);
    all->setContentsMargins(40, 32, 40, 24);
    all->setSpacing(16);
    all->addWidget(heading(tr("Joinery"), this, 1.9));
    auto *what = new QLabel(
        tr("Design tables, review the migration, apply it, browse and edit the rows."), this);
    what->setWordWrap(true);
    all->addWidget(what);
    all->addSpacing(8);
    all->addLayout(columns, 1);
    auto *hint = new QLabel(tr("Or drop a database file, a project folder, an .sql or a .csv file "
                               "anywhere on this window."),
        this);
    hint->setWordWrap(true);
    all->addWidget(hint);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    fillRecent();
    connect(&m_workbench, &Workbench::databaseAdded, this, &StartPage::fillRecent,
        Qt::QueuedConnection);
}

QWidget *StartPage::makeWays()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(heading(tr("Begin"), box));
    QPushButton *open = way(u"open"_s, tr("Open a database file…"), box);
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT chooseFile(false); });
    QPushButton *look = way(u"lock"_s, tr("Open read only…"), box);
    connect(look, &QPushButton::clicked, this, [this] { Q_EMIT chooseFile(true); });
    QPushButton *folder = way(u"project"_s, tr("Open a project…"), box);
    connect(folder, &QPushButton::clicked, this, &StartPage::chooseFolder);
    QPushButton *fresh = way(u"new"_s, tr("New database…"), box);
    connect(fresh, &QPushButton::clicked, this, &StartPage::newDatabase);
    QPushButton *sample = way(u"history"_s, tr("Try the sample: a record shop"), box);
    connect(sample, &QPushButton::clicked, this, &StartPage::openSample);
    for (QPushButton *button : {open, look, folder, fresh, sample})
        layout->addWidget(button);
    layout->addSpacing(12);
    auto *label = new QLabel(tr("A path or &URL:"), box);
    m_url = new QLineEdit(box);
    m_url->setPlaceholderText(u"sqlite:///shop.db"_s);
    m_url->setAccessibleName(tr("A path or URL"));
    label->setBuddy(m_url);
    connect(m_url, &QLineEdit::returnPressed, this, &StartPage::openUrl);
    layout->addWidget(label);
    layout->addWidget(m_url);
    layout->addStretch();
    return box;
}

QWidget *StartPage::makeRecent()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(heading(tr("Recent"), box));
    m_noRecent = new QLabel(tr("What you open appears here."), box);
    m_noRecent->setWordWrap(true);
    m_recent = new QListWidget(box);
    // Its stretch wins over the empty one below while it is visible.
    m_recent->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_recent->setAccessibleName(tr("Opened lately"));
    m_recent->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_recent, &QListWidget::itemActivated, this, [this](const QListWidgetItem *item) {
        Q_EMIT m_workbench.navigator().open(item->data(Qt::UserRole).toString(), false);
    });
    connect(m_recent, &QWidget::customContextMenuRequested, this, [this](const QPoint &position) {
        const QListWidgetItem *item = m_recent->itemAt(position);
        if (!item)
            return;
        const QString location = item->data(Qt::UserRole).toString();
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Open"), this,
            [this, location] { Q_EMIT m_workbench.navigator().open(location, false); });
        menu->addAction(tr("Open read only"), this,
            [this, location] { Q_EMIT m_workbench.navigator().open(location, true); });
        menu->addAction(tr("Remove from this list"), this, [this, location] {
            m_workbench.settings().removeRecent(location);
            fillRecent();
        });
        menu->popup(m_recent->viewport()->mapToGlobal(position));
    });
    layout->addWidget(m_noRecent);
    layout->addWidget(m_recent, 1000);
    layout->addStretch(1);
    return box;
}

void StartPage::fillRecent()
{
    m_recent->clear();
    const QStringList all = m_workbench.settings().recent();
    for (const QString &location : all) {
        const QFileInfo info(location);
        const bool isFile = info.exists();
        auto *item = new QListWidgetItem(icon(info.isDir() ? u"project"_s : u"database"_s),
            isFile ? u"%1\n%2"_s.arg(info.fileName(), shortened(location)) : location, m_recent);
        item->setData(Qt::UserRole, location);
        item->setToolTip(location);
    }
    m_recent->setVisible(!all.isEmpty());
    m_noRecent->setVisible(all.isEmpty());
}

void StartPage::openUrl()
{
    if (const QString text = m_url->text().trimmed(); !text.isEmpty())
        Q_EMIT m_workbench.navigator().open(text, false);
}

} // namespace joinery
