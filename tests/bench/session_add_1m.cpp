// SPDX-License-Identifier: MPL-2.0
// Session::add() of 1,000,000 objects of 6 columns and one commit, with the keys that the database
// gives, against a prepared INSERT of the C API in one transaction. The values lie ready on both
// sides. `--rows=N` for another size.
#include "support/modelbench.h"

#include <QFile>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Result<> addAll(const QString &path, const QList<QtItem> &items)
{
    const Result<Engine> engine = Engine::create(u"sqlite:///"_s + path);
    if (!engine)
        return fail(engine.error());
    Session session(*engine);
    const QtItem *last = nullptr;
    for (const QtItem &item : items)
        last = session.add(item);
    if (const Result<> done = session.commit(); !done)
        return done;
    return last->id == items.size() ? Result<>() : fail(ErrorCode::Failed, u"wrong key"_s);
}

Result<> contest(const Contest &contest)
{
    const qint64 rows = contest.knob(u"rows"_s, 1'000'000);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"items.db"_s);
    QList<QtItem> items;
    std::vector<BareItem> bare;
    for (qint64 i = 1; i <= rows; ++i) {
        items.append(qtItem(i));
        bare.push_back(bareItem(i));
    }
    const auto into = [&](const std::function<Result<>()> &run) -> Result<Cost> {
        QFile::remove(path);
        if (const Result<> made = createBare(path); !made)
            return fail(made.error());
        return costOf(run);
    };
    return contest.run(
        u"session_add_1m"_s, 5, [&] { return into([&] { return addAll(path, items); }); },
        [&] { return into([&] { return insertBare(path, bare); }); });
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
