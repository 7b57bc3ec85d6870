// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/waiting.h"

#include <sqlite3.h>

namespace joinery {

namespace {

/// Virtual-machine steps between two looks at the clock: far below a millisecond.
constexpr int stepsBetweenLooks = 1000;
constexpr qint64 msBetweenCalls = 4;

} // namespace

Waiting::Waiting(int busyTimeoutMs)
    : m_busyTimeoutMs(busyTimeoutMs)
{
    m_lastCall.start();
}

void Waiting::install(sqlite3 *db)
{
    sqlite3_busy_handler(db, &Waiting::onBusy, this);
    sqlite3_progress_handler(db, stepsBetweenLooks, &Waiting::onProgress, this);
}

void Waiting::setProgressHandler(std::function<bool()> handler)
{
    m_progress
        = handler ? std::make_shared<const std::function<bool()>>(std::move(handler)) : nullptr;
}

int Waiting::onBusy(void *self, int count)
{
    return static_cast<Waiting *>(self)->waitOnce(count) ? 1 : 0;
}

int Waiting::onProgress(void *self)
{
    return static_cast<Waiting *>(self)->mayGoOn() ? 0 : 1;
}

bool Waiting::waitOnce(int count)
{
    if (count == 0)
        m_busySince.start();
    m_waitedMs = m_busySince.elapsed();
    if (m_waitedMs >= m_busyTimeoutMs)
        return false;
    const qint64 pause = std::min<qint64>(1 + count * 2, 25);
    sqlite3_sleep(static_cast<int>(std::min(pause, m_busyTimeoutMs - m_waitedMs)));
    return mayGoOn();
}

bool Waiting::mayGoOn()
{
    if (m_interrupted)
        return false;
    if (!m_progress || m_lastCall.elapsed() < msBetweenCalls)
        return true;
    m_lastCall.start();
    // The handler may replace itself while it runs.
    const auto progress = m_progress;
    if ((*progress)())
        return true;
    m_interrupted = true;
    return false;
}

} // namespace joinery
