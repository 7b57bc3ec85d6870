// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/sqlmodel.h"

#include "joinery/generate/cppschema.h"
#include "joinery/generate/pythontypes.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using namespace generate;

/// Constraints and indexes without a name get the one that Joinery, too, gives them.
QString preamble(bool needsNative)
{
    QString text = uR"(import datetime
import decimal
import enum
import uuid
from typing import Any, List, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
}
)"_s;
    if (needsNative)
        text += uR"(

class Native(sa.types.UserDefinedType):
    """A type of one database, as it is declared there."""

    cache_ok = True

    def __init__(self, declared):
        self.declared = declared

    def get_col_spec(self, **_):
        return self.declared
)"_s;
    return text;
}

QString conventional(const QString &kind, const QString &table, const QString &column)
{
    return u"%1_%2_%3"_s.arg(kind, table, column);
}

QString quotedList(const QStringList &names)
{
    QStringList texts;
    for (const QString &name : names)
        texts.append(pythonText(name));
    return texts.join(u", "_s);
}

/// The models with their names in Python.
class PythonSchema
{
public:
    explicit PythonSchema(const MetaData &metaData)
        : m_schema(metaData)
    {
        UniqueNames classes({u"Field"_s, u"Relationship"_s, u"SQLModel"_s, u"Any"_s, u"List"_s,
            u"Optional"_s, u"Native"_s, u"None"_s, u"True"_s, u"False"_s});
        for (const CppModel &model : m_schema.models()) {
            m_classes.append(classes.add(pascalCase(model.table.name)));
            UniqueNames members(pythonWords());
            QStringList columns;
            for (const Column &column : model.table.columns)
                columns.append(members.add(attribute(column.name)));
            m_columns.append(columns);
            QStringList relations;
            for (const CppRelation &relation : model.relations)
                relations.append(members.add(snakeCase(relation.member)));
            m_relations.append(relations);
        }
        for (const CppModel &model : m_schema.models()) {
            QStringList enums;
            for (const CppEnum &type : model.enums)
                enums.append(classes.add(type.name));
            m_enums.append(enums);
        }
    }

    QString text() const
    {
        QString classes;
        for (qsizetype i = 0; i < m_schema.models().size(); ++i)
            classes += enumTexts(i) + classText(i);
        QString opening
            = u"# Written by `joinery generate sqlmodel`: change the models, not this file.\n"_s;
        for (const QString &note : notes())
            opening += u"# "_s + QString(note).replace(u'\n', u' ') + u'\n';
        return opening + preamble(classes.contains(u"Native("_s)) + classes;
    }

    QStringList notes() const
    {
        QStringList notes;
        for (const QString &note : m_schema.notes())
            notes.append(u"%1 has no class"_s.arg(note));
        for (const CppModel &model : m_schema.models()) {
            if (!model.table.options.isEmpty())
                notes.append(u"the options of table \"%1\" are left out"_s.arg(model.table.name));
            for (const Column &column : model.table.columns) {
                if (!column.collation.isEmpty() && collatedType(column).isEmpty())
                    notes.append(
                        u"the collation of column \"%1\" of table \"%2\" is left out"_s.arg(
                            column.name, model.table.name));
            }
            for (const Trigger &trigger : model.table.triggers)
                notes.append(u"trigger \"%1\" of table \"%2\" is left out"_s.arg(
                    trigger.name, model.table.name));
        }
        return notes;
    }

private:
    /// A name that Python can have, too, stays as it is.
    static QString attribute(const QString &column)
    {
        static const QRegularExpression names(uR"(\A[A-Za-z][A-Za-z0-9_]*\z)"_s);
        return names.match(column).hasMatch() ? column : snakeCase(column);
    }

    const CppModel &model(qsizetype i) const { return m_schema.models()[i]; }
    const Table &table(qsizetype i) const { return model(i).table; }

    QString enumTexts(qsizetype i) const
    {
        QString text;
        for (qsizetype e = 0; e < model(i).enums.size(); ++e) {
            text += u"\n\nclass %1(str, enum.Enum):\n"_s.arg(m_enums[i][e]);
            UniqueNames names({u"MRO"_s, u"NAME"_s, u"VALUE"_s});
            for (const QString &value : model(i).enums[e].values)
                text += u"    %1 = %2\n"_s.arg(
                    names.add(snakeCase(value).toUpper()), pythonText(value));
        }
        return text;
    }

