// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/griddelegate.h"

#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"

#include <QLineEdit>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// What a cell says, in one line.
struct Shown
{
    QString text {};
    bool quiet = false; ///< says something about the value instead of showing it
};

/// One line: breaks become a sign, and only as much as a column can show.
QString oneLine(QString text, int maxCharacters, bool cut)
{
    if (text.size() > maxCharacters) {
        text.truncate(maxCharacters);
        cut = true;
    }
    for (QChar &c : text) {
        if (c == u'\n' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = u'↵';
        else if (c == u'\t' || c == u'\r' || c == u'\0')
            c = u' ';
    }
    return cut ? text + u'…' : text;
}

Shown shownOf(const QModelIndex &index, int maxCharacters)
{
    const int kind = index.data(GridView::KindRole).toInt();
    if (kind == GridView::UnloadedCell || kind == GridView::GoneCell)
        return {.text = u"·"_s, .quiet = true};
    const QString text = index.data(Qt::DisplayRole).toString();
    return {.text = oneLine(text, maxCharacters, index.data(GridView::CutRole).toBool()),
        .quiet = kind != GridView::PlainCell};
}

struct Colors
{
    ColorToken back;
    ColorToken text;
};

Colors colorsOf(int change, bool alternate)
{
    switch (change) {
    case GridView::InsertedChange:
        return {ColorToken::Inserted, ColorToken::InsertedText};
    case GridView::UpdatedChange:
        return {ColorToken::Updated, ColorToken::UpdatedText};
    case GridView::DeletedChange:
        return {ColorToken::Deleted, ColorToken::DeletedText};
    default:
        return {alternate ? ColorToken::AlternateRow : ColorToken::Surface, ColorToken::Text};
    }
}

int marginOf(const QFontMetrics &metrics)
{
    return metrics.averageCharWidth();
}

} // namespace

/// By baseline: laying a text out in a rectangle takes several times as long, and a frame has
/// hundreds of texts.
void GridDelegate::paintText(
    QPainter &painter, const Look &look, const QModelIndex &index, ColorToken changed) const
{
    const QFontMetrics &metrics = look.metrics;
    const int margin = marginOf(metrics);
    const QRect inside = look.rect.adjusted(margin, 0, -margin, 0);
    const int maxCharacters = inside.width() / std::max(1, metrics.averageCharWidth() / 3) + 2;
    Shown shown = shownOf(index, maxCharacters);
    if (shown.text.isEmpty())
        return;
    const int change = index.data(GridView::ChangeRole).toInt();
    const bool plain = change == GridView::NoChange && !look.selected;
    painter.setPen(Theme::instance().color(look.selected ? ColorToken::SelectionText
            : shown.quiet && plain                       ? ColorToken::Null
                                                         : changed));
    const bool right = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
    const bool surelyFits = shown.text.size() * metrics.height() <= inside.width();
    int width = surelyFits && !right ? 0 : metrics.horizontalAdvance(shown.text);
    if (width > inside.width()) {
        shown.text = metrics.elidedText(shown.text, Qt::ElideRight, inside.width());
        width = metrics.horizontalAdvance(shown.text);
    }
    const bool deleted = change == GridView::DeletedChange;
    if (shown.quiet || deleted) {
        QFont font = look.font;
        font.setItalic(shown.quiet);
        font.setStrikeOut(deleted);
        painter.setFont(font);
    }
    const int y = inside.top() + (inside.height() + metrics.ascent() - metrics.descent()) / 2;
    painter.drawText(right ? inside.right() + 1 - width : inside.left(), y, shown.text);
    if (shown.quiet || deleted)
        painter.setFont(look.font);
}

void GridDelegate::paintCell(QPainter &painter, const Look &look, const QModelIndex &index) const
{
    const Theme &theme = Theme::instance();
    const int change = index.data(GridView::ChangeRole).toInt();
    const Colors colors = colorsOf(change, look.alternate);
    painter.fillRect(look.rect, theme.color(look.selected ? ColorToken::Selection : colors.back));
    if (look.selected && change != GridView::NoChange) {
        // A changed cell stays one when it is selected: a bar in its colour at the left.
        QRect bar = look.rect;
        bar.setWidth(std::max(3, marginOf(look.metrics) / 2));
        painter.fillRect(bar, theme.color(colors.text));
    }
    paintText(painter, look, index, colors.text);
    if (look.current) {
        painter.setPen(
            QPen(theme.color(look.active ? ColorToken::Accent : ColorToken::TextMuted), 2));
        painter.drawRect(look.rect.adjusted(1, 1, -1, -1));
    }
}

int GridDelegate::widthFor(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    constexpr int longest = 200;
    const Shown shown = shownOf(index, longest);
    QFont font = option.font;
    font.setItalic(shown.quiet);
    const QFontMetrics metrics(font);
    return metrics.horizontalAdvance(shown.text) + 2 * marginOf(metrics) + 2;
}

QWidget *GridDelegate::createEditor(
    QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto *editor = new QLineEdit(parent);
    editor->setFrame(false);
    editor->setMaxLength(INT_MAX);
    editor->setAccessibleName(
        index.model()->headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString());
    if (index.data(GridView::KindRole).toInt() == GridView::NullCell)
        editor->setPlaceholderText(u"NULL"_s);
    return editor;
}

void GridDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *line = static_cast<QLineEdit *>(editor);
    line->setText(index.data(Qt::EditRole).toString());
    line->setModified(false);
    line->selectAll();
}

void GridDelegate::setModelData(
    QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    // Looking into a cell and leaving it again is no change: a NULL would become ''.
    const auto *line = static_cast<const QLineEdit *>(editor);
    if (line->isModified())
        model->setData(index, line->text(), Qt::EditRole);
}

void GridDelegate::updateEditorGeometry(
    QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    editor->setGeometry(option.rect);
}

} // namespace joinery
