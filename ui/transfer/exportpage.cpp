// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/exportpage.h"

#include "ui/widgets/banner.h"
#include "ui/widgets/codeview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"

#include <QBoxLayout>
#include <QBuffer>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int previewedRows = 50;
constexpr qsizetype longestPreview = 100'000;

enum class Kind
{
    Csv,
    Tsv,
    Json,
    Sql
};

QString suffixOf(Kind kind)
{
    switch (kind) {
    case Kind::Tsv:
        return u"tsv"_s;
    case Kind::Json:
        return u"json"_s;
    case Kind::Sql:
        return u"sql"_s;
    case Kind::Csv:
        break;
    }
    return u"csv"_s;
}

Kind kindIn(const QComboBox &format)
{
    return Kind(format.currentData().toInt());
}

Result<QByteArray> previewText(Executor &executor, const Dialect &dialect,
    const ExportSource &source, const ExportOptions &options)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const Result<qint64> rows = exportRows(executor, dialect, source, options, buffer);
    if (!rows)
        return fail(rows.error());
    return buffer.data().left(longestPreview);
}

} // namespace

ExportPage::ExportPage(OpenDatabase &database, const QString &relation, QWidget *parent)
    : Page(parent)
    , m_database(database)
    , m_relation(relation)
    , m_banner(new Banner(Banner::Kind::Info, this))
    , m_preview(new CodeView(CodeLanguage::Sql, this))
    , m_later(new QTimer(this))
{
    m_later->setSingleShot(true);
    m_later->setInterval(200);
    connect(m_later, &QTimer::timeout, this, &ExportPage::updatePreview);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->addWidget(makeForm());
    m_banner->hide();
    m_banner->setDismissable(true);
    layout->addWidget(m_banner);
    auto *heading = new QLabel(tr("The first lines:"), this);
    layout->addWidget(heading);
    m_preview->setReadOnly(true);
    m_preview->setObjectName(u"preview"_s);
    m_preview->setName(tr("The first lines of the file"));
    layout->addWidget(m_preview, 1);
    connect(&m_database, &OpenDatabase::schemaChanged, this, &ExportPage::fillRelations);
    fillRelations();
    followFormat();
    suggestFile();
    setRunning(false);
}

ExportPage::~ExportPage()
{
    // The job uses the task: it has to end first.
    m_looking.reset();
    m_exporting.reset();
    if (m_task)
        m_task->finish();
}

QString ExportPage::title() const
{
    return m_relation.isEmpty() ? tr("Export") : tr("Export %1").arg(m_relation);
}

QString ExportPage::key() const
{
    return u"export:"_s + m_relation;
}

QString ExportPage::unsaved() const
{
    return m_task ? tr("an export is under way") : QString();
}

bool ExportPage::can(PageCommand command) const
{
    return (command == PageCommand::Export && !m_task) || (command == PageCommand::Stop && m_task)
        || command == PageCommand::Refresh;
}

void ExportPage::perform(PageCommand command)
{
    if (command == PageCommand::Export)
        start();
    else if (command == PageCommand::Stop && m_task)
        m_task->cancel();
    else if (command == PageCommand::Refresh)
        updatePreview();
}

QWidget *ExportPage::makeForm()
{
    auto *box = new QWidget(this);
    m_form = new QFormLayout(box);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    makeSourceRows(*m_form);
    makeFormatRows(*m_form);
    makeTargetRow(*m_form);
    return box;
}

void ExportPage::makeSourceRows(QFormLayout &form)
{
    m_what = new QComboBox(this);
    m_what->setAccessibleName(tr("What is exported"));
    m_query = new CodeView(CodeLanguage::Sql, this);
    m_query->setName(tr("The query whose rows are exported"));
    m_query->setLineNumbersVisible(false);
    m_query->setMinimumHeight(fontMetrics().lineSpacing() * 5);
    m_query->setMaximumHeight(fontMetrics().lineSpacing() * 8);
    form.addRow(tr("&Rows of:"), m_what);
    form.addRow(tr("Query:"), m_query);
    connect(m_what, &QComboBox::currentIndexChanged, this, [this] {
        m_form->setRowVisible(m_query, isQuery());
        followFormat();
        suggestFile();
    });
    connect(m_query, &CodeView::textChanged, this, &ExportPage::changed);
}

