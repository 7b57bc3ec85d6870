// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/comparepolicy.h"
#include "joinery/operations/apply.h"

namespace joinery::testing {

/// A dialect of nobody's, for tests of the generic layers: names do not count case, white space and
/// the case of bare words in SQL do not count, and renames follow by exchanging identifiers.
/// `afterSql` knows one statement: "TABLE <name>" adds an empty table.
class PlainPolicy : public ComparePolicy, public ReplayPolicy
{
public:
    QString nameKey(const QString &name) const override;
    Table normalized(const Table &table) const override;
    View normalized(const View &view) const override;
    VirtualTable normalized(const VirtualTable &table) const override;
    Trigger normalized(const Trigger &trigger) const override;
    bool sameFamily(const DataType &a, const DataType &b) const override;

    [[nodiscard]] Result<> followRename(
        MetaData &metaData, const MetaData &before, const RenameTable &rename) const override;
    [[nodiscard]] Result<> followRename(
        MetaData &metaData, const MetaData &before, const RenameColumn &rename) const override;
    [[nodiscard]] Result<MetaData> afterSql(
        const MetaData &before, const QString &sql) const override;
    QString dialectName() const override;
};

/// Whole schema in normal form, column order, constraint order and `renamedFrom` aside: equal
/// exactly when two behave the same.
MetaData normalForm(
    const MetaData &metaData, const ComparePolicy &policy, bool columnOrder = false);

/// A schema of these objects.
MetaData schemaOf(const QList<SchemaObject> &objects);

} // namespace joinery::testing
