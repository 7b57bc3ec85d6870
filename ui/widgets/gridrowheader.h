// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace joinery {

class GridView;

/// The strip left of a GridView: row numbers, with ~ while they are estimated, and the signs of
/// changed rows. A click selects rows.
class GridRowHeader : public QWidget
{
    Q_OBJECT

public:
    explicit GridRowHeader(GridView *view);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    int top() const; ///< where the first row begins
    void paintRow(QPainter &painter, int row, const QRect &rect) const;

    GridView *m_view;
};

} // namespace joinery