void ExportPage::makeFormatRows(QFormLayout &form)
{
    m_format = new QComboBox(this);
    m_format->addItem(tr("CSV: values between commas"), int(Kind::Csv));
    m_format->addItem(tr("TSV: values between tabs"), int(Kind::Tsv));
    m_format->addItem(tr("JSON: an array of objects"), int(Kind::Json));
    m_format->addItem(tr("SQL: a script of INSERTs"), int(Kind::Sql));
    m_delimiter = new QComboBox(this);
    m_delimiter->addItem(tr("comma  ,"), u","_s);
    m_delimiter->addItem(tr("semicolon  ;"), u";"_s);
    m_delimiter->addItem(tr("bar  |"), u"|"_s);
    m_null = new QLineEdit(this);
    m_null->setPlaceholderText(tr("nothing; an empty text is \"\""));
    m_blobs = new QComboBox(this);
    m_blobs->addItem(tr("hexadecimal  \\x0aff"), int(BlobText::Hex));
    m_blobs->addItem(tr("base64"), int(BlobText::Base64));
    m_header = new QCheckBox(tr("Begin with the names of the &columns"), this);
    m_header->setChecked(true);
    m_mark = new QCheckBox(tr("Byte order &mark, for spreadsheets"), this);
    m_create = new QCheckBox(tr("Begin with the table &itself"), this);
    m_create->setChecked(true);
    m_into = new QLineEdit(m_relation, this);
    form.addRow(tr("Forma&t:"), m_format);
    form.addRow(tr("De&limiter:"), m_delimiter);
    form.addRow(tr("&NULL is:"), m_null);
    form.addRow(tr("&Blobs are:"), m_blobs);
    form.addRow(QString(), m_header);
    form.addRow(QString(), m_mark);
    form.addRow(QString(), m_create);
    form.addRow(tr("Into t&able:"), m_into);
    connect(m_format, &QComboBox::currentIndexChanged, this, [this] {
        followFormat();
        suggestFile();
    });
    for (QComboBox *combo : {m_delimiter, m_blobs})
        connect(combo, &QComboBox::currentIndexChanged, this, &ExportPage::changed);
    for (QLineEdit *edit : {m_null, m_into})
        connect(edit, &QLineEdit::textChanged, this, &ExportPage::changed);
    for (QCheckBox *check : {m_header, m_mark, m_create})
        connect(check, &QCheckBox::toggled, this, &ExportPage::changed);
}

void ExportPage::makeTargetRow(QFormLayout &form)
{
    m_file = new QLineEdit(this);
    m_fileNote = new QLabel(this);
    m_fileNote->setWordWrap(true);
    auto *browse = new QPushButton(icon(u"open"_s), tr("Choo&se…"), this);
    m_run = new QPushButton(icon(u"export"_s), tr("E&xport"), this);
    m_run->setDefault(true);
    m_cancel = new QPushButton(icon(u"stop"_s), tr("Cancel"), this);
    auto *line = new QHBoxLayout;
    line->addWidget(m_file, 1);
    line->addWidget(browse);
    line->addWidget(m_run);
    line->addWidget(m_cancel);
    auto *label = new QLabel(tr("T&o file:"), this);
    label->setBuddy(m_file);
    m_file->setAccessibleName(tr("The file to write"));
    form.addRow(label, line);
    form.addRow(QString(), m_fileNote);
    connect(m_file, &QLineEdit::textChanged, this, &ExportPage::checkFile);
    connect(m_file, &QLineEdit::returnPressed, this, &ExportPage::start);
    connect(browse, &QPushButton::clicked, this, &ExportPage::chooseFile);
    connect(m_run, &QPushButton::clicked, this, &ExportPage::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] { perform(PageCommand::Stop); });
}

