// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ui/shell/mainwindow.h"

#include <QTemporaryDir>

namespace joinery::testing {

/// A workbench of its own in a temporary folder: settings, window, and what a test opens.
class WindowFixture
{
public:
    WindowFixture();
    ~WindowFixture();

    QString path(const QString &name) const { return m_folder.filePath(name); }
    Workbench &workbench() { return *m_workbench; }
    MainWindow &window() { return *m_window; }
    /// Closes the window as a person would and starts another one with the same settings.
    void restart();

    /// Makes a SQLite file from a script. Fails the test on errors.
    QString makeFile(const QString &name, const QString &sql);
    /// Opens it and waits until it is there. Fails the test otherwise and returns nullptr.
    OpenDatabase *open(const QString &location, bool readOnly = false);
    /// What a query gives, values joined by "|", rows by newlines; the error's words when it fails.
    static QString query(const QString &file, const QString &sql);
    static QByteArray sha256(const QString &file);

private:
    void start();

    QTemporaryDir m_folder {};
    std::unique_ptr<Workbench> m_workbench {};
    std::unique_ptr<MainWindow> m_window {};
};

/// Fails the test, or has tests/shots end with 1, and says why: a picture of half a state would
/// pass for the whole.
void failState(const QString &why);

/// failState() where the result is an error.
template <typename T> bool worked(const Result<T> &result)
{
    if (!result)
        failState(result.error().message);
    return result.has_value();
}

/// A small shop with what real databases have: keys, a view, a trigger, NULLs, blobs, Unicode.
QString shopSql();

} // namespace joinery::testing
