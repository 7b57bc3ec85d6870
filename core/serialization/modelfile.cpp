// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/modelfile.h"

#include "joinery/serialization/safefile.h"
#include "joinery/serialization/schemafields.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

template <typename T> SchemaObject readObject(MapReader &reader)
{
    T object {};
    reader.embed(object);
    return object;
}

using ReadObject = SchemaObject (*)(MapReader &);

struct ModelKind
{
    QString key;
    ReadObject read;
};

const QList<ModelKind> &modelKinds()
{
    static const QList<ModelKind> kinds {{u"table"_s, readObject<Table>},
        {u"view"_s, readObject<View>}, {u"virtual_table"_s, readObject<VirtualTable>},
        {u"sequence"_s, readObject<Sequence>}, {u"enum"_s, readObject<Enum>}};
    return kinds;
}

SchemaObject readAny(MapReader &reader)
{
    for (const ModelKind &kind : modelKinds()) {
        if (reader.has(kind.key))
            return kind.read(reader);
    }
    for (const ModelKind &kind : modelKinds())
        reader.find(kind.key);
    reader.finish();
    if (!reader.errors().any())
        reader.report(u"the file names no object"_s,
            u"It needs one of the keys table, view, virtual_table, sequence and enum."_s);
    return {};
}

} // namespace

QByteArray writeModel(const SchemaObject &object)
{
    MapWriter writer;
    writer.add(u"joinery", verbatim(u"1"_s));
    std::visit([&](const auto &value) { writer.embed(value); }, object);
    return toYaml(writer.take());
}

Result<SchemaObject> readModel(const QByteArray &text, const QString &fileName)
{
    SchemaObject object;
    const Result<> done
        = readDocument(text, fileName, [&](MapReader &reader) { object = readAny(reader); });
    if (!done)
        return fail(done.error());
    return object;
}

int lineInModel(const QByteArray &text, const QString &key, qsizetype row)
{
    const QByteArray plain = normalized(text);
    TextErrors errors({}, plain);
    const YamlNode root = parseYaml(plain, errors);
    if (errors.any())
        return 1;
    for (size_t i = 0; i < root.keys.size(); ++i) {
        if (root.keys[i].text != key)
            continue;
        const std::vector<YamlNode> &items = root.items[i].items;
        const bool hasRow = row >= 0 && size_t(row) < items.size();
        return (hasRow ? items[size_t(row)].place.line : root.keys[i].place.line) + 1;
    }
    return 1;
}

Result<> writeModelFile(const QString &path, const SchemaObject &object)
{
    return writeFileSafely(path, writeModel(object), [&](const QByteArray &readBack) -> Result<> {
        const Result<SchemaObject> read = readModel(readBack, path);
        if (!read)
            return fail(read.error());
        if (*read != object)
            return fail(ErrorCode::Failed,
                u"%1 \"%2\" cannot be written as a model file: it would not read back the same"_s
                    .arg(kindOf(object), nameOf(object)),
                u"Look for text that is no valid Unicode."_s);
        return {};
    });
}

} // namespace joinery