    QString classText(qsizetype i) const
    {
        QString text = u"\n\nclass %1(SQLModel, table=True):\n    __tablename__ = %2\n"_s.arg(
            m_classes[i], pythonText(table(i).name));
        const QStringList arguments = tableArguments(i);
        if (!arguments.isEmpty())
            text += u"    __table_args__ = (\n        "_s + arguments.join(u",\n        "_s)
                + u",\n    )\n"_s;
        text += u'\n';
        for (qsizetype c = 0; c < table(i).columns.size(); ++c)
            text += columnText(i, c);
        if (!m_relations[i].isEmpty())
            text += u'\n';
        for (qsizetype r = 0; r < m_relations[i].size(); ++r)
            text += relationText(i, r);
        return text;
    }

    // --- columns

    QStringList keyColumns(qsizetype i) const { return columnNames(table(i).primaryKey->columns); }

    template <typename Key>
    bool isOwn(const Key &key, const QString &kind, qsizetype i, const Column &column) const
    {
        return columnNames(key.columns) == QStringList {column.name} && key.options.isEmpty()
            && key.name == conventional(kind, table(i).name, column.name);
    }
    bool isOwn(const Index &index, qsizetype i, const Column &column) const
    {
        return isOwn(index, u"ix"_s, i, column) && !index.unique && index.where.isEmpty()
            && index.columns == keyParts({column.name});
    }
    bool isOwn(const UniqueConstraint &unique, qsizetype i, const Column &column) const
    {
        return isOwn(unique, u"uq"_s, i, column);
    }

    /// The column whose Field can say it all; -1 = none.
    qsizetype ownColumn(const ForeignKeyConstraint &key, qsizetype i) const
    {
        const qsizetype c
            = key.columns.size() == 1 ? table(i).columnIndex(key.columns.first()) : -1;
        const bool conventionally = c >= 0
            && (key.name.isEmpty()
                || key.name
                    == conventional(u"fk"_s, table(i).name, key.columns.first()) + u'_'
                        + key.referredTable);
        const bool plain = key.onUpdate.isEmpty() && key.match.isEmpty() && !key.deferrable
            && (key.onDelete.isEmpty() || key.onDelete == u"cascade" || key.onDelete == u"set null"
                || key.onDelete == u"restrict");
        return conventionally && plain && model(i).columns[c].reference ? c : -1;
    }

    QString pythonType(qsizetype i, qsizetype c, PythonType &type) const
    {
        type = pythonTypeOf(table(i).columns[c].type);
        if (!type.name.isEmpty())
            return type.name;
        for (qsizetype e = 0; e < model(i).enums.size(); ++e) {
            if (model(i).enums[e].name == model(i).columns[c].type.name)
                type.name = m_enums[i][e];
        }
        type.sqlAlchemy
            = u"sa.Enum(%1, values_callable=lambda e: [one.value for one in e])"_s.arg(type.name);
        return type.name;
    }

    QString columnText(qsizetype i, qsizetype c) const
    {
        const Column &column = table(i).columns[c];
        const bool isKey = keyColumns(i).contains(column.name);
        const bool generated
            = isKey && keyColumns(i).size() == 1 && model(i).columns[c].type.integer;
        const bool optional
            = column.nullable || column.serverDefault || column.computed || generated;
        PythonType type;
        const QString name = pythonType(i, c, type);
        if (generated && !type.sqlAlchemy.isEmpty())
            type.sqlAlchemy = u"%1().with_variant(sa.Integer(), \"sqlite\")"_s.arg(type.sqlAlchemy);
        QStringList field;
        if (optional && !isKey)
            field = QStringList {
                u"default=None"_s, column.nullable ? QString() : u"nullable=False"_s};
        else if (generated)
            field.append(u"default=None"_s);
        if (isKey)
            field.append(u"primary_key=True"_s);
        field += constraintArguments(i, c) + type.arguments;
        if (!column.collation.isEmpty() && !collatedType(column).isEmpty())
            type.sqlAlchemy = collatedType(column);
        if (!type.sqlAlchemy.isEmpty())
            field.append(u"sa_type="_s + type.sqlAlchemy);
        field += columnArguments(i, c);
        field.removeAll(QString());
        const QString annotation = optional ? u"Optional[%1]"_s.arg(name) : name;
        return u"    %1: %2"_s.arg(m_columns[i][c], annotation)
            + (field.isEmpty() ? u"\n"_s : u" = Field("_s + field.join(u", "_s) + u")\n"_s);
    }

    /// The type of texts that are compared by the column's collation; empty where there is none.
    static QString collatedType(const Column &column)
    {
        static const QHash<QString, QString> types {
            {u"text"_s, u"sa.Text"_s}, {u"varchar"_s, u"sa.String"_s}, {u"char"_s, u"sa.CHAR"_s}};
        const TypeWord word = splitType(column.type.text);
        if (word.array || !isPortable(column.type.text) || !types.contains(word.word))
            return {};
        const QStringList arguments
            = word.arguments + QStringList {u"collation="_s + pythonText(column.collation)};
        return u"%1(%2)"_s.arg(types[word.word], arguments.join(u", "_s));
    }

