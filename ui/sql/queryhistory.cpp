// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/queryhistory.h"

#include "ui/sql/statementat.h"
#include "ui/sql/summarymodel.h"
#include "ui/widgets/theme.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// A statement longer than this (a pasted dump) is remembered by its beginning.
constexpr qsizetype longestKept = 100'000;

QByteArray lineOf(const PastQuery &query)
{
    const QJsonObject object {{u"at"_s, query.at.toString(Qt::ISODateWithMs)},
        {u"database"_s, query.database}, {u"sql"_s, query.sql.left(longestKept)},
        {u"ms"_s, query.milliseconds}, {u"rows"_s, query.rows}, {u"error"_s, query.error}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<PastQuery> queryIn(const QByteArray &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject())
        return {};
    const QJsonObject object = document.object();
    return PastQuery {.at = QDateTime::fromString(object[u"at"].toString(), Qt::ISODateWithMs),
        .database = object[u"database"].toString(),
        .sql = object[u"sql"].toString(),
        .milliseconds = object[u"ms"].toInteger(),
        .rows = object[u"rows"].toInteger(-1),
        .error = object[u"error"].toString()};
}

QString factsOf(const PastQuery &query)
{
    const QLocale locale;
    QStringList facts;
    if (!query.error.isEmpty())
        facts.append(query.error);
    else if (query.rows >= 0)
        facts.append(query.rows == 1
                ? QueryHistory::tr("1 row")
                : QueryHistory::tr("%1 rows").arg(locale.toString(query.rows)));
    facts.append(durationText(query.milliseconds));
    facts.append(query.at.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s));
    facts.append(query.database);
    return facts.join(u" · ");
}

} // namespace

QueryHistory &QueryHistory::of(Workbench &workbench)
{
    if (auto *known = workbench.findChild<QueryHistory *>({}, Qt::FindDirectChildrenOnly))
        return *known;
    return *new QueryHistory(
        workbench.settings().stateFolder() + u"/sql-history.jsonl"_s, &workbench);
}

QueryHistory::QueryHistory(const QString &file, QObject *parent)
    : QAbstractListModel(parent)
    , m_file(file)
{
    load();
}

void QueryHistory::load()
{
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return;
    qsizetype lines = 0;
    while (!file.atEnd()) {
        ++lines;
        // A line that a crash cut short is left out, the others stand.
        if (const std::optional<PastQuery> query = queryIn(file.readLine()))
            m_entries.append(*query);
    }
    if (m_entries.size() > maxEntries)
        m_entries.remove(0, m_entries.size() - maxEntries);
    file.close();
    if (lines > 2 * maxEntries)
        rewrite();
}

void QueryHistory::rewrite() const
{
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly))
        return;
    for (const PastQuery &query : m_entries)
        file.write(lineOf(query));
    file.commit();
}

void QueryHistory::append(const PastQuery &query)
{
    beginInsertRows({}, 0, 0);
    m_entries.append(query);
    m_entries.last().sql.truncate(longestKept);
    endInsertRows();
    if (m_entries.size() > maxEntries) {
        const int last = int(m_entries.size()) - 1;
        beginRemoveRows({}, last, last);
        m_entries.removeFirst();
        endRemoveRows();
    }
    QFile file(m_file);
    if (file.open(QIODevice::Append)) // no history is no reason to stop anybody's work
        file.write(lineOf(query));
}

int QueryHistory::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant QueryHistory::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PastQuery &query = at(index.row());
    const bool failed = !query.error.isEmpty();
    switch (role) {
    case Qt::DisplayRole:
        return oneLineOf(query.sql, 120) + u'\n' + factsOf(query);
    case Qt::ToolTipRole:
        return query.sql.left(2000) + (failed ? u"\n\n"_s + query.error : QString());
    case Qt::DecorationRole:
        return failed ? icon(u"error"_s, ColorToken::Danger)
                      : icon(u"success"_s, ColorToken::Success);
    case Qt::AccessibleTextRole:
        return (failed ? tr("Failed: ") : QString()) + query.sql.left(300);
    case SqlRole:
        return query.sql;
    case FailedRole:
        return failed;
    default:
        return {};
    }
}

} // namespace joinery
