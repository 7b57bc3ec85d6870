// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/projection.h"

#include <algorithm>

namespace joinery {

bool isAbsent(const ModelInfo &model, const ValueView *columns)
{
    const auto isNull
        = [columns](int column) { return std::holds_alternative<std::monostate>(columns[column]); };
    if (model.hiddenKey)
        return isNull(0);
    return std::all_of(model.key.cbegin(), model.key.cend(), isNull);
}

} // namespace joinery