void ExportPage::fillRelations()
{
    const QString kept = m_what->count() == 0 ? m_relation : m_what->currentData().toString();
    const QSignalBlocker quiet(m_what);
    m_what->clear();
    m_what->addItem(icon(u"sql"_s), tr("a query"), QString());
    const MetaData &schema = m_database.schema();
    for (const QString &name : schema.tables.keys())
        m_what->addItem(icon(u"table"_s), name, name);
    for (const QString &name : schema.virtualTables.keys())
        m_what->addItem(icon(u"virtual-table"_s), name, name);
    for (const QString &name : schema.views.keys())
        m_what->addItem(icon(u"view"_s), name, name);
    m_what->setCurrentIndex(std::max(0, m_what->findData(kept)));
    m_form->setRowVisible(m_query, isQuery());
    changed();
}

bool ExportPage::isQuery() const
{
    return m_what->currentData().toString().isEmpty();
}

void ExportPage::setQuery(const QString &sql)
{
    m_query->setText(sql);
    m_what->setCurrentIndex(0);
    changed();
}

ExportFormat ExportPage::format() const
{
    const Kind kind = kindIn(*m_format);
    return kind == Kind::Sql ? ExportFormat::Sql
        : kind == Kind::Json ? ExportFormat::Json
                             : ExportFormat::Csv;
}

/// Shows the options that the format has.
void ExportPage::followFormat()
{
    const Kind kind = kindIn(*m_format);
    const bool separated = kind == Kind::Csv || kind == Kind::Tsv;
    const bool isTable = m_database.schema().tables.contains(m_what->currentData().toString());
    m_preview->setLanguage(kind == Kind::Sql ? CodeLanguage::Sql : CodeLanguage::Plain);
    m_form->setRowVisible(m_delimiter, kind == Kind::Csv);
    for (QWidget *widget : std::initializer_list<QWidget *> {m_null, m_blobs, m_header, m_mark})
        m_form->setRowVisible(widget, separated);
    m_form->setRowVisible(m_create, kind == Kind::Sql && isTable);
    m_form->setRowVisible(m_into, kind == Kind::Sql && !isTable);
    changed();
}

ExportSource ExportPage::source() const
{
    if (isQuery())
        return {.sql = m_query->text().trimmed(), .table = m_into->text().trimmed()};
    const QString name = m_what->currentData().toString();
    const auto table = m_database.schema().tables.constFind(name);
    if (table != m_database.schema().tables.cend())
        return tableSource(m_database.dialect(), *table, format(), m_create->isChecked());
    const QString into = m_into->text().trimmed();
    return {.sql = u"SELECT * FROM "_s + m_database.dialect().dml().quote(name),
        .table = into.isEmpty() ? name : into};
}

ExportOptions ExportPage::options() const
{
    ExportOptions options {.format = format()};
    options.csv.delimiter = kindIn(*m_format) == Kind::Tsv
        ? '\t'
        : m_delimiter->currentData().toString().at(0).toLatin1();
    options.csv.nullText = m_null->text();
    options.csv.blobs = BlobText(m_blobs->currentData().toInt());
    options.csv.header = m_header->isChecked();
    options.csv.byteOrderMark = m_mark->isChecked();
    return options;
}

void ExportPage::changed()
{
    m_later->start();
}

void ExportPage::updatePreview()
{
    m_later->stop();
    const int preview = ++m_previews;
    ExportSource rows = source();
    rows.most = previewedRows;
    if (rows.sql.isEmpty()) {
        m_preview->setText({});
        return;
    }
    if (!m_looking)
        m_looking = m_database.connectTo(Access::Look);
    m_looking->cancel();
    m_looking
        ->run([dialect = &m_database.dialect(), rows, how = options()](
                  Executor &executor) { return previewText(executor, *dialect, rows, how); })
        .then(this, [this, preview](const Result<QByteArray> &text) {
            if (preview == m_previews)
                showPreview(text);
        });
}

