// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"
#include "ui/start/sample.h"

#include <QDir>
#include <QFileDialog>
#include <QStandardPaths>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

// How a person chooses what to open. The dialogs are modeless: whatever is running goes on.

namespace joinery {

namespace {

QString filters()
{
    return MainWindow::tr(
        "SQLite databases (*.db *.sqlite *.sqlite3 *.db3 *.s3db);;Joinery projects "
        "(joinery.yaml);;SQL scripts (*.sql);;CSV files (*.csv *.tsv);;All files (*)");
}

QFileDialog *dialogFor(MainWindow &window, const QString &title, QFileDialog::FileMode mode)
{
    auto *dialog = new QFileDialog(&window, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(mode);
    const QStringList recent = window.workbench().settings().recent();
    if (!recent.isEmpty() && QFileInfo::exists(recent.first()))
        dialog->setDirectory(QFileInfo(recent.first()).absolutePath());
    return dialog;
}

} // namespace

void MainWindow::chooseFile(bool readOnly)
{
    QFileDialog *dialog
        = dialogFor(*this, readOnly ? tr("Open read only") : tr("Open"), QFileDialog::ExistingFile);
    dialog->setNameFilter(filters());
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, readOnly](const QString &file) { open(file, readOnly); });
    dialog->open();
}

void MainWindow::chooseProject()
{
    QFileDialog *dialog = dialogFor(*this, tr("Open a project"), QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(
        dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) { open(folder); });
    dialog->open();
}

void MainWindow::newDatabase()
{
    QFileDialog *dialog = dialogFor(*this, tr("New database"), QFileDialog::AnyFile);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"db"_s);
    dialog->setNameFilter(filters());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        // The dialog asked before naming a file that exists; it is opened, never emptied.
        openWhenMade([this, file]() -> Result<QString> {
            const Url url {.dialect = u"sqlite"_s, .database = file};
            const auto made = m_workbench.provider().open(url, {.access = Access::Create});
            if (!made)
                return fail(made.error());
            return file;
        });
    });
    dialog->open();
}

void MainWindow::openSample()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + u"/joinery/sample"_s;
    openWhenMade([this, folder] {
        return makeSample(folder, m_workbench.provider(), m_workbench.dialects());
    });
}

/// Files may lie on slow disks or be locked: whoever makes them must not hold up the window.
void MainWindow::openWhenMade(const std::function<Result<QString>()> &make)
{
    QtConcurrent::run(&m_making, make).then(this, [this](const Result<QString> &made) {
        if (made)
            open(*made);
        else
            complain(made.error());
    });
}

} // namespace joinery
