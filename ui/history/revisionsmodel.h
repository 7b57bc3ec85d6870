// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/history/historyreader.h"

#include <QAbstractTableModel>

namespace joinery {

/// How a revision stands to the database.
enum class RevisionStanding
{
    Current,
    Applied,
    Adopted,
    Unapplied,
    Edited,
    Missing,
    Stopped
};

RevisionStanding standingOf(const HistoryEntry &entry, const QStringList &current);

/// The revisions, newest first; the last row is the time before the first of them.
class RevisionsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        State,
        Message,
        Date,
        Id,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setView(const HistoryView &view);
    /// The revision of a row; nullptr for the row of the base.
    const HistoryEntry *entry(int row) const;
    bool isCurrent(int row) const;
    /// The oldest revision is a baseline: its objects were found, not made.
    bool isFoundedOnAdoption() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant baseData(const QModelIndex &index, int role) const;

    HistoryView m_view {};
};

/// In words: "Applied", "Not applied", …
QString standingText(RevisionStanding standing);
/// A sentence on what it means and what to do; empty where the words say all.
QString standingHint(RevisionStanding standing);

} // namespace joinery
