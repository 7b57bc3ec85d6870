// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QStringList>

#include <functional>

namespace joinery::testing {

/// One figure of a benchmark: our time beside that of the quickest thing that could do the job,
/// measured in the same run.
struct Measurement
{
    QString name;
    double ours = 0; ///< seconds
    double limit = 0; ///< seconds
    double peakMib = 0; ///< memory of our side at its highest
};

/// Prints measurements, one line or (with --json among the arguments) one JSON object each.
class BenchmarkReport
{
public:
    BenchmarkReport(int argc, char *argv[]);
    void add(const Measurement &measurement) const;

private:
    bool m_json = false;
};

/// What running a program took.
struct ProcessCost
{
    double seconds = 0;
    double peakMib = 0;
    int status = -1; ///< exit status; -1 = did not start or did not end by itself
};

/// The median of `times` runs of the program, its output thrown away.
ProcessCost processCost(const QStringList &command, const QString &folder, int times);

/// The median wall time of `times` calls, in seconds.
double medianSeconds(int times, const std::function<void()> &call);

} // namespace joinery::testing
