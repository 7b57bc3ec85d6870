// SPDX-License-Identifier: MPL-2.0
// `joinery db migrate` with nothing to do in a project of 500 revisions, the whole process, against
// a process that opens the database and reads one row.
#include "support/contest.h"
#include "support/manyrevisions.h"

#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Result<> contest(const Contest &contest)
{
    const QTemporaryDir folder;
    const Result<> made = makeRevisionProject(folder.path(), contest.knob(u"revisions"_s, 500));
    if (!made)
        return made;
    const QString joinery = QString::fromUtf8(JOINERY_CLI);
    const QStringList migrate {joinery, u"db"_s, u"migrate"_s, u"--no-input"_s, u"--yes"_s};
    for (const QStringList &command :
        {migrate, QStringList {joinery, u"pull"_s, u"--no-input"_s}}) {
        if (const auto prepared = costOf(command, folder.path()); !prepared)
            return fail(prepared.error());
    }
    const QStringList read {QString::fromUtf8(JOINERY_BAREREAD), u"bench.db"_s};
    return contest.run(
        u"migrate_noop"_s, 41, [&] { return costOf(migrate, folder.path()); },
        [&] { return costOf(read, folder.path()); });
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
