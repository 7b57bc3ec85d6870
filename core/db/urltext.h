// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery {

/// The bytes that %XX stand for; a % that begins no such sequence stays. Returns false when the
/// result is not UTF-8 or holds a NUL.
[[nodiscard]] bool percentDecoded(QStringView text, QString &decoded);
/// Percent-encodes control characters, % and each of `reserved`, which is ASCII.
QString percentEncoded(const QString &text, const QString &reserved);

/// Whether the value of this query key is a secret: password, sslpassword, key, …
bool isSecretKey(const QString &key);
/// Text that did not parse as a URL, with everything masked that could be a password.
QString maskedText(const QString &text);

} // namespace joinery
