// SPDX-License-Identifier: MPL-2.0
#include "uisupport/watchdog.h"

namespace joinery::testing {

namespace {

using namespace std::chrono_literals;

constexpr auto interval = 2ms;
constexpr auto nap = 10ms; ///< that QTest::qWait takes between two looks at the events

} // namespace

Watchdog::Watchdog()
{
    m_heart.setTimerType(Qt::PreciseTimer);
    m_heart.callOnTimeout(this, [this] { beat(); });
    m_heart.start(interval);
}

Watchdog::~Watchdog() = default;

void Watchdog::beat()
{
    const Clock::time_point now = Clock::now();
    m_longest = std::max(m_longest, now - m_last);
    m_last = now;
}

void Watchdog::reset()
{
    m_longest = {};
    m_last = Clock::now();
}

std::chrono::milliseconds Watchdog::longestStall() const
{
    const Clock::duration late = std::max(m_longest, Clock::now() - m_last) - interval - nap;
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::max(late, Clock::duration {}));
}

} // namespace joinery::testing
