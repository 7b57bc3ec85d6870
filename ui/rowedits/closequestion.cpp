// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rowedits/closequestion.h"

#include "ui/workspace/opendatabase.h"
#include "ui/workspace/roweditsstore.h"

#include <QMessageBox>
#include <QPointer>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Stores = QList<QPointer<RowEditsStore>>;

/// One after the other; ends at the first that fails, which its panel then shows.
void commitAll(Stores stores, QWidget *parent, const std::function<void()> &goOn)
{
    while (!stores.isEmpty() && (!stores.first() || stores.first()->isEmpty()))
        stores.removeFirst();
    if (stores.isEmpty()) {
        goOn();
        return;
    }
    RowEditsStore *store = stores.takeFirst();
    auto *waiting = new QObject(parent);
    QObject::connect(
        store, &RowEditsStore::commitFailed, waiting, [waiting] { waiting->deleteLater(); });
    QObject::connect(store, &RowEditsStore::committed, waiting, [=] {
        waiting->deleteLater();
        // Who else listens to the commit has heard of it before the database goes.
        QMetaObject::invokeMethod(
            parent, [=] { commitAll(stores, parent, goOn); }, Qt::QueuedConnection);
    });
    store->commit();
}

} // namespace

void askAboutStagedRows(
    const QList<OpenDatabase *> &databases, QWidget *parent, const std::function<void()> &goOn)
{
    Stores stores;
    QStringList lines;
    for (const OpenDatabase *database : databases) {
        if (database->rowEdits().isEmpty())
            continue;
        stores.append(&database->rowEdits());
        lines.append(
            QMessageBox::tr("%1: %2").arg(database->name(), database->rowEdits().summary()));
    }
    if (stores.isEmpty()) {
        goOn();
        return;
    }
    auto *box = new QMessageBox(QMessageBox::Question, QMessageBox::tr("Changes are not committed"),
        QMessageBox::tr("What is to become of the changed rows?"), QMessageBox::NoButton, parent);
    box->setObjectName(u"closequestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(lines.join(u'\n'));
    QAbstractButton *commit = box->addButton(QMessageBox::tr("Commit"), QMessageBox::AcceptRole);
    QPushButton *keep
        = box->addButton(QMessageBox::tr("Keep for next time"), QMessageBox::AcceptRole);
    QAbstractButton *discard
        = box->addButton(QMessageBox::tr("Discard"), QMessageBox::DestructiveRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(keep);
    QObject::connect(box, &QMessageBox::buttonClicked, parent, [=](const QAbstractButton *clicked) {
        if (clicked == commit) {
            commitAll(stores, parent, goOn);
        } else if (clicked == keep) {
            goOn();
        } else if (clicked == discard) {
            for (const QPointer<RowEditsStore> &store : stores) {
                if (store)
                    store->discard();
            }
            goOn();
        }
    });
    box->open();
}

} // namespace joinery
