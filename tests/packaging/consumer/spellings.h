// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <joinery/mapping/mapping.h>

// Every way in which a mapping can be spelled; joinery_add_models has to find the six of them. None
// refers to another.
struct Plain
{
    std::optional<qint64> id {};
};
struct Outside : Plain
{ };
/// The library has an Index of its own.
struct Index : Plain
{ };
namespace shop::stock {
struct Item : Plain
{ };
struct Shelf : Plain
{ };
struct Label : Plain
{ };
} // namespace shop::stock

// template <> inline constexpr auto mapping<InAComment> = model<InAComment>("no");
/* template <> inline constexpr auto mapping<InAnotherComment> = 0; */

namespace joinery {
template <>
inline constexpr auto mapping<Plain> = model<Plain>("plain", column("id", &Plain::id));
template <> inline constexpr auto mapping<::shop::stock::Item>
    = model<::shop::stock::Item>("item", column("id", &Plain::id));
template<>
inline constexpr auto
mapping< shop::stock::Shelf > = model<shop::stock::Shelf>("shelf", column("id", &Plain::id));
template <> inline constexpr auto mapping<shop::stock::Label> = model<shop::stock::Label>("label", // last
    column("id", &Plain::id));
} // namespace joinery

template <>
inline constexpr auto joinery::mapping<Outside>
    = joinery::model<Outside>("outside", joinery::column("id", &Plain::id));
template <>
inline constexpr auto joinery::mapping<Index>
    = joinery::model<::Index>("index", joinery::column("id", &Plain::id));