void ExportPage::showPreview(const Result<QByteArray> &text)
{
    if (text) {
        m_preview->setText(QString::fromUtf8(*text));
        m_banner->hide();
    } else if (text.error().code != ErrorCode::Interrupted) {
        m_preview->setText({});
        m_banner->setKind(Banner::Kind::Danger);
        m_banner->setText(bannerText(text.error()), bannerDetails(text.error()));
        m_banner->show();
    }
    Q_EMIT previewed();
}

/// A name beside the database, until a person gives another.
void ExportPage::suggestFile()
{
    if (m_file->text() != m_suggested)
        return;
    const QFileInfo info(m_database.location().url.database);
    const QString folder = info.isFile()
        ? info.absolutePath()
        : QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    QString name = isQuery() ? tr("rows") : m_what->currentData().toString();
    name.replace(u'/', u'_').replace(u'\\', u'_');
    m_suggested = QDir(folder).filePath(name + u'.' + suffixOf(kindIn(*m_format)));
    m_file->setText(m_suggested);
}

void ExportPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Export to"), m_file->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffixOf(kindIn(*m_format)));
    connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
    dialog->open();
}

void ExportPage::checkFile()
{
    const QFileInfo info(m_file->text());
    const QString canonical = info.canonicalFilePath();
    const bool isDatabase = !canonical.isEmpty()
        && canonical == QFileInfo(m_database.location().url.database).canonicalFilePath();
    m_fileNote->setText(isDatabase ? tr("This is the database itself: choose another file.")
            : info.isDir()         ? tr("This is a folder: add a name.")
            : info.exists() ? tr("This file exists. It is replaced when the export is complete.")
                            : QString());
    m_form->setRowVisible(m_fileNote, !m_fileNote->text().isEmpty());
    m_run->setEnabled(!m_task && !isDatabase && !info.isDir() && !m_file->text().isEmpty());
}

void ExportPage::start()
{
    const ExportSource rows = source();
    if (!m_run->isEnabled() || rows.sql.isEmpty())
        return;
    const QString file = m_file->text();
    m_exporting = m_database.connectTo(Access::Look);
    Connection *connection = m_exporting.get();
    m_task = m_database.workbench().tasks().start(
        tr("Exporting %1").arg(QFileInfo(file).fileName()), [connection] { connection->cancel(); });
    Task *task = m_task;
    const auto progress = [task, connection](const TransferState &state) {
        task->setProgress(state.rows, std::max<qint64>(state.total, 0));
        return !connection->isCancelled();
    };
    setRunning(true);
    connection
        ->run([dialect = &m_database.dialect(), rows, how = options(), file, progress](
                  Executor &db) { return exportToFile(db, *dialect, rows, how, file, progress); })
        .then(this, [this, file](const Result<qint64> &done) { finish(done, file); });
}

void ExportPage::finish(const Result<qint64> &rows, const QString &file)
{
    if (m_task)
        m_task->finish();
    m_task.clear();
    m_exporting.reset();
    setRunning(false);
    m_banner->setKind(rows                                ? Banner::Kind::Info
            : rows.error().code == ErrorCode::Interrupted ? Banner::Kind::Warning
                                                          : Banner::Kind::Danger);
    if (rows)
        m_banner->setText(
            tr("Rows exported to %1: %2").arg(QDir::toNativeSeparators(file)).arg(*rows));
    else if (rows.error().code == ErrorCode::Interrupted)
        m_banner->setText(tr("The export was cancelled; no file was changed."));
    else
        m_banner->setText(bannerText(rows.error()), bannerDetails(rows.error()));
    m_banner->show();
    Q_EMIT m_database.workbench().navigator().say(m_banner->text());
    Q_EMIT ended();
}

void ExportPage::setRunning(bool running)
{
    m_run->setVisible(!running);
    m_cancel->setVisible(running);
    checkFile();
    Q_EMIT commandsChanged();
}

} // namespace joinery
