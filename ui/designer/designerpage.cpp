// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/designerpage.h"

#include "ui/designer/previewpanel.h"
#include "ui/designer/tabledesigner.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/codeview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/schemaedits.h"
#include "ui/workspace/workbench.h"

#include <QAction>
#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace joinery {

DesignerPage::DesignerPage(OpenDatabase &database, const QString &object, QWidget *parent)
    : Page(parent)
    , m_database(database)
    , m_edits(database.schemaEdits())
    , m_object(object)
    , m_banner(new Banner(Banner::Kind::Info, this))
    , m_stack(new QStackedWidget(this))
    , m_table(new TableDesigner(m_edits, this))
    , m_view(makeViewEditor())
    , m_empty(new EmptyState(this))
    , m_preview(new PreviewPanel(m_edits, this))
{
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto *sides = new QSplitter(Qt::Vertical, this);
    sides->addWidget(m_stack);
    sides->addWidget(m_preview);
    sides->setStretchFactor(0, 3);
    sides->setStretchFactor(1, 2);
    sides->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(makeHead());
    layout->addWidget(sides, 1);
    connect(m_preview, &PreviewPanel::reviewWanted, this, [this] { perform(PageCommand::Commit); });
    connect(m_preview, &PreviewPanel::problemChosen, this, &DesignerPage::showProblem);
    connect(&m_edits, &SchemaEdits::loaded, this, &DesignerPage::start);
    connect(&m_edits, &SchemaEdits::changed, this, &DesignerPage::update);
    connect(&m_edits, &SchemaEdits::analysed, this, [this] {
        Q_EMIT commandsChanged();
        Q_EMIT titleChanged();
    });
    connect(&m_edits, &SchemaEdits::objectRenamed, this,
        [this](const QString &from, const QString &to) {
            if (m_object != from)
                return;
            m_object = to;
            update();
            Q_EMIT titleChanged();
        });
    connect(&m_edits.undoStack(), &QUndoStack::indexChanged, this, &Page::commandsChanged);
    setFocusProxy(&m_table->panel(SchemaSection::Columns).view());
    start();
}

QWidget *DesignerPage::makeHead()
{
    auto *bar = new QToolBar(this);
    const int size = fontMetrics().height() * 5 / 4;
    bar->setIconSize({size, size});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addAction(icon(u"undo"_s), tr("Undo"), this, [this] { perform(PageCommand::Undo); });
    bar->addAction(icon(u"redo"_s), tr("Redo"), this, [this] { perform(PageCommand::Redo); });
    bar->addSeparator();
    bar->addAction(icon(u"restore"_s), tr("Reset"), this, [this] { m_edits.resetObject(m_object); })
        ->setToolTip(tr("Takes back all changes of this object"));
    bar->addAction(icon(u"delete"_s), tr("Drop"), this, [this] { m_edits.dropObject(m_object); })
        ->setToolTip(tr("Drops it when the changes are applied"));
    bar->addAction(icon(u"table"_s), tr("Rows"), this, [this] {
        Q_EMIT m_database.workbench().navigator().showRows(
            &m_database, m_edits.originalName(m_object), {});
    });
    const auto updateActions = [this, bar] {
        bar->actions().at(0)->setEnabled(m_edits.undoStack().canUndo());
        bar->actions().at(1)->setEnabled(m_edits.undoStack().canRedo());
        const bool there = objectNamed(m_edits.edited(), m_object).has_value();
        bar->actions().at(4)->setEnabled(there && !m_database.isReadOnly());
        bar->actions().at(5)->setEnabled(!m_edits.originalName(m_object).isEmpty());
    };
    connect(this, &Page::commandsChanged, bar, updateActions);
    connect(&m_edits, &SchemaEdits::changed, bar, updateActions);
    return bar;
}

QWidget *DesignerPage::makeViewEditor()
{
    auto *widget = new QWidget(this);
    m_viewName = new QLineEdit(widget);
    m_viewSql = new CodeView(CodeLanguage::Sql, widget);
    m_viewName->setAccessibleName(tr("View"));
    m_viewSql->setName(tr("Query of the view"));
    auto *line = new QHBoxLayout;
    line->setContentsMargins(8, 6, 8, 6);
    auto *label = new QLabel(tr("View"), widget);
    label->setBuddy(m_viewName);
    line->addWidget(label);
    line->addWidget(m_viewName, 1);
    line->addStretch(2);
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins({});
    layout->addLayout(line);
    layout->addWidget(m_viewSql, 1);
    connect(m_viewName, &QLineEdit::editingFinished, this, [this] {
        m_edits.renameObject(m_object, m_viewName->text().trimmed());
        showView();
    });
    connect(m_viewSql, &CodeView::textChanged, this, [this] {
        const auto found = m_edits.edited().views.constFind(m_object);
        const QString sql = m_viewSql->text();
        if (found == m_edits.edited().views.constEnd() || found->sql == sql)
            return;
        m_edits.edit(
            tr("query of %1").arg(m_object),
            [&](MetaData &schema) { schema.views[m_object].sql = sql; }, u"view/"_s + m_object);
    });
    return widget;
}

