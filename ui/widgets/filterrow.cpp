// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterrow.h"

#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int pauseMs = 250;

} // namespace

FilterRow::FilterRow(GridView *view)
    : QWidget(view)
    , m_view(view)
{
    setAccessibleName(tr("Filters"));
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &FilterRow::changed);
    QHeaderView *header = view->header();
    connect(header, &QHeaderView::sectionResized, this, &FilterRow::place);
    connect(header, &QHeaderView::sectionMoved, this, &FilterRow::place);
    connect(header, &QHeaderView::sectionCountChanged, this, &FilterRow::place);
    connect(view->horizontalScrollBar(), &QScrollBar::valueChanged, this, &FilterRow::place);
}

QSize FilterRow::sizeHint() const
{
    const int height = fontMetrics().height();
    return {0, height + height * 3 / 4};
}

void FilterRow::name(int column, QLineEdit *line) const
{
    const QString title
        = m_view->model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    line->setAccessibleName(tr("Filter %1").arg(title));
}

FilterRow::Field &FilterRow::field(int column)
{
    Field &one = m_fields[column];
    if (one.line)
        return one;
    one.line = new QLineEdit(m_texts.value(column), this);
    one.line->setClearButtonEnabled(true);
    one.line->setToolTip(tr("Part of a text, or:\n"
                            "=x  <>x  <x  <=x  >x  >=x\n"
                            "a~b  from a to b\n"
                            "=NULL  <>NULL  =''\n"
                            "\\=x  the sign itself"));
    one.line->installEventFilter(this);
    name(column, one.line);
    connect(one.line, &QLineEdit::textEdited, this,
        [this, column](const QString &text) { edited(column, text); });
    return one;
}

void FilterRow::edited(int column, const QString &text)
{
    if (text.trimmed().isEmpty())
        m_texts.remove(column);
    else
        m_texts.insert(column, text);
    m_pause.start();
}

void FilterRow::setTexts(const QHash<int, QString> &texts)
{
    m_texts = texts;
    m_pause.stop();
    for (auto one = m_fields.cbegin(); one != m_fields.cend(); ++one) {
        one->line->setText(texts.value(one.key()));
        setError(one.key(), {});
    }
}

void FilterRow::setError(int column, const QString &error)
{
    if (error.isEmpty() && !m_fields.contains(column))
        return;
    Field &one = field(column);
    if (!error.isEmpty() && !one.mark)
        one.mark
            = one.line->addAction(icon(u"error"_s, ColorToken::Danger), QLineEdit::LeadingPosition);
    if (!one.mark)
        return;
    one.mark->setVisible(!error.isEmpty());
    one.mark->setToolTip(error);
    one.line->setAccessibleDescription(error);
}

void FilterRow::focusColumn(int column)
{
    if (!m_view->model() || m_view->model()->columnCount() == 0)
        return;
    const int wanted = column < 0 ? m_view->header()->logicalIndex(0) : column;
    const QModelIndex there = m_view->model()->index(0, wanted);
    if (there.isValid())
        m_view->scrollTo(m_view->model()->index(m_view->topRow(), wanted));
    QLineEdit *line = field(wanted).line;
    place();
    line->setFocus(Qt::ShortcutFocusReason);
    line->selectAll();
}

void FilterRow::place()
{
    const QHeaderView *header = m_view->header();
    QWidget *before = nullptr;
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        const int left = header->sectionViewportPosition(column);
        const int size = header->isSectionHidden(column) ? 0 : header->sectionSize(column);
        const bool seen = size > 0 && left < width() && left + size > 0;
        if (!seen) {
            // A field with the cursor stays, or typing would end when its column leaves.
            if (m_fields.contains(column))
                m_fields[column].line->setVisible(false);
            continue;
        }
        QLineEdit *line = field(column).line;
        line->setGeometry(left, 0, size - 1, height());
        line->show();
        if (before)
            setTabOrder(before, line);
        before = line;
    }
}

void FilterRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void FilterRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().window());
}

bool FilterRow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    auto *line = static_cast<QLineEdit *>(watched);
    const bool escape = key->key() == Qt::Key_Escape;
    if (event->type() == QEvent::ShortcutOverride) {
        if (escape)
            event->accept();
        return false;
    }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        m_pause.stop();
        Q_EMIT changed();
        return true;
    }
    if (key->key() == Qt::Key_Down || (escape && line->text().isEmpty())) {
        Q_EMIT left();
        return true;
    }
    if (escape) {
        line->clear();
        Q_EMIT line->textEdited({});
        return true;
    }
    return false;
}

} // namespace joinery
