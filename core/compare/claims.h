// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/compare/comparepolicy.h"

#include <QStringList>

namespace joinery::detail {

/// "The object that is called `to` was called `from`", said by a person.
struct Claim
{
    QString from; ///< as the schema before spells it
    QString to; ///< as the schema after spells it
    bool asked = false; ///< asked for in this run, not read from `renamedFrom`

    bool operator==(const Claim &) const = default;
};

/// A name of the schema after, with what its `renamedFrom` says.
struct NamedObject
{
    QString name;
    QString renamedFrom {};
};

/// The renames that hold, in the order of `after`: those asked for, those of `renamedFrom` that are
/// not stale, and the names that differ in spelling alone.
/// Errors: NotFound for an asked rename of or to a name that is not there; Conflict for two renames
/// of one object or to one name. `kind` ("column") is for the message.
[[nodiscard]] Result<QList<Claim>> resolveClaims(const QStringList &before,
    const QList<NamedObject> &after, const QList<Claim> &asked, const QString &kind,
    const ComparePolicy &policy);

/// One rename to carry out.
struct RenameStep
{
    QString from;
    QString to;

    bool operator==(const RenameStep &) const = default;
};

struct RenameSequence
{
    QList<RenameStep> steps {};
    QStringList displaced {}; ///< new names of those that had to make room
};

/// The renames in an order in which every new name is free when it is taken: chains from the end,
/// cycles by way of a name of their own. `taken` are further names that those made up here must
/// avoid.
RenameSequence sequenceOf(const QList<Claim> &claims, const QStringList &before,
    const QStringList &taken, const ComparePolicy &policy);

} // namespace joinery::detail
