// SPDX-License-Identifier: MPL-2.0
// Reading 1,000,000 rows of 6 columns into structs with std::string members, against the C API
// filling structs with std::string members. `--rows=N` for another size.
#include "support/modelbench.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Result<> loadAll(const QString &path, qint64 rows)
{
    const Result<Engine> engine = Engine::create(u"sqlite:///"_s + path);
    if (!engine)
        return fail(engine.error());
    Session session(*engine);
    const Result<QList<StdItem>> items = session.rows(select<StdItem>());
    if (!items)
        return fail(items.error());
    return items->size() == rows ? Result<>() : fail(ErrorCode::Failed, u"rows are missing"_s);
}

Result<> contest(const Contest &contest)
{
    const qint64 rows = contest.knob(u"rows"_s, 1'000'000);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"items.db"_s);
    if (const Result<> made = createBare(path); !made)
        return made;
    {
        std::vector<BareItem> bare;
        for (qint64 i = 1; i <= rows; ++i)
            bare.push_back(bareItem(i));
        if (const Result<> made = insertBare(path, bare); !made)
            return made;
    }
    return contest.run(
        u"load_stdstring_1m"_s, 7, [&] { return costOf([&] { return loadAll(path, rows); }); },
        [&] {
            return costOf([&]() -> Result<> {
                const auto items = loadBare(path);
                return items ? Result<>() : fail(items.error());
            });
        });
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
