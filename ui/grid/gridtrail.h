// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/rowkey.h"

#include <QMap>
#include <QObject>
#include <QPointer>

namespace joinery {

class GridPage;
class Workbench;

/// Where foreign keys were followed from, so that one can go back. One per workbench.
class GridTrail : public QObject
{
    Q_OBJECT

public:
    static GridTrail &of(Workbench &workbench);

    struct Stop
    {
        QPointer<GridPage> page {};
        QMap<QString, QString> filters {};
        RowKey key {};
        int column = 0;
    };
    void remember(const Stop &stop);
    bool isEmpty() const;
    /// Shows the last stop again, and forgets it. Pages that were closed are skipped.
    void goBack(Workbench &workbench);

private:
    using QObject::QObject;

    QList<Stop> m_stops {};
};

} // namespace joinery
