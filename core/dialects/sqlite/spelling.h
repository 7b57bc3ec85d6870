// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"

namespace joinery::sqlite {

/// `after`, as it was read from a database, with what is the same as in `before` spelled as it is
/// there: portable types, comments, options of other dialects.
MetaData withSpellingOf(const MetaData &before, MetaData after);

} // namespace joinery::sqlite
