// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/historyreader.h"

#include "joinery/operations/describe.h"
#include "joinery/operations/inverse.h"
#include "joinery/project/revisionwriter.h"
#include "joinery/project/schemachange.h"
#include "joinery/project/workflows.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString asComment(const QString &text)
{
    return u"-- "_s + QString(text).replace(u'\n', u"\n-- "_s);
}

} // namespace

Result<HistoryView> readHistory(const ProjectContext &context, Executor &live)
{
    HistoryView view;
    if (context.project.folder.isEmpty())
        return view;
    view.backups = listBackups(context);
    if (!context.project.hasMigrations())
        return view;
    Result<History> history = loadHistory(context, &live);
    if (!history)
        return fail(history.error());
    view.current = history->appliedHeads();
    view.newestFirst = history->ordered();
    std::reverse(view.newestFirst.begin(), view.newestFirst.end());
    view.history = std::make_shared<const History>(*std::move(history));
    return view;
}

RevisionDetail readDetail(
    const ProjectContext &context, const History &history, const HistoryEntry &entry)
{
    RevisionDetail detail;
    for (const Operation &operation : entry.revision.upgrade)
        detail.operations.append(describe(operation));
    const Result<MetaData> before
        = history.replay(entry.revision.downRevisions, context.dialect->replayPolicy());
    const Result<QByteArray> text = before
        ? companionText(entry.revision, *before, *context.dialect)
        : Result<QByteArray>(fail(before.error()));
    if (!text) {
        detail.up = detail.down = asComment(text.error().message);
        return detail;
    }
    const QString script = QString::fromUtf8(*text);
    const QString upMark = u"-- upgrade\n"_s;
    const QString downMark = u"\n-- downgrade\n"_s;
    const qsizetype up = script.indexOf(upMark);
    const qsizetype down = script.indexOf(downMark);
    detail.up = script.mid(up + upMark.size(), down < 0 ? -1 : down - up - upMark.size()).trimmed();
    if (down >= 0) {
        detail.down = script.mid(down + downMark.size()).trimmed();
    } else {
        const Result<QList<Operation>> back = inverse(entry.revision.upgrade);
        detail.down = asComment(back ? u"nothing"_s : back.error().message);
    }
    return detail;
}

Result<Project> beginHistory(const ProjectContext &context)
{
    ProjectContext where = context;
    if (where.project.folder.isEmpty()) {
        Result<Project> project = makeProjectBeside(context);
        if (!project)
            return project;
        where.project = *std::move(project);
    }
    const Result<AdoptOutcome> adopted = adopt(where, u"baseline"_s);
    if (!adopted)
        return fail(adopted.error());
    return where.project;
}

} // namespace joinery
