// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridpage.h"

#include "ui/grid/gridediting.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/filterrow.h"
#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPointer>
#include <QScrollBar>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace joinery {

static_assert(int(GridView::KindRole) == int(RowsModel::KindRole)
    && int(GridView::ChangeRole) == int(RowsModel::ChangeRole)
    && int(GridView::CutRole) == int(RowsModel::CutRole)
    && int(GridView::SortRole) == int(RowsModel::SortRole)
    && int(GridView::MarkRole) == int(RowsModel::MarkRole));
static_assert(int(GridView::BlobCell) == int(RowsModel::Blob)
    && int(GridView::DefaultCell) == int(RowsModel::Default)
    && int(GridView::UnloadedCell) == int(RowsModel::Unloaded)
    && int(GridView::GoneCell) == int(RowsModel::Gone)
    && int(GridView::DeletedChange) == int(RowsModel::Deleted)
    && int(GridView::ReferenceMark) == int(RowsModel::ReferenceMark));

GridPage::GridPage(OpenDatabase &database, const QString &relation, QWidget *parent)
    : Page(parent)
    , m_database(database)
    , m_relation(relation)
    , m_rows(std::make_unique<TableRows>(database))
    , m_tools(new QToolBar(this))
    , m_reason(new QLabel(this))
    , m_error(new Banner(Banner::Kind::Danger, this))
    , m_changed(new Banner(Banner::Kind::Info, this))
    , m_view(new GridView(this))
    , m_filterRow(new FilterRow(m_view))
    , m_empty(new EmptyState(m_view->viewport()))
    , m_goTo(new QWidget(this))
    , m_goToNumber(new QLineEdit(m_goTo))
{
    m_view->setAccessibleName(tr("Rows of %1").arg(relation));
    m_view->setFilterRow(m_filterRow);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->viewport()->installEventFilter(this);
    m_error->hide();
    const int side = fontMetrics().height();
    m_tools->setIconSize({side, side});
    m_error->setDismissable(true);
    m_changed->hide();
    m_changed->setText(tr("Another program has changed the database."));
    m_changed->addButton(tr("Refresh"), [this] { m_rows->refresh(); });
    m_changed->setDismissable(true);
    m_empty->hide();
    m_editing = new GridEditing(*this);
    makeActions();
    makeGoTo();
    place();
    connectRows();
    connectView();
    connectEditing();
    setFocusProxy(m_view);
    connect(&database, &OpenDatabase::schemaChanged, this, &GridPage::describe);
    connect(&database, &OpenDatabase::rowsChanged, this, [this](const QStringList &tables) {
        if (tables.isEmpty() || tables.contains(m_relation))
            m_rows->refresh();
    });
    describe();
}

GridPage::~GridPage() = default;

void GridPage::place()
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->addWidget(m_tools);
    top->addStretch();
    top->addWidget(m_reason);
    top->addSpacing(fontMetrics().averageCharWidth());
    all->addLayout(top);
    all->addWidget(m_error);
    all->addWidget(m_changed);
    all->addWidget(m_view, 1);
    all->addWidget(m_goTo);
}

void GridPage::connectRows()
{
    TableRows *rows = m_rows.get();
    connect(rows, &TableRows::shown, this, [this] {
        m_error->hide();
        m_changed->hide();
        showEmptyState();
        updateStatus();
    });
    connect(rows, &TableRows::failed, this, &GridPage::showError);
    connect(rows, &TableRows::changedElsewhere, m_changed, &QWidget::show);
    connect(rows, &TableRows::busyChanged, this, [this] {
        updateStatus();
        Q_EMIT commandsChanged();
    });
    connect(rows, &TableRows::countChanged, this, [this] {
        showEmptyState();
        updateStatus();
    });
    connect(rows, &TableRows::rowsArrived, this, &GridPage::updateStatus);
    connect(rows, &TableRows::moved, this, [this](qint64 from, qint64 to) {
        const qint64 by = to - from;
        const QModelIndex current = m_view->currentIndex();
        m_view->setTopRow(int(m_view->topRow() + by));
        if (current.isValid() && current.row() + by >= 0 && current.row() >= m_view->topRow() - by)
            m_view->selectionModel()->setCurrentIndex(
                m_model->index(int(current.row() + by), current.column()),
                QItemSelectionModel::ClearAndSelect);
    });
}

