// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/cppschema.h"

#include "joinery/schema/enumtype.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery::generate {

namespace {

CppType textType()
{
    return {u"QString"_s, u"text"_s};
}

const QHash<QString, CppType> &portableTypes()
{
    static const QHash<QString, CppType> types {{u"boolean"_s, {u"bool"_s, u"boolean"_s}},
        {u"smallint"_s, {u"qint16"_s, u"smallint"_s, true}},
        {u"integer"_s, {u"int"_s, u"integer"_s, true}},
        {u"bigint"_s, {u"qint64"_s, u"bigint"_s, true}}, {u"real"_s, {u"float"_s, u"real"_s}},
        {u"double"_s, {u"double"_s, u"double"_s}}, {u"numeric"_s, {u"double"_s, u"double"_s}},
        {u"blob"_s, {u"QByteArray"_s, u"blob"_s}}, {u"binary"_s, {u"QByteArray"_s, u"blob"_s}},
        {u"date"_s, {u"QDate"_s, u"date"_s}}, {u"time"_s, {u"QTime"_s, u"time"_s}},
        {u"timestamp"_s, {u"QDateTime"_s, u"timestamptz"_s}},
        {u"timestamptz"_s, {u"QDateTime"_s, u"timestamptz"_s}},
        {u"json"_s, {u"QJsonValue"_s, u"json"_s}}, {u"uuid"_s, {u"QUuid"_s, u"uuid"_s}},
        {u"enum"_s, {QString(), QString()}}};
    return types;
}

/// Native text says what it holds by the words in it, as everywhere in SQL.
CppType nativeType(const QString &declared)
{
    const auto has = [&](const char16_t *word) {
        return declared.contains(QStringView(word), Qt::CaseInsensitive);
    };
    if (has(u"INT") || has(u"SERIAL"))
        return {u"qint64"_s, u"bigint"_s, true};
    if (has(u"CHAR") || has(u"CLOB") || has(u"TEXT"))
        return textType();
    if (has(u"BLOB") || has(u"BINARY"))
        return {u"QByteArray"_s, u"blob"_s};
    if (has(u"BOOL"))
        return {u"bool"_s, u"boolean"_s};
    if (has(u"REAL") || has(u"FLOA") || has(u"DOUB") || has(u"NUM") || has(u"DEC"))
        return {u"double"_s, u"double"_s};
    return textType();
}

bool isArray(const TypeWord &word)
{
    return word.array && isPortable(word.word);
}

QString unquoted(const QString &text)
{
    if (text.size() < 2 || !text.startsWith(u'\'') || !text.endsWith(u'\''))
        return text;
    return text.mid(1, text.size() - 2).replace(u"''"_s, u"'"_s);
}

bool matches(const char16_t *pattern, const QString &text)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(QStringView(pattern)))
        .match(text)
        .hasMatch();
}

/// The default as an initialiser of the member; empty when it is none.
QString initialOf(const CppType &type, const QList<CppEnum> &enums, const QString &sql)
{
    if (type.integer && matches(uR"(0|-?[1-9]\d{0,3})", sql))
        return sql;
    if ((type.name == u"int" || type.name == u"qint64") && matches(uR"(-?[1-9]\d{0,8})", sql))
        return sql;
    if (type.name == u"double" && matches(uR"(-?(0|[1-9]\d{0,8})(\.\d{1,9})?)", sql))
        return sql;
    if (type.name == u"bool")
        return matches(u"(?i)true|1", sql) ? u"true"_s
            : matches(u"(?i)false|0", sql) ? u"false"_s
                                           : QString();
    if (!matches(uR"('([^'\\"?\n]|'')*')", sql))
        return {};
    if (type.name == u"QString")
        return u"QStringLiteral(\"%1\")"_s.arg(unquoted(sql));
    for (const CppEnum &one : enums) {
        const qsizetype value = one.values.indexOf(unquoted(sql));
        if (one.name == type.name && value >= 0)
            return one.name + u"::"_s + one.enumerators[value];
    }
    return {};
}

