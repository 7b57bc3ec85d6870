// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/createall.h"
#include "joinery/session/session.h"
#include "support/contest.h"
#include "support/manytables.h"

#include <QTemporaryDir>

#include <string>
#include <vector>

// Rows of 6 columns, as a program of plain C and as models of this library have them.
namespace joinery::testing {

template <typename Text> struct Item
{
    std::optional<qint64> id {};
    Text name {};
    Text town {};
    int amount = 0;
    double price = 0;
    std::optional<Text> note {};
};
using QtItem = Item<QString>;
using StdItem = Item<std::string>;

/// The row with this number; every fifth has no note.
QtItem qtItem(qint64 number);
StdItem stdItem(qint64 number);

/// What a program of plain C keeps of a row.
struct BareItem
{
    qint64 id = 0;
    std::string name {};
    std::string town {};
    int amount = 0;
    double price = 0;
    std::string note {};
    bool hasNote = false;
};
BareItem bareItem(qint64 number);

/// The row that a SELECT of all columns stands on.
BareItem bareOf(sqlite3_stmt *statement);

/// The statements that it runs.
[[nodiscard]] Result<> createBare(const QString &path);
[[nodiscard]] Result<> insertBare(const QString &path, const std::vector<BareItem> &items);
[[nodiscard]] Result<std::vector<BareItem>> loadBare(const QString &path);

} // namespace joinery::testing

namespace joinery {

template <typename Text> constexpr auto itemModel()
{
    using Item = testing::Item<Text>;
    return model<Item>("item", column("id", &Item::id, primaryKey), column("name", &Item::name),
        column("town", &Item::town), column("amount", &Item::amount), column("price", &Item::price),
        column("note", &Item::note));
}
template <> inline constexpr auto mapping<testing::QtItem> = itemModel<QString>();
template <> inline constexpr auto mapping<testing::StdItem> = itemModel<std::string>();

} // namespace joinery
