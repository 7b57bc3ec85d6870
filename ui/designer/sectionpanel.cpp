// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/sectionpanel.h"

#include "ui/widgets/emptystate.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QCompleter>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr const char *filledProperty = "joineryFilled";

} // namespace

QWidget *SectionDelegate::createEditor(
    QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const SectionModel *>(index.model());
    const FieldKind kind = model->kind(index.column());
    const QString name
        = model->headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString();
    QWidget *editor = nullptr;
    if (kind == FieldKind::Choice || kind == FieldKind::Only) {
        auto *combo = new QComboBox(parent);
        combo->addItems(model->choices(index));
        combo->setEditable(kind == FieldKind::Choice);
        if (combo->isEditable()) {
            combo->setInsertPolicy(QComboBox::NoInsert);
            combo->completer()->setCompletionMode(QCompleter::PopupCompletion);
            combo->completer()->setFilterMode(Qt::MatchContains);
        }
        editor = combo;
    } else {
        editor = QStyledItemDelegate::createEditor(parent, option, index);
    }
    if (editor)
        editor->setAccessibleName(name);
    return editor;
}

void SectionDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // Once: views ask again whenever data changes, which must not undo what is being typed.
    if (editor->property(filledProperty).toBool())
        return;
    editor->setProperty(filledProperty, true);
    const QString text = index.data(Qt::EditRole).toString();
    auto *combo = qobject_cast<QComboBox *>(editor);
    if (!combo) {
        QStyledItemDelegate::setEditorData(editor, index);
    } else if (combo->isEditable()) {
        combo->setEditText(text);
        combo->lineEdit()->selectAll();
    } else {
        combo->setCurrentIndex(combo->findText(text));
    }
}

void SectionDelegate::setModelData(
    QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (const auto *combo = qobject_cast<QComboBox *>(editor))
        model->setData(index, combo->currentText(), Qt::EditRole);
    else
        QStyledItemDelegate::setModelData(editor, model, index);
}

SectionPanel::SectionPanel(SchemaEdits &edits, const Section &section, QWidget *parent)
    : QWidget(parent)
    , m_model(new SectionModel(edits, section, this))
    , m_view(new QTableView(this))
    , m_stack(new QStackedWidget(this))
    , m_bar(makeBar())
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new SectionDelegate(m_view));
    m_view->setAccessibleName(section.title);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed
        | QAbstractItemView::AnyKeyPressed);
    m_view->setDragDropMode(
        section.move ? QAbstractItemView::InternalMove : QAbstractItemView::NoDragDrop);
    m_view->setDragDropOverwriteMode(false);
    m_view->verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 7 / 4);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->setWordWrap(false);
    m_view->installEventFilter(this);
    auto *empty = new EmptyState(this);
    empty->setContent(section.iconName, section.emptyText);
    empty->addButton(section.addText, [this] { add(); });
    m_stack->addWidget(m_view);
    m_stack->addWidget(empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_model, signal, this, &SectionPanel::updateState);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &SectionPanel::updateState);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex &current) { Q_EMIT currentRowChanged(current.row()); });
    updateState();
}

QToolBar *SectionPanel::makeBar()
{
    auto *bar = new QToolBar(this);
    const int size = fontMetrics().height() * 5 / 4;
    bar->setIconSize({size, size});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const Section &section = m_model->section();
    const auto action = [&](const QString &iconName, const QString &text, const QString &keys,
                            const std::function<void()> &run) {
        QAction *made = bar->addAction(icon(iconName), text, this, run);
        made->setToolTip(tr("%1 (%2)").arg(text, keys));
        return made;
    };
    action(u"add"_s, section.addText, tr("Insert"), [this] { add(); });
    m_rowActions.append(
        action(u"remove"_s, tr("Remove"), tr("Delete"), [this] { removeSelected(); }));
    if (section.duplicate)
        m_rowActions.append(
            action(u"copy"_s, tr("Duplicate"), tr("Ctrl+D"), [this] { duplicateSelected(); }));
    if (section.move) {
        m_rowActions.append(
            action(u"up"_s, tr("Move up"), tr("Alt+Up"), [this] { moveSelected(-1); }));
        m_rowActions.append(
            action(u"down"_s, tr("Move down"), tr("Alt+Down"), [this] { moveSelected(1); }));
    }
    return bar;
}