    QStringList constraintArguments(qsizetype i, qsizetype c) const
    {
        const Column &column = table(i).columns[c];
        QStringList field;
        for (const Index &index : table(i).indexes)
            field.append(isOwn(index, i, column) ? u"index=True"_s : QString());
        for (const UniqueConstraint &unique : table(i).uniques)
            field.append(isOwn(unique, i, column) ? u"unique=True"_s : QString());
        for (const ForeignKeyConstraint &key : table(i).foreignKeys) {
            if (ownColumn(key, i) != c)
                continue;
            field.append(u"foreign_key="_s + pythonText(referred(i, c)));
            if (!key.onDelete.isEmpty())
                field.append(u"ondelete="_s + pythonText(key.onDelete.toUpper()));
        }
        field.removeDuplicates();
        return field;
    }

    QString referred(qsizetype i, qsizetype c) const
    {
        const CppReference &to = *model(i).columns[c].reference;
        return table(to.model).name + u'.' + table(to.model).columns[to.column].name;
    }

    /// What goes to sa.Column as it is.
    QStringList columnArguments(qsizetype i, qsizetype c) const
    {
        const Column &column = table(i).columns[c];
        QStringList words;
        QStringList values;
        if (m_columns[i][c] != column.name)
            words.append(u"\"name\": "_s + pythonText(column.name));
        if (column.serverDefault)
            words.append(u"\"server_default\": "_s + pythonSql(*column.serverDefault));
        if (!column.comment.isEmpty())
            words.append(u"\"comment\": "_s + pythonText(column.comment));
        if (column.computed)
            values.append(u"sa.Computed(%1, persisted=%2)"_s.arg(pythonText(column.computed->sql),
                column.computed->persisted ? u"True"_s : u"False"_s));
        if (column.identity)
            values.append(
                u"sa.Identity(always=%1)"_s.arg(column.identity->always ? u"True"_s : u"False"_s));
        QStringList field;
        if (!values.isEmpty())
            field.append(u"sa_column_args=["_s + values.join(u", "_s) + u']');
        if (!words.isEmpty())
            field.append(u"sa_column_kwargs={"_s + words.join(u", "_s) + u'}');
        return field;
    }

    // --- the rest of a table

    /// The columns in their order are the key, which has no name.
    bool isKeySaidByColumns(qsizetype i) const
    {
        QStringList marked;
        for (const Column &column : table(i).columns) {
            if (keyColumns(i).contains(column.name))
                marked.append(column.name);
        }
        return table(i).primaryKey->name.isEmpty() && marked == keyColumns(i);
    }

    QStringList tableArguments(qsizetype i) const
    {
        QStringList arguments;
        if (!isKeySaidByColumns(i))
            arguments.append(u"sa.PrimaryKeyConstraint("_s + quotedList(keyColumns(i))
                + named(table(i).primaryKey->name) + u')');
        for (const ForeignKeyConstraint &key : table(i).foreignKeys) {
            if (ownColumn(key, i) < 0)
                arguments.append(foreignKeyText(key));
        }
        for (const UniqueConstraint &unique : table(i).uniques) {
            const Column *column = table(i).column(columnNames(unique.columns).value(0));
            if (!column || !isOwn(unique, i, *column))
                arguments.append(u"sa.UniqueConstraint("_s + quotedList(columnNames(unique.columns))
                    + named(unique.name) + u')');
        }
        for (const CheckConstraint &check : table(i).checks)
            arguments.append(
                u"sa.CheckConstraint("_s + pythonSql(check.sql) + named(check.name) + u')');
        for (const Index &index : table(i).indexes) {
            const Column *column = table(i).column(index.columns.value(0).column);
            if (!column || !isOwn(index, i, *column))
                arguments.append(indexText(index));
        }
        if (!table(i).comment.isEmpty())
            arguments.append(u"{\"comment\": "_s + pythonText(table(i).comment) + u'}');
        return arguments;
    }

    static QString named(const QString &name)
    {
        return name.isEmpty() ? QString() : u", name="_s + pythonText(name);
    }

