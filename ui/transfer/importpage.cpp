// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/importpage.h"

#include "joinery/data/importpreview.h"
#include "ui/transfer/badrowsmodel.h"
#include "ui/transfer/importcolumnsmodel.h"
#include "ui/transfer/importpreviewmodel.h"
#include "ui/transfer/importsettings.h"
#include "ui/widgets/banner.h"
#include "ui/workspace/workbench.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype previewedRows = 100;

/// Whether it is a database that is open here: reading it as a text would drop its locks.
bool isOpenDatabase(const Workbench &workbench, const QString &path)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    const QList<OpenDatabase *> &all = workbench.databases();
    return !canonical.isEmpty()
        && std::any_of(all.begin(), all.end(), [&](const OpenDatabase *database) {
               return QFileInfo(database->location().url.database).canonicalFilePath() == canonical;
           });
}

/// Runs `work` on a thread of the pool, then `take` in the UI thread if the page is still there.
/// Qt's own then() must not outlive its context object, hence the application.
template <typename Work, typename Take> void inBackground(ImportPage *page, Work work, Take take)
{
    QtConcurrent::run(std::move(work))
        .then(qApp,
            [guard = QPointer(page), take = std::move(take)](
                const std::invoke_result_t<Work> &result) {
                if (guard)
                    take(result);
            });
}

/// The beginning of a file. Errors: NotFound, Io.
Result<QByteArray> readSample(const QString &path)
{
    QFile file(path);
    const QString shown = QDir::toNativeSeparators(path);
    if (!QFileInfo::exists(path))
        return fail(ErrorCode::NotFound, u"there is no file \"%1\""_s.arg(shown));
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io,
            u"cannot read \"%1\": %2"_s.arg(
                shown, QFileInfo(path).isFile() ? file.errorString() : u"it is no file"_s));
    return file.read(csvSampleBytes);
}

} // namespace

ImportPage::~ImportPage()
{
    // The job uses the task: it has to end first.
    m_importing.reset();
    if (m_task)
        m_task->finish();
}

QString ImportPage::title() const
{
    return m_table.isEmpty() ? tr("Import") : tr("Import into %1").arg(m_table);
}

QString ImportPage::key() const
{
    return u"import:"_s + m_table;
}

QString ImportPage::unsaved() const
{
    return m_task ? tr("an import is under way") : QString();
}

bool ImportPage::can(PageCommand command) const
{
    return (command == PageCommand::Stop && m_task)
        || (command == PageCommand::Refresh && !m_path.isEmpty() && !m_task);
}

void ImportPage::perform(PageCommand command)
{
    if (command == PageCommand::Stop && m_task)
        m_task->cancel();
    else if (command == PageCommand::Refresh && !m_path.isEmpty())
        setFile(m_path);
}

bool ImportPage::isNewTable() const
{
    return m_target->currentData().toString().isEmpty();
}

Table ImportPage::target() const
{
    if (isNewTable())
        return m_columns->newTable(m_name->text().trimmed());
    return m_database.schema().tables.value(m_target->currentData().toString());
}

ImportOptions ImportPage::options() const
{
    ImportOptions options {.format = m_settings->format(), .columns = m_columns->mapping()};
    options.cells = m_settings->rules();
    options.shortRows = m_settings->shortRows();
    options.onBadRow = OnBadRow(m_onBadRow->currentData().toInt());
    options.onConflict = OnConflict(m_onConflict->currentData().toInt());
    options.createTable = isNewTable();
    options.key = keyOf(m_database.dialect(), target());
    if (options.onBadRow == OnBadRow::Skip && m_rejects->isChecked())
        options.rejectsFile = m_path + u".rejects.csv"_s;
    return options;
}

