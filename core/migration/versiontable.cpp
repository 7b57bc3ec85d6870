// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/versiontable.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

const QStringList &stateWords()
{
    static const QStringList words {u"applied"_s, u"adopted"_s, u"running"_s, u"failed"_s};
    return words;
}

RevisionState stateOf(const QString &word)
{
    return RevisionState(std::max<qsizetype>(0, stateWords().indexOf(word)));
}

QString toJson(const QStringList &list)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

QStringList fromJson(const QString &text)
{
    QStringList list;
    for (const QJsonValue &value : QJsonDocument::fromJson(text.toUtf8()).array())
        list.append(value.toString());
    return list;
}

Column required(const QString &name, const QString &type)
{
    return Column {.name = name, .type = {.text = type}, .nullable = false};
}

/// No AUTOINCREMENT: the order of application is `position`, counted by us.
Table versionTable()
{
    return Table {.name = VersionTable::tableName(),
        .columns = {required(u"revision"_s, u"varchar(64)"_s), required(u"position"_s, u"bigint"_s),
            required(u"down_revisions"_s, u"text"_s), required(u"message"_s, u"text"_s),
            required(u"file_name"_s, u"text"_s), required(u"file_text"_s, u"text"_s),
            required(u"file_sha256"_s, u"char(64)"_s), required(u"applied_at"_s, u"varchar(32)"_s),
            required(u"duration_ms"_s, u"bigint"_s), required(u"tool_version"_s, u"varchar(32)"_s),
            required(u"state"_s, u"varchar(16)"_s), required(u"statements_done"_s, u"bigint"_s),
            required(u"statements_total"_s, u"bigint"_s), required(u"error"_s, u"text"_s)},
        .primaryKey = PrimaryKeyConstraint {
            .name = u"pk_joinery_revision"_s, .columns = keyParts({u"revision"_s})}};
}

AppliedRevision fromRow(const QList<Value> &row)
{
    const auto text = [&](int i) { return toText(row[i]); };
    return {.revision = text(0),
        .downRevisions = fromJson(text(1)),
        .message = text(2),
        .fileName = text(3),
        .fileText = text(12),
        .fileHash = text(4),
        .appliedAt = QDateTime::fromString(text(5), Qt::ISODate),
        .durationMs = toInt(row[6]),
        .toolVersion = text(7),
        .state = stateOf(text(8)),
        .statementsDone = int(toInt(row[9])),
        .statementsTotal = int(toInt(row[10])),
        .error = text(11)};
}

} // namespace

VersionTable::VersionTable(const Dialect &dialect, Executor &executor)
    : m_dialect(dialect)
    , m_executor(executor)
{ }

QString VersionTable::tableName()
{
    return u"joinery_revision"_s;
}

Result<bool> VersionTable::exists() const
{
    return m_dialect.inspector().hasTable(m_executor, tableName());
}

Result<QList<AppliedRevision>> VersionTable::read(bool withText) const
{
    QList<AppliedRevision> applied;
    const Result<bool> there = exists();
    if (!there)
        return fail(there.error());
    if (!*there)
        return applied;
    const Result<RowSet> rows = m_executor.query(
        u"SELECT revision, down_revisions, message, file_name, file_sha256, applied_at, "
        u"duration_ms, "
        "tool_version, state, statements_done, statements_total, error, %1 FROM %2 ORDER BY position"_s
            .arg(withText ? u"file_text"_s : u"''"_s, m_dialect.ddl().quote(tableName())));
    if (!rows)
        return failIn(u"table \"%1\""_s.arg(tableName()), rows.error());
    for (const QList<Value> &row : rows->rows)
        applied.append(fromRow(row));
    return applied;
}

Result<> VersionTable::create()
{
    const Result<bool> there = exists();
    if (!there)
        return fail(there.error());
    if (*there)
        return {};
    for (const QString &statement : m_dialect.ddl().createStatements(versionTable())) {
        if (const auto done = m_executor.execute(statement); !done)
            return failIn(u"creating table \"%1\""_s.arg(tableName()), done.error());
    }
    return {};
}

Result<> VersionTable::insert(const AppliedRevision &row)
{
    if (m_executor.inTransaction())
        return replace(row);
    if (const auto begun = m_executor.execute(u"BEGIN"_s); !begun)
        return fail(begun.error());
    const Result<> replaced = replace(row);
    const auto ended = m_executor.execute(replaced ? u"COMMIT"_s : u"ROLLBACK"_s);
    if (replaced && !ended)
        return failIn(u"recording revision %1"_s.arg(row.revision), ended.error());
    return replaced;
}

/// Two statements, between which a process that is killed must not forget the row.
Result<> VersionTable::replace(const AppliedRevision &row)
{
    if (auto removed = remove(row.revision); !removed)
        return removed;
    const QString table = m_dialect.ddl().quote(tableName());
    const QList<Value> values {row.revision, toJson(row.downRevisions), row.message, row.fileName,
        row.fileText, row.fileHash, row.appliedAt.toString(Qt::ISODate), row.durationMs,
        row.toolVersion, stateWords()[qsizetype(row.state)], qint64(row.statementsDone),
        qint64(row.statementsTotal), row.error};
    const auto done = m_executor.execute(
        u"INSERT INTO %1 (position, revision, down_revisions, message, file_name, file_text, "
        u"file_sha256, "
        "applied_at, duration_ms, tool_version, state, statements_done, statements_total, error) "
        "SELECT coalesce(max(position), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM %1"_s
            .arg(table),
        values);
    if (!done)
        return failIn(u"recording revision %1"_s.arg(row.revision), done.error());
    return {};
}

Result<> VersionTable::remove(const QString &revision)
{
    const auto done = m_executor.execute(
        u"DELETE FROM %1 WHERE revision = ?"_s.arg(m_dialect.ddl().quote(tableName())), {revision});
    if (!done)
        return failIn(u"unrecording revision %1"_s.arg(revision), done.error());
    return {};
}

Result<> VersionTable::dropIfEmpty()
{
    const QString table = m_dialect.ddl().quote(tableName());
    const Result<RowSet> rows = m_executor.query(u"SELECT count(*) FROM %1"_s.arg(table));
    if (!rows)
        return fail(rows.error());
    if (toInt(rows->scalar()) > 0)
        return {};
    if (const auto done = m_executor.execute(u"DROP TABLE %1"_s.arg(table)); !done)
        return failIn(u"dropping table \"%1\""_s.arg(tableName()), done.error());
    return {};
}

} // namespace joinery
