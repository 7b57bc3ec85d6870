// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace joinery {

class Tasks;

/// The right end of the status bar: the oldest task under way with its progress, a button that ends
/// it, and how many more there are.
class StatusPanel : public QWidget
{
    Q_OBJECT

public:
    explicit StatusPanel(Tasks &tasks, QWidget *parent = nullptr);

private:
    void update();

    Tasks &m_tasks;
    QLabel *m_title;
    QProgressBar *m_progress;
    QToolButton *m_cancel;
    QTimer m_timer {};
};

} // namespace joinery
