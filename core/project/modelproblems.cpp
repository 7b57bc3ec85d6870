// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/modelproblems.h"

#include "joinery/migration/trial.h"
#include "joinery/project/modelsdirectory.h"
#include "joinery/project/schemaproblems.h"
#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/safefile.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The key of a model file under which the section's list stands.
QString keyOf(const SchemaProblem &problem)
{
    switch (problem.section) {
    case SchemaSection::Columns:
        return problem.row < 0 ? u"primary_key"_s : u"columns"_s;
    case SchemaSection::ForeignKeys:
        return u"foreign_keys"_s;
    case SchemaSection::Uniques:
        return u"uniques"_s;
    case SchemaSection::Checks:
        return u"checks"_s;
    case SchemaSection::Indexes:
        return u"indexes"_s;
    case SchemaSection::Triggers:
        return u"triggers"_s;
    case SchemaSection::Object:
        break;
    }
    return u"sql"_s;
}

template <typename T> QString named(const QList<T> &list, qsizetype row, const QString &kind)
{
    const bool hasName = row >= 0 && row < list.size() && !list[row].name.isEmpty();
    return hasName ? u"%1 \"%2\": "_s.arg(kind, list[row].name) : kind + u": "_s;
}

QString whatOf(const MetaData &models, const SchemaProblem &problem)
{
    const Table table = models.tables.value(problem.object);
    switch (problem.section) {
    case SchemaSection::Columns:
        return problem.row < 0 ? u"primary key: "_s
                               : named(table.columns, problem.row, u"column"_s);
    case SchemaSection::ForeignKeys:
        return named(table.foreignKeys, problem.row, u"foreign key"_s);
    case SchemaSection::Uniques:
        return named(table.uniques, problem.row, u"unique constraint"_s);
    case SchemaSection::Checks:
        return named(table.checks, problem.row, u"check"_s);
    case SchemaSection::Indexes:
        return named(table.indexes, problem.row, u"index"_s);
    case SchemaSection::Triggers:
        return named(table.triggers, problem.row, u"trigger"_s);
    case SchemaSection::Object:
        break;
    }
    return u"\"%1\": "_s.arg(problem.object);
}

/// Where problems stand in the project's model files; compiled models have no lines.
class Places
{
public:
    explicit Places(const ProjectContext &context)
        : m_folder(context.project.folder)
        , m_compiled(context.compiledModels.has_value())
    {
        if (!m_compiled)
            m_files = modelFiles(context.project.modelsFolder()).value_or(m_files);
    }

    QString line(const MetaData &models, const SchemaProblem &problem) const
    {
        if (m_compiled)
            return u"model \"%1\": %2%3"_s.arg(
                problem.object, whatOf(models, problem), problem.message);
        const QString path = m_files.value(problem.object);
        const QByteArray text = readFile(path).value_or(QByteArray());
        return u"%1:%2: %3%4"_s.arg(QDir(m_folder).relativeFilePath(path),
            QString::number(lineInModel(text, keyOf(problem), problem.row)),
            whatOf(models, problem), problem.message);
    }

private:
    QString m_folder;
    bool m_compiled;
    QMap<QString, QString> m_files {};
};

QStringList changedTables(const MetaData &from, const MetaData &models)
{
    QStringList names;
    for (const Table &table : models.tables) {
        if (from.tables.value(table.name) != table)
            names.append(table.name);
    }
    return names;
}

QSet<QString> typesOf(const MetaData &schema)
{
    QSet<QString> types;
    for (const Table &table : schema.tables) {
        for (const Column &column : table.columns)
            types.insert(column.type.text);
    }
    return types;
}

bool contains(const QList<SchemaProblem> &problems, const SchemaProblem &one)
{
    return std::any_of(problems.begin(), problems.end(), [&](const SchemaProblem &other) {
        return other.object == one.object && other.section == one.section
            && other.message == one.message;
    });
}

/// Views that cannot be selected from, on a database that holds the models.
QList<SchemaProblem> brokenViews(
    const ProjectContext &context, const MetaData &from, const MetaData &models)
{
    QStringList changed;
    for (const View &view : models.views) {
        if (from.views.value(view.name) != view)
            changed.append(view.name);
    }
    if (changed.isEmpty())
        return {};
    const auto scratch = context.provider->scratch(context.dialect->name());
    if (!scratch || !createAll(**scratch, models, *context.dialect))
        return {};
    QList<SchemaProblem> problems;
    for (const QString &view : changed) {
        const auto tried = (*scratch)->query(
            u"SELECT * FROM %1 LIMIT 0"_s.arg(context.dialect->ddl().quote(view)));
        if (!tried)
            problems.append({.object = view,
                .field = u"sql"_s,
                .message = u"it would not work: "_s + tried.error().driverText,
                .serious = false});
    }
    return problems;
}

/// Those of the structure that `from` does not have.
QList<SchemaProblem> newProblems(
    const ProjectContext &context, const MetaData &from, const MetaData &models)
{
    const QStringList changed = changedTables(from, models);
    QList<SchemaProblem> problems
        = structureProblems(models, changed, typesOf(from), *context.dialect);
    if (!problems.isEmpty()) {
        const QList<SchemaProblem> old
            = structureProblems(from, changed, typesOf(from), *context.dialect);
        problems.removeIf([&](const SchemaProblem &one) { return contains(old, one); });
    }
    return problems;
}

} // namespace

Result<> verifyIndexColumns(
    const ProjectContext &context, const MetaData &from, const MetaData &models)
{
    const QList<SchemaProblem> problems = newProblems(context, from, models);
    const auto found
        = std::find_if(problems.begin(), problems.end(), [](const SchemaProblem &problem) {
              return problem.section == SchemaSection::Indexes && problem.field == u"columns";
          });
    if (found == problems.end())
        return {};
    return fail(ErrorCode::Failed, Places(context).line(models, *found),
        u"mend the model; nothing was written"_s);
}

QStringList modelWarnings(
    const ProjectContext &context, const MetaData &from, const MetaData &models)
{
    QList<SchemaProblem> problems = newProblems(context, from, models);
    problems += brokenViews(context, from, models);
    QStringList lines;
    if (problems.isEmpty())
        return lines;
    const Places places(context);
    for (const SchemaProblem &problem : problems)
        lines.append(places.line(models, problem));
    return lines;
}

Error explainedByModels(
    Error error, const ProjectContext &context, const MetaData &from, const MetaData &models)
{
    const QList<SchemaProblem> problems = schemaProblems(
        models, changedTables(from, models), typesOf(from), *context.dialect, *context.provider);
    if (problems.isEmpty())
        return error;
    const auto serious = std::find_if(problems.begin(), problems.end(),
        [](const SchemaProblem &problem) { return problem.serious; });
    const SchemaProblem &first = serious == problems.end() ? problems.first() : *serious;
    if (error.driverText.isEmpty())
        error.driverText = error.message;
    error.message = Places(context).line(models, first);
    error.hint = u"mend the model; nothing was written"_s;
    return error;
}

} // namespace joinery
