// SPDX-License-Identifier: MPL-2.0
#pragma once

// Internal to core/serialization.

#include "joinery/base/error.h"
#include "joinery/serialization/yamlnode.h"

#include <QByteArray>

#include <optional>

namespace joinery {

/// Collects what is wrong with one text and keeps the earliest of it.
class YamlErrors
{
public:
    /// `text` is what the places refer to: LF line ends, no byte order mark.
    YamlErrors(const QString &fileName, const QByteArray &text);

    /// Remembers "file:line:column: sentence", unless something earlier in the text is wrong as
    /// well.
    void report(YamlPlace place, const QString &sentence, const QString &hint = {});

    bool any() const { return m_error.has_value(); }
    /// Requires: any().
    Error first() const { return *m_error; }

private:
    QString m_fileName;
    QByteArray m_text;
    std::optional<Error> m_error {};
    YamlPlace m_place {};
};

/// The text as the parser takes it: without byte order mark, line ends LF.
QByteArray normalized(const QByteArray &text);

/// The place of a byte in the text.
YamlPlace placeAt(const QByteArray &text, qsizetype offset);

/// Parses one YAML document. Only the part of YAML that a reader of a file can see through is
/// accepted: no anchors, aliases, tags, second documents or keys that are not text or stand twice;
/// no control characters, at most 100 levels and 16 MiB. Errors go to `errors`; the result is then
/// of no use.
YamlNode parseYaml(const QByteArray &normalizedText, YamlErrors &errors);

} // namespace joinery
