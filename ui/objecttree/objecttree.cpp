// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/objecttree/objecttree.h"

#include "ui/objecttree/objectdelegate.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString stateText(const OpenDatabase &database)
{
    if (database.state() == OpenDatabase::State::Opening)
        return ObjectTree::tr("opening…");
    if (database.state() == OpenDatabase::State::Failed)
        return ObjectTree::tr("could not be opened");
    return database.isReadOnly() ? ObjectTree::tr("read only") : QString();
}

} // namespace

ObjectTree::ObjectTree(Workbench &workbench, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_model(new ObjectTreeModel(this))
    , m_filter(new QLineEdit(this))
    , m_view(new QTreeView(this))
{
    m_filter->setPlaceholderText(tr("Filter tables and columns"));
    m_filter->setAccessibleName(tr("Filter tables and columns"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(u"search"_s, ColorToken::TextMuted), QLineEdit::LeadingPosition);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new ObjectDelegate(this));
    m_view->setHeaderHidden(true);
    m_view->setUniformRowHeights(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setDragEnabled(true);
    m_view->setExpandsOnDoubleClick(false);
    m_view->setAccessibleName(tr("Databases, tables and columns"));
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(4, 4, 4, 0);
    all->addWidget(m_filter);
    all->addWidget(m_view);

    connect(m_filter, &QLineEdit::textChanged, m_model, &ObjectTreeModel::setFilter);
    connect(m_filter, &QLineEdit::returnPressed, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_view, &QTreeView::activated, this, &ObjectTree::activate);
    connect(m_view, &QWidget::customContextMenuRequested, this, &ObjectTree::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &ObjectTree::currentChanged);
    connect(&m_workbench, &Workbench::databaseAdded, this, &ObjectTree::add);
    connect(&m_workbench, &Workbench::databaseClosing, this, &ObjectTree::drop);
}

OpenDatabase *ObjectTree::currentDatabase() const
{
    if (OpenDatabase *database = databaseOf(m_view->currentIndex()))
        return database;
    const QList<OpenDatabase *> &all = m_workbench.databases();
    return all.size() == 1 ? all.first() : nullptr;
}

QString ObjectTree::currentObject() const
{
    return m_view->currentIndex().data(ObjectTreeModel::ObjectRole).toString();
}

void ObjectTree::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ObjectTree::reveal(OpenDatabase *database, const QString &object)
{
    const QModelIndex index = m_model->objectIndex(m_databases.key(database), object);
    if (!index.isValid())
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void ObjectTree::add(OpenDatabase *database)
{
    const int id = m_nextId++;
    m_databases.insert(id, database);
    m_model->addDatabase(id, database->name(), database->fullName(), database->dialect().name());
    connect(database, &OpenDatabase::schemaChanged, this, [this, database] { update(database); });
    connect(database, &OpenDatabase::failed, this, [this, database] { update(database); });
    connect(database, &OpenDatabase::opened, this, [this, database, id] {
        update(database);
        const QModelIndex index = m_model->databaseIndex(id);
        m_view->expand(index);
        m_view->expand(m_model->index(0, 0, index));
        if (!m_view->currentIndex().isValid())
            m_view->setCurrentIndex(index);
    });
    update(database);
}

void ObjectTree::drop(OpenDatabase *database)
{
    const int id = m_databases.key(database);
    m_databases.remove(id);
    m_model->removeDatabase(id);
}

void ObjectTree::update(OpenDatabase *database)
{
    const int id = m_databases.key(database);
    m_model->setDetail(id, database->name(), stateText(*database));
    if (database->state() == OpenDatabase::State::Open)
        m_model->setSchema(id, database->schema(), database->brokenObjects());
    Q_EMIT currentChanged();
}

OpenDatabase *ObjectTree::databaseOf(const QModelIndex &index) const
{
    return m_databases.value(index.data(ObjectTreeModel::DatabaseRole).toInt());
}

void ObjectTree::activate(const QModelIndex &index)
{
    OpenDatabase *database = databaseOf(index);
    const QString object = index.data(ObjectTreeModel::ObjectRole).toString();
    if (!database)
        return;
    const auto kind = ObjectTreeModel::Kind(index.data(ObjectTreeModel::KindRole).toInt());
    if (object.isEmpty()) {
        m_view->setExpanded(index, !m_view->isExpanded(index));
    } else if (kind == ObjectTreeModel::Kind::Table || kind == ObjectTreeModel::Kind::View
        || kind == ObjectTreeModel::Kind::VirtualTable) {
        Q_EMIT m_workbench.navigator().showRows(database, object, {});
    } else {
        Q_EMIT m_workbench.navigator().showDesigner(database, object);
    }
}

void ObjectTree::showMenu(const QPoint &position)
{
    const QModelIndex index = m_view->indexAt(position);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, index);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void ObjectTree::fillMenu(QMenu &menu, const QModelIndex &index)
{
    OpenDatabase *database = databaseOf(index);
    if (index.data(ObjectTreeModel::ObjectRole).toString().isEmpty())
        fillDatabaseMenu(menu, database);
    else
        fillObjectMenu(menu, database, index);
}

void ObjectTree::fillDatabaseMenu(QMenu &menu, OpenDatabase *database)
{
    Navigator *navigator = &m_workbench.navigator();
    menu.addAction(icon(u"add"_s), tr("New table"), this,
        [=] { Q_EMIT navigator->showDesigner(database, {}); });
    menu.addAction(
        icon(u"sql"_s), tr("New SQL page"), this, [=] { Q_EMIT navigator->showSql(database, {}); });
    menu.addAction(
        icon(u"history"_s), tr("History"), this, [=] { Q_EMIT navigator->showHistory(database); });
    menu.addAction(icon(u"import"_s), tr("Import a file…"), this,
        [=] { Q_EMIT navigator->showImport(database, {}); });
    menu.addSeparator();
    menu.addAction(icon(u"refresh"_s), tr("Refresh"), this, [=] { database->refresh(); });
    menu.addAction(icon(u"copy"_s), tr("Copy path"), this,
        [=] { QGuiApplication::clipboard()->setText(database->fullName()); });
    menu.addAction(icon(u"close"_s), tr("Close"), this,
        [=, this] { Q_EMIT m_workbench.navigator().close(database); });
}

void ObjectTree::fillObjectMenu(QMenu &menu, OpenDatabase *database, const QModelIndex &index)
{
    Navigator *navigator = &m_workbench.navigator();
    const QString object = index.data(ObjectTreeModel::ObjectRole).toString();
    const QString name = index.data().toString();
    menu.addAction(icon(u"table"_s), tr("Show rows"), this,
        [=] { Q_EMIT navigator->showRows(database, object, {}); });
    menu.addAction(icon(u"edit"_s), tr("Design"), this,
        [=] { Q_EMIT navigator->showDesigner(database, object); });
    menu.addSeparator();
    menu.addAction(icon(u"sql"_s), tr("SELECT in a new SQL page"), this, [=] {
        Q_EMIT navigator->showSql(database,
            u"SELECT * FROM %1 LIMIT 100;"_s.arg(database->dialect().dml().quote(object)));
    });
    menu.addAction(icon(u"export"_s), tr("Export…"), this,
        [=] { Q_EMIT navigator->showExport(database, object); });
    if (database->schema().tables.contains(object)) {
        menu.addAction(icon(u"import"_s), tr("Import into this table…"), this,
            [=] { Q_EMIT navigator->showImport(database, object); });
    }
    menu.addSeparator();
    menu.addAction(icon(u"copy"_s), tr("Copy name"), this,
        [=] { QGuiApplication::clipboard()->setText(name); });
    menu.addAction(tr("Copy CREATE statement"), this, [=] {
        for (const SchemaObject &each : objects(database->schema())) {
            if (nameOf(each) == object) {
                QGuiApplication::clipboard()->setText(
                    database->dialect().ddl().createStatements(each).join(u";\n"_s) + u";\n"_s);
            }
        }
    });
}

} // namespace joinery
