// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/segments.h"

#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

bool acts(const QString &action)
{
    return action == u"cascade"_s || action == u"set null"_s || action == u"set default"_s;
}

bool hasActingKeys(const MetaData &metaData)
{
    for (const Table &table : metaData.tables) {
        for (const ForeignKeyConstraint &key : table.foreignKeys) {
            if (acts(key.onDelete) || acts(key.onUpdate))
                return true;
        }
    }
    return false;
}

bool changesRows(const QString &sql)
{
    for (const Token &token : significantTokens(sql)) {
        if (isWord(sql, token, u"delete") || isWord(sql, token, u"update") || isWord(sql, token, u"replace"))
            return true;
    }
    return false;
}

/// True when the step must see its cascades fire.
bool needsForeignKeys(const MigrationStep &step)
{
    const bool changes = std::any_of(
        step.operations.begin(), step.operations.end(), [&](const Operation &operation) {
            const Execute *execute = std::get_if<Execute>(&operation);
            return execute && changesRows(textFor(execute->sql, step.plan.dialect));
        });
    return changes && hasActingKeys(step.plan.before);
}

bool fits(const Segment &segment, bool segmentNeedsKeys, const MigrationStep &step)
{
    return !(segmentNeedsKeys && step.plan.foreignKeysOff)
        && !(segment.foreignKeysOff && needsForeignKeys(step));
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
        if (step.plan.foreignKeysOff && needsForeignKeys(step))
            return fail(ErrorCode::Unsupported,
                u"%1 changes rows by SQL and rebuilds or drops a table; the rebuild needs foreign keys "
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
        needsKeys |= needsForeignKeys(step);
    }
    return segments;
}

} // namespace joinery
