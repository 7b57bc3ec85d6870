// SPDX-License-Identifier: MPL-2.0
#include "uisupport/watchdog.h"

#include <QAbstractEventDispatcher>

namespace joinery::testing {

Watchdog::Watchdog()
{
    auto *dispatcher = QAbstractEventDispatcher::instance();
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, [this] { m_awake = Clock::now(); });
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this,
        [this] { m_longest = std::max(m_longest, Clock::now() - m_awake); });
}

Watchdog::~Watchdog() = default;

std::chrono::milliseconds Watchdog::longestStall() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(m_longest);
}

} // namespace joinery::testing
