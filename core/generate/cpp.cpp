// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/cpp.h"

#include "joinery/generate/cppheader.h"
#include "joinery/generate/cppvalues.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using namespace generate;

Result<> checkNameSpace(const QString &name)
{
    static const QRegularExpression names(
        uR"(\A[A-Za-z_][A-Za-z0-9_]*(::[A-Za-z_][A-Za-z0-9_]*)*\z)"_s);
    const QStringList parts = name.split(u"::"_s);
    const bool isWord = std::any_of(
        parts.begin(), parts.end(), [](const QString &part) { return cppWords().contains(part); });
    if (names.match(name).hasMatch() && !isWord)
        return {};
    return fail(ErrorCode::Usage, u"\"%1\" is no namespace of C++"_s.arg(name),
        u"give a name such as models or shop::models, not joinery or std"_s);
}

/// The objects that have no struct, as values.
QStringList otherObjects(const MetaData &metaData, const CppSchema &schema)
{
    QSet<QString> mapped;
    for (const CppModel &model : schema.models())
        mapped.insert(model.table.name);
    QStringList values;
    for (const SchemaObject &object : objects(metaData)) {
        if (!std::holds_alternative<Table>(object) || !mapped.contains(nameOf(object)))
            values.append(std::visit([](const auto &one) { return cppValue(one); }, object));
    }
    return values;
}

QByteArray allHeader(const MetaData &metaData, const CppSchema &schema, const QString &nameSpace)
{
    QString text = u"// Written by `joinery generate cpp`: change the models, not this file.\n"
                   "#pragma once\n\n"_s;
    QStringList structs;
    for (const CppModel &model : schema.models()) {
        text += u"#include \"%1\"\n"_s.arg(model.file);
        structs.append(model.name);
    }
    if (structs.isEmpty())
        text += u"#include <joinery/mapping/mapping.h>\n"_s;
    text += u"\nnamespace %1 {\n\n/// The whole schema.\ninline joinery::MetaData metaData()\n{\n"
            "    joinery::MetaData all = joinery::metaDataOf<%2>();\n"_s.arg(
                nameSpace, structs.join(u", "_s));
    for (const QString &object : otherObjects(metaData, schema))
        text += u"    joinery::insert(all, "_s + object + u");\n"_s;
    return (text + u"    return all;\n}\n\n} // namespace %1\n"_s.arg(nameSpace)).toUtf8();
}

} // namespace

Result<GeneratedFiles> generateCpp(const MetaData &metaData, const QString &nameSpace)
{
    if (auto checked = checkNameSpace(nameSpace); !checked)
        return fail(checked.error());
    const CppSchema schema(metaData);
    GeneratedFiles generated;
    for (qsizetype i = 0; i < schema.models().size(); ++i)
        generated.files.insert(schema.models()[i].file, cppHeader(schema, i, nameSpace));
    generated.files.insert(u"models.h"_s, allHeader(metaData, schema, nameSpace));
    for (const QString &note : schema.notes())
        generated.notes.append(note + u" has no struct; metaData() of models.h has it"_s);
    return generated;
}

} // namespace joinery
