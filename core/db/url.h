// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

#include <QMap>
#include <QString>

namespace joinery {

/// A database URL in SQLAlchemy's grammar:
/// `dialect+driver://user:password@host:port/database?key=value`. Values are percent-decoded.
struct Url
{
    QString dialect; ///< "sqlite", "postgresql", "mysql", "mariadb"
    QString driver {}; ///< what stood after "+"; accepted and ignored
    QString user {}; ///< empty = none
    QString password {}; ///< never shown: see display()
    QString host {}; ///< without the brackets of an IPv6 address
    int port = 0; ///< 0 = the dialect's own
    QString database {}; ///< for SQLite a file path, empty = in memory
    QMap<QString, QString> query {}; ///< what stood after "?"

    bool operator==(const Url &) const = default;

    /// Parses the text. Errors: Parse, "Could not parse SQLAlchemy URL from string '…'" with the
    /// password masked, and a hint that shows the forms.
    [[nodiscard]] static Result<Url> parse(const QString &text);

    /// The text for people and files: the password is ***.
    QString display() const;
    /// The text with the password left out, for joinery.yaml.
    QString withoutPassword() const;
    /// The text in full, password included. For processes, never for people.
    QString toString() const;

    bool isMemory() const; ///< no file: gone when it is closed
    /// A relative SQLite path made absolute against the folder; other URLs unchanged.
    Url resolvedAgainst(const QString &folder) const;
};

/// A path or URL as people type it: a path to a file becomes a SQLite URL. Errors as Url::parse.
[[nodiscard]] Result<Url> parseLocation(const QString &text);

} // namespace joinery
