// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/csvreader.h"

#include <QSaveFile>

#include <memory>

namespace joinery {

/// The file of the records that were not imported: CSV in the format of the import, each record as
/// it was behind its line number and the reason. It replaces an older one at commit() only.
class Rejects
{
public:
    /// An empty path: nothing is written. Errors: Io.
    [[nodiscard]] Result<> open(const QString &path, const CsvFormat &format);
    void writeHeader(const CsvReader &header);
    void write(const CsvReader &record, const QString &reason);
    /// What was written has reached the medium's buffers. Errors: Io.
    [[nodiscard]] Result<> flush();
    /// Puts the file in its place, or leaves none when nothing was rejected. Errors: Io.
    [[nodiscard]] Result<> commit();

private:
    void writeCell(QByteArrayView utf8);

    std::unique_ptr<QSaveFile> m_file {};
    CsvFormat m_format {};
    bool m_isEmpty = true;
};

} // namespace joinery
