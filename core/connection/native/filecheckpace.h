// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>

namespace joinery {

/// How often statements that only read check that the open file is still in its place: each of
/// them, but in a loop of quick ones once a millisecond. Such a check costs about as much as
/// reading a row.
class FileCheckPace
{
public:
    using Clock = std::chrono::steady_clock;

    /// Whether the statement that begins now checks.
    bool isDue(Clock::time_point now)
    {
        if (now - m_asked >= pause)
            m_inARow = 0;
        m_asked = now;
        if (m_inARow < checkedEach)
            ++m_inARow;
        else if (now - m_checked < pause)
            return false;
        m_checked = now;
        return true;
    }

private:
    static constexpr std::chrono::milliseconds pause {1};
    static constexpr int checkedEach = 32; ///< so many make a loop

    Clock::time_point m_asked {};
    Clock::time_point m_checked {};
    int m_inARow = 0; ///< statements with no pause between them
};

} // namespace joinery
