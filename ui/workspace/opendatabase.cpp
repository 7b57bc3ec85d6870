// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/opendatabase.h"

#include "joinery/project/workflows.h"
#include "ui/workspace/roweditsstore.h"
#include "ui/workspace/schemaedits.h"
#include "ui/workspace/workbench.h"

#include <QCryptographicHash>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Standing standingOf(const ProjectContext &context, Executor &executor)
{
    Standing standing;
    standing.hasHistory = context.project.hasMigrations();
    if (!standing.hasHistory)
        return standing;
    const Result<History> history = loadHistory(context, &executor);
    if (!history) {
        standing.trouble = history.error().message;
        return standing;
    }
    const QList<HistoryEntry> entries = history->ordered();
    standing.unapplied = int(std::count_if(entries.cbegin(), entries.cend(),
        [](const HistoryEntry &entry) { return entry.hasFile && !entry.applied; }));
    standing.current = history->appliedHeads().join(u", "_s);
    const Result<bool> differ = modelsDiffer(context, *history);
    standing.modelsDiffer = differ && *differ;
    if (!differ)
        standing.trouble = differ.error().message;
    return standing;
}

} // namespace

OpenDatabase::OpenDatabase(Workbench &workbench, Location location)
    : QObject(&workbench)
    , m_workbench(workbench)
    , m_location(std::move(location))
    , m_dialect(*workbench.dialects().find(m_location.url.dialect))
    , m_connection(connectTo(Access::Look))
    , m_rowEdits(std::make_unique<RowEditsStore>(*this))
{ }

OpenDatabase::~OpenDatabase() = default;

QString OpenDatabase::name() const
{
    if (m_location.project && !m_location.project->file.project.isEmpty())
        return m_location.project->file.project;
    if (m_location.url.isMemory())
        return tr("in memory");
    return m_dialect->capabilities().fileDatabase ? QFileInfo(m_location.url.database).fileName()
                                                  : m_location.url.database;
}

QString OpenDatabase::fullName() const
{
    return m_dialect->capabilities().fileDatabase && !m_location.url.isMemory()
        ? m_location.url.database
        : m_location.url.display();
}

QString OpenDatabase::id() const
{
    const QByteArray hash = QCryptographicHash::hash(
        m_location.url.withoutPassword().toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(16));
}

std::unique_ptr<Connection> OpenDatabase::connectTo(Access access) const
{
    const Access allowed = m_location.readOnly ? Access::Look : access;
    return std::make_unique<Connection>(
        m_workbench.provider(), m_location.url, OpenOptions {.access = allowed});
}

ProjectContext OpenDatabase::context() const
{
    return {.project = m_location.project.value_or(Project {}),
        .url = m_location.url,
        .dialect = m_dialect,
        .provider = &m_workbench.provider()};
}

SchemaEdits &OpenDatabase::schemaEdits()
{
    if (!m_schemaEdits) {
        m_schemaEdits = new SchemaEdits(*this);
        Q_EMIT schemaEditsMade();
    }
    return *m_schemaEdits;
}

void OpenDatabase::setProject(const Project &project)
{
    m_location.project = project;
    refresh();
}

void OpenDatabase::refresh()
{
    const int reading = ++m_readings;
    const std::optional<ProjectContext> project
        = hasProject() ? std::optional(context()) : std::nullopt;
    m_connection
        ->run([dialect = m_dialect, project](
                  Executor &executor) { return read(executor, *dialect, project); })
        .then(this, [this, reading](const Result<Reading> &result) {
            if (reading == m_readings)
                take(result);
        });
}

Result<OpenDatabase::Reading> OpenDatabase::read(
    Executor &executor, const Dialect &dialect, const std::optional<ProjectContext> &context)
{
    Result<MetaData> schema = dialect.inspector().reflect(executor);
    if (!schema)
        return fail(schema.error());
    Result<QStringList> broken = dialect.inspector().brokenObjects(executor);
    if (!broken)
        return fail(broken.error());
    return Reading {.schema = *std::move(schema),
        .broken = *std::move(broken),
        .standing = context ? standingOf(*context, executor) : Standing {}};
}

void OpenDatabase::take(const Result<Reading> &reading)
{
    if (!reading) {
        m_error = reading.error();
        if (m_state == State::Opening)
            m_state = State::Failed;
        Q_EMIT failed(m_error);
        return;
    }
    const bool first = m_state != State::Open;
    const bool another = first || !(reading->schema == m_schema);
    m_state = State::Open;
    m_schema = reading->schema;
    m_brokenObjects = reading->broken;
    if (first)
        Q_EMIT opened();
    if (another)
        Q_EMIT schemaChanged();
    if (!(reading->standing == m_standing) || first) {
        m_standing = reading->standing;
        Q_EMIT standingChanged();
    }
}

} // namespace joinery
