// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schemaedits/schemaeditspanel.h"

#include "ui/widgets/emptystate.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/schemaedits.h"
#include "ui/workspace/workbench.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int objectRole = Qt::UserRole;

/// A sign beside the words, so that colour is not needed: what comes, goes, or changes.
QIcon iconOf(const Operation &operation)
{
    const QString kind = kindOf(operation);
    if (kind.startsWith(u"drop"))
        return icon(u"remove"_s, ColorToken::Danger);
    if (kind.startsWith(u"add") || kind.startsWith(u"create"))
        return icon(u"add"_s, ColorToken::Success);
    return icon(u"edit"_s, ColorToken::Warning);
}

} // namespace

SchemaEditsPanel::SchemaEditsPanel(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedLayout(this))
    , m_empty(new EmptyState(this))
{
    m_empty->setContent(u"schema"_s, tr("No schema changes"),
        tr("What you change in a table's design gathers here until you apply it."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeList());
}

QWidget *SchemaEditsPanel::makeList()
{
    auto *page = new QWidget(this);
    m_title = new QLabel(page);
    m_title->setWordWrap(true);
    m_list = new QTreeWidget(page);
    m_list->setHeaderHidden(true);
    m_list->setAccessibleName(tr("Schema changes by object"));
    m_list->setWordWrap(true);
    connect(m_list, &QTreeWidget::itemActivated, this, &SchemaEditsPanel::openCurrent);
    connect(m_list, &QTreeWidget::currentItemChanged, this,
        [this] { m_reset->setEnabled(!currentObject().isEmpty()); });
    auto *review = new QPushButton(icon(u"check"_s), tr("Review…"), page);
    connect(review, &QPushButton::clicked, this,
        [this] { Q_EMIT m_database->workbench().navigator().showReview(m_database); });
    m_undo = new QPushButton(icon(u"undo"_s), tr("Undo"), page);
    connect(m_undo, &QPushButton::clicked, this, [this] { m_edits->undoStack().undo(); });
    m_reset = new QPushButton(icon(u"restore"_s), tr("Take back this object"), page);
    connect(m_reset, &QPushButton::clicked, this, &SchemaEditsPanel::resetCurrent);
    auto *discard = new QPushButton(icon(u"discard"_s), tr("Take back all"), page);
    connect(discard, &QPushButton::clicked, this, [this] { m_edits->discard(); });
    auto *buttons = new QHBoxLayout;
    for (QAbstractButton *button :
        std::initializer_list<QAbstractButton *> {review, m_undo, m_reset, discard})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *all = new QVBoxLayout(page);
    all->setContentsMargins(6, 6, 6, 6);
    all->addWidget(m_title);
    all->addWidget(m_list, 1);
    all->addLayout(buttons);
    return page;
}

void SchemaEditsPanel::setDatabase(OpenDatabase *database)
{
    if (m_edits)
        m_edits->disconnect(this);
    if (m_database)
        m_database->disconnect(this);
    m_database = database;
    m_edits = nullptr;
    if (database) {
        connect(database, &OpenDatabase::schemaEditsMade, this, &SchemaEditsPanel::follow);
        connect(database, &QObject::destroyed, this, [this] { m_edits = nullptr; });
    }
    follow();
}

void SchemaEditsPanel::follow()
{
    // Asking for the edits would make them, and read the models of a database nobody edits.
    m_edits = m_database && m_database->hasSchemaEdits() ? &m_database->schemaEdits() : nullptr;
    if (m_edits) {
        connect(m_edits, &SchemaEdits::analysed, this, &SchemaEditsPanel::update);
        connect(m_edits, &SchemaEdits::loaded, this, &SchemaEditsPanel::update);
    }
    update();
}

void SchemaEditsPanel::update()
{
    const bool any = m_edits && m_edits->isDirty() && !m_edits->changedObjects().isEmpty();
    m_stack->setCurrentIndex(any ? 1 : 0);
    Q_EMIT countChanged(any ? int(m_edits->changedObjects().size()) : 0);
    if (!any)
        return;
    const QString selected = currentObject();
    const EditAnalysis &analysis = m_edits->analysis();
    m_title->setText(
        tr("%n change(s) in %1", nullptr, int(analysis.operations.size())).arg(m_database->name()));
    m_list->clear();
    QHash<QString, QTreeWidgetItem *> groups;
    for (const QString &object : m_edits->changedObjects()) {
        auto *group = new QTreeWidgetItem(m_list, {object});
        group->setIcon(0, icon(u"table"_s));
        group->setData(0, objectRole, object);
        group->setExpanded(true);
        groups.insert(object, group);
        groups.insert(m_edits->originalName(object), group);
        if (object == selected)
            m_list->setCurrentItem(group);
    }
    for (qsizetype i = 0; i < analysis.operations.size() && i < analysis.words.size(); ++i) {
        QTreeWidgetItem *group = groups.value(targetOf(analysis.operations[i]));
        auto *item = new QTreeWidgetItem({analysis.words[i]});
        item->setIcon(0, iconOf(analysis.operations[i]));
        item->setToolTip(0, analysis.words[i]);
        if (group) {
            item->setData(0, objectRole, group->data(0, objectRole));
            group->addChild(item);
        } else {
            m_list->addTopLevelItem(item);
        }
    }
    m_list->expandAll();
    m_undo->setEnabled(m_edits->undoStack().canUndo());
    m_undo->setToolTip(m_edits->undoStack().undoText());
    m_reset->setEnabled(!currentObject().isEmpty());
}

QString SchemaEditsPanel::currentObject() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    return item ? item->data(0, objectRole).toString() : QString();
}

void SchemaEditsPanel::openCurrent()
{
    if (const QString object = currentObject(); !object.isEmpty() && m_database)
        Q_EMIT m_database->workbench().navigator().showDesigner(m_database, object);
}

void SchemaEditsPanel::resetCurrent()
{
    if (const QString object = currentObject(); !object.isEmpty() && m_edits)
        m_edits->resetObject(object);
}

} // namespace joinery