void GridPage::connectView()
{
    connect(m_view, &GridView::visibleRowsChanged, this, [this](int first, int last) {
        m_rows->want(first, last);
        updateStatus();
    });
    connect(m_view, &GridView::sortRequested, this, &GridPage::requestSort);
    connect(m_view, &GridView::followRequested, this, &GridPage::follow);
    connect(m_view, &GridView::wholeValueNeeded, this, &GridPage::fetchWhole);
    connect(m_view, &GridView::panelNeeded, this,
        [this] { Q_EMIT m_database.workbench().currentCell().wanted(); });
    connect(m_view, &GridView::columnsChanged, this, &GridPage::saveColumns);
    connect(m_view, &QWidget::customContextMenuRequested, this, &GridPage::showMenu);
    connect(m_filterRow, &FilterRow::changed, this, [this] {
        readRows();
        m_view->setTopRow(0);
    });
    connect(m_filterRow, &FilterRow::left, this, [this] { m_view->setFocus(); });
}

bool GridPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view->viewport() && event->type() == QEvent::Resize)
        m_empty->setGeometry(m_view->viewport()->rect());
    return Page::eventFilter(watched, event);
}

// --- the table

void GridPage::describe()
{
    const GridTable table = describeTable(m_database, m_relation);
    if (m_database.state() != OpenDatabase::State::Open)
        return;
    if (!table.known) {
        m_rows->stop();
        showEmptyState();
        return;
    }
    if (m_model && !table.needsColumns && table == m_table) {
        m_editing->attach(m_model.get());
        m_rows->refresh();
        return;
    }
    m_table = table;
    if (table.needsColumns)
        askForColumns();
    else
        showTable(table);
}

/// A view's columns are known to the database alone.
void GridPage::askForColumns()
{
    const QString sql
        = u"SELECT * FROM %1 LIMIT 0"_s.arg(m_database.dialect().dml().quote(m_relation));
    m_database.connection()
        .run([sql](Executor &db) -> Result<QStringList> {
            QStringList names;
            const auto none = [](const QList<Value> &) { return false; };
            if (const Result<> done = db.stream(sql, {}, none, &names); !done)
                return fail(done.error());
            return names;
        })
        // The connection outlives this page, and then() wants an object that is still there.
        .then(&m_database, [page = QPointer(this)](const Result<QStringList> &names) {
            if (page)
                page->takeColumns(names);
        });
}

void GridPage::takeColumns(const Result<QStringList> &names)
{
    if (!names) {
        showError(names.error());
        return;
    }
    GridTable table = m_table;
    setColumns(table, *names);
    showTable(table);
}

void GridPage::showTable(const GridTable &table)
{
    const QMap<QString, QString> kept = m_model ? filters() : m_pendingFilters;
    const bool sameColumns = m_model && m_model->columns() == table.columns;
    m_table = table;
    if (!sameColumns) {
        m_restoring = true;
        m_view->setModel(nullptr);
        m_model = std::make_unique<RowsModel>(*m_rows, table.columns);
        m_editing->attach(m_model.get());
        m_view->setModel(m_model.get());
        connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &GridPage::updateStatus);
        connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
            showCell();
            Q_EMIT commandsChanged();
        });
        connect(m_model.get(), &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &from, const QModelIndex &to) {
                const int row = m_view->currentIndex().row();
                if (from.row() <= row && row <= to.row())
                    showCell();
            });
        restoreColumns();
        m_restoring = false;
        fitColumnsOnce();
    }
    erase_if(
        m_sort, [&](const SortColumn &sort) { return !table.query.columns.contains(sort.column); });
    m_pendingFilters.clear();
    QHash<int, QString> texts;
    for (auto filter = kept.cbegin(); filter != kept.cend(); ++filter) {
        if (const qsizetype at = table.query.columns.indexOf(filter.key()); at >= 0)
            texts.insert(int(at), filter.value());
    }
    m_filterRow->setTexts(texts);
    updateReason();
    readRows();
    if (!m_view->currentIndex().isValid())
        m_view->setTopRow(0);
}

