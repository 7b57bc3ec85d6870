// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "support/benchmark.h"

#include <QMap>

namespace joinery::testing {

/// What one run of one side of a contest took.
struct Cost
{
    double seconds = 0;
    double peakMib = 0; ///< the most memory the process held meanwhile
};

/// Runs it once, here. The peak counts from the start of the run.
[[nodiscard]] Result<Cost> costOf(const std::function<Result<>()> &run);
/// Runs a program once. Errors: Failed, unless it exits with 0.
[[nodiscard]] Result<Cost> costOf(const QStringList &command, const QString &folder);

/// A benchmark in which ours and what bounds it run by turns, so that neither has the quieter
/// machine or the warmer caches. Reports the medians. `--rounds=N` overrides the number of rounds,
/// `--<knob>=N` other numbers.
class Contest
{
public:
    /// Prepares what it needs, then returns what costOf() told.
    using Side = std::function<Result<Cost>()>;

    Contest(int argc, char *argv[]);

    qint64 knob(const QString &name, qint64 otherwise) const;
    [[nodiscard]] Result<> run(
        const QString &name, int rounds, const Side &ours, const Side &limit) const;
    /// Reports the medians of runs made elsewhere: a part of a contest that has a figure of its
    /// own.
    void report(const QString &name, const QList<Cost> &ours, const QList<Cost> &limit) const;
    /// The exit status for main(): 0, or 1 after the error was printed.
    static int exitStatus(const Result<> &result);

private:
    BenchmarkReport m_report;
    QMap<QString, qint64> m_knobs;
};

} // namespace joinery::testing
