// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>

namespace joinery {

/// Something that takes a while: shown in the status bar with progress and a Cancel button.
class Task : public QObject
{
    Q_OBJECT

public:
    Task(const QString &title, std::function<void()> cancel, QObject *parent);

    QString title() const { return m_title; }
    qint64 done() const { return m_done; }
    qint64 total() const { return m_total; }
    bool canBeCancelled() const { return bool(m_cancel); }

    /// Any thread, as often as it likes. `total` 0 = unknown.
    void setProgress(qint64 done, qint64 total);
    /// True once a person asked for an end. Any thread.
    bool isCancelled() const { return m_cancelled; }
    /// Asks for an end; the task goes on until finish().
    void cancel();
    /// Ends the task and deletes it later. UI thread.
    void finish();

Q_SIGNALS:
    void finished();

private:
    const QString m_title;
    const std::function<void()> m_cancel;
    std::atomic<qint64> m_done = 0;
    std::atomic<qint64> m_total = 0;
    std::atomic<bool> m_cancelled = false;
};

/// The tasks under way, oldest first. UI thread.
class Tasks : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Begins a task. `cancel`, where given, is called in the UI thread when a person asks for an
    /// end. Owned by this until Task::finish().
    Task *start(const QString &title, std::function<void()> cancel = {});
    const QList<Task *> &running() const { return m_running; }

Q_SIGNALS:
    void changed(); ///< one began or ended

private:
    QList<Task *> m_running {};
};

} // namespace joinery
