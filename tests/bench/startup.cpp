// SPDX-License-Identifier: MPL-2.0
// Whole processes: what a command costs that does next to nothing. The limit is a program that does
// nothing.
#include "support/benchmark.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace joinery::testing;

namespace {

constexpr int runs = 41;

bool measure(const BenchmarkReport &report, const QString &name, const QStringList &command,
    const QString &folder)
{
    const ProcessCost ours = processCost(command, folder, runs);
    const ProcessCost limit = processCost({u"/bin/true"_s}, folder, runs);
    if (ours.status != 0) {
        std::fprintf(stderr, "%s: exit status %d\n", qPrintable(command.join(u' ')), ours.status);
        return false;
    }
    report.add(
        {.name = name, .ours = ours.seconds, .limit = limit.seconds, .peakMib = ours.peakMib});
    return true;
}

/// A project whose database is at head, in the folder.
bool makeProject(const QString &joinery, const QString &folder)
{
    const QString url = u"sqlite:///"_s + folder + u"/shop.db"_s;
    QFile(folder + u"/shop.db"_s).open(QFile::WriteOnly);
    const QStringList statements {
        joinery, u"query"_s, url, u"CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)"_s};
    return processCost(statements, folder, 1).status == 0
        && processCost(
               {joinery, u"init"_s, u"project"_s, u"--url"_s, url, u"--no-input"_s}, folder, 1)
               .status
        == 0
        && processCost(
               {joinery, u"--project"_s, u"project"_s, u"db"_s, u"adopt"_s, u"--no-input"_s},
               folder, 1)
               .status
        == 0;
}

} // namespace

int main(int argc, char *argv[])
{
    const BenchmarkReport report(argc, argv);
    const QString joinery = QString::fromUtf8(JOINERY_CLI);
    const QTemporaryDir folder;
    bool done = measure(
        report, u"startup: joinery --version"_s, {joinery, u"--version"_s}, folder.path());
    if (!makeProject(joinery, folder.path())) {
        std::fputs("startup: no project could be made; nothing else was measured\n", stderr);
        return 1;
    }
    const QStringList noop {joinery, u"--project"_s, u"project"_s, u"db"_s, u"migrate"_s};
    done = measure(report, u"startup: db migrate, nothing to do"_s, noop, folder.path()) && done;
    return done ? 0 : 1;
}
