// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/dmlcompiler.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// "t.a, t.b" -> a, b. A name may hold dots, commas and spaces, so the table's columns are looked
/// for, not the separators.
QStringList namedColumns(const Table &table, QStringView text)
{
    QStringList found;
    while (!text.isEmpty()) {
        const auto column = std::find_if(
            table.columns.cbegin(), table.columns.cend(), [&](const Column &candidate) {
                const QString name = table.name + u'.' + candidate.name;
                return text.startsWith(name, Qt::CaseInsensitive)
                    && (text.size() == name.size() || text.mid(name.size()).startsWith(u", "));
            });
        if (column == table.columns.cend())
            return {};
        found.append(column->name);
        text = text.mid(std::min(text.size(), table.name.size() + 1 + column->name.size() + 2));
    }
    return found;
}

/// The name of the unique constraint, index or key over just these columns.
QString uniqueName(const Table &table, const QStringList &columns)
{
    const auto same = [&](const QList<KeyPart> &parts) { return columnNames(parts) == columns; };
    for (const UniqueConstraint &unique : table.uniques) {
        if (same(unique.columns))
            return unique.name;
    }
    for (const Index &index : table.indexes) {
        if (index.unique && same(index.columns))
            return index.name;
    }
    return table.primaryKey && same(table.primaryKey->columns) ? table.primaryKey->name : QString();
}

/// The columns of the table that occur as words in an SQL text.
QStringList mentionedColumns(const Table &table, const QString &sql)
{
    QStringList found;
    for (const Column &column : table.columns) {
        const QRegularExpression word(
            u"(?<![\\w])%1(?![\\w])"_s.arg(QRegularExpression::escape(column.name)),
            QRegularExpression::CaseInsensitiveOption
                | QRegularExpression::UseUnicodePropertiesOption);
        if (sql.contains(word))
            found.append(column.name);
    }
    return found;
}

/// SQLite gives the name of a check, or its text when it has none.
Violation violatedCheck(const Table &table, const QString &words)
{
    for (const CheckConstraint &check : table.checks) {
        if (!check.name.isEmpty() && check.name == words)
            return {check.name, mentionedColumns(table, check.sql)};
    }
    return {{}, mentionedColumns(table, words)};
}

Violation violatedUnique(const Table &table, const QString &words)
{
    static const QRegularExpression index(u"^index '(.*)'$"_s);
    if (const auto match = index.match(words); match.hasMatch())
        return {.constraint = match.captured(1)};
    const QStringList columns = namedColumns(table, words);
    return {uniqueName(table, columns), columns};
}

} // namespace

Violation SqliteDmlCompiler::violation(const Table &table, const Error &error) const
{
    static const QRegularExpression failed(u"^(UNIQUE|NOT NULL|CHECK) constraint failed: (.*)$"_s,
        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression stored(u"^cannot store \\w+ value in \\w+ column (.*)$"_s);
    if (const auto match = stored.match(error.driverText); match.hasMatch())
        return {{}, namedColumns(table, match.captured(1))};
    const auto match = failed.match(error.driverText);
    if (!match.hasMatch())
        return {};
    if (match.captured(1) == u"CHECK")
        return violatedCheck(table, match.captured(2));
    if (match.captured(1) == u"UNIQUE")
        return violatedUnique(table, match.captured(2));
    return {{}, namedColumns(table, match.captured(2))};
}

} // namespace joinery::sqlite
