// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/itemmodels/objecttreemodel.h"

#include <QMimeData>

using namespace Qt::StringLiterals;

namespace joinery {

struct ObjectTreeModel::Node
{
    Kind kind = Kind::Database;
    QString name {};
    QString detail {};
    QString toolTip {};
    Node *parent = nullptr;
    Database *database = nullptr;
    bool filled = false; ///< its children were made
    int row = 0; ///< among its siblings
    std::vector<std::unique_ptr<Node>> children {};

    bool isObject() const
    {
        return kind == Kind::Table || kind == Kind::View || kind == Kind::VirtualTable;
    }
    void number(size_t from = 0)
    {
        for (size_t i = from; i < children.size(); ++i)
            children[i]->row = int(i);
    }
};

struct ObjectTreeModel::Database
{
    int id = 0;
    QString dialect {};
    Node *node = nullptr;
    MetaData schema {};
    QMap<QString, QString> broken {};
};

namespace {

using Kind = ObjectTreeModel::Kind;

QString columnDetail(const Table &table, const Column &column, const QString &dialect)
{
    QStringList parts {
        column.type.text.isEmpty() ? column.type.native.value(dialect) : column.type.text};
    parts.removeAll(QString());
    if (table.primaryKey && columnNames(table.primaryKey->columns).contains(column.name))
        parts.append(ObjectTreeModel::tr("key"));
    if (!column.nullable)
        parts.append(ObjectTreeModel::tr("not null"));
    return parts.join(u", "_s);
}

struct Child
{
    Kind kind;
    QString name;
    QString detail;
};

QString orUnnamed(const QString &name, const QStringList &columns)
{
    return name.isEmpty() ? u"(%1)"_s.arg(columns.join(u", "_s)) : name;
}

QList<Child> childrenOf(const Table &table, const QString &dialect)
{
    QList<Child> all;
    for (const Column &column : table.columns)
        all.append({Kind::Column, column.name, columnDetail(table, column, dialect)});
    for (const ForeignKeyConstraint &key : table.foreignKeys) {
        all.append({Kind::ForeignKey, orUnnamed(key.name, key.columns),
            ObjectTreeModel::tr("to %1").arg(key.referredTable)});
    }
    for (const Index &index : table.indexes) {
        all.append({Kind::Index, index.name,
            index.unique ? ObjectTreeModel::tr("unique")
                         : columnNames(index.columns).join(u", "_s)});
    }
    for (const Trigger &trigger : table.triggers)
        all.append({Kind::Trigger, trigger.name, {}});
    return all;
}

QList<Child> childrenOf(
    const MetaData &schema, Kind kind, const QString &name, const QString &dialect)
{
    if (kind == Kind::Table)
        return childrenOf(schema.tables.value(name), dialect);
    QList<Child> all;
    if (kind == Kind::View) {
        const View view = schema.views.value(name);
        for (const QString &column : view.columns)
            all.append({Kind::Column, column, {}});
        for (const Trigger &trigger : view.triggers)
            all.append({Kind::Trigger, trigger.name, {}});
    }
    return all;
}

bool matches(const Table &table, const QString &filter)
{
    const auto hit
        = [&filter](const QString &name) { return name.contains(filter, Qt::CaseInsensitive); };
    return hit(table.name)
        || std::any_of(table.columns.cbegin(), table.columns.cend(),
            [&hit](const Column &column) { return hit(column.name); });
}

template <typename Object>
QStringList namesOf(const QMap<QString, Object> &objects, const QString &filter)
{
    QStringList names;
    for (const Object &object : objects) {
        bool shown = filter.isEmpty();
        if constexpr (std::is_same_v<Object, Table>)
            shown = shown || matches(object, filter);
        else
            shown = shown || object.name.contains(filter, Qt::CaseInsensitive);
        if (shown)
            names.append(object.name);
    }
    // People look for names regardless of case; the schema sorts by code point.
    std::stable_sort(names.begin(), names.end(), [](const QString &a, const QString &b) {
        return QString::compare(a, b, Qt::CaseInsensitive) < 0;
    });
    return names;
}

Kind kindIn(Kind group)
{
    return group == Kind::Tables ? Kind::Table
        : group == Kind::Views   ? Kind::View
                                 : Kind::VirtualTable;
}

} // namespace

ObjectTreeModel::ObjectTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
    m_root->filled = true;
}

ObjectTreeModel::~ObjectTreeModel() = default;

void ObjectTreeModel::addDatabase(
    int id, const QString &name, const QString &toolTip, const QString &dialect)
{
    const int row = int(m_root->children.size());
    beginInsertRows({}, row, row);
    auto database = std::make_unique<Database>();
    auto node = std::make_unique<Node>(Node {.kind = Kind::Database,
        .name = name,
        .toolTip = toolTip,
        .parent = m_root.get(),
        .database = database.get(),
        .filled = true,
        .row = row});
    database->id = id;
    database->dialect = dialect;
    database->node = node.get();
    m_root->children.push_back(std::move(node));
    m_databases.push_back(std::move(database));
    endInsertRows();
}

