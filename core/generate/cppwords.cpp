// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/cppwords.h"

#include "joinery/generate/cppvalues.h"

using namespace Qt::StringLiterals;

namespace joinery::generate {

namespace {

using mapping_detail::TableOptions;
using Group = TableOptions::Group;

bool isPlain(const QList<KeyPart> &parts)
{
    return keyParts(columnNames(parts)) == parts;
}

QString conventional(const QString &kind, const Table &table, const QString &column)
{
    return u"%1_%2_%3"_s.arg(kind, table.name, column);
}

/// A mapping that says as much of a table as it has words for. What makes the table of a mapping
/// runs here, too: so what is left over is known exactly.
class Words
{
public:
    Words(const CppSchema &schema, qsizetype number)
        : m_schema(schema)
        , m_model(schema.models()[number])
        , m_table(m_model.table)
    {
        for (qsizetype i = 0; i < m_table.columns.size(); ++i)
            addColumn(i);
        addKey();
        for (const UniqueConstraint &unique : m_table.uniques)
            addUnique(unique);
        for (const Index &index : m_table.indexes)
            addIndex(index);
        for (const CheckConstraint &check : m_table.checks)
            addCheck(check);
        m_options.comment = keep(m_table.comment);
        m_options.renamedFrom = keep(m_table.renamedFrom);
    }

    QStringList parts(const QString &nameSpace) const
    {
        QStringList texts;
        for (qsizetype i = 0; i < m_info.columns.size(); ++i)
            texts.append(columnPart(i, nameSpace));
        for (const Group &group : m_options.groups)
            texts.append(groupPart(group, nameSpace));
        for (const TableOptions::Check &check : m_options.checks)
            texts.append(u"check(%1, %2)"_s.arg(literal(check.name), literal(check.sql)));
        append(texts, u"comment"_s, m_options.comment);
        append(texts, u"renamedFrom"_s, m_options.renamedFrom);
        for (const CppRelation &relation : m_model.relations)
            texts.append(u"%1(&%2, &%3)"_s.arg(relation.word,
                u"%1::%2::%3"_s.arg(nameSpace, m_model.name, relation.member),
                memberOf(relation.keyModel, relation.keyColumn, nameSpace)));
        return texts;
    }

    /// The table that the words make.
    Table table() const
    {
        ModelInfo info = m_info;
        mapping_detail::finish(info, m_model.table.name.toUtf8().toStdString(), m_options);
        return info.table;
    }

private:
    std::string_view keep(const QString &text)
    {
        m_texts.append(text.toUtf8());
        const QByteArray &kept = m_texts.last();
        return {kept.constData(), static_cast<size_t>(kept.size())};
    }
    static QString literal(std::string_view text)
    {
        return cppLiteral(mapping_detail::toQString(text));
    }
    static void append(QStringList &texts, const QString &word, std::string_view argument)
    {
        if (!argument.empty())
            texts.append(u"%1(%2)"_s.arg(word, literal(argument)));
    }

    void addColumn(qsizetype i)
    {
        const Column &column = m_table.columns[i];
        const CppColumn &made = m_model.columns[i];
        ColumnOptions options {.name = keep(column.name)};
        setType(options, column.type.text, made.type.word);
        if (made.optional != column.nullable && !isKeyColumn(column.name))
            options.nullable = column.nullable ? 1 : 0;
        options.hasServerDefault = column.serverDefault.has_value();
        options.serverDefault = keep(column.serverDefault.value_or(QString()));
        if (column.computed) {
            options.computed = keep(column.computed->sql);
            options.stored = column.computed->persisted;
        }
        options.collation = keep(column.collation);
        options.comment = keep(column.comment);
        options.renamedFrom = keep(column.renamedFrom);
        m_info.columns.append(
            {.options = options, .type = made.type.word, .optional = made.optional});
        if (made.reference)
            addReference(int(i), *made.reference);
    }

    void setType(ColumnOptions &options, const QString &text, const QString &word)
    {
        const TypeWord type = splitType(text);
        const int length = type.arguments.value(0).toInt();
        if (word == u"text" && length > 0 && text == u"varchar(%1)"_s.arg(length))
            options.maxLength = length;
        else if (text != word)
            options.type = keep(text);
    }

    bool isKeyColumn(const QString &name) const
    {
        return columnNames(m_table.primaryKey->columns).contains(name);
    }

