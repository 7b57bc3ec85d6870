// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/standingbanner.h"

#include "joinery/project/schemacheck.h"
#include "ui/widgets/banner.h"

#include <QBoxLayout>

namespace joinery {

StandingBanner::StandingBanner(Workbench &workbench, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_banner(new Banner(Banner::Kind::Warning, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_banner);
    m_banner->setDismissable(true);
    connect(m_banner, &Banner::dismissed, this, [this] {
        if (m_database) {
            m_dismissed = m_database->standing();
            m_dismissedId = m_database->id();
        }
        hide();
    });
    connect(&workbench, &Workbench::databaseClosing, this, [this](OpenDatabase *database) {
        if (database == m_database)
            setDatabase(nullptr);
    });
    hide();
}

void StandingBanner::setDatabase(OpenDatabase *database)
{
    if (database == m_database && database)
        return;
    disconnect(m_following);
    m_database = database;
    if (database) {
        m_following
            = connect(database, &OpenDatabase::standingChanged, this, &StandingBanner::update);
    }
    update();
}

QString StandingBanner::text() const
{
    return isHidden() ? QString() : m_banner->text();
}

void StandingBanner::tell(const QString &text, const QString &details)
{
    m_banner->setText(text, details);
    m_banner->show();
    show();
}

void StandingBanner::update()
{
    hide();
    m_banner->clearButtons();
    if (!m_database)
        return;
    const Standing standing = m_database->standing();
    if (standing == m_dismissed && m_database->id() == m_dismissedId)
        return; // until it is another one
    Navigator &navigator = m_workbench.navigator();
    if (!standing.trouble.isEmpty()) {
        m_banner->setKind(Banner::Kind::Danger);
        m_banner->addButton(tr("Show the history"),
            [this, &navigator] { Q_EMIT navigator.showHistory(m_database); });
        tell(tr("The history of “%1” cannot be followed: %2")
                 .arg(m_database->name(), standing.trouble),
            {});
        return;
    }
    m_banner->setKind(Banner::Kind::Warning);
    const SchemaCheck check {
        .unappliedScripts = standing.unapplied > 0, .modelsDiffer = standing.modelsDiffer};
    if (standing.unapplied > 0) {
        m_banner->addButton(tr("Migrate…"), [this, &navigator] {
            Q_EMIT navigator.showMigration(m_database, QStringLiteral("head"), false);
        });
        m_banner->addButton(tr("Show the history"),
            [this, &navigator] { Q_EMIT navigator.showHistory(m_database); });
        tell(check.message(),
            standing.unapplied == 1
                ? tr("One revision of “%1” waits to be applied.").arg(m_database->name())
                : tr("%1 revisions of “%2” wait to be applied.")
                      .arg(QString::number(standing.unapplied), m_database->name()));
    } else if (standing.modelsDiffer) {
        m_banner->addButton(
            tr("Review changes"), [this, &navigator] { Q_EMIT navigator.showReview(m_database); });
        tell(check.message(),
            tr("The model files of “%1” say more than its revisions.").arg(m_database->name()));
    }
}

} // namespace joinery
