// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the import page.
#include "ui/transfer/badrowsmodel.h"
#include "ui/transfer/choicedelegate.h"
#include "ui/transfer/importcolumnsmodel.h"
#include "ui/transfer/importpage.h"
#include "ui/transfer/importpreviewmodel.h"
#include "ui/transfer/importsettings.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QTableView *tableView(QAbstractItemModel *model, const QString &name, QWidget *parent)
{
    auto *view = new QTableView(parent);
    view->setModel(model);
    view->setAccessibleName(name);
    view->setAlternatingRowColors(true);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->horizontalHeader()->setStretchLastSection(true);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().lineSpacing() + 8);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->setMinimumHeight(view->fontMetrics().lineSpacing() * 6);
    return view;
}

QString localFile(const QMimeData &data)
{
    return data.urls().size() == 1 ? data.urls().first().toLocalFile() : QString();
}

} // namespace

ImportPage::ImportPage(OpenDatabase &database, const QString &table, QWidget *parent)
    : Page(parent)
    , m_database(database)
    , m_table(table)
    , m_stack(new QStackedWidget(this))
    , m_columns(new ImportColumnsModel(this))
    , m_preview(new ImportPreviewModel(this))
    , m_badRows(new BadRowsModel(this))
    , m_banner(new Banner(Banner::Kind::Info, this))
{
    setAcceptDrops(true);
    m_banner->hide();
    m_banner->setDismissable(true);
    m_stack->addWidget(makeNothing());
    m_stack->addWidget(makeContent());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    connect(m_columns, &QAbstractItemModel::dataChanged, this, &ImportPage::updatePreview);
    connect(m_settings, &ImportSettings::formatChanged, this, &ImportPage::analyse);
    connect(m_settings, &ImportSettings::rulesChanged, this, &ImportPage::updatePreview);
    connect(&m_database, &OpenDatabase::schemaChanged, this, &ImportPage::fillTargets);
    fillTargets();
    followTarget();
}

QWidget *ImportPage::makeNothing()
{
    auto *nothing = new EmptyState(this);
    nothing->setContent(u"import"_s, tr("Import rows from a text file"),
        tr("Drop a CSV or TSV file here, or choose one. You see what its rows become before "
           "anything is written."));
    nothing->addButton(tr("Choose a file…"), [this] { chooseFile(); });
    return nothing;
}

QWidget *ImportPage::makeContent()
{
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeTop());
    m_settings = new ImportSettings(content);
    layout->addWidget(m_settings);
    layout->addWidget(makeTables(), 1);
    layout->addWidget(makeBottom());
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

QWidget *ImportPage::makeTop()
{
    auto *box = new QWidget(this);
    m_topForm = new QFormLayout(box);
    m_topForm->setContentsMargins(0, 0, 0, 0);
    m_topForm->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_file = new QLineEdit(box);
    m_file->setAccessibleName(tr("The file to read"));
    auto *browse = new QPushButton(icon(u"open"_s), tr("Ch&oose…"), box);
    auto *line = new QHBoxLayout;
    line->addWidget(m_file, 1);
    line->addWidget(browse);
    auto *label = new QLabel(tr("Fi&le:"), box);
    label->setBuddy(m_file);
    m_topForm->addRow(label, line);
    m_target = new QComboBox(box);
    m_name = new QLineEdit(box);
    m_projectNote = new QLabel(tr("This database belongs to a project, so its tables come from "
                                  "migrations: design the table first, then import into it."),
        box);
    m_projectNote->setWordWrap(true);
    m_topForm->addRow(tr("&Into:"), m_target);
    m_topForm->addRow(tr("&Name:"), m_name);
    m_topForm->addRow(QString(), m_projectNote);
    connect(browse, &QPushButton::clicked, this, &ImportPage::chooseFile);
    connect(m_file, &QLineEdit::returnPressed, this, [this] { setFile(m_file->text()); });
    connect(m_target, &QComboBox::currentIndexChanged, this, &ImportPage::followTarget);
    connect(m_name, &QLineEdit::textChanged, this, &ImportPage::updateState);
    return box;
}

