// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/operations/operation.h"

namespace joinery {

/// What replaying operations on a MetaData must ask a dialect: how names compare, how SQL text
/// follows a rename, and what a piece of SQL does to a schema. Dialects implement it.
class ReplayPolicy
{
public:
    virtual ~ReplayPolicy() = default;

    /// The form under which two names are the same ("Post" and "post" where case does not count).
    virtual QString nameKey(const QString &name) const = 0;

    /// Lets all SQL text of `metaData` (checks, computed columns, indexes, views, triggers) follow
    /// the rename of a table; the structural references have followed already and the table stands
    /// under its new name. `before` is the schema as it was.
    [[nodiscard]] virtual Result<> followRename(
        MetaData &metaData, const MetaData &before, const RenameTable &rename) const = 0;
    /// The same for a column.
    [[nodiscard]] virtual Result<> followRename(
        MetaData &metaData, const MetaData &before, const RenameColumn &rename) const = 0;

    /// What SQL of the user's own makes of the schema, found by running it on a scratch database.
    [[nodiscard]] virtual Result<MetaData> afterSql(
        const MetaData &before, const QString &sql) const = 0;

    /// The dialect whose text of an Execute is meant.
    virtual QString dialectName() const = 0;
};

/// Carries out the operation on the schema.
/// Errors: NotFound or Conflict, naming the object, when the operation does not fit the schema
/// (an unknown table, a column that is there already); `metaData` is then unchanged.
[[nodiscard]] Result<> apply(
    MetaData &metaData, const Operation &operation, const ReplayPolicy &policy);

/// Carries out all of them in turn; the message names the step that does not fit.
[[nodiscard]] Result<> apply(
    MetaData &metaData, const QList<Operation> &operations, const ReplayPolicy &policy);

/// The table a name means under the policy, or nullptr.
Table *findTable(MetaData &metaData, const QString &name, const ReplayPolicy &policy);
const Table *findTable(const MetaData &metaData, const QString &name, const ReplayPolicy &policy);

} // namespace joinery