void SectionPanel::setEditable(bool editable)
{
    m_editable = editable;
    m_bar->setEnabled(editable);
    m_view->setEnabled(editable);
}

void SectionPanel::updateState()
{
    const bool any = m_model->rowCount() > 0;
    if (any && m_stack->currentIndex() != 0)
        fitColumns();
    m_stack->setCurrentIndex(any ? 0 : 1);
    const bool selected = !selectedRows().isEmpty();
    for (QAction *action : std::as_const(m_rowActions))
        action->setEnabled(selected && any);
    Q_EMIT countChanged();
}

void SectionPanel::fitColumns()
{
    const int letter = fontMetrics().averageCharWidth();
    for (int i = 0; i < m_model->columnCount(); ++i) {
        const int letters = m_model->kind(i) == FieldKind::Check ? 10 : i == 0 ? 28 : 22;
        m_view->setColumnWidth(
            i, std::max(letters * letter, m_view->horizontalHeader()->sectionSizeHint(i)));
    }
}

QList<int> SectionPanel::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex &index : m_view->selectionModel()->selectedIndexes()) {
        if (!rows.contains(index.row()))
            rows.append(index.row());
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

/// Whatever keys are held: with Ctrl, the view by itself would keep what was selected.
void SectionPanel::select(const QModelIndex &index)
{
    m_view->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_view->scrollTo(index);
}

void SectionPanel::add()
{
    if (!m_editable)
        return;
    if (m_add) {
        m_add();
        return;
    }
    const int row = m_model->add(-1);
    select(m_model->index(row, 0));
    m_view->setFocus();
    m_view->edit(m_model->index(row, 0));
}

void SectionPanel::removeSelected()
{
    if (!m_editable)
        return;
    const QList<int> rows = selectedRows();
    m_model->removeRowsAt(rows);
    if (!rows.isEmpty() && m_model->rowCount() > 0)
        select(m_model->index(std::min(rows.first(), m_model->rowCount() - 1), 0));
}

void SectionPanel::duplicateSelected()
{
    if (!m_editable)
        return;
    for (const int row : selectedRows())
        select(m_model->index(m_model->duplicate(row), 0));
}

void SectionPanel::moveSelected(int by)
{
    QList<int> rows = selectedRows();
    if (!m_editable || rows.isEmpty())
        return;
    if (by > 0)
        std::reverse(rows.begin(), rows.end());
    if (rows.first() + by < 0 || rows.first() + by >= m_model->rowCount())
        return;
    const int column = m_view->currentIndex().column();
    QItemSelection moved;
    for (const int row : std::as_const(rows)) {
        const int now = m_model->move(row, row + by);
        moved.select(m_model->index(now, 0), m_model->index(now, m_model->columnCount() - 1));
    }
    select(m_model->index(rows.first() + by, column));
    if (rows.size() > 1)
        m_view->selectionModel()->select(moved, QItemSelectionModel::ClearAndSelect);
}

void SectionPanel::showField(int row, const QString &problemField)
{
    const auto &fields = m_model->section().fields;
    for (int i = 0; i < fields.size(); ++i) {
        if (fields[i].problem == problemField) {
            select(m_model->index(row, i));
            m_view->setFocus();
            return;
        }
    }
}

bool SectionPanel::eventFilter(QObject *watched, QEvent *event)
{
    // Before the view takes Alt+Up for a move of its own, and shortcuts take Ctrl+D.
    if (watched == m_view
        && (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride)) {
        auto *key = static_cast<QKeyEvent *>(event);
        const bool alt = key->modifiers() == Qt::AltModifier;
        const bool plain = key->modifiers() == Qt::NoModifier;
        std::function<void()> run;
        if (alt && key->key() == Qt::Key_Up)
            run = [this] { moveSelected(-1); };
        else if (alt && key->key() == Qt::Key_Down)
            run = [this] { moveSelected(1); };
        else if (plain && key->key() == Qt::Key_Insert)
            run = [this] { add(); };
        else if (plain && key->key() == Qt::Key_Delete)
            run = [this] { removeSelected(); };
        else if (key->modifiers() == Qt::ControlModifier && key->key() == Qt::Key_D)
            run = [this] { duplicateSelected(); };
        if (!run)
            return QWidget::eventFilter(watched, event);
        event->accept();
        if (event->type() == QEvent::KeyPress)
            run();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace joinery
