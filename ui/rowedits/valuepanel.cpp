// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rowedits/valuepanel.h"

#include "ui/rowedits/valuetext.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"

#include <QBoxLayout>
#include <QBuffer>
#include <QComboBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QImageReader>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>
#include <QStringDecoder>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype editableCharacters = 4 << 20; ///< more would make the text field slow

QPlainTextEdit *reading(const QString &name, QWidget *parent)
{
    auto *field = new QPlainTextEdit(parent);
    field->setReadOnly(true);
    field->setLineWrapMode(QPlainTextEdit::NoWrap);
    field->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    field->setAccessibleName(name);
    return field;
}

/// A picture whose header asks for a gigabyte is none.
QImage decoded(const QByteArray &bytes)
{
    constexpr qint64 mostPixels = 64'000'000;
    QByteArray copy = bytes;
    QBuffer buffer(&copy);
    QImageReader reader(&buffer);
    const QSize size = reader.size();
    return qint64(size.width()) * size.height() <= mostPixels ? reader.read() : QImage();
}

bool isTextual(const Value &value)
{
    return !std::holds_alternative<QByteArray>(value);
}

} // namespace

ValuePanel::ValuePanel(Workbench &workbench, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_cell(workbench.currentCell())
    , m_title(new QLabel(this))
    , m_state(new QLabel(this))
    , m_views(new QComboBox(this))
    , m_pages(new QStackedWidget(this))
    , m_forms(new QStackedWidget)
    , m_empty(new EmptyState(this))
    , m_text(new QPlainTextEdit(this))
    , m_bytes(reading(tr("Bytes"), this))
    , m_json(reading(tr("JSON, laid out"), this))
    , m_picture(new QLabel(this))
    , m_apply(button(
          u"check"_s, tr("Apply"), tr("Stage what was typed (Ctrl+Enter)"), [this] { apply(); }))
    , m_null(button({}, tr("Set NULL"), tr("NULL: no value, which is not an empty text"),
          [this] { setNull(); }))
    , m_load(button(
          u"open"_s, tr("Load…"), tr("Take the content of a file"), [this] { chooseLoad(); }))
    , m_save(
          button(u"save"_s, tr("Save…"), tr("Write the value to a file"), [this] { chooseSave(); }))
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pages);
    m_pages->addWidget(m_empty);
    m_empty->setContent(u"value"_s, tr("No cell is selected"),
        tr("Select a cell of a table to see and edit its whole value here."));
    makeViews();
    m_text->installEventFilter(this);
    setFocusProxy(m_text);
    connect(m_text, &QPlainTextEdit::textChanged, this, &ValuePanel::updateButtons);
    connect(m_views, &QComboBox::currentIndexChanged, this, &ValuePanel::showViews);
    connect(&m_decoding, &QFutureWatcherBase::finished, this, [this] {
        m_image = m_decoding.result();
        if (m_image.isNull())
            m_picture->setText(tr("This is no picture."));
        scalePicture();
        updateButtons();
        Q_EMIT pictureShown(!m_image.isNull());
    });
    connect(&m_cell, &CurrentCell::changed, this, &ValuePanel::show);
    show();
}

ValuePanel::~ValuePanel() = default;

QAbstractButton *ValuePanel::button(const QString &iconName, const QString &text,
    const QString &toolTip, const std::function<void()> &run)
{
    auto *made = new QPushButton(iconName.isEmpty() ? QIcon() : icon(iconName), text, this);
    made->setToolTip(toolTip);
    made->setAccessibleName(text);
    made->setAutoDefault(false);
    connect(made, &QAbstractButton::clicked, this, run);
    return made;
}

