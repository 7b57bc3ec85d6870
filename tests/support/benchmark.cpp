// SPDX-License-Identifier: MPL-2.0
#include "support/benchmark.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QByteArray>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

[[noreturn]] void becomeProgram(const std::vector<QByteArray> &command, const QByteArray &folder)
{
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(nowhere, stream);
    }
    std::vector<char *> arguments;
    for (const QByteArray &word : command) {
        arguments.push_back(const_cast<char *>(word.constData()));
    }
    arguments.push_back(nullptr);
    if (::chdir(folder.constData()) == 0) {
        ::execvp(arguments.front(), arguments.data());
    }
    ::_exit(127);
}

ProcessCost runOnce(const std::vector<QByteArray> &command, const QByteArray &folder)
{
    QElapsedTimer timer;
    timer.start();
    const pid_t child = ::fork();
    if (child == 0) {
        becomeProgram(command, folder);
    }
    int status = 0;
    rusage used {};
    if (child < 0 || ::wait4(child, &status, 0, &used) != child) {
        return {};
    }
    return {.seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9,
        .peakMib = static_cast<double>(used.ru_maxrss) / 1024,
        .status = WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

} // namespace

BenchmarkReport::BenchmarkReport(int argc, char *argv[])
{
    m_json = std::any_of(
        argv + 1, argv + argc, [](const char *word) { return qstrcmp(word, "--json") == 0; });
}

void BenchmarkReport::add(const Measurement &measurement) const
{
    const double ratio = measurement.limit > 0 ? measurement.ours / measurement.limit : 0;
    if (m_json) {
        const QJsonObject object {{u"name"_s, measurement.name}, {u"ours"_s, measurement.ours},
            {u"limit"_s, measurement.limit}, {u"ratio"_s, ratio},
            {u"peak_mib"_s, measurement.peakMib}};
        std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
    } else {
        std::printf("%-40s ours %9.4f s  limit %9.4f s  ratio %6.2f  peak %6.1f MiB\n",
            qPrintable(measurement.name), measurement.ours, measurement.limit, ratio,
            measurement.peakMib);
    }
    std::fflush(stdout);
}

ProcessCost processCost(const QStringList &command, const QString &folder, int times)
{
    std::vector<QByteArray> words;
    for (const QString &word : command) {
        words.push_back(word.toLocal8Bit());
    }
    QList<ProcessCost> costs;
    for (int i = 0; i < times; ++i) {
        costs.append(runOnce(words, folder.toLocal8Bit()));
        if (costs.last().status != 0) {
            return costs.last();
        }
    }
    std::sort(costs.begin(), costs.end(),
        [](const ProcessCost &a, const ProcessCost &b) { return a.seconds < b.seconds; });
    return costs.value(costs.size() / 2);
}

double medianSeconds(int times, const std::function<void()> &call)
{
    QList<double> seconds;
    for (int i = 0; i < times; ++i) {
        QElapsedTimer timer;
        timer.start();
        call();
        seconds.append(static_cast<double>(timer.nsecsElapsed()) / 1e9);
    }
    std::sort(seconds.begin(), seconds.end());
    return seconds.value(seconds.size() / 2);
}

} // namespace joinery::testing
