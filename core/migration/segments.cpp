// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/segments.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

bool fits(const Segment &segment, bool segmentNeedsKeys, const MigrationStep &step)
{
    return !(segmentNeedsKeys && step.plan.foreignKeysOff)
        && !(segment.foreignKeysOff && step.plan.foreignKeysOn);
}

} // namespace

Result<QList<Segment>> segmentsOf(const QList<MigrationStep> &steps)
{
    QList<Segment> segments;
    bool needsKeys = false;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const MigrationStep &step = steps[i];
        const bool inTransaction
            = step.entry.revision.transaction == TransactionMode::Auto || step.recordOnly;
        if (step.plan.foreignKeysOff && step.plan.foreignKeysOn)
            return fail(ErrorCode::Unsupported,
                u"%1 changes rows by SQL and rebuilds or drops a table; the rebuild needs foreign "
                u"keys "
                "off, the SQL may need its cascades"_s.arg(step.entry.fileName),
                u"split it into two revisions: one with the SQL, one with the schema change"_s);
        if (segments.isEmpty() || !inTransaction || !segments.last().inTransaction
            || !fits(segments.last(), needsKeys, step)) {
            segments.append({.first = i, .count = 0, .inTransaction = inTransaction});
            needsKeys = false;
        }
        Segment &segment = segments.last();
        ++segment.count;
        segment.foreignKeysOff |= step.plan.foreignKeysOff;
        needsKeys |= step.plan.foreignKeysOn;
    }
    return segments;
}

} // namespace joinery
