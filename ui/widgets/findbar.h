// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace joinery {

/// A line below a text: what to look for, and how. Finds nothing itself.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    QString needle() const;
    bool isCaseSensitive() const;
    bool isWholeWord() const;
    /// Shows the bar with the text selected, so that typing replaces it; empty keeps what is there.
    void open(const QString &needle);
    /// Which of how many; `count` 0 = not found, -1 = nothing is looked for.
    void setFound(int index, int count);

Q_SIGNALS:
    void needleChanged();
    void nextWanted();
    void previousWanted();
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QToolButton *addButton(const QString &name, const QString &words);

    QLineEdit *m_edit;
    QLabel *m_found;
    QCheckBox *m_case;
    QCheckBox *m_word;
};

} // namespace joinery