/// Compiles filters and sort, and shows their rows. A filter that is wrong is marked; the rows
/// stay.
void GridPage::readRows()
{
    if (!m_model)
        return;
    RowQuery query = m_table.query;
    query.sort = m_sort;
    Error wrong;
    for (int column = 0; column < m_table.columns.size(); ++column) {
        const GridColumn &one = m_table.columns[column];
        const auto filter = parseFilter(one.name, one.kind, m_filterRow->texts().value(column));
        m_filterRow->setError(column, filter ? QString() : filter.error().message);
        if (!filter)
            wrong = filter.error();
        else if (*filter)
            query.filters.append(**filter);
    }
    m_error->clearButtons();
    if (!wrong.message.isEmpty()) {
        showError(wrong);
        return;
    }
    m_error->addButton(tr("Try again"), [this] { m_rows->refresh(); });
    m_error->hide();
    showSortMarks();
    if (m_rows->reader() && query == m_rows->query())
        return;
    m_rows->show(query);
    m_rows->want(m_view->topRow(), std::max(m_view->bottomRow(), m_view->visibleRows()));
}

void GridPage::showSortMarks()
{
    QList<int> places(m_table.columns.size(), 0);
    for (qsizetype i = 0; i < m_sort.size(); ++i) {
        const qsizetype column = m_table.query.columns.indexOf(m_sort[i].column);
        if (column >= 0)
            places[column] = int(i + 1) * (m_sort[i].descending ? -1 : 1);
    }
    m_model->setSort(places);
}

/// Ascending, descending, not at all: a click each.
void GridPage::requestSort(int column, bool add)
{
    const QString name = m_table.query.columns.value(column);
    QList<SortColumn> sort = m_sort;
    const auto found = std::find_if(
        sort.begin(), sort.end(), [&](const SortColumn &one) { return one.column == name; });
    const bool sorted = found != sort.end();
    if (!add) {
        const bool descending = sorted && found->descending;
        sort = descending ? QList<SortColumn>()
                          : QList<SortColumn> {{.column = name, .descending = sorted}};
    } else if (!sorted) {
        sort.append({.column = name});
    } else if (!found->descending) {
        found->descending = true;
    } else {
        sort.erase(found);
    }
    setSort(sort);
}

void GridPage::setSort(const QList<SortColumn> &sort)
{
    m_sort = sort;
    readRows();
}

void GridPage::sortBy(int column, bool descending)
{
    setSort({{.column = m_table.query.columns.value(column), .descending = descending}});
}

QMap<QString, QString> GridPage::filters() const
{
    QMap<QString, QString> filters;
    const QHash<int, QString> &texts = m_filterRow->texts();
    for (auto text = texts.cbegin(); text != texts.cend(); ++text)
        filters.insert(m_table.query.columns.value(text.key()), text.value());
    return filters;
}

void GridPage::setFilters(const QMap<QString, QString> &filters)
{
    if (!m_model) {
        m_pendingFilters = filters;
        return;
    }
    if (filters == this->filters())
        return;
    QHash<int, QString> texts;
    for (auto filter = filters.cbegin(); filter != filters.cend(); ++filter) {
        if (const qsizetype at = m_table.query.columns.indexOf(filter.key()); at >= 0)
            texts.insert(int(at), filter.value());
    }
    m_filterRow->setTexts(texts);
    readRows();
    m_view->setTopRow(0);
}