/// Headers of C that a header in the same folder would hide.
QSet<QString> standardHeaders()
{
    return {u"assert.h"_s, u"complex.h"_s, u"ctype.h"_s, u"errno.h"_s, u"features.h"_s, u"fenv.h"_s,
        u"float.h"_s, u"inttypes.h"_s, u"limits.h"_s, u"link.h"_s, u"locale.h"_s, u"malloc.h"_s,
        u"math.h"_s, u"memory.h"_s, u"models.h"_s, u"pwd.h"_s, u"regex.h"_s, u"resource.h"_s,
        u"sched.h"_s, u"search.h"_s, u"setjmp.h"_s, u"signal.h"_s, u"stat.h"_s, u"stdint.h"_s,
        u"stdio.h"_s, u"stdlib.h"_s, u"string.h"_s, u"strings.h"_s, u"threads.h"_s, u"time.h"_s,
        u"types.h"_s, u"uchar.h"_s, u"unistd.h"_s, u"values.h"_s, u"wchar.h"_s, u"wctype.h"_s};
}

QString fileFor(const QString &table, UniqueNames &files)
{
    const QString name = snakeCase(table);
    const bool hides = standardHeaders().contains(name + u".h"_s);
    return files.add(hides ? name + u"_model"_s : name) + u".h"_s;
}

QStringList keyColumns(const Table &table)
{
    return table.primaryKey ? columnNames(table.primaryKey->columns) : QStringList();
}

/// At most one row has a value of the column.
bool isUnique(const Table &table, const QString &column)
{
    const QStringList alone {column};
    const auto isAlone = [&](const auto &key) { return columnNames(key.columns) == alone; };
    return keyColumns(table) == alone
        || std::any_of(table.uniques.begin(), table.uniques.end(), isAlone)
        || std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
               return index.unique && index.where.isEmpty() && isAlone(index);
           });
}

} // namespace

CppType cppTypeOf(const DataType &type)
{
    const QString text
        = type.text.isEmpty() && !type.native.isEmpty() ? type.native.first() : type.text;
    const TypeWord word = splitType(text);
    if (isArray(word))
        return {u"QJsonArray"_s, u"json"_s};
    if (isPortable(text) && !type.text.isEmpty())
        return portableTypes().value(word.word, textType());
    return nativeType(text);
}

CppSchema::CppSchema(const MetaData &metaData)
{
    addModels(metaData);
    for (CppModel &model : m_models)
        addReferences(model);
    settleIntegers();
    for (CppModel &model : m_models)
        addColumns(model);
    for (qsizetype i = 0; i < m_models.size(); ++i)
        addRelations(i);
}

void CppSchema::addModels(const MetaData &metaData)
{
    UniqueNames files({}, UniqueNames::Case::DoesNotCount);
    for (const SchemaObject &object : objects(metaData)) {
        const Table *table = std::get_if<Table>(&object);
        if (!table || keyColumns(*table).isEmpty() || table->columns.isEmpty()) {
            const QString why = table ? u" (it has no primary key)"_s : QString();
            m_notes.append(u"%1 \"%2\"%3"_s.arg(kindOf(object), nameOf(object), why));
            continue;
        }
        CppModel model {.table = *table,
            .name = m_types.add(pascalCase(table->name)),
            .file = fileFor(table->name, files)};
        for (const Column &column : table->columns)
            model.columns.append({.type = cppTypeOf(column.type),
                .member = model.members.add(camelCase(column.name))});
        m_byTable.insert(table->name, m_models.size());
        m_models.append(model);
    }
}

void CppSchema::addReferences(CppModel &model)
{
    for (const ForeignKeyConstraint &key : model.table.foreignKeys) {
        const auto referred = m_byTable.constFind(key.referredTable);
        if (key.columns.size() != 1 || referred == m_byTable.constEnd())
            continue;
        const Table &other = m_models[*referred].table;
        const QStringList columns
            = key.referredColumns.isEmpty() ? keyColumns(other) : key.referredColumns;
        const qsizetype from = model.table.columnIndex(key.columns.first());
        const qsizetype to = columns.size() == 1 ? other.columnIndex(columns.first()) : -1;
        if (from >= 0 && to >= 0 && !model.columns[from].reference)
            model.columns[from].reference
                = CppReference {*referred, to, key.onDelete, key.onUpdate};
    }
}

