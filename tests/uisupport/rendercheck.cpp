// SPDX-License-Identifier: MPL-2.0
#include "uisupport/rendercheck.h"

#include "ui/widgets/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QTabBar>
#include <QTextDocument>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

QString shortened(const QString &text)
{
    return text.size() > 50 ? text.left(49) + u'…' : text;
}

QString placeOf(const QWidget &widget)
{
    QStringList path;
    for (const QWidget *each = &widget; each && path.size() < 4; each = each->parentWidget()) {
        const QString name = each->objectName();
        path.prepend(QString::fromLatin1(each->metaObject()->className()).remove(u"joinery::"_s)
            + (name.isEmpty() ? QString() : u'#' + name));
    }
    return path.join(u'/');
}

/// Text on the widget itself; empty for what has none of its own.
QString textOf(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return label->text();
    if (const auto *tool = qobject_cast<const QToolButton *>(&widget);
        tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull())
        return {};
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        return button->text();
    if (const auto *box = qobject_cast<const QComboBox *>(&widget))
        return box->currentText();
    if (const auto *field = qobject_cast<const QLineEdit *>(&widget))
        return field->text().isEmpty() ? field->placeholderText() : field->text();
    if (const auto *group = qobject_cast<const QGroupBox *>(&widget))
        return group->title();
    return {};
}

bool labelFits(const QLabel &label)
{
    if (label.property("elided").toBool() || label.text().isEmpty())
        return true;
    // A pixel of rounding is no clipping.
    if (label.wordWrap())
        return label.heightForWidth(label.width()) <= label.height() + 1;
    return label.sizeHint().width() <= label.width() + 1
        && label.sizeHint().height() <= label.height() + 2;
}

bool fieldFits(const QLineEdit &field)
{
    // What a person typed scrolls; what the program says must fit.
    if (!field.text().isEmpty() && !field.isReadOnly())
        return field.fontMetrics().height() <= field.height();
    return field.text().isEmpty()
        ? field.fontMetrics().horizontalAdvance(field.placeholderText()) <= field.width()
        : true;
}

bool fits(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return labelFits(*label);
    if (const auto *field = qobject_cast<const QLineEdit *>(&widget))
        return fieldFits(*field);
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget)) {
        return button->text().isEmpty()
            || (button->minimumSizeHint().width() <= button->width() + 1
                && button->sizeHint().height() <= button->height() + 4);
    }
    if (const auto *box = qobject_cast<const QComboBox *>(&widget)) {
        return box->isEditable()
            || box->fontMetrics().horizontalAdvance(box->currentText()) < box->width();
    }
    return true;
}

/// The part of the widget that its parents show.
QRect visiblePart(const QWidget &widget, const QWidget &window)
{
    return widget.visibleRegion().boundingRect().translated(widget.mapTo(&window, QPoint()));
}

bool isInScrollArea(const QWidget &widget)
{
    for (const QWidget *each = widget.parentWidget(); each; each = each->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea *>(each))
            return true;
    }
    return false;
}

void checkTabs(const QTabBar &tabs, QStringList &found)
{
    for (int i = 0; i < tabs.count(); ++i) {
        if (tabs.elideMode() == Qt::ElideNone && !tabs.usesScrollButtons()
            && !tabs.rect().contains(tabs.tabRect(i)))
            found.append(u"tab \"%1\" at %2"_s.arg(tabs.tabText(i), placeOf(tabs)));
    }
}

void checkHeader(const QHeaderView &header, QStringList &found)
{
    if (header.orientation() != Qt::Horizontal || !header.model()
        || header.property("elided").toBool())
        return;
    for (int i = 0; i < header.count(); ++i) {
        const QString text = header.model()->headerData(i, Qt::Horizontal).toString();
        if (!header.isSectionHidden(i)
            && header.fontMetrics().horizontalAdvance(text) > header.sectionSize(i))
            found.append(u"header \"%1\" at %2"_s.arg(text, placeOf(header)));
    }
}

/// The contrast between the commonest colour of the part and the one furthest from it.
double contrastIn(const QImage &image, const QRect &part)
{
    QHash<QRgb, int> counts;
    for (int y = part.top(); y <= part.bottom(); ++y) {
        for (int x = part.left(); x <= part.right(); ++x) {
            if (image.valid(x, y))
                ++counts[image.pixel(x, y)];
        }
    }
    if (counts.isEmpty())
        return 21;
    const auto common = std::max_element(counts.cbegin(), counts.cend());
    double best = 1;
    for (auto each = counts.cbegin(); each != counts.cend(); ++each)
        best = std::max(best, contrast(QColor(each.key()), QColor(common.key())));
    return best;
}

