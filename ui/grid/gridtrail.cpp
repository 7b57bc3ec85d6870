// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridtrail.h"

#include "ui/grid/gridpage.h"
#include "ui/workspace/workbench.h"

namespace joinery {

namespace {

constexpr qsizetype longest = 100;

} // namespace

GridTrail &GridTrail::of(Workbench &workbench)
{
    auto *trail = workbench.findChild<GridTrail *>(QString(), Qt::FindDirectChildrenOnly);
    return trail ? *trail : *new GridTrail(&workbench);
}

void GridTrail::remember(const Stop &stop)
{
    m_stops.append(stop);
    if (m_stops.size() > longest)
        m_stops.removeFirst();
}

bool GridTrail::isEmpty() const
{
    return std::none_of(
        m_stops.cbegin(), m_stops.cend(), [](const Stop &stop) { return bool(stop.page); });
}

void GridTrail::goBack(Workbench &workbench)
{
    while (!m_stops.isEmpty()) {
        const Stop stop = m_stops.takeLast();
        if (!stop.page)
            continue;
        Q_EMIT workbench.navigator().showRows(
            stop.page->database(), stop.page->relation(), stop.filters);
        stop.page->setFilters(stop.filters);
        stop.page->select(stop.key, stop.column);
        return;
    }
}

} // namespace joinery
