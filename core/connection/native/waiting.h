// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QElapsedTimer>

#include <atomic>
#include <functional>
#include <memory>

struct sqlite3;

namespace joinery {

/// How a connection waits: for other programs' locks up to a time, and for its own statements while
/// a progress handler looks on. Both end at once on interrupt().
class Waiting
{
public:
    explicit Waiting(int busyTimeoutMs);

    /// Makes the handle wait by this object, which must outlive it.
    void install(sqlite3 *db);
    void setProgressHandler(std::function<bool()> handler);

    /// Work begins: forgets earlier interruptions.
    void begin() { m_interrupted = false; }
    /// A statement begins: forgets earlier waits.
    void beginStatement() { m_waitedMs = 0; }
    /// From any thread: a wait ends.
    void interrupt() { m_interrupted = true; }
    bool isInterrupted() const { return m_interrupted; }
    /// How long the current statement has waited for locks.
    qint64 waitedMs() const { return m_waitedMs; }

private:
    static int onBusy(void *self, int count);
    static int onProgress(void *self);
    bool waitOnce(int count);
    bool mayGoOn();

    int m_busyTimeoutMs;
    qint64 m_waitedMs = 0;
    std::atomic<bool> m_interrupted = false;
    QElapsedTimer m_busySince {};
    QElapsedTimer m_lastCall {};
    std::shared_ptr<const std::function<bool()>> m_progress {};
};

} // namespace joinery
