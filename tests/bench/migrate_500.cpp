// SPDX-License-Identifier: MPL-2.0
// `joinery db migrate` of 500 revisions of one operation each on an empty database, the whole
// process, in one transaction: against the same statements and the rows that record them, by the C
// API in one transaction. `--revisions=N` for another length.
#include "support/contest.h"
#include "support/manyrevisions.h"
#include "support/manytables.h"

#include <QFile>
#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

/// A version table of the least that is worth the name.
QByteArray scriptOf(qint64 revisions)
{
    QByteArray script = "BEGIN; CREATE TABLE revision (id TEXT PRIMARY KEY, applied_at TEXT);\n";
    for (qint64 number = 0; number < revisions; ++number)
        script += statementOf(number) + "; INSERT INTO revision VALUES ('"
            + QByteArray::number(number, 16) + "', CURRENT_TIMESTAMP);\n";
    return script + "COMMIT;";
}

Result<> migrateByHand(const QString &path, const QByteArray &script)
{
    const auto db = openBare(path);
    return db ? runBare(db->get(), script) : fail(db.error());
}

/// Both sides make the database; the last statement of the history tells whether they did.
Result<> checkOutcome(const QString &path, qint64 revisions)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    const qint64 last = revisions - 1;
    return runBare(db->get(),
        last % 10 == 0 ? "SELECT id FROM item_" + QByteArray::number(last / 10)
                       : "SELECT note_" + QByteArray::number(last % 10) + " FROM item_"
                + QByteArray::number(last / 10));
}

Result<> contest(const Contest &contest)
{
    const QTemporaryDir folder;
    const qint64 revisions = contest.knob(u"revisions"_s, 500);
    if (const Result<> made = makeRevisionProject(folder.path(), revisions); !made)
        return made;
    const QString database = folder.filePath(u"bench.db"_s);
    const auto onNewFile = [&](const std::function<Result<Cost>()> &run) -> Result<Cost> {
        QFile::remove(database);
        const Result<Cost> cost = run();
        if (const Result<> made = checkOutcome(database, revisions); cost && !made)
            return fail(made.error());
        return cost;
    };
    const QStringList migrate {
        QString::fromUtf8(JOINERY_CLI), u"db"_s, u"migrate"_s, u"--no-input"_s, u"--yes"_s};
    const QByteArray script = scriptOf(revisions);
    return contest.run(
        u"migrate_%1"_s.arg(revisions), 7,
        [&] { return onNewFile([&] { return costOf(migrate, folder.path()); }); },
        [&] {
            return onNewFile(
                [&] { return costOf([&] { return migrateByHand(database, script); }); });
        });
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
