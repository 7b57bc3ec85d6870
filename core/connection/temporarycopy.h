// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery {

/// A name beside `file` under which a copy is made; it tells which process makes it.
QString temporaryCopyName(const QString &file);

/// Removes a database's file and what SQLite keeps beside it.
void removeWithCompanions(const QString &path);

/// Removes the copies in the folder that processes left unfinished: those of processes of this
/// machine that are gone, and any of other machines that nobody wrote to for a day.
void removeStaleCopies(const QString &folder);

} // namespace joinery
