// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/pythontypes.h"

#include "joinery/generate/cppschema.h"

using namespace Qt::StringLiterals;

namespace joinery::generate {

namespace {

/// Those whose arguments say nothing more.
const QHash<QString, PythonType> &plainTypes()
{
    static const QHash<QString, PythonType> types {{u"boolean"_s, {u"bool"_s}},
        {u"smallint"_s, {u"int"_s, u"sa.SmallInteger"_s}}, {u"integer"_s, {u"int"_s}},
        {u"bigint"_s, {u"int"_s, u"sa.BigInteger"_s}}, {u"real"_s, {u"float"_s, u"sa.REAL"_s}},
        {u"double"_s, {u"float"_s, u"sa.Double"_s}}, {u"text"_s, {u"str"_s, u"sa.Text"_s}},
        {u"blob"_s, {u"bytes"_s}}, {u"date"_s, {u"datetime.date"_s}},
        {u"time"_s, {u"datetime.time"_s}}, {u"timestamp"_s, {u"datetime.datetime"_s}},
        {u"timestamptz"_s, {u"datetime.datetime"_s, u"sa.DateTime(timezone=True)"_s}},
        {u"interval"_s, {u"datetime.timedelta"_s}}, {u"json"_s, {u"Any"_s, u"sa.JSON"_s}},
        {u"uuid"_s, {u"uuid.UUID"_s}}, {u"enum"_s, {QString()}}};
    return types;
}

PythonType numericType(const QStringList &arguments)
{
    PythonType type {u"decimal.Decimal"_s};
    if (arguments.isEmpty())
        type.sqlAlchemy = u"sa.Numeric"_s;
    else
        type.arguments = QStringList {u"max_digits=%1"_s.arg(arguments[0]),
            u"decimal_places=%1"_s.arg(arguments.value(1, u"0"_s))};
    return type;
}

PythonType portableType(const TypeWord &word)
{
    const QString length = word.arguments.value(0);
    if (word.array)
        return {u"list"_s, u"sa.JSON"_s};
    if (word.word == u"numeric")
        return numericType(word.arguments);
    if (word.word == u"char")
        return {u"str"_s, u"sa.CHAR(%1)"_s.arg(length)};
    if (word.word == u"binary")
        return {u"bytes"_s, u"sa.BINARY(%1)"_s.arg(length)};
    if (word.word == u"varchar")
        return {u"str"_s, {},
            length.isEmpty() ? QStringList() : QStringList {u"max_length=%1"_s.arg(length)}};
    return plainTypes().value(word.word, {u"str"_s});
}

/// Native text holds what the same text holds in C++.
QString nativeName(const DataType &type)
{
    static const QHash<QString, QString> names {{u"qint64"_s, u"int"_s}, {u"QString"_s, u"str"_s},
        {u"QByteArray"_s, u"bytes"_s}, {u"bool"_s, u"bool"_s}, {u"double"_s, u"float"_s}};
    return names.value(cppTypeOf(type).name, u"str"_s);
}

} // namespace

PythonType pythonTypeOf(const DataType &type)
{
    const TypeWord word = splitType(type.text);
    const bool isArray = word.array && isPortable(word.word);
    if (isArray || (!type.text.isEmpty() && isPortable(type.text)))
        return portableType(word);
    const QString declared
        = type.text.isEmpty() && !type.native.isEmpty() ? type.native.first() : type.text;
    return {nativeName(type), u"Native(%1)"_s.arg(pythonText(declared))};
}

QString pythonText(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            out += u'\\';
        if (c == u'\n')
            out += u"\\n"_s;
        else if (c < u' ' || c.unicode() == 127)
            out += u"\\x"_s + QString::number(c.unicode(), 16).rightJustified(2, u'0');
        else
            out += c;
    }
    return u'"' + out + u'"';
}

QString pythonSql(const QString &sql)
{
    // A colon begins a parameter there.
    return u"sa.text(%1)"_s.arg(pythonText(QString(sql).replace(u':', u"\\:"_s)));
}

} // namespace joinery::generate
