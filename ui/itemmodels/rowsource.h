// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/rowreader.h"

#include <QObject>

namespace joinery {

/// Where a RowsModel gets its rows from: by position, a few at a time, when they are there. UI
/// thread; nothing blocks.
class RowSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual qint64 rowCount() const = 0;
    /// False: the count is an estimate, and so are the positions of far rows.
    virtual bool isExact() const = 0;
    /// The row there, if it is at hand; valid until control returns to the event loop.
    virtual const DataRow *row(qint64 position) const = 0;
    /// These rows are to be seen; the latest wish counts. rowsArrived() tells of them.
    virtual void want(qint64 first, qint64 last) = 0;
    /// Makes row() give every value of that row whole; `done` gets the row, or null when it is
    /// gone or cannot be read. Called in the UI thread, never before this function has returned.
    virtual void fetchWhole(
        const RowKey &key, QObject *context, std::function<void(const DataRow *)> done)
        = 0;

Q_SIGNALS:
    void rowsArrived(qint64 first, qint64 last);
    void countChanged(); ///< also isExact()
    /// Other rows now stand at these positions.
    void rearranged();
};

} // namespace joinery