    void addReference(int column, const CppReference &to)
    {
        const CppModel &other = m_schema.models()[to.model];
        const bool needsOptional = to.onDelete == u"set null" && !m_model.columns[column].optional;
        m_info.references.append({.column = column,
            .referredTable = keep(other.table.name),
            .referredColumn = keep(other.table.columns[to.column].name),
            .onDelete = keep(needsOptional ? QString() : to.onDelete),
            .onUpdate = keep(to.onUpdate)});
    }

    int columnIndex(const QString &name) const { return int(m_table.columnIndex(name)); }

    QList<int> columnIndexes(const QStringList &names) const
    {
        QList<int> indexes;
        for (const QString &name : names)
            indexes.append(columnIndex(name));
        return indexes;
    }

    void addKey()
    {
        const QStringList names = columnNames(m_table.primaryKey->columns);
        if (names.size() == 1)
            m_info.columns[columnIndex(names.first())].options.primaryKey = true;
        else
            m_options.groups.append({Group::Kind::PrimaryKey, {}, columnIndexes(names)});
    }

    /// The column that such a constraint has to itself, under its conventional name; -1 = none.
    template <typename Key> int ownColumn(const QString &kind, const Key &key) const
    {
        const QStringList names = columnNames(key.columns);
        const bool own
            = names.size() == 1 && key.name == conventional(kind, m_table, names.first());
        return own ? columnIndex(names.first()) : -1;
    }

    void addUnique(const UniqueConstraint &unique)
    {
        if (unique.name.isEmpty() || !isPlain(unique.columns) || !unique.options.isEmpty())
            return;
        const int own = ownColumn(u"uq"_s, unique);
        if (own >= 0 && !m_info.columns[own].options.unique)
            m_info.columns[own].options.unique = true;
        else
            m_options.groups.append({Group::Kind::Unique, keep(unique.name),
                columnIndexes(columnNames(unique.columns))});
    }

    void addIndex(const Index &index)
    {
        if (index.unique || !isPlain(index.columns) || !index.options.isEmpty())
            return;
        const int own = index.where.isEmpty() ? ownColumn(u"ix"_s, index) : -1;
        if (own >= 0 && !m_info.columns[own].options.index)
            m_info.columns[own].options.index = true;
        else
            m_options.groups.append({Group::Kind::Index, keep(index.name),
                columnIndexes(columnNames(index.columns)), keep(index.where)});
    }

    void addCheck(const CheckConstraint &check)
    {
        if (check.name.isEmpty() || check.sql.isEmpty() || !check.options.isEmpty())
            return;
        for (qsizetype i = 0; i < m_table.columns.size(); ++i) {
            ColumnOptions &options = m_info.columns[i].options;
            if (check.name == conventional(u"ck"_s, m_table, m_table.columns[i].name)
                && options.check.empty()) {
                options.check = keep(check.sql);
                return;
            }
        }
        m_options.checks.append({keep(check.name), keep(check.sql)});
    }

    QString memberOf(qsizetype model, qsizetype column, const QString &nameSpace) const
    {
        const CppModel &owner = m_schema.models()[model];
        return u"%1::%2::%3"_s.arg(nameSpace, owner.name, owner.columns[column].member);
    }
    QString ownMember(qsizetype column, const QString &nameSpace) const
    {
        return u"&%1::%2::%3"_s.arg(nameSpace, m_model.name, m_model.columns[column].member);
    }

    QString columnPart(qsizetype i, const QString &nameSpace) const
    {
        const ColumnOptions &options = m_info.columns[i].options;
        QStringList words {literal(options.name), ownMember(i, nameSpace)};
        if (options.primaryKey)
            words.append(u"primaryKey"_s);
        append(words, u"type"_s, options.type);
        if (options.maxLength > 0)
            words.append(u"maxLength(%1)"_s.arg(options.maxLength));
        if (options.nullable >= 0)
            words.append(u"nullable(%1)"_s.arg(cppValue(options.nullable == 1)));
        if (options.unique)
            words.append(u"unique"_s);
        if (options.index)
            words.append(u"index"_s);
        if (options.hasServerDefault)
            words.append(u"serverDefault(%1)"_s.arg(literal(options.serverDefault)));
        if (!options.computed.empty())
            words.append(u"computed(%1%2)"_s.arg(
                literal(options.computed), options.stored ? u", stored"_s : QString()));
        append(words, u"check"_s, options.check);
        append(words, u"collation"_s, options.collation);
        append(words, u"comment"_s, options.comment);
        append(words, u"renamedFrom"_s, options.renamedFrom);
        if (m_model.columns[i].reference)
            words.append(referencePart(i, nameSpace));
        return u"column(%1)"_s.arg(words.join(u", "_s));
    }

