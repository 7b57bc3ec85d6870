// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/losequestion.h"

#include <QMessageBox>

namespace joinery {

bool mayLose(QWidget *parent, const QString &question, const QString &what)
{
    return QMessageBox::question(parent, question, what, QMessageBox::Discard | QMessageBox::Cancel,
               QMessageBox::Cancel)
        == QMessageBox::Discard;
}

} // namespace joinery
