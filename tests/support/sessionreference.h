// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QStringList>

#include <map>
#include <set>

namespace joinery::testing {

/// What the rows should be, by numbers of this test's own: those of the objects' pointers.
struct Reference
{
    struct Row
    {
        QString name {};
        int number = 0; ///< a hero's age, a stock's amount
        int parent = 0; ///< a hero's team, a node's parent; 0: none
    };
    std::map<int, Row> teams {};
    std::map<int, Row> heroes {};
    std::map<int, Row> missions {};
    std::map<int, Row> nodes {};
    std::map<int, Row> stocks {};
    std::set<std::pair<int, int>> links {}; ///< hero, mission

    QStringList text() const
    {
        QStringList rows;
        const auto nameIn = [](const std::map<int, Row> &table, int number) {
            return number ? table.at(number).name : QStringLiteral("-");
        };
        for (const auto &[number, row] : teams)
            rows.append(QStringLiteral("team ") + row.name);
        for (const auto &[number, row] : heroes)
            rows.append(QStringLiteral("hero %1 %2 %3")
                            .arg(row.name, nameIn(teams, row.parent))
                            .arg(row.number));
        for (const auto &[number, row] : missions)
            rows.append(QStringLiteral("mission ") + row.name);
        for (const auto &[number, row] : nodes)
            rows.append(QStringLiteral("node %1 %2").arg(row.name, nameIn(nodes, row.parent)));
        for (const auto &[number, row] : stocks)
            rows.append(QStringLiteral("stock %1 %2").arg(row.name).arg(row.number));
        for (const auto &[hero, mission] : links)
            rows.append(
                QStringLiteral("link %1 %2").arg(heroes.at(hero).name, missions.at(mission).name));
        rows.sort();
        return rows;
    }
};

} // namespace joinery::testing