    QString referencePart(qsizetype column, const QString &nameSpace) const
    {
        const CppReference &to = *m_model.columns[column].reference;
        const auto info = std::find_if(m_info.references.begin(), m_info.references.end(),
            [&](const ReferenceInfo &one) { return one.column == column; });
        QStringList words {u'&' + memberOf(to.model, to.column, nameSpace)};
        append(words, u"onDelete"_s, info->onDelete);
        append(words, u"onUpdate"_s, info->onUpdate);
        return u"references(%1)"_s.arg(words.join(u", "_s));
    }

    QString groupPart(const Group &group, const QString &nameSpace) const
    {
        const bool isKey = group.kind == Group::Kind::PrimaryKey;
        QStringList words;
        if (!isKey)
            words.append(literal(group.name));
        for (const int column : group.columns)
            words.append(ownMember(column, nameSpace));
        const QString where
            = group.where.empty() ? QString() : u".where(%1)"_s.arg(literal(group.where));
        const QString word = isKey              ? u"primaryKey"_s
            : group.kind == Group::Kind::Unique ? u"unique"_s
                                                : u"index"_s;
        return u"%1(%2)%3"_s.arg(word, words.join(u", "_s), where);
    }

    const CppSchema &m_schema;
    const CppModel &m_model;
    const Table &m_table;
    QList<QByteArray> m_texts {};
    ModelInfo m_info {};
    TableOptions m_options {};
};

/// The same in any order.
template <typename T> bool sameElements(const QList<T> &one, const QList<T> &other)
{
    return one.size() == other.size() && std::all_of(one.begin(), one.end(), [&](const T &element) {
        return other.contains(element);
    });
}

/// Collects assignments to what differs.
class Differences
{
public:
    explicit Differences(const QString &object)
        : m_object(object)
    { }

    template <typename T>
    void value(const QString &member, const T &made, const T &wanted, bool same)
    {
        if (!same && made != wanted)
            statements.append(u"%1.%2 = "_s.arg(m_object, member) + cppValue(wanted) + u';');
    }
    template <typename T> void value(const QString &member, const T &made, const T &wanted)
    {
        value(member, made, wanted, false);
    }
    template <typename T>
    void list(const QString &member, const QList<T> &made, const QList<T> &wanted)
    {
        value(member, made, wanted, sameElements(made, wanted));
    }

    QStringList statements {};

private:
    QString m_object;
};

QStringList columnDifferences(qsizetype i, const Column &made, const Column &wanted)
{
    Differences column(u"table.columns[%1]"_s.arg(i));
    column.value(u"type"_s, made.type, wanted.type);
    column.value(u"nullable"_s, made.nullable, wanted.nullable);
    column.value(u"serverDefault"_s, made.serverDefault, wanted.serverDefault);
    column.value(u"computed"_s, made.computed, wanted.computed);
    column.value(u"identity"_s, made.identity, wanted.identity);
    column.value(u"collation"_s, made.collation, wanted.collation);
    column.value(u"comment"_s, made.comment, wanted.comment);
    column.value(u"renamedFrom"_s, made.renamedFrom, wanted.renamedFrom);
    column.value(u"options"_s, made.options, wanted.options);
    return column.statements;
}

} // namespace

QStringList mappingParts(const CppSchema &schema, qsizetype model, const QString &nameSpace)
{
    return Words(schema, model).parts(nameSpace);
}

QStringList adjustments(const CppSchema &schema, qsizetype model)
{
    const Table made = Words(schema, model).table();
    const Table &wanted = schema.models()[model].table;
    QStringList statements;
    for (qsizetype i = 0; i < wanted.columns.size(); ++i)
        statements += columnDifferences(i, made.columns[i], wanted.columns[i]);
    Differences table(u"table"_s);
    table.value(u"primaryKey"_s, made.primaryKey, wanted.primaryKey);
    table.list(u"foreignKeys"_s, made.foreignKeys, wanted.foreignKeys);
    table.list(u"uniques"_s, made.uniques, wanted.uniques);
    table.list(u"checks"_s, made.checks, wanted.checks);
    table.list(u"indexes"_s, made.indexes, wanted.indexes);
    table.list(u"triggers"_s, made.triggers, wanted.triggers);
    table.value(u"options"_s, made.options, wanted.options);
    table.value(u"comment"_s, made.comment, wanted.comment);
    table.value(u"renamedFrom"_s, made.renamedFrom, wanted.renamedFrom);
    return statements + table.statements;
}

} // namespace joinery::generate