void DesignerPage::start()
{
    if (!m_started && m_edits.state() == SchemaEdits::State::Ready) {
        m_started = true;
        if (m_object.isEmpty() && !m_database.isReadOnly())
            m_object = m_edits.addTable();
        Q_EMIT titleChanged();
    }
    update();
}

void DesignerPage::update()
{
    updateBanner();
    const auto object = objectNamed(m_edits.edited(), m_object);
    if (m_edits.state() == SchemaEdits::State::Loading) {
        m_empty->clearButtons();
        m_empty->setContent(u"schema"_s, tr("Reading the schema…"));
        m_stack->setCurrentWidget(m_empty);
    } else if (!object) {
        m_empty->clearButtons();
        if (m_edits.originalName(m_object).isEmpty()) {
            m_empty->setContent(u"table"_s, tr("There is no \"%1\" any more").arg(m_object));
        } else {
            m_empty->setContent(u"delete"_s, tr("\"%1\" will be dropped").arg(m_object),
                tr("It goes when the changes are applied, and not before."));
            m_empty->addButton(tr("Keep it"), [this] { m_edits.resetObject(m_object); });
        }
        m_stack->setCurrentWidget(m_empty);
    } else if (std::holds_alternative<Table>(*object)) {
        m_stack->setCurrentWidget(m_table);
        m_table->setEditable(!m_database.isReadOnly());
        m_table->setTable(m_object);
    } else {
        m_stack->setCurrentWidget(m_view);
        showView();
    }
}

void DesignerPage::showView()
{
    const auto object = objectNamed(m_edits.edited(), m_object);
    const View *view = object ? std::get_if<View>(&*object) : nullptr;
    const VirtualTable *other = object ? std::get_if<VirtualTable>(&*object) : nullptr;
    if (!m_viewName->hasFocus())
        m_viewName->setText(m_object);
    const QString sql = view ? view->sql : other ? other->sql : QString();
    m_viewName->setReadOnly(!view || m_database.isReadOnly());
    m_viewSql->setReadOnly(!view || m_database.isReadOnly());
    if (m_viewSql->text() != sql)
        m_viewSql->setText(sql);
}

void DesignerPage::updateBanner()
{
    m_banner->clearButtons();
    const bool moved = m_edits.movedObjects().contains(m_object);
    if (m_edits.state() == SchemaEdits::State::Failed) {
        m_banner->setKind(Banner::Kind::Danger);
        m_banner->setText(bannerText(m_edits.error()), bannerDetails(m_edits.error()));
        m_banner->addButton(tr("Try again"), [this] { m_edits.reload(); });
    } else if (moved) {
        m_banner->setKind(Banner::Kind::Warning);
        m_banner->setText(tr("\"%1\" was changed elsewhere since you began; applying your changes "
                             "makes it what is shown here.")
                              .arg(m_object));
        m_banner->addButton(
            tr("Take what is there now"), [this] { m_edits.resetObject(m_object); });
    } else if (m_database.isReadOnly()) {
        m_banner->setKind(Banner::Kind::Info);
        m_banner->setText(tr("The database is open for reading only."));
    }
    m_banner->setVisible(
        m_edits.state() == SchemaEdits::State::Failed || moved || m_database.isReadOnly());
}

QString DesignerPage::title() const
{
    return m_object.isEmpty() ? tr("New table") : tr("%1 (design)").arg(m_object);
}

QString DesignerPage::iconName() const
{
    return u"schema"_s;
}

QString DesignerPage::key() const
{
    return u"design:"_s + m_object;
}

bool DesignerPage::isModified() const
{
    return m_edits.changedObjects().contains(m_object);
}

bool DesignerPage::can(PageCommand command) const
{
    switch (command) {
    case PageCommand::Undo:
        return m_edits.undoStack().canUndo();
    case PageCommand::Redo:
        return m_edits.undoStack().canRedo();
    case PageCommand::Commit:
    case PageCommand::Preview:
        return m_edits.isDirty() && !m_database.isReadOnly();
    case PageCommand::Discard:
        return m_edits.hasUnsaved();
    case PageCommand::Refresh:
        return true;
    default:
        return false;
    }
}

void DesignerPage::perform(PageCommand command)
{
    // What is being typed in a field counts.
    if (QWidget *field = focusWidget(); field && command != PageCommand::Refresh)
        field->clearFocus();
    switch (command) {
    case PageCommand::Undo:
        m_edits.undoStack().undo();
        break;
    case PageCommand::Redo:
        m_edits.undoStack().redo();
        break;
    case PageCommand::Commit:
    case PageCommand::Preview:
        Q_EMIT m_database.workbench().navigator().showReview(&m_database);
        break;
    case PageCommand::Discard:
        m_edits.discard();
        break;
    case PageCommand::Refresh:
        m_database.refresh();
        m_edits.reload();
        break;
    default:
        break;
    }
}

void DesignerPage::showProblem(const SchemaProblem &problem)
{
    if (problem.object == m_object)
        m_table->showProblem(problem);
    else
        Q_EMIT m_database.workbench().navigator().showDesigner(&m_database, problem.object);
}

} // namespace joinery
