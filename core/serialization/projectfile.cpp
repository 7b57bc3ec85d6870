// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/projectfile.h"

#include "joinery/serialization/safefile.h"
#include "joinery/serialization/yamlreader.h"
#include "joinery/serialization/yamlwriter.h"

using namespace Qt::StringLiterals;

namespace joinery {

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<Environment> environment)
{
    archive.describe(u"an environment"_s);
    archive.optional(u"database", environment.database);
    archive.optional(u"protected", environment.isProtected);
}

namespace {

struct CompareOptions
{
    bool columnOrder = false;

    bool operator==(const CompareOptions &) const = default;
};

} // namespace

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<CompareOptions> compare)
{
    archive.optional(u"column_order", compare.columnOrder);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<ProjectFile> file)
{
    archive.describe(u"a project"_s);
    archive.required(u"project", file.project);
    archive.optional(u"database", file.database);
    archive.optional(u"dialects", file.dialects);
    archive.optional(u"environments", file.environments);
}

QByteArray writeProjectFile(const ProjectFile &file)
{
    MapWriter writer;
    writer.add(u"joinery", verbatim(u"1"_s));
    writer.embed(file);
    writer.optional(u"models", file.compiledModels ? u"compiled"_s : QString());
    writer.optional(u"compare", CompareOptions {file.columnOrder});
    YamlNode node = writer.take();
    return toYaml(node);
}

Result<ProjectFile> readProjectFile(const QByteArray &text, const QString &fileName)
{
    ProjectFile file;
    const Result<> done = readDocument(text, fileName, [&](MapReader &reader) {
        CompareOptions compare;
        QString models;
        reader.embed(file);
        reader.word(u"models", models, {u"compiled"_s});
        reader.optional(u"compare", compare);
        file.columnOrder = compare.columnOrder;
        file.compiledModels = !models.isEmpty();
    });
    if (!done)
        return fail(done.error());
    return file;
}

Result<> writeProjectFile(const QString &path, const ProjectFile &file)
{
    return writeFileSafely(
        path, writeProjectFile(file), [&](const QByteArray &readBack) -> Result<> {
            const Result<ProjectFile> read = readProjectFile(readBack, path);
            if (!read)
                return fail(read.error());
            if (*read != file)
                return fail(ErrorCode::Failed,
                    u"project \"%1\" cannot be written: it would not read back the same"_s.arg(
                        file.project),
                    u"Look for text that is no valid Unicode."_s);
            return {};
        });
}

} // namespace joinery