    QString foreignKeyText(const ForeignKeyConstraint &key) const
    {
        QStringList targets;
        for (const QString &column : key.referredColumns)
            targets.append(key.referredTable + u'.' + column);
        if (targets.isEmpty())
            targets = keyTargets(key.referredTable);
        QString text = u"sa.ForeignKeyConstraint([%1], [%2]"_s.arg(
                           quotedList(key.columns), quotedList(targets))
            + named(key.name);
        if (!key.onDelete.isEmpty())
            text += u", ondelete="_s + pythonText(key.onDelete.toUpper());
        if (!key.onUpdate.isEmpty())
            text += u", onupdate="_s + pythonText(key.onUpdate.toUpper());
        if (key.deferrable)
            text += u", deferrable=True, initially="_s
                + pythonText(key.initiallyDeferred ? u"DEFERRED"_s : u"IMMEDIATE"_s);
        return text + u')';
    }

    QStringList keyTargets(const QString &referred) const
    {
        QStringList targets;
        for (const CppModel &other : m_schema.models()) {
            if (other.table.name != referred)
                continue;
            for (const QString &column : columnNames(other.table.primaryKey->columns))
                targets.append(referred + u'.' + column);
        }
        return targets;
    }

    static QString indexText(const Index &index)
    {
        QString text = u"sa.Index("_s + pythonText(index.name);
        for (const KeyPart &part : index.columns) {
            const bool plain
                = part.expression.isEmpty() && !part.descending && part.collation.isEmpty();
            const QString sql
                = (part.expression.isEmpty() ? u'"' + part.column + u'"' : part.expression)
                + (part.collation.isEmpty() ? QString() : u" COLLATE "_s + part.collation)
                + (part.descending ? u" DESC"_s : QString());
            text += u", "_s + (plain ? pythonText(part.column) : pythonSql(sql));
        }
        if (index.unique)
            text += u", unique=True"_s;
        if (!index.where.isEmpty())
            text += u", sqlite_where=%1, postgresql_where=%1"_s.arg(pythonSql(index.where));
        return text + u')';
    }

    // --- relationships

    QString relationText(qsizetype i, qsizetype r) const
    {
        const CppRelation &relation = model(i).relations[r];
        const QString related = u'"' + m_classes[relation.related] + u'"';
        const bool list = relation.word == u"oneToMany";
        QStringList arguments {u"back_populates="_s + pythonText(counterpart(i, r))};
        QStringList words;
        if (needsForeignKeys(relation, i))
            words.append(u"\"foreign_keys\": \"%1.%2\""_s.arg(
                m_classes[relation.keyModel], m_columns[relation.keyModel][relation.keyColumn]));
        if (relation.related == i && relation.word == u"manyToOne")
            words.append(u"\"remote_side\": \"%1.%2\""_s.arg(m_classes[i],
                m_columns[i][model(i).columns[relation.keyColumn].reference->column]));
        if (relation.word == u"oneToOne")
            words.append(u"\"uselist\": False"_s);
        if (!words.isEmpty())
            arguments.append(u"sa_relationship_kwargs={"_s + words.join(u", "_s) + u'}');
        return u"    %1: %2[%3] = Relationship("_s.arg(
                   m_relations[i][r], list ? u"List"_s : u"Optional"_s, related)
            + arguments.join(u", "_s) + u")\n"_s;
    }

    /// The name of the relation the other way.
    QString counterpart(qsizetype i, qsizetype r) const
    {
        const CppRelation &own = model(i).relations[r];
        const QList<CppRelation> &others = model(own.related).relations;
        for (qsizetype o = 0; o < others.size(); ++o) {
            const bool same
                = others[o].keyModel == own.keyModel && others[o].keyColumn == own.keyColumn;
            if (same && (others[o].word == u"manyToOne") != (own.word == u"manyToOne"))
                return m_relations[own.related][o];
        }
        return {};
    }

    bool needsForeignKeys(const CppRelation &relation, qsizetype i) const
    {
        const qsizetype other = relation.keyModel == i ? relation.related : i;
        const QString &referredTable = table(other).name;
        const QList<ForeignKeyConstraint> &keys = table(relation.keyModel).foreignKeys;
        const auto toOther
            = [&](const ForeignKeyConstraint &key) { return key.referredTable == referredTable; };
        const auto back = [&](const ForeignKeyConstraint &key) {
            return key.referredTable == table(relation.keyModel).name;
        };
        return other == relation.keyModel || std::count_if(keys.begin(), keys.end(), toOther) > 1
            || std::any_of(table(other).foreignKeys.begin(), table(other).foreignKeys.end(), back);
    }

    CppSchema m_schema;
    QStringList m_classes {};
    QList<QStringList> m_columns {};
    QList<QStringList> m_relations {};
    QList<QStringList> m_enums {};
};

} // namespace

GeneratedFiles generateSqlModel(const MetaData &metaData)
{
    const PythonSchema schema(metaData);
    return {.files = {{u"models.py"_s, schema.text().toUtf8()}}, .notes = schema.notes()};
}

} // namespace joinery