void ImportPage::setFile(const QString &path)
{
    if (m_task)
        return;
    m_path = path;
    m_file->setText(QDir::toNativeSeparators(path));
    if (m_name->text().isEmpty() || !m_name->isModified())
        m_name->setText(QFileInfo(path).completeBaseName());
    m_badRowsView->hide();
    m_banner->hide();
    const int step = ++m_step;
    if (isOpenDatabase(m_database.workbench(), path)) {
        showError(
            {.code = ErrorCode::Usage, .message = tr("This is a database: open it instead.")});
        return;
    }
    struct Looked
    {
        QByteArray sample {};
        CsvFormat format {};
    };
    inBackground(
        this,
        [path]() -> Result<Looked> {
            Result<QByteArray> sample = readSample(path);
            if (!sample)
                return fail(sample.error());
            return sniffFormat(*sample).map([&](const CsvFormat &format) {
                return Looked {*sample, format};
            });
        },
        [this, step](const Result<Looked> &looked) {
            if (step != m_step)
                return;
            if (!looked) {
                showError(looked.error());
                return;
            }
            m_settings->setFormat(looked->format);
            takeSample(looked->sample);
        });
}

void ImportPage::takeSample(const QByteArray &sample)
{
    m_sample = sample;
    m_stack->setCurrentIndex(1);
    if (!m_sample.isEmpty()) {
        analyse();
        return;
    }
    m_sample.clear();
    m_columns->setFile({}, {}, false);
    showError({.code = ErrorCode::Parse, .message = tr("The file is empty.")});
}

void ImportPage::analyse()
{
    struct Seen
    {
        QList<CsvColumn> columns {};
        QList<QStringList> rows {};
    };
    const int step = ++m_step;
    inBackground(
        this,
        [sample = m_sample, format = m_settings->format()]() -> Result<Seen> {
            const auto columns = sniffColumns(sample, format);
            const auto rows = sampleRows(sample, format, 2);
            if (!columns)
                return fail(columns.error());
            return Seen {*columns, rows.value_or(QList<QStringList>())};
        },
        [this, step](const Result<Seen> &seen) {
            if (step != m_step)
                return;
            if (seen)
                takeColumns(seen->columns, seen->rows);
            else
                showError(seen.error());
        });
}

void ImportPage::takeColumns(const QList<CsvColumn> &columns, const QList<QStringList> &rows)
{
    const bool header = m_settings->format().header;
    m_columns->setFile(columns, rows.value(header ? 1 : 0), header);
    m_columnsView->resizeColumnsToContents();
    updatePreview();
}

void ImportPage::updatePreview()
{
    if (m_sample.isEmpty())
        return;
    const int step = ++m_step;
    const ImportOptions how = options();
    QStringList names;
    for (const ImportColumn &to : how.columns)
        names.append(to.column);
    inBackground(
        this,
        [sample = m_sample, table = target(), how] {
            return previewImport(sample, table, how, previewedRows);
        },
        [this, step, names](const Result<QList<PreviewRow>> &rows) {
            if (step == m_step)
                showPreview(rows, names);
        });
    updateState();
}

void ImportPage::showPreview(const Result<QList<PreviewRow>> &rows, const QStringList &columns)
{
    if (!rows) {
        showError(rows.error());
        return;
    }
    m_preview->setRows(columns, *rows);
    m_previewView->resizeColumnsToContents();
    const int troubles = m_preview->troubles();
    m_previewNote->setText(rows->isEmpty() ? tr("The file has no rows.")
            : troubles > 0
            ? tr("Of the first rows %1 will not fit. Point at a marked cell for the reason.")
                  .arg(troubles)
            : tr("The first rows as they will be:"));
    m_banner->hide();
    updateState();
    Q_EMIT previewed();
}

void ImportPage::showError(const Error &error)
{
    m_preview->setRows({}, {});
    m_banner->setKind(Banner::Kind::Danger);
    m_banner->clearButtons();
    m_banner->setText(bannerText(error), bannerDetails(error));
    m_banner->show();
    updateState();
    Q_EMIT previewed();
}

