// SPDX-License-Identifier: MPL-2.0
// Session::get() of 200,000 rows by random keys in a table of 1,000,000, each an object of the
// session afterwards, against a prepared SELECT of the C API that fills a struct. `--rows=N` and
// `--gets=N` for other sizes.
#include "support/modelbench.h"

#include <random>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Result<> getAll(const QString &path, const std::vector<qint64> &keys)
{
    const Result<Engine> engine = Engine::create(u"sqlite:///"_s + path);
    if (!engine)
        return fail(engine.error());
    Session session(*engine);
    for (const qint64 key : keys) {
        const Result<StdItem *> item = session.get<StdItem>(key);
        if (!item)
            return fail(item.error());
        if (!*item || (*item)->id != key)
            return fail(ErrorCode::Failed, u"wrong row"_s);
    }
    return {};
}

Result<> getBare(const QString &path, const std::vector<qint64> &keys)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(db->get(),
            "SELECT id, name, town, amount, price, note FROM item WHERE id = ?", -1, &statement,
            nullptr)
        != SQLITE_OK)
        return fail(ErrorCode::Failed, u"cannot prepare"_s);
    std::vector<BareItem> items;
    for (const qint64 key : keys) {
        sqlite3_bind_int64(statement, 1, key);
        if (sqlite3_step(statement) != SQLITE_ROW)
            return fail(ErrorCode::Failed, u"no row"_s);
        items.push_back(bareOf(statement));
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return {};
}

Result<> contest(const Contest &contest)
{
    const qint64 rows = contest.knob(u"rows"_s, 1'000'000);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"items.db"_s);
    if (const Result<> made = createBare(path); !made)
        return made;
    std::vector<BareItem> bare;
    for (qint64 i = 1; i <= rows; ++i)
        bare.push_back(bareItem(i));
    if (const Result<> made = insertBare(path, bare); !made)
        return made;
    bare = {};
    std::mt19937_64 random(7);
    std::vector<qint64> keys;
    for (qint64 i = contest.knob(u"gets"_s, 200'000); i > 0; --i)
        keys.push_back(std::uniform_int_distribution<qint64>(1, rows)(random));
    return contest.run(
        u"get_by_key"_s, 5, [&] { return costOf([&] { return getAll(path, keys); }); },
        [&] { return costOf([&] { return getBare(path, keys); }); });
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
