// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/mappingwords.h"
#include "joinery/mapping/modelaccess.h"

namespace joinery {

/// The run-time side of a mapping. Any thread.
template <Mapped T> const ModelInfo &modelInfo()
{
    static const ModelInfo info = mapping_detail::makeModelInfo<T>();
    return info;
}

/// The MetaData of these models and of those they refer to. The same as a models directory or a
/// database gives: it can be compared, migrated to and created.
template <Mapped... Models> MetaData metaDataOf()
{
    return mapping_detail::metaDataOf({&modelInfo<Models>()...});
}

} // namespace joinery
