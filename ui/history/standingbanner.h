// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/workbench.h"

#include <QPointer>
#include <QWidget>

namespace joinery {

class Banner;

/// How a database stands to its project, where that asks for something: revisions to be applied, or
/// models that say more than them. Hidden when all is well. Belongs above the pages.
class StandingBanner : public QWidget
{
    Q_OBJECT

public:
    explicit StandingBanner(Workbench &workbench, QWidget *parent = nullptr);

    /// Whose standing to tell; may be nullptr.
    void setDatabase(OpenDatabase *database);
    QString text() const; ///< empty when there is nothing to tell

private:
    void update();
    void tell(const QString &text, const QString &details);

    Workbench &m_workbench;
    QPointer<OpenDatabase> m_database {};
    QMetaObject::Connection m_following {};
    Banner *m_banner;
    Standing m_dismissed {};
    QString m_dismissedId {};
};

} // namespace joinery
