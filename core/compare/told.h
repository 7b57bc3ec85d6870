// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/tablechanges.h"

namespace joinery::detail {

/// Elements and the text of what each says.
template <typename T> using Told = QList<std::pair<QString, T>>;

template <typename T, typename Text> Told<T> told(const QList<T> &elements, Text text)
{
    Told<T> all;
    for (const T &element : elements)
        all.append({text(element), element});
    return all;
}

/// Takes away what both sides have, as often as both have it; the rest keeps its order.
template <typename T> void cancel(Told<T> &a, Told<T> &b)
{
    QHash<QString, int> common;
    for (const auto &[text, element] : std::as_const(b))
        ++common[text];
    QHash<QString, int> cancelled;
    const auto inBoth = [&](const std::pair<QString, T> &each) {
        if (common.value(each.first) <= cancelled.value(each.first))
            return false;
        ++cancelled[each.first];
        return true;
    };
    a.removeIf(inBoth);
    b.removeIf([&](const std::pair<QString, T> &each) { return cancelled[each.first]-- > 0; });
}

template <typename T> QList<T> elementsOf(const Told<T> &all)
{
    QList<T> elements;
    for (const auto &[text, element] : all)
        elements.append(element);
    return elements;
}

} // namespace joinery::detail
