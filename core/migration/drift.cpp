// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/drift.h"

#include "joinery/compare/compare.h"
#include "joinery/operations/describe.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The names, as keys, of what the steps touch.
QSet<QString> touched(const QList<MigrationStep> &steps, const ComparePolicy &policy)
{
    QSet<QString> names;
    for (const MigrationStep &step : steps) {
        for (const Operation &operation : step.operations) {
            names.insert(policy.nameKey(targetOf(operation)));
            if (const RenameTable *rename = std::get_if<RenameTable>(&operation))
                names.insert(policy.nameKey(rename->to));
        }
    }
    names.remove(QString());
    return names;
}

template <typename Map>
void keepOnly(Map &objects, const QSet<QString> &names, const ComparePolicy &policy)
{
    for (auto it = objects.begin(); it != objects.end();)
        it = names.contains(policy.nameKey(it.key())) ? std::next(it) : objects.erase(it);
}

MetaData part(MetaData metaData, const QSet<QString> &names, const ComparePolicy &policy)
{
    keepOnly(metaData.tables, names, policy);
    keepOnly(metaData.views, names, policy);
    keepOnly(metaData.virtualTables, names, policy);
    metaData.sequences.clear();
    metaData.enums.clear();
    return metaData;
}

bool contains(const MetaData &metaData, const QString &name, const ComparePolicy &policy)
{
    const QString key = policy.nameKey(name);
    for (const SchemaObject &object : objects(metaData)) {
        if (policy.nameKey(nameOf(object)) == key)
            return true;
    }
    return false;
}

/// Where the database stands by its own records.
QString standingAt(const MigrationStep &first)
{
    const Revision &revision = first.entry.revision;
    if (first.direction == Direction::Downgrade)
        return revision.id;
    return revision.downRevisions.value(0, u"base"_s);
}

Error driftError(const Operation &difference, const MetaData &expected, const ComparePolicy &policy,
    const QString &revision)
{
    const QString name = targetOf(difference);
    if (!contains(expected, name, policy))
        return {.code = ErrorCode::Conflict,
            .message
            = u"\"%1\" is in the database already, though no revision made it; nothing was changed"_s
                  .arg(name),
            .hint
            = u"`joinery db stamp REVISION` records that the database holds what that revision "
              u"leads "
              "to, where it does (a backup put back); a project without revisions begins with "
              "`joinery db adopt`"_s};
    return {.code = ErrorCode::Conflict,
        .message
        = u"\"%1\" is not what its revisions say: the database differs from them by «%2»; nothing "
          "was changed"_s.arg(name, describe(difference)),
        .hint
        = u"`joinery diff URL %1` shows all of it, with --format sql the SQL that undoes it; run "
          "that, put what should stay into the models, and migrate again"_s.arg(revision)};
}

} // namespace

Result<> verifyNoDrift(
    Executor &executor, const Dialect &dialect, const QList<MigrationStep> &steps)
{
    const ComparePolicy &policy = dialect.comparePolicy();
    const QSet<QString> names = touched(steps, policy);
    const auto first = std::find_if(
        steps.begin(), steps.end(), [](const MigrationStep &step) { return !step.recordOnly; });
    if (names.isEmpty() || first == steps.end())
        return {};
    const Result<MetaData> live = dialect.inspector().reflect(executor);
    if (!live)
        return failIn(u"comparing the database with its revisions"_s, live.error());
    const MetaData expected = part(first->plan.before, names, policy);
    const Result<Difference> difference
        = compare(expected, part(*live, names, policy), policy, dialect.replayPolicy());
    if (!difference)
        return fail(difference.error());
    if (difference->isEmpty())
        return {};
    return fail(driftError(difference->operations.first(), expected, policy, standingAt(*first)));
}

} // namespace joinery