QWidget *ImportPage::makeTables()
{
    auto *columns = new QWidget(this);
    auto *left = new QVBoxLayout(columns);
    left->setContentsMargins(0, 0, 0, 0);
    left->addWidget(new QLabel(tr("What goes where:"), columns));
    m_columnsView = tableView(m_columns, tr("Columns of the file and of the table"), columns);
    m_columnsView->setItemDelegate(new ChoiceDelegate(m_columnsView));
    m_columnsView->setEditTriggers(QAbstractItemView::AllEditTriggers);
    m_columnsView->verticalHeader()->hide();
    left->addWidget(m_columnsView, 1);
    auto *preview = new QWidget(this);
    auto *right = new QVBoxLayout(preview);
    right->setContentsMargins(0, 0, 0, 0);
    m_previewNote = new QLabel(tr("The first rows as they will be:"), preview);
    m_previewNote->setWordWrap(true);
    right->addWidget(m_previewNote);
    m_previewView = tableView(m_preview, tr("The first rows as they will be"), preview);
    right->addWidget(m_previewView, 1);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(columns);
    splitter->addWidget(preview);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    return splitter;
}

QWidget *ImportPage::makeBottom()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *form = new QFormLayout;
    m_onBadRow = new QComboBox(box);
    m_onBadRow->addItem(tr("stop; nothing is imported"), int(OnBadRow::Stop));
    m_onBadRow->addItem(tr("skip it and go on"), int(OnBadRow::Skip));
    m_rejects = new QCheckBox(tr("&Write skipped rows to a file beside it, with the reason"), box);
    m_rejects->setChecked(true);
    m_onConflict = new QComboBox(box);
    m_onConflict->addItem(tr("does not fit"), int(OnConflict::Fail));
    m_onConflict->addItem(tr("is left out"), int(OnConflict::Ignore));
    m_onConflict->addItem(tr("replaces the one that is there"), int(OnConflict::Replace));
    form->addRow(tr("&A row that does not fit:"), m_onBadRow);
    form->addRow(QString(), m_rejects);
    form->addRow(tr("A row whose &key is there already:"), m_onConflict);
    layout->addLayout(form);
    m_run = new QPushButton(icon(u"import"_s), tr("Im&port"), box);
    m_cancel = new QPushButton(icon(u"stop"_s), tr("Cancel"), box);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_run);
    buttons->addWidget(m_cancel);
    layout->addLayout(buttons);
    m_badRowsView = tableView(m_badRows, tr("Rows that were not imported"), box);
    m_badRowsView->verticalHeader()->hide();
    m_badRowsView->setMaximumHeight(m_badRowsView->minimumHeight() * 3 / 2);
    m_badRowsView->hide();
    layout->addWidget(m_badRowsView);
    connect(m_onBadRow, &QComboBox::currentIndexChanged, this, &ImportPage::updateState);
    connect(m_run, &QPushButton::clicked, this, &ImportPage::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] { perform(PageCommand::Stop); });
    return box;
}

void ImportPage::fillTargets()
{
    const QString kept = m_target->count() == 0 ? m_table : m_target->currentData().toString();
    {
        const QSignalBlocker quiet(m_target);
        m_target->clear();
        m_target->addItem(icon(u"add"_s), tr("a new table"), QString());
        for (const QString &name : m_database.schema().tables.keys())
            m_target->addItem(icon(u"table"_s), name, name);
        m_target->setCurrentIndex(std::max(0, m_target->findData(kept)));
    }
    if (!isNewTable() && !(target() == m_shown))
        followTarget();
    updateState();
}

void ImportPage::followTarget()
{
    if (isNewTable())
        m_columns->setNewTable();
    else
        m_columns->setTable(m_shown = target());
    m_columnsView->resizeColumnsToContents();
    updatePreview();
    updateState();
}

void ImportPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Import rows"), m_path);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Text files (*.csv *.tsv *.txt *.tab)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ImportPage::setFile);
    dialog->open();
}

void ImportPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_task && !localFile(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ImportPage::dropEvent(QDropEvent *event)
{
    if (const QString file = localFile(*event->mimeData()); !file.isEmpty())
        setFile(file);
}

} // namespace joinery