void GridPage::clearFilters()
{
    setFilters({});
    m_view->setFocus();
}

// --- what it says

void GridPage::showError(const Error &error)
{
    m_error->setText(bannerText(error), bannerDetails(error));
    m_error->show();
    updateStatus();
}

void GridPage::showEmptyState()
{
    const bool gone = m_database.state() == OpenDatabase::State::Open
        && !describeTable(m_database, m_relation).known;
    const bool none = m_model && m_rows->isExact() && m_model->rowCount() == 0;
    m_empty->setVisible(gone || none);
    if (!gone && !none)
        return;
    m_empty->setGeometry(m_view->viewport()->rect());
    m_empty->clearButtons();
    if (gone) {
        m_empty->setContent(u"table"_s, tr("\"%1\" is not in the database").arg(m_relation),
            tr("It was dropped or renamed. Close this page, or refresh the objects."));
    } else if (!m_filterRow->texts().isEmpty()) {
        m_empty->setContent(u"filter"_s, tr("No row matches the filter"));
        m_empty->addButton(tr("Clear the filter"), [this] { clearFilters(); });
    } else {
        m_empty->setContent(u"table"_s, tr("No rows yet"));
        if (m_model->edits())
            m_empty->addButton(tr("Add a row"), [this] { m_editing->addRow(); });
    }
}

void GridPage::updateReason()
{
    const QString why = m_editing->whyNot();
    m_reason->setText(why.isEmpty() ? why : tr("Read-only: %1").arg(why));
    m_reason->setVisible(!why.isEmpty());
    m_reason->setWordWrap(true);
}

void GridPage::updateStatus()
{
    Q_EMIT statusChanged(status());
}

QString GridPage::status() const
{
    if (!m_model)
        return {};
    const QLocale locale;
    const qint64 count = m_rows->rowCount();
    const QString about = m_rows->isExact() ? QString() : u"~"_s;
    QStringList parts;
    if (count == 0)
        parts.append(m_rows->isExact() ? tr("no rows") : tr("reading…"));
    else
        parts.append(
            tr("%1 – %2 of %3%4")
                .arg(locale.toString(m_view->topRow() + 1),
                    locale.toString(std::clamp(qint64(m_view->bottomRow()) + 1, qint64(1), count)),
                    about, locale.toString(count)));
    // Rows that are only staged stand behind those of the table.
    if (const qint64 fresh = m_model->rowCount() - count; fresh > 0)
        parts.append(tr("%1 new").arg(locale.toString(fresh)));
    if (m_rows->isCounting())
        parts.append(tr("counting…"));
    if (const QString selection = selectionText(); !selection.isEmpty())
        parts.append(selection);
    return parts.join(u"   ·   "_s);
}

/// Count, sum, least and greatest of the selected cells that are at hand.
QString GridPage::selectionText() const
{
    constexpr qint64 most = 20'000;
    qint64 cells = 0;
    for (const QItemSelectionRange &range : m_view->selectionModel()->selection())
        cells += qint64(range.height()) * range.width();
    if (cells < 2)
        return {};
    const QLocale locale;
    QStringList parts {tr("%1 cells").arg(locale.toString(cells))};
    double sum = 0;
    double least = std::numeric_limits<double>::infinity();
    double greatest = -least;
    qint64 numbers = 0;
    for (const QItemSelectionRange &range : m_view->selectionModel()->selection()) {
        if (cells > most)
            break;
        for (const QModelIndex &index : range.indexes()) {
            const Value value = index.data(RowsModel::ValueRole).value<Value>();
            const auto *whole = std::get_if<qint64>(&value);
            const auto *real = std::get_if<double>(&value);
            if (!whole && !real)
                continue;
            const double number = whole ? double(*whole) : *real;
            ++numbers;
            sum += number;
            least = std::min(least, number);
            greatest = std::max(greatest, number);
        }
    }
    if (numbers > 0)
        parts.append(tr("%1 numbers: sum %2, min %3, max %4")
                         .arg(locale.toString(numbers), locale.toString(sum, 'g', 15),
                             locale.toString(least, 'g', 15), locale.toString(greatest, 'g', 15)));
    return parts.join(u", "_s);
}

