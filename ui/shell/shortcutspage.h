// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/page.h"

class QAction;
class QLineEdit;
class QTreeWidget;

namespace joinery {

/// Every command with its keys, to be searched.
class ShortcutsPage : public Page
{
    Q_OBJECT

public:
    ShortcutsPage(const QList<QAction *> &actions, QWidget *parent);

    QString title() const override { return tr("Keyboard shortcuts"); }
    QString iconName() const override { return QStringLiteral("palette"); }
    QString key() const override { return QStringLiteral("shortcuts"); }

private:
    void filter(const QString &text);

    QLineEdit *m_filter;
    QTreeWidget *m_list;
};

} // namespace joinery
