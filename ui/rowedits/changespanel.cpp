// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rowedits/changespanel.h"

#include "ui/rowedits/rowchangesmodel.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/codeview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/roweditsstore.h"
#include "ui/workspace/workbench.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int shownLiteral = 1000; ///< characters of a value in the SQL shown; copies are whole
constexpr qsizetype shownStatements = 1000;

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

ChangesPanel::ChangesPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new RowChangesModel(this))
    , m_count(plainLabel(this))
    , m_commit(button(u"commit"_s, tr("Commit"),
          tr("Write all changes in one transaction (Ctrl+S)"), &ChangesPanel::commit))
    , m_preview(button(u"sql"_s, tr("Preview"),
          tr("Show the SQL that a commit runs (Ctrl+Shift+P)"), &ChangesPanel::togglePreview))
    , m_discard(button(u"discard"_s, tr("Discard"),
          tr("Take all changes back; Undo brings them again (Ctrl+Shift+Del)"),
          &ChangesPanel::discard))
    , m_revert(button(u"undo"_s, tr("Revert selection"), tr("Take the selected changes back (Del)"),
          &ChangesPanel::revertSelected))
    , m_copy(button(u"copy"_s, tr("Copy SQL"), tr("Copy all statements"), &ChangesPanel::copySql))
    , m_open(button(u"edit"_s, tr("Open in editor"), tr("Open the statements on an SQL page"),
          &ChangesPanel::openSql))
    , m_trouble(new Banner(Banner::Kind::Danger, this))
    , m_failure(new Banner(Banner::Kind::Danger, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_view(new QTreeView(this))
    , m_sql(new CodeView(CodeLanguage::Sql, this))
    , m_splitter(new QSplitter(this))
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    makeButtons();
    all->addWidget(m_trouble);
    all->addWidget(m_pages, 1);
    m_trouble->setDismissable(true);
    m_trouble->hide();
    makeLists();
    m_sqlLater.setSingleShot(true);
    m_sqlLater.setInterval(0);
    connect(&m_sqlLater, &QTimer::timeout, this, &ChangesPanel::updateSql);
    update();
}

ChangesPanel::~ChangesPanel() = default;

QAbstractButton *ChangesPanel::button(const QString &iconName, const QString &text,
    const QString &toolTip, void (ChangesPanel::*run)())
{
    auto *made = new QPushButton(icon(iconName), text, this);
    made->setToolTip(toolTip);
    made->setAccessibleName(text);
    made->setAutoDefault(false);
    connect(made, &QAbstractButton::clicked, this, run);
    return made;
}

void ChangesPanel::makeButtons()
{
    auto *line = new QHBoxLayout;
    line->setContentsMargins(6, 4, 6, 4);
    line->addWidget(m_count, 1);
    for (QAbstractButton *each : {m_revert, m_commit, m_preview, m_discard})
        line->addWidget(each);
    m_preview->setCheckable(true);
    m_preview->setChecked(true);
    static_cast<QVBoxLayout *>(layout())->addLayout(line);
}

void ChangesPanel::makeLists()
{
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Staged changes"));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setUniformRowHeights(true);
    m_view->header()->setSectionResizeMode(QHeaderView::Interactive);
    const int width = m_view->fontMetrics().averageCharWidth();
    m_view->setColumnWidth(RowChangesModel::RowColumn, 24 * width);
    m_view->setColumnWidth(RowChangesModel::CellColumn, 16 * width);
    m_view->setColumnWidth(RowChangesModel::BeforeColumn, 30 * width);
    m_view->setColumnWidth(RowChangesModel::AfterColumn, 30 * width);
    auto *revert = new QAction(tr("Revert selection"), m_view);
    revert->setShortcut(Qt::Key_Delete);
    revert->setShortcutContext(Qt::WidgetShortcut);
    connect(revert, &QAction::triggered, this, &ChangesPanel::revertSelected);
    m_view->addAction(revert);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &ChangesPanel::update);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &ChangesPanel::showCurrent);
    connect(m_model, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &parent, int first, int last) {
            for (int row = first; !parent.isValid() && row <= last; ++row)
                m_view->expand(m_model->index(row, 0));
        });
    connect(m_model, &QAbstractItemModel::modelReset, m_view, &QTreeView::expandAll);

    auto *changes = new QWidget(m_splitter);
    auto *changesLayout = new QVBoxLayout(changes);
    changesLayout->setContentsMargins(0, 0, 0, 0);
    changesLayout->setSpacing(0);
    changesLayout->addWidget(m_view, 1);
    changesLayout->addWidget(m_failure);
    m_failure->setObjectName(u"failure"_s);
    m_failure->hide();

    auto *script = new QWidget(m_splitter);
    auto *scriptLayout = new QVBoxLayout(script);
    scriptLayout->setContentsMargins(0, 0, 0, 0);
    scriptLayout->setSpacing(0);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(6, 4, 6, 4);
    line->addStretch(1);
    line->addWidget(m_copy);
    line->addWidget(m_open);
    m_sql->setReadOnly(true);
    m_sql->setName(tr("SQL of the commit"));
    m_sql->setLineNumbersVisible(false);
    m_sql->setWrapping(true);
    scriptLayout->addWidget(m_sql, 1);
    scriptLayout->addLayout(line);

    m_splitter->addWidget(changes);
    m_splitter->addWidget(script);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_splitter);
}

RowEditsStore *ChangesPanel::store() const
{
    return m_database ? &m_database->rowEdits() : nullptr;
}