// --- what is remembered

QString GridPage::columnsKey() const
{
    return u"grid/%1/%2"_s.arg(m_database.id(), QString::fromLatin1(m_relation.toUtf8().toHex()));
}

void GridPage::saveColumns() const
{
    if (m_restoring || !m_model)
        return;
    QVariantMap widths;
    for (int column = 0; column < m_table.columns.size(); ++column)
        widths.insert(m_table.columns[column].name, m_view->header()->sectionSize(column));
    QStringList order;
    for (int visual = 0; visual < m_view->header()->count(); ++visual)
        order.append(m_table.columns[m_view->header()->logicalIndex(visual)].name);
    m_database.workbench().settings().setValue(
        columnsKey(), QVariantMap {{u"widths"_s, widths}, {u"order"_s, order}});
}

/// By name: columns that came since stand at the end, in their natural width.
void GridPage::restoreColumns()
{
    const QVariantMap saved = m_database.workbench().settings().value(columnsKey()).toMap();
    const QVariantMap widths = saved.value(u"widths"_s).toMap();
    QHeaderView *header = m_view->header();
    const int usual = header->defaultSectionSize();
    for (int column = 0; column < m_table.columns.size(); ++column) {
        const int width = widths.value(m_table.columns[column].name).toInt();
        header->resizeSection(column,
            width > 0 ? width : std::clamp(header->sectionSizeHint(column), usual / 2, usual * 2));
    }
    int visual = 0;
    for (const QString &name : saved.value(u"order"_s).toStringList()) {
        const qsizetype column = m_table.query.columns.indexOf(name);
        if (column >= 0)
            header->moveSection(header->visualIndex(int(column)), visual++);
    }
}

/// Widens the columns to what the first rows hold, unless a person chose their widths before.
void GridPage::fitColumnsOnce()
{
    if (m_database.workbench().settings().value(columnsKey()).isValid())
        return;
    const auto fit = [this] {
        m_restoring = true;
        const int most = fontMetrics().averageCharWidth() * 36;
        for (int column = 0; column < m_table.columns.size(); ++column) {
            m_view->fitColumn(column);
            if (m_view->header()->sectionSize(column) > most)
                m_view->header()->resizeSection(column, most);
        }
        m_restoring = false;
    };
    // Once, so that columns do not move under somebody who scrolls.
    connect(m_model.get(), &RowsModel::dataChanged, this, fit, Qt::SingleShotConnection);
}

QVariantMap GridPage::saveState() const
{
    QVariantMap texts;
    const QMap<QString, QString> set = m_model ? filters() : m_pendingFilters;
    for (auto filter = set.cbegin(); filter != set.cend(); ++filter)
        texts.insert(filter.key(), filter.value());
    QStringList sort;
    for (const SortColumn &column : m_sort)
        sort.append((column.descending ? u"-"_s : u"+"_s) + column.column);
    return {{u"filters"_s, texts}, {u"sort"_s, sort}};
}

void GridPage::restoreState(const QVariantMap &state)
{
    QList<SortColumn> sort;
    for (const QString &column : state.value(u"sort"_s).toStringList())
        sort.append({.column = column.mid(1), .descending = column.startsWith(u'-')});
    m_sort = sort;
    QMap<QString, QString> texts;
    const QVariantMap saved = state.value(u"filters"_s).toMap();
    for (auto text = saved.cbegin(); text != saved.cend(); ++text)
        texts.insert(text.key(), text->toString());
    if (texts.isEmpty())
        readRows();
    setFilters(texts);
}

} // namespace joinery