/// Keys of whole numbers have 64 bits, and foreign keys the type of what they refer to; they may
/// refer to columns that refer themselves.
void CppSchema::settleIntegers()
{
    for (CppModel &model : m_models) {
        const QStringList key = keyColumns(model.table);
        CppType &type = model.columns[std::max<qsizetype>(0, model.table.columnIndex(key[0]))].type;
        if (key.size() == 1 && type.integer)
            type = {u"qint64"_s, u"bigint"_s, true};
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (CppModel &model : m_models) {
            for (CppColumn &column : model.columns) {
                if (!column.reference || !column.type.integer || column.type.name == u"qint64")
                    continue;
                const CppReference &to = *column.reference;
                const CppType type = m_models[to.model].columns[to.column].type;
                if (type.name == u"qint64") {
                    column.type = type;
                    changed = true;
                }
            }
        }
    }
    for (CppModel &model : m_models) {
        for (CppColumn &column : model.columns) {
            const CppType type = column.type;
            const bool fits = column.reference && !type.name.isEmpty()
                && m_models[column.reference->model].columns[column.reference->column].type.name
                    == type.name;
            if (!fits)
                column.reference.reset();
        }
    }
}

void CppSchema::addColumns(CppModel &model)
{
    const QStringList key = keyColumns(model.table);
    for (qsizetype i = 0; i < model.columns.size(); ++i) {
        const Column &column = model.table.columns[i];
        CppColumn &made = model.columns[i];
        if (made.type.name.isEmpty()) {
            CppEnum type {.name = m_types.add(model.name + pascalCase(column.name))};
            UniqueNames enumerators(cppWords());
            for (const QString &value : splitType(column.type.text).arguments) {
                type.values.append(unquoted(value));
                type.enumerators.append(enumerators.add(pascalCase(unquoted(value))));
            }
            made.type = {.name = type.name, .word = enumTypeOf(type.values)};
            model.enums.append(type);
        }
        const bool isKey = key == QStringList {column.name};
        const QString initial = column.serverDefault && !column.nullable
            ? initialOf(made.type, model.enums, *column.serverDefault)
            : QString();
        made.optional = column.nullable || (isKey && made.type.integer)
            || (column.serverDefault && initial.isEmpty());
        if (!made.optional)
            made.initial = initial;
    }
}

QString CppSchema::namePointingTo(const CppModel &model, qsizetype column) const
{
    QStringList words = wordsOf(model.table.columns[column].name);
    if (words.size() > 1 && words.last() == u"id")
        words.removeLast();
    const QString name = camelCase(words.join(u'_'));
    return name == model.columns[column].member
        ? camelCase(m_models[model.columns[column].reference->model].table.name)
        : name;
}

QString CppSchema::namePointingBack(const CppModel &model, qsizetype column, bool single) const
{
    const qsizetype referred = model.columns[column].reference->model;
    const auto several
        = std::count_if(model.columns.begin(), model.columns.end(), [&](const CppColumn &other) {
              return other.reference && other.reference->model == referred;
          });
    const QString name = camelCase(model.table.name);
    return (single ? name : plural(name))
        + (several > 1 ? u"By"_s + pascalCase(model.table.columns[column].name) : QString());
}

void CppSchema::addRelations(qsizetype model)
{
    for (qsizetype i = 0; i < m_models[model].columns.size(); ++i) {
        const std::optional<CppReference> reference = m_models[model].columns[i].reference;
        if (!reference)
            continue;
        CppModel &own = m_models[model];
        CppModel &other = m_models[reference->model];
        const bool single = isUnique(own.table, own.table.columns[i].name);
        own.relations.append({.word = u"manyToOne"_s,
            .member = own.members.add(namePointingTo(own, i)),
            .related = reference->model,
            .keyModel = model,
            .keyColumn = i});
        other.relations.append({.word = single ? u"oneToOne"_s : u"oneToMany"_s,
            .member = other.members.add(namePointingBack(own, i, single)),
            .related = model,
            .keyModel = model,
            .keyColumn = i});
    }
}

} // namespace joinery::generate