void ImportPage::start()
{
    if (!m_run->isEnabled() || m_task)
        return;
    m_importing = m_database.connectTo(Access::Change);
    Connection *connection = m_importing.get();
    m_task
        = m_database.workbench().tasks().start(tr("Importing %1").arg(QFileInfo(m_path).fileName()),
            [connection] { connection->cancel(); });
    Task *task = m_task;
    const auto progress = [task, connection](const TransferState &state) {
        task->setProgress(state.done, std::max<qint64>(state.total, 0));
        return !connection->isCancelled();
    };
    const auto job = [dialect = &m_database.dialect(), table = target(), how = options(),
                         path = m_path, progress](Executor &db) -> Result<Outcome> {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Io, u"cannot read \"%1\": %2"_s.arg(path, file.errorString()));
        Outcome outcome;
        if (const Result<> done
            = importCsv(db, *dialect, table, file, how, outcome.report, progress);
            !done)
            outcome.error = done.error();
        return outcome;
    };
    m_banner->hide();
    m_badRowsView->hide();
    updateState();
    connection->run(job).then(this, [this](const Result<Outcome> &outcome) {
        finish(outcome ? *outcome : Outcome {.error = outcome.error()});
    });
}

void ImportPage::finish(const Outcome &outcome)
{
    if (m_task)
        m_task->finish();
    m_task.clear();
    m_importing.reset();
    m_badRows->setRows(outcome.report.badRows);
    m_badRowsView->setVisible(!outcome.report.badRows.isEmpty());
    m_badRowsView->resizeColumnsToContents();
    tellEnd(outcome);
    if (!outcome.error) {
        if (isNewTable())
            m_database.refresh();
        Q_EMIT m_database.rowsChanged({target().name});
    }
    updateState();
    Q_EMIT ended();
}

void ImportPage::tellEnd(const Outcome &outcome)
{
    const ImportReport &report = outcome.report;
    m_banner->clearButtons();
    if (outcome.error && outcome.error->code == ErrorCode::Interrupted) {
        m_banner->setKind(Banner::Kind::Warning);
        m_banner->setText(tr("The import was cancelled; nothing was imported."));
    } else if (outcome.error) {
        m_banner->setKind(Banner::Kind::Danger);
        m_banner->setText(bannerText(*outcome.error), bannerDetails(*outcome.error));
    } else {
        const QString name = target().name;
        QStringList parts {tr("Rows imported into %1: %2").arg(name).arg(report.written)};
        if (report.ignored > 0)
            parts.append(tr("there already: %1").arg(report.ignored));
        if (report.bad > 0)
            parts.append(tr("skipped: %1").arg(report.bad));
        if (report.bad > 0 && m_rejects->isChecked())
            parts.append(tr("the skipped ones are in %1")
                             .arg(QDir::toNativeSeparators(m_path + u".rejects.csv"_s)));
        m_banner->setKind(report.bad > 0 ? Banner::Kind::Warning : Banner::Kind::Info);
        m_banner->setText(parts.join(u", "_s));
        m_banner->addButton(tr("Show the rows"), [this, name] {
            Q_EMIT m_database.workbench().navigator().showRows(&m_database, name, {});
        });
    }
    m_banner->show();
    Q_EMIT m_database.workbench().navigator().say(m_banner->text());
}

/// What can be done now.
void ImportPage::updateState()
{
    const Table into = target();
    const bool isTaken = isNewTable() && m_database.schema().tables.contains(into.name);
    m_run->setVisible(!m_task);
    m_cancel->setVisible(m_task);
    m_run->setEnabled(!m_sample.isEmpty() && !into.name.isEmpty() && !isTaken
        && !m_columns->mapping().isEmpty() && !m_database.isReadOnly()
        && !(isNewTable() && m_database.hasProject()));
    m_run->setToolTip(m_database.isReadOnly() ? tr("The database was opened read only.")
            : isTaken                         ? tr("There is a table of this name already.")
                                              : QString());
    m_topForm->setRowVisible(m_name, isNewTable() && !m_database.hasProject());
    m_topForm->setRowVisible(m_projectNote, isNewTable() && m_database.hasProject());
    m_rejects->setEnabled(OnBadRow(m_onBadRow->currentData().toInt()) == OnBadRow::Skip);
    Q_EMIT commandsChanged();
}

} // namespace joinery
