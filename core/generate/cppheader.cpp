// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/cppheader.h"

#include "joinery/generate/cppvalues.h"
#include "joinery/generate/cppwords.h"

using namespace Qt::StringLiterals;

namespace joinery::generate {

namespace {

/// Headers of Qt for the types of members; mapping.h brings the others.
QStringList qtHeaders(const CppModel &model)
{
    static const QStringList own {
        u"QDate"_s, u"QTime"_s, u"QDateTime"_s, u"QUuid"_s, u"QJsonValue"_s, u"QJsonArray"_s};
    QStringList headers;
    for (const CppColumn &column : model.columns) {
        if (own.contains(column.type.name))
            headers.append(column.type.name);
    }
    headers.removeDuplicates();
    headers.sort();
    return headers;
}

/// The other models that the struct or its mapping names.
QList<qsizetype> neighbours(const CppSchema &schema, qsizetype number)
{
    const CppModel &model = schema.models()[number];
    QSet<qsizetype> others;
    for (const CppColumn &column : model.columns) {
        if (column.reference)
            others.insert(column.reference->model);
    }
    for (const CppRelation &relation : model.relations)
        others.insert(relation.related);
    others.remove(number);
    QList<qsizetype> sorted(others.begin(), others.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

class Header
{
public:
    Header(const CppSchema &schema, qsizetype number, const QString &nameSpace)
        : m_schema(schema)
        , m_number(number)
        , m_model(schema.models()[number])
        , m_space(nameSpace)
        , m_neighbours(neighbours(schema, number))
        , m_adjustments(adjustments(schema, number))
    { }

    QString text() const
    {
        return opening() + structText() + includes() + adjustText() + mappingText();
    }

private:
    QString qualified(const QString &name) const { return u"::%1::%2"_s.arg(m_space, name); }
    QString adjustName() const { return u"adjust"_s + m_model.name; }

    QString opening() const
    {
        QString text = u"// Written by `joinery generate cpp` from the table "_s
            + cppLiteral(m_model.table.name)
            + u": change the model, not this file.\n#pragma once\n\n"
              "#include <joinery/mapping/mapping.h>\n\n"_s;
        for (const QString &header : qtHeaders(m_model))
            text += u"#include <%1>\n"_s.arg(header);
        return text.endsWith(u"\n\n"_s) ? text : text + u'\n';
    }

    QString structText() const
    {
        QString text = u"namespace %1 {\n\n"_s.arg(m_space);
        for (const qsizetype other : m_neighbours)
            text += u"struct %1;\n"_s.arg(m_schema.models()[other].name);
        if (!m_neighbours.isEmpty())
            text += u'\n';
        for (const CppEnum &type : m_model.enums)
            text += u"enum class %1\n{\n    %2\n};\n\n"_s.arg(
                type.name, type.enumerators.join(u",\n    "_s));
        return text + u"struct %1\n{\n"_s.arg(m_model.name) + members() + u"};\n\n"_s
            + u"} // namespace %1\n\n"_s.arg(m_space);
    }

    QString members() const
    {
        QString text;
        for (const CppColumn &column : m_model.columns) {
            const QString type
                = column.optional ? u"std::optional<%1>"_s.arg(column.type.name) : column.type.name;
            text += u"    %1 %2%3;\n"_s.arg(type, column.member,
                column.initial.isEmpty() ? u" {}"_s : u" = "_s + column.initial);
        }
        for (const CppRelation &relation : m_model.relations)
            text += u"    joinery::%1<%2> %3 {};\n"_s.arg(
                relation.word == u"oneToMany" ? u"RelatedList"_s : u"Related"_s,
                m_schema.models()[relation.related].name, relation.member);
        return text;
    }

    /// After the struct: headers that include each other all have their structs then.
    QString includes() const
    {
        QString text;
        for (const qsizetype other : m_neighbours)
            text += u"#include \"%1\"\n"_s.arg(m_schema.models()[other].file);
        return text.isEmpty() ? text : text + u'\n';
    }

    QString adjustText() const
    {
        if (m_adjustments.isEmpty())
            return {};
        return u"namespace %1 {\n\n/// What the words of a mapping do not say.\n"
               "inline void %2(joinery::Table &table)\n{\n    "_s.arg(m_space, adjustName())
            + m_adjustments.join(u"\n    "_s) + u"\n}\n\n} // namespace %1\n\n"_s.arg(m_space);
    }

    QString enumText(const CppEnum &type) const
    {
        const QString name = qualified(type.name);
        QStringList entries;
        for (qsizetype i = 0; i < type.values.size(); ++i)
            entries.append(u"EnumName<%1> {%1::%2, %3}"_s.arg(
                name, type.enumerators[i], cppLiteral(type.values[i])));
        return u"template <>\ninline constexpr auto enumNames<%1> = std::array {\n    %2};\n\n"_s
            .arg(name, entries.join(u",\n    "_s));
    }

    QString mappingText() const
    {
        QString text = u"namespace joinery {\n\n"_s;
        for (const CppEnum &type : m_model.enums)
            text += enumText(type);
        QStringList parts = mappingParts(m_schema, m_number, u"::"_s + m_space);
        if (!m_adjustments.isEmpty())
            parts.append(u"adjust(&%1)"_s.arg(qualified(adjustName())));
        parts.prepend(cppLiteral(m_model.table.name));
        const QString name = qualified(m_model.name);
        return text + u"template <>\ninline constexpr auto mapping<%1> = model<%1>("_s.arg(name)
            + parts.join(u",\n    "_s) + u");\n\n} // namespace joinery\n"_s;
    }

    const CppSchema &m_schema;
    qsizetype m_number;
    const CppModel &m_model;
    QString m_space;
    QList<qsizetype> m_neighbours;
    QStringList m_adjustments;
};

} // namespace

QByteArray cppHeader(const CppSchema &schema, qsizetype model, const QString &nameSpace)
{
    return Header(schema, model, nameSpace).text().toUtf8();
}

} // namespace joinery::generate
