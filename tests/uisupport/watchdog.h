// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QTimer>

#include <chrono>

namespace joinery::testing {

/// Notices when the event loop of this thread stands still: its heart is a timer, and what counts
/// is how late a beat comes. Make one on the stack, do things that let events run (QTRY_…, qWait,
/// whose naps of 10 ms are taken off), ask for the longest stall.
class Watchdog : public QObject
{
public:
    Watchdog();
    ~Watchdog() override;

    std::chrono::milliseconds longestStall() const;
    void reset();

private:
    using Clock = std::chrono::steady_clock;

    void beat();
    Clock::duration sinceLast() const; ///< the last beat, waiting for a processor left out

    QTimer m_heart {};
    Clock::time_point m_last = Clock::now();
    std::chrono::nanoseconds m_waited {};
    Clock::duration m_longest {};
};

} // namespace joinery::testing
