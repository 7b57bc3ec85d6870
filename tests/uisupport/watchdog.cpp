// SPDX-License-Identifier: MPL-2.0
#include "uisupport/watchdog.h"

#include <QFile>

namespace joinery::testing {

namespace {

using namespace std::chrono_literals;

constexpr auto interval = 2ms;
constexpr auto nap = 10ms; ///< that QTest::qWait takes between two looks at the events

/// How long this thread has waited for a processor that others had: on a busy machine that is no
/// stall of ours. Linux only; elsewhere 0.
std::chrono::nanoseconds waitedForProcessor()
{
    QFile file(QStringLiteral("/proc/thread-self/schedstat"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return std::chrono::nanoseconds(file.readAll().split(' ').value(1).toLongLong());
}

} // namespace

Watchdog::Watchdog()
{
    m_heart.setTimerType(Qt::PreciseTimer);
    m_heart.callOnTimeout(this, [this] { beat(); });
    m_heart.start(interval);
    reset();
}

Watchdog::~Watchdog() = default;

Watchdog::Clock::duration Watchdog::sinceLast() const
{
    return Clock::now() - m_last - (waitedForProcessor() - m_waited);
}

void Watchdog::beat()
{
    m_longest = std::max(m_longest, sinceLast());
    m_last = Clock::now();
    m_waited = waitedForProcessor();
}

void Watchdog::reset()
{
    m_longest = {};
    m_last = Clock::now();
    m_waited = waitedForProcessor();
}

std::chrono::milliseconds Watchdog::longestStall() const
{
    const Clock::duration late = std::max(m_longest, sinceLast()) - interval - nap;
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::max(late, Clock::duration {}));
}

} // namespace joinery::testing
