// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace joinery {

/// A visitor made of lambdas, so that a forgotten alternative of a std::variant does not compile.
template <typename... Ts> struct overloaded : Ts...
{
    using Ts::operator()...;
};

// clang 14 does not deduce aggregates without the guide.
template <typename... Ts> overloaded(Ts...) -> overloaded<Ts...>;

} // namespace joinery
