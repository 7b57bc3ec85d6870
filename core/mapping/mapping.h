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

/// A column of a model, typed, for conditions, orders and projections.
template <typename T, typename M> struct ColumnOf
{
    using Model = T;
    using Member = M;
    int index; ///< in ModelInfo::columns
};

/// The column that the member is mapped to: `col(&Hero::age) >= 35`. A member that is not mapped
/// does not compile. `col<Hero>(&HeroBase::age)` where the member is that of a base class.
template <Mapped T, typename M> consteval ColumnOf<T, M> col(M T::*member)
{
    return {mapping_detail::columnIndexOrError<T>(member)};
}
template <Mapped T, typename C, typename M>
requires(std::derived_from<T, C> && !std::same_as<T, C>) consteval ColumnOf<T, M> col(M C::*member)
{
    return {mapping_detail::columnIndexOrError<T>(member)};
}

} // namespace joinery
