// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QTimer>
#include <QWidget>

class QAction;
class QLineEdit;

namespace joinery {

class GridView;

/// A field above each column of a GridView, to filter by. Fields exist for columns that were in
/// sight; their texts are kept for all.
class FilterRow : public QWidget
{
    Q_OBJECT

public:
    explicit FilterRow(GridView *view);

    /// column -> text; columns without a filter are missing.
    const QHash<int, QString> &texts() const { return m_texts; }
    /// Does not emit changed().
    void setTexts(const QHash<int, QString> &texts);
    /// Marks the field of a column as wrong, and says why; an empty text takes the mark away.
    void setError(int column, const QString &error);
    /// Brings the field of a column into sight and puts the cursor there.
    void focusColumn(int column);
    QSize sizeHint() const override;

Q_SIGNALS:
    /// A little after the last key, or at once with Enter.
    void changed();
    void left(); ///< Esc or Down: back to the cells

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Field
    {
        QLineEdit *line = nullptr;
        QAction *mark = nullptr;
    };

    void place();
    Field &field(int column);
    void edited(int column, const QString &text);
    void name(int column, QLineEdit *line) const;

    GridView *m_view;
    QHash<int, Field> m_fields {};
    QHash<int, QString> m_texts {};
    QTimer m_pause {};
};

} // namespace joinery
