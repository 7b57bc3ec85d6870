// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rowedits/restorebanners.h"

#include "ui/widgets/banner.h"
#include "ui/workspace/roweditsstore.h"
#include "ui/workspace/workbench.h"

#include <QBoxLayout>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// A banner is no list: the first lines say enough.
QString firstLines(const QStringList &lines)
{
    constexpr qsizetype most = 12;
    QStringList shown = lines.mid(0, most);
    if (lines.size() > most)
        shown.append(RestoreBanners::tr("… and %1 more").arg(lines.size() - most));
    return shown.join(u'\n');
}

} // namespace

RestoreBanners::RestoreBanners(Workbench &workbench, QWidget *parent)
    : QWidget(parent)
    , m_banners(new QVBoxLayout(this))
{
    m_banners->setContentsMargins(0, 0, 0, 0);
    m_banners->setSpacing(0);
    connect(&workbench, &Workbench::databaseAdded, this, &RestoreBanners::follow);
    for (OpenDatabase *database : workbench.databases())
        follow(database);
}

RestoreBanners::~RestoreBanners() = default;

void RestoreBanners::follow(OpenDatabase *database)
{
    const RowEditsStore *store = &database->rowEdits();
    connect(store, &RowEditsStore::orphansChanged, this, [this, database] { offer(database); });
    connect(
        store, &RowEditsStore::notRestored, this, [this, database](const QStringList &problems) {
            addBanner(database,
                tr("%1: some unsaved changes do not fit the tables any more.")
                    .arg(database->name()),
                firstLines(problems));
        });
    connect(store, &RowEditsStore::journalFailed, this, [this, database](const Error &error) {
        addBanner(database,
            tr("%1: unsaved changes would not survive a crash. %2")
                .arg(database->name(), bannerText(error)),
            bannerDetails(error));
    });
    offer(database);
}

Banner *RestoreBanners::addBanner(
    OpenDatabase *database, const QString &text, const QString &details)
{
    auto *banner = new Banner(Banner::Kind::Warning, this);
    banner->setText(text, details);
    banner->setDismissable(true);
    connect(banner, &Banner::dismissed, banner, &QObject::deleteLater);
    connect(database, &QObject::destroyed, banner, &QObject::deleteLater);
    m_banners->addWidget(banner);
    return banner;
}

void RestoreBanners::offer(OpenDatabase *database)
{
    RowEditsStore *store = &database->rowEdits();
    if (store->orphanCount() == 0)
        return;
    Banner *banner = addBanner(database,
        tr("Unsaved changes of %1 were found: %2, last edited %3.")
            .arg(database->name())
            .arg(store->orphanCount())
            .arg(QLocale().toString(store->orphansWritten(), QLocale::ShortFormat)),
        firstLines(store->orphanText().split(u'\n')));
    banner->setObjectName(u"restore"_s);
    connect(store, &RowEditsStore::orphansChanged, banner, &QObject::deleteLater);
    banner->addButton(tr("&Restore"), [store, database] {
        store->restoreOrphans();
        Q_EMIT database->workbench().navigator().showRowEdits(database);
    });
    banner->addButton(tr("Discard"), [this, database, banner] { askDiscard(database, banner); });
}

void RestoreBanners::askDiscard(OpenDatabase *database, Banner *banner)
{
    RowEditsStore *store = &database->rowEdits();
    banner->setText(tr("Discard the unsaved changes of %1 for good? Changes: %2.")
                        .arg(database->name())
                        .arg(store->orphanCount()),
        firstLines(store->orphanText().split(u'\n')));
    banner->clearButtons();
    banner->addButton(tr("Discard for good"), [store] { store->discardOrphans(); });
    banner->addButton(tr("Restore"), [store] { store->restoreOrphans(); });
}

} // namespace joinery