QRect scaled(const QRect &rect, qreal ratio)
{
    return {(QPointF(rect.topLeft()) * ratio).toPoint(), (QSizeF(rect.size()) * ratio).toSize()};
}

void checkItems(const QAbstractItemView &view, const QWidget &window, const QImage &image,
    double least, QStringList &found)
{
    const QAbstractItemModel *model = view.model();
    if (!model)
        return;
    QModelIndex index = view.indexAt({2, 2});
    // A screen of items, not all of a large model.
    for (int y = 2; y < view.viewport()->height(); y += std::max(8, view.fontMetrics().height())) {
        for (int x = 2; x < view.viewport()->width(); x += 40) {
            const QModelIndex at = view.indexAt({x, y});
            if (!at.isValid() || at == index || at.data().toString().trimmed().isEmpty())
                continue;
            index = at;
            QRect rect
                = view.visualRect(at).intersected(view.viewport()->rect()).adjusted(2, 2, -2, -2);
            if (rect.width() < 12 || rect.height() < 8)
                continue;
            rect.translate(view.viewport()->mapTo(&window, QPoint()));
            const double seen = contrastIn(image, scaled(rect, image.devicePixelRatio()));
            if (seen < least)
                found.append(
                    u"item \"%1\" at %2: %3"_s.arg(shortened(at.data().toString()), placeOf(view))
                        .arg(seen, 0, 'f', 1));
        }
    }
}

} // namespace

QStringList clippedTexts(const QWidget &window)
{
    QStringList found;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->visibleRegion().isEmpty())
            continue;
        if (const auto *tabs = qobject_cast<const QTabBar *>(widget))
            checkTabs(*tabs, found);
        else if (const auto *header = qobject_cast<const QHeaderView *>(widget))
            checkHeader(*header, found);
        const bool cut = !isInScrollArea(*widget) && !textOf(*widget).isEmpty()
            && visiblePart(*widget, window).size() != widget->size()
            && !widget->property("elided").toBool();
        if (!fits(*widget) || cut) {
            found.append(u"\"%1\" at %2: has %3 x %4, wants %5 x %6"_s
                             .arg(shortened(textOf(*widget)), placeOf(*widget))
                             .arg(widget->width())
                             .arg(widget->height())
                             .arg(widget->sizeHint().width())
                             .arg(widget->sizeHint().height()));
        }
    }
    return found;
}

QStringList faintTexts(QWidget &window, double least)
{
    QStringList found;
    const QImage image = window.grab().toImage();
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->visibleRegion().isEmpty())
            continue;
        if (const auto *view = qobject_cast<const QAbstractItemView *>(widget))
            checkItems(*view, window, image, least, found);
        if (textOf(*widget).trimmed().isEmpty())
            continue;
        const QRect part = visiblePart(*widget, window).adjusted(1, 1, -1, -1);
        const double seen = contrastIn(image, scaled(part, image.devicePixelRatio()));
        if (seen < least)
            found.append(u"\"%1\" at %2: %3"_s.arg(shortened(textOf(*widget)), placeOf(*widget))
                             .arg(seen, 0, 'f', 1));
    }
    return found;
}

QStringList namelessControls(const QWidget &window)
{
    QStringList found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        const bool control = qobject_cast<QAbstractButton *>(widget)
            || qobject_cast<QLineEdit *>(widget) || qobject_cast<QComboBox *>(widget)
            || qobject_cast<QAbstractItemView *>(widget);
        const bool inside = qobject_cast<QComboBox *>(widget->parentWidget())
            || qobject_cast<QAbstractSpinBox *>(widget->parentWidget())
            || qobject_cast<QHeaderView *>(widget)
            || qobject_cast<QAbstractItemView *>(widget->parentWidget())
            || qobject_cast<QLineEdit *>(widget->parentWidget())
            || widget->objectName().startsWith(u"qt_");
        if (!control || inside || !widget->isVisible())
            continue;
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        if (!accessible || accessible->text(QAccessible::Name).isEmpty())
            found.append(placeOf(*widget));
    }
    return found;
}

} // namespace joinery::testing