void ObjectTreeModel::removeDatabase(int id)
{
    const Database *database = find(id);
    if (!database)
        return;
    const int row = database->node->row;
    beginRemoveRows({}, row, row);
    m_root->children.erase(m_root->children.begin() + row);
    m_root->number();
    m_databases.erase(std::find_if(m_databases.begin(), m_databases.end(),
        [database](const auto &each) { return each.get() == database; }));
    endRemoveRows();
}

void ObjectTreeModel::setDetail(int id, const QString &name, const QString &detail)
{
    Database *database = find(id);
    if (!database)
        return;
    database->node->name = name;
    database->node->detail = detail;
    const QModelIndex index = indexOf(database->node);
    Q_EMIT dataChanged(index, index);
}

void ObjectTreeModel::setSchema(int id, const MetaData &schema, const QStringList &brokenObjects)
{
    Database *database = find(id);
    if (!database)
        return;
    const MetaData before = std::exchange(database->schema, schema);
    database->broken.clear();
    for (const QString &words : brokenObjects) {
        for (auto view = schema.views.cbegin(); view != schema.views.cend(); ++view) {
            if (words.contains(u"\"%1\""_s.arg(view.key())))
                database->broken.insert(view.key(), words);
        }
    }
    // What is gone goes, what changed is filled anew when it is next asked for.
    refill(*database);
    for (const auto &group : database->node->children) {
        for (const auto &object : group->children) {
            const QString &name = object->name;
            const bool same = object->kind == Kind::Table
                ? before.tables.value(name) == schema.tables.value(name)
                : before.views.value(name) == schema.views.value(name);
            if (!same)
                makeAnew(*object);
        }
    }
}

void ObjectTreeModel::setFilter(const QString &text)
{
    m_filter = text.trimmed();
    for (const auto &database : m_databases)
        refill(*database);
}

/// Makes groups and their objects what the schema and the filter say.
void ObjectTreeModel::refill(Database &database)
{
    const std::tuple<Kind, QString, QStringList, qsizetype> wanted[] {
        {Kind::Tables, tr("Tables"), namesOf(database.schema.tables, m_filter),
            database.schema.tables.size()},
        {Kind::VirtualTables, tr("Virtual tables"),
            namesOf(database.schema.virtualTables, m_filter), database.schema.virtualTables.size()},
        {Kind::Views, tr("Views"), namesOf(database.schema.views, m_filter),
            database.schema.views.size()}};
    Node &node = *database.node;
    int row = 0;
    for (const auto &[kind, title, names, count] : wanted) {
        const bool there
            = row < int(node.children.size()) && node.children[size_t(row)]->kind == kind;
        // Tables always, so that there is a place to add the first one.
        const bool shown = count > 0 || kind == Kind::Tables;
        if (there && !shown) {
            beginRemoveRows(indexOf(&node), row, row);
            node.children.erase(node.children.begin() + row);
            node.number();
            endRemoveRows();
        } else if (!there && shown) {
            beginInsertRows(indexOf(&node), row, row);
            node.children.insert(node.children.begin() + row,
                std::make_unique<Node>(Node {.kind = kind,
                    .name = title,
                    .parent = &node,
                    .database = &database,
                    .filled = true}));
            node.number();
            endInsertRows();
        }
        if (!shown)
            continue;
        Node &group = *node.children[size_t(row++)];
        merge(group, names);
        group.detail = names.size() == count ? QString::number(count)
                                             : tr("%1 of %2").arg(names.size()).arg(count);
        Q_EMIT dataChanged(indexOf(&group), indexOf(&group));
    }
}

/// Turns the group's objects into `names`, both in the same order, in runs of rows.
void ObjectTreeModel::merge(Node &group, const QStringList &names)
{
    auto &children = group.children;
    const QSet<QString> kept(names.cbegin(), names.cend());
    const QModelIndex parent = indexOf(&group);
    for (size_t end = children.size(); end > 0;) {
        size_t first = end;
        while (first > 0 && !kept.contains(children[first - 1]->name))
            --first;
        if (first < end) {
            beginRemoveRows(parent, int(first), int(end) - 1);
            children.erase(children.begin() + qsizetype(first), children.begin() + qsizetype(end));
            group.number(first);
            endRemoveRows();
        }
        end = first > 0 ? first - 1 : 0;
    }
    for (qsizetype i = 0; i < names.size();) {
        const auto stands = [&children, &names](qsizetype at, size_t row) {
            return row < children.size() && children[row]->name == names[at];
        };
        if (stands(i, size_t(i))) {
            ++i;
            continue;
        }
        qsizetype end = i;
        while (end < names.size() && !stands(end, size_t(i)))
            ++end;
        std::vector<std::unique_ptr<Node>> fresh;
        for (qsizetype at = i; at < end; ++at) {
            fresh.push_back(std::make_unique<Node>(Node {.kind = kindIn(group.kind),
                .name = names[at],
                .parent = &group,
                .database = group.database}));
        }
        beginInsertRows(parent, int(i), int(end) - 1);
        children.insert(children.begin() + i, std::make_move_iterator(fresh.begin()),
            std::make_move_iterator(fresh.end()));
        group.number(size_t(i));
        endInsertRows();
        i = end;
    }
}

