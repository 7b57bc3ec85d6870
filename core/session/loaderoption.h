// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/modelinfo.h"

namespace joinery {

/// How a query loads a relationship: a value, made by selectIn(), joined(), lazy() and raise() of
/// joinery/session/select.h.
struct LoaderOption
{
    using Strategy = LoaderStrategy; ///< when, and by what

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

/// How the mapping says that relationships of the model are loaded, those of what they lead to as
/// children; none that `told` has an option for, and none that leads back.
QList<LoaderOption> defaultOptions(const ModelInfo &model, const QList<LoaderOption> &told = {});

/// The option with those of the mapping for what it loads.
LoaderOption withDefaults(const LoaderOption &option);

} // namespace joinery
