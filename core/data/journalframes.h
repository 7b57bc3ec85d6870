// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/rowjournal.h"

namespace joinery {

// The bytes of a journal: a magic line, then frames of length, checksum and payload. Each frame
// stands for itself.

QByteArray journalStart(const QString &database);
/// The columns that the following changes of the table refer to.
QByteArray tableFrame(const SavedChanges &table);
/// The change as it is now; a change that is no longer staged: `after` unset.
QByteArray changeFrame(const QString &table, quint64 id, const std::optional<RowChange> &after);

struct JournalContent
{
    QString database {};
    QMap<QString, SavedChanges> tables {};
    bool torn = false; ///< reading ended before the end
};
/// Reads as far as the frames are whole. Unset for what is no journal.
std::optional<JournalContent> readJournal(const QByteArray &bytes);

} // namespace joinery
