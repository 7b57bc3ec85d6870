// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace joinery {

class Banner;
class OpenDatabase;
class Workbench;

/// Lines above the pages: changes of rows that a stopped program left behind, with the choice to
/// restore them, and what went wrong with keeping them. Nothing modal.
class RestoreBanners : public QWidget
{
    Q_OBJECT

public:
    explicit RestoreBanners(Workbench &workbench, QWidget *parent = nullptr);
    ~RestoreBanners() override;

private:
    void follow(OpenDatabase *database);
    void offer(OpenDatabase *database);
    void askDiscard(OpenDatabase *database, Banner *banner);
    Banner *addBanner(OpenDatabase *database, const QString &text, const QString &details);

    QVBoxLayout *m_banners;
};

} // namespace joinery
