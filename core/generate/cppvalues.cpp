// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/cppvalues.h"

using namespace Qt::StringLiterals;

namespace joinery::generate {

namespace {

QString escaped(QStringView text)
{
    QString out;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\' || c == u'?')
            out += u'\\';
        if (c == u'\n')
            out += u"\\n"_s;
        else if (c < u' ' || c.unicode() == 127)
            out += u'\\' + QString::number(c.unicode(), 8).rightJustified(3, u'0');
        else
            out += c;
    }
    return out;
}

/// The members of an aggregate that differ from their defaults.
class Braces
{
public:
    explicit Braces(const QString &type = {})
        : m_type(type)
    { }

    template <typename T> Braces &member(const QString &name, const T &value)
    {
        if (value != T {})
            m_members.append(u".%1 = "_s.arg(name) + cppValue(value));
        return *this;
    }
    Braces &member(const QString &name, const QString &value)
    {
        if (!value.isEmpty())
            m_members.append(u".%1 = "_s.arg(name) + cppValue(value));
        return *this;
    }
    QString text() const
    {
        const QString type = m_type.isEmpty() ? QString() : u"joinery::%1 "_s.arg(m_type);
        return type + u'{' + m_members.join(u", "_s) + u'}';
    }

private:
    QString m_type;
    QStringList m_members {};
};

template <typename T> Braces named(const T &object, const QString &type = {})
{
    return Braces(type).member(u"name"_s, object.name);
}

} // namespace

QString cppLiteral(const QString &text)
{
    return u'"' + escaped(text) + u'"';
}

QString cppValue(const QString &text)
{
    QStringList lines;
    qsizetype from = 0;
    while (from < text.size()) {
        const qsizetype end = text.indexOf(u'\n', from);
        const qsizetype next = end < 0 ? text.size() : end + 1;
        lines.append(cppLiteral(text.mid(from, next - from)));
        from = next;
    }
    return u"QStringLiteral(%1)"_s.arg(lines.isEmpty() ? u"\"\""_s : lines.join(u"\n        "_s));
}

QString cppValue(bool value)
{
    return value ? u"true"_s : u"false"_s;
}

QString cppValue(const QStringList &texts)
{
    return cppValue<QString>(QList<QString>(texts));
}

QString cppValue(const QMap<QString, QString> &texts)
{
    QStringList pairs;
    for (auto it = texts.begin(); it != texts.end(); ++it)
        pairs.append(u"{%1, %2}"_s.arg(cppValue(it.key()), cppValue(it.value())));
    return u"QMap<QString, QString> {"_s + pairs.join(u", "_s) + u'}';
}

QString cppValue(const Options &options)
{
    QStringList pairs;
    for (auto it = options.begin(); it != options.end(); ++it)
        pairs.append(u"{%1, "_s.arg(cppValue(it.key())) + cppValue(it.value()) + u'}');
    return u"joinery::Options {"_s + pairs.join(u", "_s) + u'}';
}

QString cppValue(const DataType &type)
{
    const QString native
        = type.native.isEmpty() ? QString() : u", .native = "_s + cppValue(type.native);
    return u"joinery::DataType {.text = "_s + cppValue(type.text) + native + u'}';
}

QString cppValue(const Computed &computed)
{
    return Braces(u"Computed"_s)
        .member(u"sql"_s, computed.sql)
        .member(u"persisted"_s, computed.persisted)
        .text();
}

QString cppValue(const Identity &identity)
{
    return Braces(u"Identity"_s).member(u"always"_s, identity.always).text();
}

QString cppValue(const Column &column)
{
    QString text = named(column).member(u"type"_s, column.type).text();
    text.chop(1);
    if (!column.nullable)
        text += u", .nullable = false"_s;
    QString rest = Braces()
                       .member(u"serverDefault"_s, column.serverDefault)
                       .member(u"computed"_s, column.computed)
                       .member(u"identity"_s, column.identity)
                       .member(u"collation"_s, column.collation)
                       .member(u"comment"_s, column.comment)
                       .member(u"renamedFrom"_s, column.renamedFrom)
                       .member(u"options"_s, column.options)
                       .text()
                       .mid(1);
    return text + (rest.size() > 1 ? u", "_s + rest : rest);
}

QString cppValue(const KeyPart &part)
{
    return Braces()
        .member(u"column"_s, part.column)
        .member(u"expression"_s, part.expression)
        .member(u"descending"_s, part.descending)
        .member(u"collation"_s, part.collation)
        .text();
}

QString cppValue(const PrimaryKeyConstraint &key)
{
    return named(key, u"PrimaryKeyConstraint"_s)
        .member(u"columns"_s, key.columns)
        .member(u"options"_s, key.options)
        .text();
}

QString cppValue(const UniqueConstraint &unique)
{
    return named(unique)
        .member(u"columns"_s, unique.columns)
        .member(u"options"_s, unique.options)
        .text();
}

QString cppValue(const CheckConstraint &check)
{
    return named(check).member(u"sql"_s, check.sql).member(u"options"_s, check.options).text();
}

QString cppValue(const ForeignKeyConstraint &key)
{
    return named(key)
        .member(u"columns"_s, key.columns)
        .member(u"referredTable"_s, key.referredTable)
        .member(u"referredColumns"_s, key.referredColumns)
        .member(u"onDelete"_s, key.onDelete)
        .member(u"onUpdate"_s, key.onUpdate)
        .member(u"match"_s, key.match)
        .member(u"deferrable"_s, key.deferrable)
        .member(u"initiallyDeferred"_s, key.initiallyDeferred)
        .member(u"options"_s, key.options)
        .text();
}

QString cppValue(const Index &index)
{
    return named(index)
        .member(u"columns"_s, index.columns)
        .member(u"unique"_s, index.unique)
        .member(u"where"_s, index.where)
        .member(u"options"_s, index.options)
        .text();
}

QString cppValue(const Trigger &trigger)
{
    return named(trigger).member(u"sql"_s, trigger.sql).text();
}

QString cppValue(const Table &table)
{
    return named(table, u"Table"_s)
        .member(u"comment"_s, table.comment)
        .member(u"columns"_s, table.columns)
        .member(u"primaryKey"_s, table.primaryKey)
        .member(u"foreignKeys"_s, table.foreignKeys)
        .member(u"uniques"_s, table.uniques)
        .member(u"checks"_s, table.checks)
        .member(u"indexes"_s, table.indexes)
        .member(u"triggers"_s, table.triggers)
        .member(u"options"_s, table.options)
        .member(u"renamedFrom"_s, table.renamedFrom)
        .text();
}

QString cppValue(const View &view)
{
    return named(view, u"View"_s)
        .member(u"comment"_s, view.comment)
        .member(u"columns"_s, view.columns)
        .member(u"sql"_s, view.sql)
        .member(u"triggers"_s, view.triggers)
        .member(u"options"_s, view.options)
        .member(u"renamedFrom"_s, view.renamedFrom)
        .text();
}

QString cppValue(const VirtualTable &table)
{
    return named(table, u"VirtualTable"_s)
        .member(u"sql"_s, table.sql)
        .member(u"comment"_s, table.comment)
        .text();
}

QString cppValue(const Sequence &sequence)
{
    return named(sequence, u"Sequence"_s).member(u"options"_s, sequence.options).text();
}

QString cppValue(const Enum &type)
{
    return named(type, u"Enum"_s).member(u"values"_s, type.values).text();
}

} // namespace joinery::generate
