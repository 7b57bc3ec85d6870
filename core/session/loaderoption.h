// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QList>

namespace joinery {

struct ModelInfo;

/// How a query loads a relationship: a value, made by selectIn(), joined(), lazy() and raise() of
/// joinery/session/select.h.
struct LoaderOption
{
    enum class Strategy ///< when, and by what
    {
        Lazy, ///< when it is asked for, by load()
        SelectIn, ///< by one further query for all objects
        Joined, ///< by the same query, through an outer join
        Raise, ///< not at all: load() is an error
    };

    Strategy strategy = Strategy::Lazy; ///< when, and by what
    const ModelInfo *model = nullptr; ///< that has the relationship
    int relationship = -1; ///< of the model; -1 = the member is mapped to none
    QList<LoaderOption> children {}; ///< for the objects that are loaded

    /// The same for what the loaded objects are related to:
    /// `selectIn(&Team::heroes).then(selectIn(&Hero::missions))`.
    template <typename... Options> LoaderOption then(const Options &...options) const
    {
        LoaderOption copy = *this;
        (copy.children.append(options), ...);
        return copy;
    }
};

} // namespace joinery