void ChangesPanel::setDatabase(OpenDatabase *database)
{
    if (database && database == m_database)
        return;
    for (const QMetaObject::Connection &connection : std::as_const(m_following))
        disconnect(connection);
    m_following.clear();
    m_database = database;
    m_trouble->hide();
    m_model->setStore(store());
    if (const RowEditsStore *followed = store())
        m_following = {connect(followed, &RowEditsStore::changed, this, &ChangesPanel::changed),
            connect(followed, &RowEditsStore::committingChanged, this, &ChangesPanel::update),
            connect(followed, &RowEditsStore::failuresChanged, this, &ChangesPanel::showCurrent),
            connect(followed, &RowEditsStore::commitFailed, this, &ChangesPanel::commitFailed),
            connect(followed, &RowEditsStore::committed, m_trouble, &QWidget::hide)};
    changed();
}

void ChangesPanel::changed()
{
    update();
    showCurrent();
    // The statements of many changes take a while to be put in order: not at every key press.
    const bool many = store() && store()->count() > shownStatements;
    m_sqlLater.start(many ? 300 : 0);
}

void ChangesPanel::update()
{
    const RowEditsStore *followed = store();
    const int count = followed ? followed->count() : 0;
    const bool ready = count > 0 && !followed->isCommitting();
    m_count->setText(followed && followed->isCommitting() ? tr("Writing…")
            : count > 0                                   ? tr("Changes: %1").arg(count)
                                                          : QString());
    m_commit->setEnabled(ready);
    m_discard->setEnabled(ready);
    m_revert->setEnabled(ready && m_view->selectionModel()->hasSelection());
    m_preview->setEnabled(count > 0);
    m_pages->setCurrentIndex(count > 0 ? 1 : 0);
    if (!followed)
        m_empty->setContent(u"changes"_s, tr("No database is open"));
    else if (m_database->isReadOnly())
        m_empty->setContent(u"lock"_s, tr("Open for reading only"),
            tr("Open the database for change to edit its rows."));
    else
        m_empty->setContent(u"changes"_s, tr("No changes"),
            tr("Edit the rows of a table: what you change is collected here until you commit it."));
}

void ChangesPanel::updateSql()
{
    const RowEditsStore *followed = store();
    if (!followed || !m_preview->isChecked())
        return;
    QList<RowStatement> statements = followed->statements();
    const qsizetype left = statements.size() - shownStatements;
    if (left > 0)
        statements.resize(shownStatements);
    QString text = scriptText(m_database->dialect().dml(), statements, shownLiteral);
    if (left > 0)
        text += tr("-- … and %1 more; a copy has them all").arg(left);
    m_sql->setText(text);
}

QString ChangesPanel::sql() const
{
    return m_sql->text();
}

void ChangesPanel::commit()
{
    m_trouble->hide();
    if (RowEditsStore *followed = store())
        followed->commit();
}

void ChangesPanel::discard()
{
    m_trouble->hide();
    if (RowEditsStore *followed = store())
        followed->discard();
}

void ChangesPanel::revertSelected()
{
    m_model->revert(m_view->selectionModel()->selectedRows());
}

void ChangesPanel::togglePreview()
{
    m_splitter->widget(1)->setVisible(m_preview->isChecked());
    updateSql();
}

void ChangesPanel::copySql()
{
    if (const RowEditsStore *followed = store())
        QApplication::clipboard()->setText(followed->script());
}

void ChangesPanel::openSql()
{
    if (const RowEditsStore *followed = store())
        Q_EMIT m_database->workbench().navigator().showSql(m_database, followed->script());
}

void ChangesPanel::showCurrent()
{
    const CommitFailure *failure = m_model->failureAt(m_view->currentIndex());
    m_failure->setVisible(failure != nullptr);
    if (failure)
        showFailure(*failure);
    if (!store() || store()->failures().isEmpty())
        m_trouble->hide();
}

void ChangesPanel::showFailure(const CommitFailure &failure)
{
    m_failure->clearButtons();
    QString text = failure.message;
    if (failure.kind == CommitFailure::Kind::Conflict) {
        const RowChange *change = store()->staged(failure.table)->change(failure.change);
        const auto value
            = [&failure](const QList<Value> &row) { return shownValue(row.value(failure.column)); };
        if (change && failure.column >= 0) {
            const auto mine = change->values.constFind(failure.column);
            text += u'\n' + tr("As I read it: %1").arg(value(change->original)) + u'\n'
                + tr("Theirs now: %1").arg(failure.theirs ? value(*failure.theirs) : tr("deleted"))
                + u'\n'
                + tr("Mine: %1")
                      .arg(change->kind == RowChange::Kind::Delete ? tr("deleted")
                              : mine == change->values.constEnd()  ? value(change->original)
                                                                   : shownValue(*mine));
        }
        m_failure->addButton(tr("Keep mine"), [this, failure] { store()->keepMine(failure); });
        m_failure->addButton(tr("Take theirs"), [this, failure] { store()->takeTheirs(failure); });
    }
    m_failure->setText(text);
}

void ChangesPanel::commitFailed(const Error &error)
{
    m_trouble->setText(bannerText(error), bannerDetails(error));
    m_trouble->setVisible(store()->failures().isEmpty());
    if (!store()->failures().isEmpty()) {
        const QModelIndex first = m_model->indexOf(store()->failures().first());
        if (first.isValid())
            m_view->setCurrentIndex(first);
        else
            m_trouble->show();
        showCurrent();
    }
    Q_EMIT m_database->workbench().navigator().showRowEdits(m_database);
}

} // namespace joinery
