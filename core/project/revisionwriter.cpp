// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/revisionwriter.h"

#include "joinery/migration/autogenerate.h"
#include "joinery/serialization/revisionfile.h"
#include "joinery/serialization/safefile.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Result<Plan> downPlan(const Revision &revision, const MetaData &after, const Dialect &dialect)
{
    const Result<QList<Operation>> operations = revision.downgrade
        ? Result<QList<Operation>>(*revision.downgrade)
        : inverse(revision.upgrade);
    if (!operations)
        return fail(operations.error());
    return dialect.ddl().compile(after, *operations);
}

/// Calls `visit(entry, before)` for each of the revisions in order, with the schema it applies to.
Result<> forEachRevision(const History &history, const Dialect &dialect,
    const std::function<Result<>(const HistoryEntry &, const MetaData &)> &visit)
{
    MetaData schema;
    for (const HistoryEntry &entry : history.ordered()) {
        if (auto visited = visit(entry, schema); !visited)
            return visited;
        if (auto done = apply(schema, entry.revision.upgrade, dialect.replayPolicy()); !done)
            return failIn(u"replaying %1"_s.arg(entry.fileName), done.error());
    }
    return {};
}

constexpr char bodyBegins[] = "\n-- upgrade\n";

/// What runs. The comments above it are told anew by every version of this program.
QByteArray bodyOf(QByteArray companion)
{
    companion.replace("\r\n", "\n");
    return companion.mid(qMax<qsizetype>(0, companion.indexOf(bodyBegins)));
}

QString pathOf(const ProjectContext &context, const HistoryEntry &entry)
{
    return QDir(context.project.versionsFolder()).filePath(entry.fileName);
}

} // namespace

Result<QByteArray> companionText(
    const Revision &revision, const MetaData &before, const Dialect &dialect)
{
    const Result<Plan> up = dialect.ddl().compile(before, revision.upgrade);
    if (!up)
        return fail(up.error());
    QString text
        = u"-- revision %1: %2\n"
          "-- Written by joinery from the revision's .yaml for review: it suits every database at "
          "the revision before.\n"
          "-- On a live one the comments in its texts are kept, and no rows are copied where that "
          "can be spared:\n"
          "-- `joinery db migrate --dry-run` shows exactly what runs there.\n"
          "-- By hand only after a backup, in one transaction, by a tool that stops at the first "
          "error.\n"
          "-- To change it, change the .yaml and run `joinery db sql --write`.\n"_s.arg(
              revision.id, revision.message.simplified());
    text += QString::fromLatin1(bodyBegins);
    text += toScript(*up);
    const Result<Plan> down = downPlan(revision, up->after, dialect);
    if (down)
        text += u"\n-- downgrade\n"_s + toScript(*down);
    else
        text += u"\n-- irreversible: %1\n"_s.arg(down.error().message.simplified());
    return text.toUtf8();
}

Result<QString> writeRevisionFiles(const ProjectContext &context, const Revision &revision,
    const MetaData &before, bool companions)
{
    const QDir folder(context.project.versionsFolder());
    const QString path = folder.filePath(revisionFileStem(revision) + u".yaml"_s);
    QByteArray companion;
    if (companions) {
        Result<QByteArray> text = companionText(revision, before, *context.dialect);
        if (!text)
            return fail(text.error());
        companion = *std::move(text);
    }
    if (!folder.mkpath(u"."_s))
        return fail(ErrorCode::Io, u"the folder %1 cannot be made"_s.arg(folder.path()));
    if (auto written = writeRevisionFile(path, revision); !written)
        return fail(written.error());
    if (companions) {
        if (auto written = writeFileSafely(companionPath(path, context.dialect->name()), companion);
            !written) {
            QFile::remove(path);
            return fail(written.error());
        }
    }
    return path;
}

Result<QStringList> staleCompanions(
    const ProjectContext &context, const History &history, const QStringList &revisions)
{
    QStringList stale;
    const auto visit = [&](const HistoryEntry &entry, const MetaData &before) -> Result<> {
        const QString path = companionPath(pathOf(context, entry), context.dialect->name());
        if (!entry.hasFile || !revisions.contains(entry.revision.id) || !QFileInfo::exists(path))
            return {};
        const Result<QByteArray> there = readFile(path);
        if (!there)
            return fail(there.error());
        const Result<QByteArray> text = companionText(entry.revision, before, *context.dialect);
        if (!text)
            return failIn(entry.fileName, text.error());
        if (revisionHash(bodyOf(*text)) != revisionHash(bodyOf(*there)))
            stale.append(path);
        return {};
    };
    if (auto done = forEachRevision(history, *context.dialect, visit); !done)
        return fail(done.error());
    return stale;
}

Result<QStringList> renewCompanions(const ProjectContext &context, const History &history)
{
    QStringList changed;
    const auto visit = [&](const HistoryEntry &entry, const MetaData &before) -> Result<> {
        if (!entry.hasFile || entry.fileName.endsWith(u".sql"_s))
            return {};
        const QString path = companionPath(pathOf(context, entry), context.dialect->name());
        const Result<QByteArray> text = companionText(entry.revision, before, *context.dialect);
        if (!text)
            return failIn(entry.fileName, text.error());
        if (const Result<QByteArray> there = readFile(path); there && *there == *text)
            return {};
        if (auto written = writeFileSafely(path, *text); !written)
            return written;
        changed.append(path);
        return {};
    };
    if (auto done = forEachRevision(history, *context.dialect, visit); !done)
        return fail(done.error());
    return changed;
}

Revision draftRevision(const QStringList &heads, const QString &message,
    const QList<Operation> &operations, const History &history, const QString &id)
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    qint64 newest = 0;
    for (const HistoryEntry &entry : history.ordered())
        newest = std::max(newest, entry.revision.created.toSecsSinceEpoch());
    return {.id = id.isEmpty() ? newRevisionId() : id,
        .downRevisions = heads,
        .message = message,
        // One second apart at least, so that the files of a folder sort in the order they follow.
        .created = QDateTime::fromSecsSinceEpoch(std::max(now, newest + 1), Qt::UTC),
        .upgrade = operations};
}

} // namespace joinery
