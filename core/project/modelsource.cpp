// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/modelsource.h"

#include "joinery/base/overloaded.h"
#include "joinery/compare/compare.h"
#include "joinery/operations/describe.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

bool saysRenames(const MetaData &models)
{
    return std::any_of(models.tables.begin(), models.tables.end(), [](const Table &table) {
        return !table.renamedFrom.isEmpty()
            || std::any_of(table.columns.begin(), table.columns.end(),
                [](const Column &column) { return !column.renamedFrom.isEmpty(); });
    });
}

/// The renames that revisions have made, under the names of now. A table or column that went, and
/// came again, has none.
class MadeRenames
{
public:
    MadeRenames(const History &history, const ReplayPolicy &policy)
        : m_policy(policy)
    {
        for (const HistoryEntry &entry : history.ordered()) {
            for (const Operation &operation : entry.revision.upgrade)
                add(operation);
        }
    }

    bool ofTable(const QString &from, const QString &to) const
    {
        return m_origins.value(key(to)).tables.contains(key(from));
    }

    bool ofColumn(const QString &table, const QString &from, const QString &to) const
    {
        return m_origins.value(key(table)).columns.value(key(to)).contains(key(from));
    }

private:
    struct Origins
    {
        QSet<QString> tables {};
        QHash<QString, QSet<QString>> columns {};
    };

    QString key(const QString &name) const { return m_policy.nameKey(name); }

    void add(const Operation &operation)
    {
        std::visit(overloaded {[&](const RenameTable &rename) {
                                   Origins origins = m_origins.take(key(rename.from));
                                   origins.tables.insert(key(rename.from));
                                   m_origins.insert(key(rename.to), origins);
                               },
                       [&](const RenameColumn &rename) {
                           auto &columns = m_origins[key(rename.table)].columns;
                           QSet<QString> names = columns.take(key(rename.from));
                           names.insert(key(rename.from));
                           columns.insert(key(rename.to), names);
                       },
                       [&](const DropTable &drop) { m_origins.remove(key(drop.table.name)); },
                       [&](const DropColumn &drop) {
                           m_origins[key(drop.table)].columns.remove(key(drop.column.name));
                       },
                       [](const auto &) {}},
            operation);
    }

    const ReplayPolicy &m_policy;
    QHash<QString, Origins> m_origins {};
};

void forgetRenames(MetaData &models, const MadeRenames *made)
{
    for (Table &table : models.tables) {
        for (Column &column : table.columns) {
            if (!made || made->ofColumn(table.name, column.renamedFrom, column.name))
                column.renamedFrom.clear();
        }
        if (!made || made->ofTable(table.renamedFrom, table.name))
            table.renamedFrom.clear();
    }
}

} // namespace

bool hasModels(const ProjectContext &context)
{
    return context.compiledModels || !context.project.file.compiledModels;
}

Result<MetaData> projectModels(const ProjectContext &context, const History *history)
{
    if (!hasModels(context))
        return fail(verifyModelSource(context).error());
    if (!context.compiledModels)
        return loadModels(context.project.modelsFolder());
    MetaData models = *context.compiledModels;
    if (!saysRenames(models))
        return models;
    Result<History> read = history ? Result<History>(History()) : loadHistory(context, nullptr);
    if (!read)
        return fail(read.error());
    const MadeRenames made(history ? *history : *read, context.dialect->replayPolicy());
    forgetRenames(models, &made);
    return models;
}

Result<> verifyModelSource(const ProjectContext &context)
{
    const Project &project = context.project;
    if (context.compiledModels.has_value() == project.file.compiledModels)
        return {};
    if (project.file.compiledModels)
        return fail(ErrorCode::NotFound,
            u"%1 says that this project's models are compiled into a program"_s.arg(
                project.filePath()),
            u"run that program instead of `joinery`, with the same arguments"_s);
    return fail(ErrorCode::Conflict,
        u"the models of this project are the files of %1, not those of this program"_s.arg(
            project.modelsFolder()),
        u"add the line `models: compiled` to %1, or run `joinery` itself"_s.arg(
            project.filePath()));
}

Result<> verifyModelsFollow(
    const ProjectContext &context, const MetaData &models, const MetaData &target)
{
    if (!context.compiledModels || !saysRenames(models))
        return {};
    MetaData plain = models;
    forgetRenames(plain, nullptr);
    const Result<Difference> stale
        = compare(plain, target, context.dialect->comparePolicy(), context.dialect->replayPolicy());
    if (!stale)
        return fail(stale.error());
    if (stale->isEmpty())
        return {};
    return fail(ErrorCode::Conflict,
        u"the models still say an old name; after the rename this would be wanted: %1"_s.arg(
            describe(stale->operations.first())),
        u"write the new name there, too; nothing was written"_s);
}

Result<SavedModels> keepModels(const ProjectContext &context, const MetaData &metaData)
{
    if (context.compiledModels || context.project.file.compiledModels)
        return SavedModels {};
    return saveModels(context.project.modelsFolder(), metaData);
}

} // namespace joinery
