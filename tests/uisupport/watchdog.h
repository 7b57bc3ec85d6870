// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QObject>

#include <chrono>

namespace joinery::testing {

/// Notices when the event loop of this thread stands still: how long handling one event took, at
/// most. Make one on the stack, do things that let events run (QTRY_…, qWait), ask for the longest
/// stall.
class Watchdog : public QObject
{
public:
    Watchdog();
    ~Watchdog() override;

    /// The longest time between two passes of the event loop so far, waiting for events left out.
    std::chrono::milliseconds longestStall() const;
    void reset() { m_longest = {}; }

private:
    using Clock = std::chrono::steady_clock;

    Clock::time_point m_awake = Clock::now();
    Clock::duration m_longest {};
};

} // namespace joinery::testing
