// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// Portable words whose declared type is the word in capitals, arguments and all.
bool isSpelledAlike(const QString &word)
{
    static const QSet<QString> words {u"boolean"_s, u"smallint"_s, u"integer"_s, u"bigint"_s,
        u"real"_s, u"double"_s, u"numeric"_s, u"char"_s, u"varchar"_s, u"text"_s, u"blob"_s,
        u"date"_s, u"time"_s};
    return words.contains(word);
}

bool isIntegerWord(const QString &text)
{
    return text == u"integer"_s || text == u"bigint"_s || text == u"smallint"_s;
}

QString plainType(const QString &text, const TypeWord &type)
{
    if (type.array)
        return u"TEXT"_s;
    if (isSpelledAlike(type.word))
        return text.trimmed().toUpper();
    if (type.word == u"binary"_s)
        return u"BLOB"_s;
    return type.word == u"timestamp"_s ? u"DATETIME"_s : u"TEXT"_s;
}

QString strictType(const TypeWord &type)
{
    static const QMap<QString, QString> types {{u"boolean"_s, u"INTEGER"_s},
        {u"smallint"_s, u"INTEGER"_s}, {u"integer"_s, u"INTEGER"_s}, {u"bigint"_s, u"INTEGER"_s},
        {u"real"_s, u"REAL"_s}, {u"double"_s, u"REAL"_s}, {u"numeric"_s, u"ANY"_s},
        {u"blob"_s, u"BLOB"_s}, {u"binary"_s, u"BLOB"_s}};
    return type.array ? u"TEXT"_s : types.value(type.word, u"TEXT"_s);
}

/// The word people would pick for a declared type; whether it says exactly that is for the caller
/// to try.
QString candidateWord(const QString &declared)
{
    if (declared == u"DATETIME"_s)
        return u"timestamp"_s;
    const QString word = declared.toLower();
    return isSpelledAlike(splitType(word).word) ? word : QString();
}

/// Text that would read as a portable word, were it to stand alone.
DataType nativeType(const QString &declared)
{
    if (isPortable(declared))
        return DataType {.text = {}, .native = {{options::dialect, declared}}};
    return DataType {.text = declared};
}

/// True when the column alone is the primary key and its type decides whether it is the rowid.
bool isRowidKey(const Table &table, const QString &column)
{
    if (hasOption(table.options, options::dialect, options::withoutRowid))
        return false;
    const std::optional<PrimaryKeyConstraint> key = effectivePrimaryKey(table);
    return key && key->columns.size() == 1 && sameName(key->columns.first().column, column)
        && !isInlineDescending(*key);
}

bool isIntegerType(const DataType &type)
{
    const auto native = type.native.constFind(options::dialect);
    const QString &declared = native == type.native.constEnd() ? type.text : *native;
    if (declared.compare(u"INTEGER"_s, Qt::CaseInsensitive) == 0)
        return true;
    return native == type.native.constEnd() && isIntegerWord(declared);
}

QString loweredWord(const Table &table, const QString &column, const QString &text)
{
    if (isIntegerWord(text) && isRowidKey(table, column))
        return u"INTEGER"_s;
    const TypeWord type = splitType(text);
    return hasOption(table.options, options::dialect, options::strict) ? strictType(type)
                                                                       : plainType(text, type);
}

} // namespace

bool isRowidAlias(const Table &table, const QString &column)
{
    if (!isRowidKey(table, column))
        return false;
    const Column *found = findColumn(table, column);
    return found && isIntegerType(found->type);
}

QString declaredType(const Table &table, const Column &column)
{
    const auto native = column.type.native.constFind(options::dialect);
    if (native != column.type.native.constEnd())
        return *native;
    const QString &text = column.type.text;
    return isPortable(text) ? loweredWord(table, column.name, text) : text;
}

DataType liftedType(const Table &table, const Column &column, const QString &declared)
{
    const QString word = candidateWord(declared);
    if (!word.isEmpty() && isPortable(word) && loweredWord(table, column.name, word) == declared)
        return DataType {.text = word};
    return nativeType(declared);
}

} // namespace joinery::sqlite
