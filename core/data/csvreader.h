// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/data/textdecoder.h"

#include <QIODevice>

#include <array>
#include <span>
#include <vector>

namespace joinery {

/// One field of a record, its quotes undone. The text is UTF-8.
struct CsvField
{
    QByteArrayView text;
    bool quoted = false; ///< "" is an empty text, nothing at all may be a NULL
};

/// Reads records of RFC 4180 and its relatives one by one: any delimiter and quote, line breaks in
/// quoted fields, lines that end in CR LF, LF or CR. Memory is bounded by the limits.
///
///     CsvReader reader(file, format);
///     for (Result<bool> more = reader.next(); more && *more; more = reader.next())
///         use(reader.fields());
class CsvReader
{
public:
    /// The device is open for reading and outlives the reader. Sequential devices will do.
    CsvReader(QIODevice &device, const CsvFormat &format, const CsvLimits &limits = {});

    /// Goes on to the next record; false at the end. The header counts as a record. Errors: Io;
    /// Parse for what cannot be got over (a quote that is never closed, a record beyond the
    /// limits), naming the line.
    [[nodiscard]] Result<bool> next();

    /// The fields of the record, good until next(). An empty line is one empty field.
    std::span<const CsvField> fields() const { return m_fields; }
    /// What is wrong with the record, in words; empty when nothing is. The fields are then a guess.
    const QString &problem() const { return m_problem; }
    /// The line on which the record begins, from 1.
    qint64 line() const { return m_line; }
    /// The record as it stands in the file, as UTF-8, without the line break at its end.
    QByteArrayView text() const;
    /// How much of the device was read; for progress.
    qint64 bytesRead() const { return m_bytesRead; }

private:
    enum class After
    {
        Delimiter,
        LineBreak,
        End
    };
    /// A field by its place: the buffer moves while a record is read.
    struct Place
    {
        qsizetype offset; ///< from the start of the record, or of the scratch text
        qsizetype size;
        bool quoted;
        bool unescaped; ///< it stands in the scratch text
    };

    [[nodiscard]] Result<bool> more();
    [[nodiscard]] Result<bool> isAtEnd();
    [[nodiscard]] Result<After> readField();
    [[nodiscard]] Result<After> readQuotedField();
    /// Goes on to the next quote, doubled ones left behind; false when the input ends before.
    [[nodiscard]] Result<bool> findClosingQuote(qsizetype &segment);
    /// Goes on to the next delimiter or line break.
    [[nodiscard]] Result<> findFieldEnd();
    [[nodiscard]] Result<After> leaveField();
    void checkEncoding();
    void countLines();
    void publishFields();
    qsizetype position() const { return m_at - m_start; }

    QIODevice &m_device;
    const CsvFormat m_format;
    const CsvLimits m_limits;
    TextDecoder m_decoder;
    std::array<bool, 256> m_endsField {};
    QByteArray m_chunk {};
    QByteArray m_buffer {}; ///< UTF-8
    qsizetype m_start = 0; ///< of the record in the buffer
    qsizetype m_at = 0; ///< how far the buffer is read
    qsizetype m_recordSize = 0;
    bool m_inputEnded = false;
    QByteArray m_scratch {}; ///< fields that do not stand in the buffer as they are
    std::vector<Place> m_places {};
    std::vector<CsvField> m_fields {};
    QString m_problem {};
    qint64 m_line = 0;
    qint64 m_nextLine = 1;
    qint64 m_bytesRead = 0;
};

} // namespace joinery
