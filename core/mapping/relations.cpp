// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/relations.h"

using namespace Qt::StringLiterals;

namespace joinery {

Error detachedError()
{
    return Error {.code = ErrorCode::Usage,
        .message = u"The object belongs to no session, so its relation cannot be loaded"_s,
        .hint
        = u"Ask the session for the object (get or exec) and load the relation there, or load it with the query: options(selectIn(…))."_s};
}

} // namespace joinery
