// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/loaderoption.h"

#include <algorithm>

namespace joinery {

namespace {

using Path = QList<const ModelInfo *>; ///< the models on the way

void addDefaults(const ModelInfo &model, const Path &path, QList<LoaderOption> &options);

void addDefaultsOf(LoaderOption &option, Path path)
{
    if (option.relationship < 0)
        return;
    const ModelInfo &related = option.model->relationships[option.relationship].related();
    path.append(option.model);
    for (LoaderOption &child : option.children)
        addDefaultsOf(child, path);
    addDefaults(related, path, option.children);
}

void addDefaults(const ModelInfo &model, const Path &path, QList<LoaderOption> &options)
{
    for (int i = 0; i < model.relationships.size(); ++i) {
        const RelationshipInfo &relation = model.relationships[i];
        const bool told
            = std::any_of(options.cbegin(), options.cend(), [&](const LoaderOption &option) {
                  return option.model == &model && option.relationship == i;
              });
        const bool loads = relation.loading == LoaderStrategy::SelectIn
            || relation.loading == LoaderStrategy::Joined;
        const bool back = &relation.related() == &model || path.contains(&relation.related());
        if (told || relation.loading == LoaderStrategy::Lazy || (loads && back))
            continue;
        LoaderOption option {.strategy = relation.loading, .model = &model, .relationship = i};
        if (relation.list && relation.loading == LoaderStrategy::Joined && !path.isEmpty())
            option.strategy
                = LoaderStrategy::SelectIn; // its rows would multiply those of the others
        if (loads)
            addDefaultsOf(option, path);
        options.append(option);
    }
}

} // namespace

QList<LoaderOption> defaultOptions(const ModelInfo &model, const QList<LoaderOption> &told)
{
    QList<LoaderOption> options = told;
    addDefaults(model, {}, options);
    return options.sliced(told.size());
}

LoaderOption withDefaults(const LoaderOption &option)
{
    LoaderOption whole = option;
    addDefaultsOf(whole, {});
    return whole;
}

} // namespace joinery
