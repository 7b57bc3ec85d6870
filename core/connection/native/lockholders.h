// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery {

/// Who holds a lock on the database file or its -shm file, for people: "python3, process 4711".
/// Writers go before readers. "another connection of this program" when it is this process; empty
/// when it cannot be told. Linux only, elsewhere always empty.
QString lockHolders(const QString &file);

} // namespace joinery
