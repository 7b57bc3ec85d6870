// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/names.h"

namespace joinery::detail {

/// The normal forms of a table's single keys, checks and indexes. A policy normalises whole tables,
/// and may sort, merge and add as it does so; here each element keeps its identity.
class ElementForms
{
public:
    ElementForms(const Table &context, const ComparePolicy &policy);

    UniqueConstraint of(const UniqueConstraint &unique) const;
    ForeignKeyConstraint of(const ForeignKeyConstraint &key) const;
    Index of(const Index &index) const;
    /// Unset for a check that says nothing of its own, because the type of a column says it
    /// already.
    std::optional<CheckConstraint> of(const CheckConstraint &check) const;
    std::optional<PrimaryKeyConstraint> of(const std::optional<PrimaryKeyConstraint> &key) const;

    /// The checks that a column's type stands for.
    QList<CheckConstraint> impliedChecks(const Column &column) const;

private:
    Table m_bare; ///< the columns, the primary key and the options
    const ComparePolicy &m_policy;
    QList<CheckConstraint> m_implied;
};

/// Fills in what REFERENCES without columns refers to, the primary key, where the policy says that
/// it comes to the same.
class ReferredKeys
{
public:
    ReferredKeys(const MetaData &schema, const ComparePolicy &policy);

    ForeignKeyConstraint resolved(ForeignKeyConstraint key) const;

private:
    const MetaData &m_schema;
    const ComparePolicy &m_policy;
    Spellings m_spellings;
};

// One text for all that an element says, its name included or not. Names of tables and columns are
// in key form: two normal forms say the same exactly when their texts are equal.

QString contentText(
    const PrimaryKeyConstraint &key, const ComparePolicy &policy, bool named = true);
QString contentText(const UniqueConstraint &unique, const ComparePolicy &policy, bool named = true);
QString contentText(const CheckConstraint &check, const ComparePolicy &policy, bool named = true);
QString contentText(
    const ForeignKeyConstraint &key, const ComparePolicy &policy, bool named = true);
QString contentText(const Index &index, const ComparePolicy &policy, bool named = true);

} // namespace joinery::detail
