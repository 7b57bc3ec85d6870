// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statuspanel.h"

#include "ui/widgets/theme.h"
#include "ui/workspace/tasks.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace joinery {

StatusPanel::StatusPanel(Tasks &tasks, QWidget *parent)
    : QWidget(parent)
    , m_tasks(tasks)
    , m_title(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QToolButton(this))
{
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    m_cancel->setIcon(icon(u"stop"_s));
    m_cancel->setAutoRaise(true);
    m_cancel->setAccessibleName(tr("Cancel what is running"));
    m_cancel->setToolTip(tr("Cancel"));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_title);
    line->addWidget(m_progress);
    line->addWidget(m_cancel);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (!m_tasks.running().isEmpty())
            m_tasks.running().first()->cancel();
    });
    connect(&m_tasks, &Tasks::changed, this, &StatusPanel::update);
    connect(&m_timer, &QTimer::timeout, this, &StatusPanel::update);
    m_timer.setInterval(100);
    update();
}

void StatusPanel::update()
{
    const QList<Task *> &running = m_tasks.running();
    setVisible(!running.isEmpty());
    if (running.isEmpty()) {
        m_timer.stop();
        return;
    }
    if (!m_timer.isActive())
        m_timer.start();
    const Task &task = *running.first();
    const QString count = task.done() > 0 ? u" "_s + QLocale().toString(task.done()) : QString();
    m_title->setText(running.size() > 1
            ? tr("%1%2 (and %n more)", nullptr, int(running.size()) - 1).arg(task.title(), count)
            : task.title() + count);
    // The bar counts in thousandths: its own numbers are too small for rows of large tables.
    m_progress->setRange(0, task.total() > 0 ? 1000 : 0);
    if (task.total() > 0)
        m_progress->setValue(int(1000.0 * double(task.done()) / double(task.total())));
    m_cancel->setEnabled(task.canBeCancelled() && !task.isCancelled());
}

} // namespace joinery
