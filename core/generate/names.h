// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QSet>
#include <QStringList>

namespace joinery::generate {

// Names of a schema as names of a program.

/// The words of a name, in lower case: "team_id", "TeamId" and "teamID" are team, id. A letter that
/// is not ASCII is spelled by its number, so that every compiler takes it.
QStringList wordsOf(const QString &name);

QString camelCase(const QString &name); ///< "team_id" -> teamId
QString pascalCase(const QString &name); ///< "team_id" -> TeamId
QString snakeCase(const QString &name); ///< "TeamId" -> team_id
/// More than one of it: "hero" -> heroes.
QString plural(const QString &word);

/// Gives each thing a name of its own; what is taken or reserved gets a number or "_" behind it.
class UniqueNames
{
public:
    enum class Case
    {
        Counts,
        DoesNotCount ///< for files
    };

    explicit UniqueNames(const QSet<QString> &reserved = {}, Case letters = Case::Counts)
        : m_reserved(reserved)
        , m_case(letters)
    { }

    QString add(const QString &name);

private:
    QSet<QString> m_reserved;
    QSet<QString> m_taken {};
    Case m_case;
};

/// The words that no member or type of C++ may be called, those of the Qt macros included.
const QSet<QString> &cppWords();
const QSet<QString> &pythonWords();

} // namespace joinery::generate
