// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/operations/operation.h"

namespace joinery {

/// One line in plain words: `add column "slug" varchar(80) NOT NULL to table "post"`.
QString describe(const Operation &operation);

/// A message for a revision made of these operations, at most 60 characters: "add slug to post".
QString proposeMessage(const QList<Operation> &operations);

} // namespace joinery
