// SPDX-License-Identifier: MPL-2.0
#include "support/contest.h"

#include "support/testutils.h"

#include <QElapsedTimer>
#include <QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

/// Linux forgets the highest amount of memory so far when told to.
void resetPeak()
{
    QFile file(u"/proc/self/clear_refs"_s);
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
}

double peakMib()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

double medianSeconds(const QList<Cost> &costs)
{
    QList<double> values;
    for (const Cost &cost : costs)
        values.append(cost.seconds);
    std::sort(values.begin(), values.end());
    const qsizetype middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

} // namespace

Result<Cost> costOf(const std::function<Result<>()> &run)
{
    resetPeak();
    QElapsedTimer timer;
    timer.start();
    const Result<> done = run();
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    if (!done)
        return fail(done.error());
    return Cost {.seconds = seconds, .peakMib = peakMib()};
}

Result<Cost> costOf(const QStringList &command, const QString &folder)
{
    const ProcessCost cost = processCost(command, folder, 1);
    if (cost.status != 0) {
        return fail(
            ErrorCode::Failed, u"\"%1\" ended with %2"_s.arg(command.join(u' ')).arg(cost.status));
    }
    return Cost {.seconds = cost.seconds, .peakMib = cost.peakMib};
}

Contest::Contest(int argc, char *argv[])
    : m_report(argc, argv)
{
    for (int i = 1; i < argc; ++i) {
        const QString word = QString::fromLocal8Bit(argv[i]);
        if (word.startsWith(u"--"_s) && word.contains(u'='))
            m_knobs.insert(word.mid(2).section(u'=', 0, 0), word.section(u'=', 1).toLongLong());
    }
}

qint64 Contest::knob(const QString &name, qint64 otherwise) const
{
    return m_knobs.value(name, otherwise);
}

Result<> Contest::run(const QString &name, int rounds, const Side &ours, const Side &limit) const
{
    QList<Cost> oursCosts;
    QList<Cost> limitCosts;
    for (qint64 round = 0; round < knob(u"rounds"_s, rounds); ++round) {
        for (const bool isOurs : {round % 2 == 0, round % 2 != 0}) {
            const Result<Cost> cost = isOurs ? ours() : limit();
            if (!cost)
                return failIn(name, cost.error());
            (isOurs ? oursCosts : limitCosts).append(*cost);
        }
    }
    report(name, oursCosts, limitCosts);
    return {};
}

void Contest::report(const QString &name, const QList<Cost> &ours, const QList<Cost> &limit) const
{
    double peak = 0;
    for (const Cost &cost : ours)
        peak = std::max(peak, cost.peakMib);
    m_report.add({.name = name,
        .ours = medianSeconds(ours),
        .limit = medianSeconds(limit),
        .peakMib = peak});
}

int Contest::exitStatus(const Result<> &result)
{
    if (result)
        return 0;
    std::fprintf(stderr, "%s\n", qPrintable(errorText(result.error())));
    return 1;
}

} // namespace joinery::testing
