// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/schema/metadata.h"

#include <QAbstractItemModel>

#include <memory>

namespace joinery {

/// The open databases and what they hold: database, then tables, virtual tables and views by name,
/// then columns, keys, indexes and triggers. What is below an object is made when it is asked for,
/// so that thousands of tables cost a list of names.
class ObjectTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum class Kind
    {
        Database,
        Tables, ///< the group
        VirtualTables,
        Views,
        Table,
        VirtualTable,
        View,
        Column,
        ForeignKey,
        Index,
        Trigger
    };
    enum Role
    {
        KindRole = Qt::UserRole, ///< int of Kind
        DatabaseRole, ///< int: the id that addDatabase() was given
        ObjectRole, ///< the table or view it is or belongs to; empty above
        DetailRole, ///< what stands behind the name: a type, a count
        BrokenRole ///< why the object does not work; empty = it does
    };

    explicit ObjectTreeModel(QObject *parent = nullptr);
    ~ObjectTreeModel() override;

    /// Ids are the caller's; `dialect` chooses among native types.
    void addDatabase(
        int id, const QString &name, const QString &toolTip, const QString &dialect = {});
    void removeDatabase(int id);
    /// `detail` tells its state: "read only", "opening…".
    void setDetail(int id, const QString &name, const QString &detail);
    /// Another schema; what stays the same keeps its index, and so its place and expansion.
    void setSchema(int id, const MetaData &schema, const QStringList &brokenObjects = {});
    /// Shows only objects whose name, or one of whose columns' names, contains the text.
    void setFilter(const QString &text);
    QString filter() const { return m_filter; }

    QModelIndex databaseIndex(int id) const;
    /// The table or view of that name; invalid when the filter hides it.
    QModelIndex objectIndex(int id, const QString &name) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;

private:
    struct Node;
    struct Database;

    Node *nodeOf(const QModelIndex &index) const;
    QModelIndex indexOf(const Node *node) const;
    Database *find(int id) const;
    void merge(Node &group, const QStringList &names);
    void refill(Database &database);
    void makeAnew(Node &object);
    static void fill(Node &object);

    std::unique_ptr<Node> m_root;
    std::vector<std::unique_ptr<Database>> m_databases {};
    QString m_filter {};
};

} // namespace joinery
