// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace joinery {

/// The column header of a GridView: names with signs for keys, references and sort order.
class GridHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit GridHeader(QWidget *parent);

Q_SIGNALS:
    /// A click with Shift or Ctrl adds to the sort.
    void sortRequested(int column, bool add);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int column) const override;
    QSize sectionSizeFromContents(int column) const override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    QString sortSign(int column) const;
    int margin() const { return fontMetrics().averageCharWidth(); }

    Qt::KeyboardModifiers m_modifiers {};
};

} // namespace joinery