void ValuePanel::makeViews()
{
    auto *form = new QWidget(m_pages);
    auto *lines = new QVBoxLayout(form);
    lines->setContentsMargins(6, 4, 6, 4);
    for (QLabel *label : {m_title, m_state}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    m_views->setAccessibleName(tr("Show as"));
    m_views->addItems({tr("Text"), tr("Bytes"), tr("JSON"), tr("Picture")});
    head->addWidget(m_views);
    lines->addLayout(head);
    m_text->setAccessibleName(tr("Value"));
    m_text->setTabChangesFocus(false);
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setMinimumSize(1, 1);
    m_picture->setAccessibleName(tr("Picture"));
    for (QWidget *each : QWidgetList {m_text, m_bytes, m_json, m_picture})
        m_forms->addWidget(each);
    lines->addWidget(m_forms, 1);
    lines->addWidget(m_state);
    auto *buttons = new QGridLayout;
    buttons->addWidget(m_apply, 0, 0);
    buttons->addWidget(m_null, 0, 1);
    buttons->addWidget(m_load, 1, 0);
    buttons->addWidget(m_save, 1, 1);
    lines->addLayout(buttons);
    m_pages->addWidget(form);
}

ValuePanel::View ValuePanel::view() const
{
    return View(m_views->currentIndex());
}

void ValuePanel::setView(View view)
{
    m_views->setCurrentIndex(int(view));
}

/// What was typed and not applied stays as long as the same cell is in front.
void ValuePanel::show()
{
    const std::optional<ShownCell> &cell = m_cell.cell();
    m_pages->setCurrentIndex(cell ? 1 : 0);
    if (!cell)
        return;
    const bool same = cell->title == std::exchange(m_shownTitle, cell->title);
    if (same && cell->value == m_value && isTyped())
        return;
    m_title->setText(cell->title);
    showValue(cell->value);
}

void ValuePanel::showValue(const Value &value)
{
    m_value = value;
    const QString text = isTextual(value) ? toText(value) : QString();
    m_text->setPlainText(text.left(editableCharacters));
    m_text->document()->setModified(false);
    m_text->setPlaceholderText(isNull(value) ? u"NULL"_s : QString());
    if (!isTextual(value) && view() == View::Text)
        setView(View::Bytes);
    else if (isTextual(value) && view() == View::Bytes)
        setView(View::Text);
    showViews();
}

void ValuePanel::showViews()
{
    m_forms->setCurrentIndex(m_views->currentIndex());
    if (view() == View::Bytes)
        m_bytes->setPlainText(hexDump(bytesOf(m_value)));
    if (view() == View::Json) {
        const QString pretty = prettyJson(QString::fromUtf8(bytesOf(m_value)));
        m_json->setPlainText(pretty.isNull() ? tr("This is no JSON.") : pretty);
    }
    if (view() == View::Picture)
        decodePicture();
    updateButtons();
}

void ValuePanel::decodePicture()
{
    m_image = {};
    // The latest one counts: a watcher forgets what it watched before.
    m_decoding.setFuture(QtConcurrent::run(&decoded, bytesOf(m_value)));
}

void ValuePanel::scalePicture()
{
    if (m_image.isNull())
        return;
    const QSize room = m_picture->size() * devicePixelRatioF();
    const bool large = m_image.width() > room.width() || m_image.height() > room.height();
    QPixmap shown = QPixmap::fromImage(
        large ? m_image.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation) : m_image);
    shown.setDevicePixelRatio(devicePixelRatioF());
    m_picture->setPixmap(shown);
}

/// Ctrl+Enter is this field's before it is the menu's.
bool ValuePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(watched, event);
    auto *key = static_cast<QKeyEvent *>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (!enter || !(key->modifiers() & Qt::ControlModifier))
        return QWidget::eventFilter(watched, event);
    event->accept();
    if (event->type() == QEvent::KeyPress)
        apply();
    return true;
}

void ValuePanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (view() == View::Picture)
        scalePicture();
}

bool ValuePanel::isTyped() const
{
    return m_text->document()->isModified();
}

void ValuePanel::updateButtons()
{
    const std::optional<ShownCell> &cell = m_cell.cell();
    if (!cell)
        return;
    const bool editable = cell->whyNot.isEmpty() && cell->write;
    const bool cut = isTextual(m_value) && toText(m_value).size() > editableCharacters;
    m_text->setReadOnly(!editable || cut);
    m_apply->setEnabled(editable && !cut && isTyped() && view() == View::Text);
    m_null->setEnabled(editable && (!isNull(m_value) || cell->isDefault));
    m_load->setEnabled(editable);
    m_save->setEnabled(!isNull(m_value));
    QString state
        = cell->isDefault ? tr("Default: the database fills it in") : valueSummary(m_value);
    if (view() == View::Picture && !m_image.isNull())
        state += tr(", %1 × %2").arg(m_image.width()).arg(m_image.height());
    if (cut)
        state += u'\n' + tr("Too long to be edited here: save it to a file and load it again.");
    if (!cell->whyNot.isEmpty())
        state += u'\n' + cell->whyNot;
    m_state->setText(state);
}

void ValuePanel::write(const Value &value)
{
    const std::optional<ShownCell> cell = m_cell.cell(); // writing may show another one
    if (!cell || !cell->whyNot.isEmpty() || !cell->write)
        return;
    m_text->document()->setModified(false);
    m_value = value;
    cell->write(value);
    showValue(value);
}

void ValuePanel::apply()
{
    const std::optional<ShownCell> &cell = m_cell.cell();
    if (!cell || m_text->isReadOnly())
        return;
    const QString text = m_text->toPlainText();
    write(cell->parse ? cell->parse(text) : Value(text));
}

void ValuePanel::setNull()
{
    write(Value {});
}

void ValuePanel::load(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT m_workbench.navigator().complain({.code = ErrorCode::Io,
            .message = tr("\"%1\" cannot be read: %2").arg(path, file.errorString())});
        return;
    }
    const QByteArray bytes = file.readAll();
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(bytes);
    const bool isText = std::holds_alternative<QString>(m_value) && !decoder.hasError();
    write(isText ? Value(text) : Value(bytes));
}

void ValuePanel::save(const QString &path)
{
    QSaveFile file(path);
    const QByteArray bytes = bytesOf(m_value);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        Q_EMIT m_workbench.navigator().complain({.code = ErrorCode::Io,
            .message = tr("\"%1\" cannot be written: %2").arg(path, file.errorString())});
}

void ValuePanel::chooseLoad()
{
    auto *dialog = new QFileDialog(this, tr("Load a value"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ValuePanel::load);
    dialog->open();
}

void ValuePanel::chooseSave()
{
    auto *dialog = new QFileDialog(this, tr("Save the value"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    connect(dialog, &QFileDialog::fileSelected, this, &ValuePanel::save);
    dialog->open();
}

} // namespace joinery
