// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/relations.h"

#include <vector>

using namespace Qt::StringLiterals;

namespace joinery {

Error detachedError()
{
    return Error {.code = ErrorCode::Usage,
        .message = u"The object belongs to no session, so its relation cannot be loaded"_s,
        .hint
        = u"Ask the session for the object (get or exec) and load the relation there, or load it with the query: options(selectIn(…))."_s};
}

namespace mapping_detail {

void letGo(std::shared_ptr<void> object)
{
    thread_local std::vector<std::shared_ptr<void>> *waiting = nullptr;
    if (waiting) {
        waiting->push_back(std::move(object));
        return;
    }
    std::vector<std::shared_ptr<void>> objects;
    waiting = &objects;
    objects.push_back(std::move(object));
    while (!objects.empty()) {
        const std::shared_ptr<void> last = std::move(objects.back());
        objects.pop_back();
    }
    waiting = nullptr;
}

} // namespace mapping_detail

} // namespace joinery
