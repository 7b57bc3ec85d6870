// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/rowstore.h"

#include <QTreeWidget>

namespace joinery {

/// How the database would get the rows of a query, step by step. Steps that read everything are
/// marked.
class PlanTree : public QTreeWidget
{
    Q_OBJECT

public:
    explicit PlanTree(QWidget *parent = nullptr);

    /// Rows of EXPLAIN QUERY PLAN: id, parent, not used, detail.
    void setRows(const RowStore &rows);
};

} // namespace joinery
