// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

#include <QMap>
#include <QSet>

namespace joinery {

/// Small files of a few folders as they are, so that they can be put back when what follows fails.
/// A crash in between leaves what was written until then.
class FileSnapshot
{
public:
    struct Part
    {
        QString folder;
        QStringList names; ///< patterns such as "*.yaml"; other files are neither read nor touched
    };

    /// Keeps the bytes of each such file, and which of the folders there are. Parents come before
    /// what is in them. Errors: Io.
    [[nodiscard]] static Result<FileSnapshot> take(const QList<Part> &parts);

    /// Makes the folders as they were: files written since go, changed ones get their bytes back,
    /// folders made since go once they are empty. Errors: Io, naming the first file that stays
    /// changed; the others are put back all the same.
    [[nodiscard]] Result<> restore() const;

private:
    QList<Part> m_parts {};
    QSet<QString> m_missing {}; ///< folders that were not there
    QMap<QString, QByteArray> m_files {};
};

} // namespace joinery
