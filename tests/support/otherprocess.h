// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QProcess>

#include <optional>

namespace joinery::testing {

/// Another program that has a SQLite database open: the test's own binary, started anew. The test's
/// main() must call otherProcessMain() first.
class OtherProcess
{
public:
    explicit OtherProcess(const QString &database);
    ~OtherProcess();

    /// Runs statements there, and returns the first value of the last row: "error: …" if one
    /// failed.
    QString run(const QString &sql);
    /// As if it crashed: what it has not written stays unwritten.
    void kill();
    /// Closes the database and ends.
    void close();
    qint64 processId() const { return m_process.processId(); }

private:
    QProcess m_process;
};

/// The exit status, when this process was started by OtherProcess.
std::optional<int> otherProcessMain(int argc, char **argv);

} // namespace joinery::testing
