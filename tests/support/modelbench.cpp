// SPDX-License-Identifier: MPL-2.0
#include "support/modelbench.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

constexpr auto insertSql
    = "INSERT INTO item (name, town, amount, price, note) VALUES (?, ?, ?, ?, ?)";

Result<> bareError(sqlite3 *db)
{
    return fail(ErrorCode::Failed, QString::fromUtf8(sqlite3_errmsg(db)));
}

std::string textOf(sqlite3_stmt *statement, int column)
{
    return std::string(reinterpret_cast<const char *>(sqlite3_column_text(statement, column)),
        static_cast<size_t>(sqlite3_column_bytes(statement, column)));
}

} // namespace

BareItem bareItem(qint64 number)
{
    return {.name = "item number " + std::to_string(number),
        .town = "town " + std::to_string(number % 1000),
        .amount = int(number % 100),
        .price = double(number) * 0.37,
        .note = number % 5 == 0 ? std::string() : "a note of some words",
        .hasNote = number % 5 != 0};
}

BareItem bareOf(sqlite3_stmt *statement)
{
    BareItem item {.id = sqlite3_column_int64(statement, 0),
        .name = textOf(statement, 1),
        .town = textOf(statement, 2),
        .amount = sqlite3_column_int(statement, 3),
        .price = sqlite3_column_double(statement, 4)};
    item.hasNote = sqlite3_column_type(statement, 5) != SQLITE_NULL;
    if (item.hasNote)
        item.note = textOf(statement, 5);
    return item;
}

StdItem stdItem(qint64 number)
{
    const BareItem bare = bareItem(number);
    return {.name = bare.name,
        .town = bare.town,
        .amount = bare.amount,
        .price = bare.price,
        .note = bare.hasNote ? std::optional(bare.note) : std::nullopt};
}

QtItem qtItem(qint64 number)
{
    const BareItem bare = bareItem(number);
    return {.name = QString::fromStdString(bare.name),
        .town = QString::fromStdString(bare.town),
        .amount = bare.amount,
        .price = bare.price,
        .note = bare.hasNote ? std::optional(QString::fromStdString(bare.note)) : std::nullopt};
}

Result<> createBare(const QString &path)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    return runBare(db->get(),
        "CREATE TABLE item (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, "
        "town TEXT NOT NULL, amount INTEGER NOT NULL, price DOUBLE NOT NULL, note TEXT)");
}

Result<> insertBare(const QString &path, const std::vector<BareItem> &items)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    if (const auto begun = runBare(db->get(), "BEGIN"); !begun)
        return begun;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(db->get(), insertSql, -1, &statement, nullptr) != SQLITE_OK)
        return bareError(db->get());
    for (const BareItem &item : items) {
        sqlite3_bind_text(statement, 1, item.name.data(), int(item.name.size()), SQLITE_STATIC);
        sqlite3_bind_text(statement, 2, item.town.data(), int(item.town.size()), SQLITE_STATIC);
        sqlite3_bind_int(statement, 3, item.amount);
        sqlite3_bind_double(statement, 4, item.price);
        if (item.hasNote)
            sqlite3_bind_text(statement, 5, item.note.data(), int(item.note.size()), SQLITE_STATIC);
        else
            sqlite3_bind_null(statement, 5);
        if (sqlite3_step(statement) != SQLITE_DONE)
            return bareError(db->get());
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return runBare(db->get(), "COMMIT");
}

Result<std::vector<BareItem>> loadBare(const QString &path)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(db->get(), "SELECT id, name, town, amount, price, note FROM item", -1,
            &statement, nullptr)
        != SQLITE_OK)
        return fail(bareError(db->get()).error());
    std::vector<BareItem> items;
    while (sqlite3_step(statement) == SQLITE_ROW)
        items.push_back(bareOf(statement));
    sqlite3_finalize(statement);
    return items;
}

} // namespace joinery::testing
