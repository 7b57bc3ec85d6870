// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QAbstractButton;
class QHBoxLayout;
class QLabel;

namespace joinery {

/// What stands where there is nothing to show: says why, and what to do.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    void setContent(const QString &iconName, const QString &title, const QString &text = {});
    /// Owned by this.
    QAbstractButton *addButton(const QString &text, const std::function<void()> &clicked);
    void clearButtons();

private:
    void restyle();

    QString m_iconName {};
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
};

} // namespace joinery
