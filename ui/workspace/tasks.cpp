// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/tasks.h"

namespace joinery {

Task::Task(const QString &title, std::function<void()> cancel, QObject *parent)
    : QObject(parent)
    , m_title(title)
    , m_cancel(std::move(cancel))
{ }

void Task::setProgress(qint64 done, qint64 total)
{
    m_done = done;
    m_total = total;
}

void Task::cancel()
{
    if (m_cancelled.exchange(true) || !m_cancel)
        return;
    m_cancel();
}

void Task::finish()
{
    Q_EMIT finished();
    deleteLater();
}

Task *Tasks::start(const QString &title, std::function<void()> cancel)
{
    auto *task = new Task(title, std::move(cancel), this);
    m_running.append(task);
    connect(task, &Task::finished, this, [this, task] {
        m_running.removeOne(task);
        Q_EMIT changed();
    });
    Q_EMIT changed();
    return task;
}

} // namespace joinery
