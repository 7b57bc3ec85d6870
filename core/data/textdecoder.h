// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/csvformat.h"

#include <QByteArray>
#include <QStringDecoder>

#include <optional>

namespace joinery {

/// Turns the bytes of a file into UTF-8, piece by piece. A byte order mark at the very beginning is
/// dropped. Bytes of an UTF-8 file pass as they are, valid or not.
class TextDecoder
{
public:
    explicit TextDecoder(TextEncoding encoding);

    /// Appends the UTF-8 of the next bytes.
    void append(QByteArrayView bytes, QByteArray &utf8);
    /// There are no more bytes: appends what was held back.
    void finish(QByteArray &utf8);
    /// Whether there were bytes that the encoding does not know; they became U+FFFD.
    bool hasError() const;

private:
    QByteArray decoded(QByteArrayView bytes);

    TextEncoding m_encoding;
    std::optional<QStringDecoder> m_decoder {}; ///< for UTF-16
    QChar m_highSurrogate {}; ///< waits for its other half
    QByteArray m_begin {}; ///< may become a byte order mark
    bool m_atStart = true;
    bool m_loneSurrogate = false;
};

/// "UTF-8", …: for people and for the command line.
QString encodingName(TextEncoding encoding);
/// The encoding of that name, case and hyphens aside.
std::optional<TextEncoding> encodingOf(const QString &name);
/// All there are, the likeliest first.
QList<TextEncoding> textEncodings();

} // namespace joinery
