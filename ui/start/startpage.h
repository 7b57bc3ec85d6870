// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/page.h"

class QLabel;
class QLineEdit;
class QListWidget;

namespace joinery {

class Workbench;

/// What is in front when nothing is open: ways to open something, and what was open lately.
class StartPage : public Page
{
    Q_OBJECT

public:
    explicit StartPage(Workbench &workbench, QWidget *parent = nullptr);

    QString title() const override { return tr("Start"); }
    QString iconName() const override { return QStringLiteral("app"); }
    QString key() const override { return QStringLiteral("start"); }

Q_SIGNALS:
    void chooseFile(bool readOnly);
    void chooseFolder();
    void newDatabase();
    void openSample();

private:
    QWidget *makeWays();
    QWidget *makeRecent();
    void fillRecent();
    void openUrl();

    Workbench &m_workbench;
    QLineEdit *m_url = nullptr;
    QListWidget *m_recent = nullptr;
    QLabel *m_noRecent = nullptr;
};

} // namespace joinery