void ObjectTreeModel::makeAnew(Node &object)
{
    if (!object.filled)
        return;
    const QModelIndex index = indexOf(&object);
    if (!object.children.empty()) {
        beginRemoveRows(index, 0, int(object.children.size()) - 1);
        object.children.clear();
        endRemoveRows();
    }
    Node fresh {.kind = object.kind, .name = object.name, .database = object.database};
    fill(fresh);
    if (fresh.children.empty())
        return;
    beginInsertRows(index, 0, int(fresh.children.size()) - 1);
    object.children = std::move(fresh.children);
    for (const auto &child : object.children)
        child->parent = &object;
    endInsertRows();
}

QModelIndex ObjectTreeModel::databaseIndex(int id) const
{
    const Database *database = find(id);
    return database ? indexOf(database->node) : QModelIndex();
}

QModelIndex ObjectTreeModel::objectIndex(int id, const QString &name) const
{
    const Database *database = find(id);
    if (!database)
        return {};
    for (const auto &group : database->node->children) {
        for (const auto &object : group->children) {
            if (object->name == name)
                return indexOf(object.get());
        }
    }
    return {};
}

ObjectTreeModel::Node *ObjectTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex ObjectTreeModel::indexOf(const Node *node) const
{
    return node == m_root.get() ? QModelIndex() : createIndex(node->row, 0, node);
}

ObjectTreeModel::Database *ObjectTreeModel::find(int id) const
{
    for (const auto &database : m_databases) {
        if (database->id == id)
            return database.get();
    }
    return nullptr;
}

QModelIndex ObjectTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    Node *node = nodeOf(parent);
    fill(*node);
    if (column != 0 || row < 0 || row >= int(node->children.size()))
        return {};
    return createIndex(row, 0, node->children[size_t(row)].get());
}

QModelIndex ObjectTreeModel::parent(const QModelIndex &child) const
{
    const Node *node = nodeOf(child);
    return node->parent ? indexOf(node->parent) : QModelIndex();
}

int ObjectTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    Node *node = nodeOf(parent);
    fill(*node);
    return int(node->children.size());
}

int ObjectTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

bool ObjectTreeModel::hasChildren(const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    return !node->children.empty()
        || (!node->filled && (node->kind == Kind::Table || node->kind == Kind::View));
}

/// Children are made when somebody first looks below the object; for the outside they were always
/// there.
void ObjectTreeModel::fill(Node &object)
{
    if (object.filled)
        return;
    object.filled = true;
    const QList<Child> wanted
        = childrenOf(object.database->schema, object.kind, object.name, object.database->dialect);
    for (const Child &child : wanted) {
        object.children.push_back(std::make_unique<Node>(Node {.kind = child.kind,
            .name = child.name,
            .detail = child.detail,
            .parent = &object,
            .database = object.database,
            .filled = true}));
    }
    object.number();
}

QVariant ObjectTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node *node = nodeOf(index);
    const QString broken = node->isObject() ? node->database->broken.value(node->name) : QString();
    switch (role) {
    case Qt::DisplayRole:
        return node->name;
    case Qt::ToolTipRole:
        return !broken.isEmpty() ? broken : node->toolTip.isEmpty() ? node->detail : node->toolTip;
    case Qt::AccessibleTextRole:
        return node->detail.isEmpty() ? node->name : tr("%1, %2").arg(node->name, node->detail);
    case KindRole:
        return int(node->kind);
    case DatabaseRole:
        return node->database->id;
    case ObjectRole:
        return node->isObject()        ? node->name
            : node->parent->isObject() ? node->parent->name
                                       : QString();
    case DetailRole:
        return node->detail;
    case BrokenRole:
        return broken;
    default:
        return {};
    }
}

Qt::ItemFlags ObjectTreeModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled
                           : Qt::NoItemFlags;
}

QStringList ObjectTreeModel::mimeTypes() const
{
    return {u"text/plain"_s};
}

QMimeData *ObjectTreeModel::mimeData(const QModelIndexList &indexes) const
{
    QStringList names;
    for (const QModelIndex &index : indexes)
        names.append(nodeOf(index)->name);
    auto data = std::make_unique<QMimeData>();
    data->setText(names.join(u", "_s));
    return data.release();
}

} // namespace joinery
