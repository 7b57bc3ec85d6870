// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/designer/sections.h"

#include <QAbstractTableModel>

namespace joinery {

class SchemaEdits;

/// One list of an edited table as a grid. Every change is a step of undo in the SchemaEdits;
/// problems are marked at their fields; rows that are new or changed carry a sign.
class SectionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    SectionModel(SchemaEdits &edits, Section section, QObject *parent = nullptr);

    const Section &section() const { return m_section; }
    /// The table by its name now.
    void setTable(const QString &table);
    const QString &table() const { return m_tableName; }
    /// What can be chosen in the cell; may be empty.
    QStringList choices(const QModelIndex &index) const;
    FieldKind kind(int column) const { return m_section.fields[column].kind; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
        const QModelIndex &parent) override;

    // Each is one step of undo.
    /// Returns the new row.
    int add(int at);
    void removeRowsAt(const QList<int> &rows);
    int duplicate(int row);
    /// Returns where the row is then.
    int move(int from, int to);

private:
    enum class Sign
    {
        None,
        Added,
        Changed
    };
    void update();
    Sign signOf(qsizetype row) const;
    const SchemaProblem *problemAt(const QModelIndex &index) const;
    QString keyText(qsizetype row) const;

    SchemaEdits &m_edits;
    const Section m_section;
    QString m_tableName {};
    Table m_table {}; ///< as it is shown
    Table m_original {}; ///< as it is in the base
    QList<SchemaProblem> m_problems {};
};

} // namespace joinery
