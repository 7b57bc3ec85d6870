// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/comparepolicy.h"
#include "joinery/operations/operation.h"

namespace joinery::detail {

/// Operations on objects that nothing but their name and content tells apart.
struct ObjectOperations
{
    QList<Operation>
        before {}; ///< before those on tables: drops of virtual tables; enums, sequences
    QList<Operation> after {}; ///< behind those on tables: new virtual tables
    QList<Operation> last {}; ///< drops of enums and sequences that tables may have used
};

ObjectOperations compareOtherObjects(
    const MetaData &from, const MetaData &to, const ComparePolicy &policy);

} // namespace joinery::detail
