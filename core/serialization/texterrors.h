// SPDX-License-Identifier: MPL-2.0
#pragma once

// Internal to core/serialization.

#include "joinery/base/error.h"

#include <QByteArray>

#include <optional>

namespace joinery {

/// Where something stands in a text: both count from 0, the column in bytes.
struct TextPlace
{
    int line = 0;
    int column = 0;

    auto operator<=>(const TextPlace &) const = default;
};

/// Collects what is wrong with one text and keeps the earliest of it.
class TextErrors
{
public:
    /// `text` is what the places refer to: LF line ends, no byte order mark.
    TextErrors(const QString &fileName, const QByteArray &text);

    /// Remembers "file:line:column: sentence", unless something earlier in the text is wrong as
    /// well.
    void report(TextPlace place, const QString &sentence, const QString &hint = {});

    bool any() const { return m_error.has_value(); }
    /// Requires: any().
    Error first() const { return *m_error; }

private:
    QString m_fileName;
    QByteArray m_text;
    std::optional<Error> m_error {};
    TextPlace m_place {};
};

/// The text as the parser takes it: without byte order mark, line ends LF.
QByteArray normalized(const QByteArray &text);

/// The place of a byte in the text.
TextPlace placeAt(const QByteArray &text, qsizetype offset);

/// Reports bytes that are not UTF-8 text, or a NUL.
void checkEncoding(const QByteArray &text, TextErrors &errors);

/// What to say of a file of a later format.
QString newerFormat(qlonglong version);
QString newerFormatHint();

} // namespace joinery
