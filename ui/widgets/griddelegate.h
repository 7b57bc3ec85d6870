// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace joinery {

enum class ColorToken;

/// Paints and edits the cells of a GridView.
class GridDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    struct Look
    {
        QFont font {};
        QFontMetrics metrics;
        bool active = false; ///< the view has the focus
        QRect rect {};
        bool alternate = false;
        bool selected = false;
        bool current = false;
    };

    /// Requires: the painter has look.font.
    void paintCell(QPainter &painter, const Look &look, const QModelIndex &index) const;
    /// The width the cell needs to show its text.
    int widthFor(const QStyleOptionViewItem &option, const QModelIndex &index) const;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(
        QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;

private:
    void paintText(
        QPainter &painter, const Look &look, const QModelIndex &index, ColorToken changed) const;
};

} // namespace joinery
