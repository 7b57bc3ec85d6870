// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/completionpopup.h"

#include "ui/widgets/codeview.h"
#include "ui/widgets/theme.h"

#include <QKeyEvent>
#include <QScreen>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int detailRole = Qt::UserRole;
constexpr qsizetype mostShown = 300;

/// The name, and its type at the right in a quieter colour.
class SuggestionDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        const QString detail = index.data(detailRole).toString();
        size.rwidth() += option.fontMetrics.horizontalAdvance(detail + u"    "_s);
        return size;
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        painter->save();
        painter->setPen(Theme::instance().color(option.state.testFlag(QStyle::State_Selected)
                ? ColorToken::SelectionText
                : ColorToken::TextMuted));
        const int margin = option.fontMetrics.averageCharWidth();
        painter->drawText(option.rect.adjusted(0, 0, -margin, 0), Qt::AlignRight | Qt::AlignVCenter,
            index.data(detailRole).toString());
        painter->restore();
    }
};

QIcon iconOf(Suggestion::Kind kind)
{
    switch (kind) {
    case Suggestion::Kind::Condition:
        return icon(u"foreign-key"_s);
    case Suggestion::Kind::Column:
        return icon(u"column"_s);
    case Suggestion::Kind::Source:
    case Suggestion::Kind::Table:
        return icon(u"table"_s);
    case Suggestion::Kind::View:
        return icon(u"view"_s);
    case Suggestion::Kind::Function:
        return icon(u"value"_s, ColorToken::TextMuted);
    case Suggestion::Kind::Keyword:
        break;
    }
    return icon(u"sql"_s, ColorToken::TextMuted);
}

} // namespace

CompletionPopup::CompletionPopup(
    CodeView &code, std::function<Completion(qsizetype cursor)> complete)
    : QListView(&code)
    , m_code(code)
    , m_complete(std::move(complete))
{
    setWindowFlags(Qt::ToolTip); // never takes the focus
    setAttribute(Qt::WA_ShowWithoutActivating);
    setFocusPolicy(Qt::NoFocus);
    setUniformItemSizes(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Suggestions"));
    setModel(new QStandardItemModel(this));
    setItemDelegate(new SuggestionDelegate(this));
    connect(this, &QListView::clicked, this, &CompletionPopup::accept);
    connect(&code, &CodeView::characterTyped, this, [this](QChar c) {
        const bool goesOn = c.isLetterOrNumber() || c == u'_' || c == u'.' || c == u'"';
        goesOn ? suggest(false) : hide();
    });
    connect(&code, &CodeView::cursorMoved, this, &CompletionPopup::follow);
}

void CompletionPopup::suggest(bool always)
{
    if (m_accepting || m_code.isReadOnly())
        return;
    const qsizetype cursor = m_code.cursorPosition();
    const Completion completion = m_complete(cursor);
    const QString text = m_code.text();
    const bool behindDot = completion.start > 0 && text.at(completion.start - 1) == u'.';
    const bool enough = always || completion.typed.size() >= 2 || behindDot;
    const bool done = completion.suggestions.size() == 1
        && completion.suggestions.first().text == completion.typed;
    if (!enough || done || completion.suggestions.isEmpty())
        return hide();
    show(completion);
}

void CompletionPopup::show(const Completion &completion)
{
    m_completion = completion;
    m_completion.suggestions.resize(std::min(mostShown, m_completion.suggestions.size()));
    auto *items = static_cast<QStandardItemModel *>(model());
    items->clear();
    for (const Suggestion &suggestion : std::as_const(m_completion.suggestions)) {
        auto *item = new QStandardItem(iconOf(suggestion.kind), suggestion.name);
        item->setData(suggestion.detail, detailRole);
        items->appendRow(item);
    }
    setCurrentIndex(items->index(0, 0));
    const int rows = std::min(10, items->rowCount());
    const int frame = 2 * frameWidth();
    const int widest = m_code.fontMetrics().averageCharWidth() * 70;
    resize(std::min(sizeHintForColumn(0), widest) + frame + verticalScrollBar()->sizeHint().width(),
        rows * sizeHintForRow(0) + frame);
    QPoint place = m_code.mapToGlobal(m_code.placeOf(completion.start));
    const QRect screen = m_code.screen()->availableGeometry();
    if (place.y() + height() > screen.bottom()) // above the line instead
        place.ry() -= height() + m_code.fontMetrics().height() * 3 / 2;
    place.setX(
        std::clamp(place.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    move(place);
    QListView::show();
}

void CompletionPopup::follow()
{
    if (!isVisible() || m_accepting)
        return;
    const qsizetype cursor = m_code.cursorPosition();
    if (cursor < m_completion.start || !m_code.hasFocus())
        hide();
}

bool CompletionPopup::handleKey(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        suggest(true);
        return true;
    }
    if (!isVisible())
        return false;
    switch (event->key()) {
    case Qt::Key_Down:
        step(1);
        return true;
    case Qt::Key_Up:
        step(-1);
        return true;
    case Qt::Key_PageDown:
        step(10);
        return true;
    case Qt::Key_PageUp:
        step(-10);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
        if (event->modifiers() != Qt::NoModifier && event->modifiers() != Qt::KeypadModifier) {
            hide();
            return false;
        }
        accept();
        return true;
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Backspace:
        QMetaObject::invokeMethod(
            this, [this] { suggest(false); }, Qt::QueuedConnection); // once it is gone
        return false;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
        hide();
        return false;
    default:
        return false;
    }
}

void CompletionPopup::step(int rows)
{
    const int last = model()->rowCount() - 1;
    int row = currentIndex().row() + rows;
    if (std::abs(rows) == 1) // round at the ends
        row = row < 0 ? last : row > last ? 0 : row;
    setCurrentIndex(model()->index(std::clamp(row, 0, last), 0));
}

void CompletionPopup::accept()
{
    const QString text = m_completion.suggestions.value(currentIndex().row()).text;
    hide();
    m_accepting = true;
    m_code.replace(m_completion.start, m_code.cursorPosition() - m_completion.start, text);
    m_accepting = false;
}

} // namespace joinery
