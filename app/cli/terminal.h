// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/value.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace joinery::cli {

enum class Tone
{
    Plain,
    Strong,
    Dim,
    Good,
    Bad,
    Warning
};

/// Where text goes: data to stdout, words for people to stdout or, where stdout is data, to stderr.
class Terminal
{
public:
    Terminal();

    QString program = QStringLiteral("joinery"); ///< has the verbs, and is named in what is said
    bool quiet = false;
    bool dataOnStdout = false; ///< words for people go to stderr

    /// A line for people; left out under --quiet.
    void say(const QString &line) const;
    /// A line for people that must be seen: errors and warnings, always on stderr.
    void warn(const QString &line) const;
    /// The line with this program's name where it tells to run `joinery` with a verb.
    QString inOwnWords(const QString &line) const;

    /// Data on stdout, as it is.
    void put(const QString &text) const;
    void put(const QByteArray &text) const;
    void put(const QJsonObject &document) const;

    /// The text in a colour, where the terminal that say() goes to shows colours.
    QString toned(Tone tone, const QString &text) const;

    /// Replaces the progress line on stderr; nothing where stderr is no terminal.
    void progress(const QString &line) const;
    void endProgress() const;

    /// Reads a line from stdin after a prompt on stderr; null at the end of input.
    QString ask(const QString &prompt) const;

    bool inputIsTerminal() const { return m_inputIsTerminal; }
    bool errorIsTerminal() const { return m_errorIsTerminal; }

private:
    bool m_inputIsTerminal;
    bool m_outputIsTerminal;
    bool m_errorIsTerminal;
    bool m_colours;
};

/// The rows as an aligned table: numbers to the right, NULL apart from ''. Cells longer than
/// `maxWidth` are cut with "…"; 0 = never.
QString alignedTable(const RowSet &rows, int maxWidth = 60);
/// The rows as CSV (RFC 4180): NULL as nothing, an empty text as "".
QString toCsv(const RowSet &rows);
/// The rows as a JSON array of objects; blobs as {"$blob": "base64"}, what is no finite number as
/// {"$real": "Inf"}; a column name that comes again as "name:2".
QJsonArray toJson(const RowSet &rows);

/// Columns a text takes on a terminal: wide characters count two.
int displayWidth(const QString &text);

} // namespace joinery::cli
