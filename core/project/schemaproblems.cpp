// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/schemaproblems.h"

#include "joinery/base/suggestion.h"
#include "joinery/project/expressionproblems.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Words that databases use for types, besides the portable ones.
const QStringList &typeWords()
{
    static const QStringList words {u"integer"_s, u"text"_s, u"varchar"_s, u"boolean"_s,
        u"smallint"_s, u"bigint"_s, u"real"_s, u"double"_s, u"numeric"_s, u"char"_s, u"blob"_s,
        u"binary"_s, u"date"_s, u"time"_s, u"timestamp"_s, u"timestamptz"_s, u"interval"_s,
        u"json"_s, u"uuid"_s, u"enum"_s, u"int"_s, u"tinyint"_s, u"mediumint"_s, u"int2"_s,
        u"int4"_s, u"int8"_s, u"float"_s, u"float4"_s, u"float8"_s, u"decimal"_s, u"money"_s,
        u"nchar"_s, u"nvarchar"_s, u"varbinary"_s, u"clob"_s, u"nclob"_s, u"datetime"_s, u"bool"_s,
        u"string"_s, u"any"_s, u"ntext"_s, u"image"_s, u"bit"_s, u"year"_s, u"jsonb"_s, u"bytea"_s,
        u"longtext"_s, u"mediumtext"_s, u"tinytext"_s, u"longblob"_s, u"character"_s, u"number"_s,
        u"varchar2"_s, u"unsigned"_s, u"serial"_s, u"citext"_s, u"xml"_s};
    return words;
}

QString quoted(const QString &name)
{
    return u'"' + name + u'"';
}

/// Finds what is wrong with one table.
class TableSearch
{
public:
    TableSearch(const MetaData &schema, const Table &table, const QSet<QString> &knownTypes,
        const Dialect &dialect)
        : m_schema(schema)
        , m_table(table)
        , m_knownTypes(knownTypes)
        , m_dialect(dialect)
        , m_policy(dialect.comparePolicy())
    { }

    QList<SchemaProblem> run(bool keysOnly)
    {
        if (!keysOnly) {
            searchColumns();
            searchKeys();
        }
        for (qsizetype i = 0; i < m_table.foreignKeys.size(); ++i)
            searchForeignKey(i);
        return m_problems;
    }

private:
    void add(SchemaSection section, qsizetype row, const QString &field, const QString &message,
        const QString &suggestion = {}, bool serious = true)
    {
        m_problems.append({m_table.name, section, row, field, message, serious, suggestion});
    }

    bool same(const QString &a, const QString &b) const
    {
        return m_policy.nameKey(a) == m_policy.nameKey(b);
    }

    const Column *findColumn(const Table &table, const QString &name) const
    {
        const auto found = std::find_if(table.columns.begin(), table.columns.end(),
            [&](const Column &column) { return same(column.name, name); });
        return found == table.columns.end() ? nullptr : &*found;
    }

    static QStringList namesOf(const Table &table)
    {
        QStringList names;
        for (const Column &column : table.columns)
            names.append(column.name);
        return names;
    }

    void searchColumns()
    {
        if (m_table.columns.isEmpty())
            add(SchemaSection::Object, -1, u"name"_s, u"a table needs at least one column"_s);
        QSet<QString> seen;
        for (qsizetype i = 0; i < m_table.columns.size(); ++i) {
            const Column &column = m_table.columns[i];
            const QString key = m_policy.nameKey(column.name);
            if (column.name.trimmed().isEmpty())
                add(SchemaSection::Columns, i, u"name"_s, u"a column needs a name"_s);
            else if (seen.contains(key))
                add(SchemaSection::Columns, i, u"name"_s,
                    u"there is a column %1 already"_s.arg(quoted(column.name)));
            seen.insert(key);
            searchType(i, column);
            if (column.computed && column.serverDefault)
                add(SchemaSection::Columns, i, u"default"_s,
                    u"a generated column cannot have a default"_s);
        }
    }

    void searchType(qsizetype row, const Column &column)
    {
        const QString text = column.type.text;
        if (text.isEmpty() || isPortable(text) || m_knownTypes.contains(text))
            return;
        const TypeWord type = splitType(text);
        const QString first = type.word.section(u' ', 0, 0).toLower();
        if (typeWords().contains(first))
            return;
        const QString meant = closestTo(first, typeWords());
        if (!meant.isEmpty())
            add(SchemaSection::Columns, row, u"type"_s,
                u"no type is called \"%1\"; did you mean %2?"_s.arg(type.word, meant), meant,
                false);
    }

    void searchParts(SchemaSection section, qsizetype row, const QList<KeyPart> &parts)
    {
        if (parts.isEmpty())
            add(section, row, u"columns"_s, u"it names no column"_s);
        for (const KeyPart &part : parts) {
            if (!part.column.isEmpty())
                searchName(section, row, part.column);
        }
    }

    void searchName(SchemaSection section, qsizetype row, const QString &column)
    {
        if (findColumn(m_table, column))
            return;
        const QString meant = closestTo(column, namesOf(m_table));
        add(section, row, u"columns"_s,
            meant.isEmpty()
                ? u"there is no column %1"_s.arg(quoted(column))
                : u"there is no column %1; did you mean %2?"_s.arg(quoted(column), quoted(meant)),
            meant);
    }

    void searchKeys()
    {
        if (m_table.primaryKey)
            searchParts(SchemaSection::Columns, -1, m_table.primaryKey->columns);
        for (qsizetype i = 0; i < m_table.uniques.size(); ++i)
            searchParts(SchemaSection::Uniques, i, m_table.uniques[i].columns);
        for (qsizetype i = 0; i < m_table.indexes.size(); ++i) {
            if (m_table.indexes[i].name.isEmpty())
                add(SchemaSection::Indexes, i, u"name"_s, u"an index needs a name"_s);
            searchParts(SchemaSection::Indexes, i, m_table.indexes[i].columns);
        }
        for (qsizetype i = 0; i < m_table.checks.size(); ++i) {
            if (m_table.checks[i].sql.trimmed().isEmpty())
                add(SchemaSection::Checks, i, u"sql"_s, u"the check has no expression"_s);
        }
    }

    void searchForeignKey(qsizetype row)
    {
        const ForeignKeyConstraint &key = m_table.foreignKeys[row];
        if (key.columns.isEmpty())
            add(SchemaSection::ForeignKeys, row, u"columns"_s, u"it names no column"_s);
        for (const QString &column : key.columns)
            searchName(SchemaSection::ForeignKeys, row, column);
        const Table *parent = findTable(m_schema, key.referredTable, m_dialect.replayPolicy());
        if (!parent) {
            const QString meant = closestTo(key.referredTable, m_schema.tables.keys());
            add(SchemaSection::ForeignKeys, row, u"referred_table"_s,
                key.referredTable.isEmpty() ? u"it refers to no table"_s
                    : meant.isEmpty() ? u"there is no table %1"_s.arg(quoted(key.referredTable))
                                      : u"there is no table %1; did you mean %2?"_s.arg(
                                          quoted(key.referredTable), quoted(meant)),
                meant);
            return;
        }
        searchReferred(row, key, *parent);
    }

    void searchReferred(qsizetype row, const ForeignKeyConstraint &key, const Table &parent)
    {
        const QString field = u"referred_columns"_s;
        QStringList referred = key.referredColumns;
        if (referred.isEmpty() && parent.primaryKey)
            referred = columnNames(parent.primaryKey->columns);
        for (const QString &column : referred) {
            if (findColumn(parent, column))
                continue;
            const QString meant = closestTo(column, namesOf(parent));
            add(SchemaSection::ForeignKeys, row, field,
                u"table %1 has no column %2"_s.arg(quoted(parent.name), quoted(column)), meant);
            return;
        }
        if (referred.size() != key.columns.size()) {
            add(SchemaSection::ForeignKeys, row, field,
                u"%1 columns refer to %2"_s.arg(key.columns.size()).arg(referred.size()));
            return;
        }
        if (!isKey(parent, referred))
            add(SchemaSection::ForeignKeys, row, field,
                u"%1 of table %2 is neither its primary key nor unique, so it cannot be referred to"_s
                    .arg(referred.join(u", "_s), quoted(parent.name)));
        compareTypes(row, key, parent, referred);
    }

    bool sameNames(const QList<KeyPart> &parts, const QStringList &names) const
    {
        QSet<QString> a;
        QSet<QString> b;
        for (const KeyPart &part : parts)
            a.insert(m_policy.nameKey(part.column));
        for (const QString &name : names)
            b.insert(m_policy.nameKey(name));
        return parts.size() == names.size() && a == b;
    }

    bool isKey(const Table &table, const QStringList &names) const
    {
        if (table.primaryKey && sameNames(table.primaryKey->columns, names))
            return true;
        const bool unique = std::any_of(table.uniques.begin(), table.uniques.end(),
            [&](const UniqueConstraint &key) { return sameNames(key.columns, names); });
        return unique
            || std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
                   return index.unique && index.where.isEmpty() && sameNames(index.columns, names);
               });
    }

    void compareTypes(qsizetype row, const ForeignKeyConstraint &key, const Table &parent,
        const QStringList &referred)
    {
        for (qsizetype i = 0; i < referred.size(); ++i) {
            const Column *child = findColumn(m_table, key.columns[i]);
            const Column *target = findColumn(parent, referred[i]);
            if (!child || !target || m_policy.sameFamily(child->type, target->type))
                continue;
            add(SchemaSection::ForeignKeys, row, u"columns"_s,
                u"%1 is %2, but %3 of table %4 is %5"_s.arg(quoted(child->name),
                    m_dialect.compileType(m_table, *child), quoted(target->name),
                    quoted(parent.name), m_dialect.compileType(parent, *target)),
                {}, false);
        }
    }

    const MetaData &m_schema;
    const Table &m_table;
    const QSet<QString> &m_knownTypes;
    const Dialect &m_dialect;
    const ComparePolicy &m_policy;
    QList<SchemaProblem> m_problems {};
};

/// Tables, views and virtual tables share their names; indexes have names of their own.
QList<SchemaProblem> nameProblems(
    const MetaData &schema, const QSet<QString> &touched, const ComparePolicy &policy)
{
    QList<SchemaProblem> problems;
    QHash<QString, QString> seen;
    const auto check = [&](const QStringList &names, const QString &kind) {
        for (const QString &name : names) {
            const QString key = policy.nameKey(name);
            if (name.trimmed().isEmpty())
                problems.append(
                    {.object = name, .field = u"name"_s, .message = u"it needs a name"_s});
            else if (seen.contains(key) && (touched.contains(name) || touched.contains(seen[key])))
                problems.append({.object = name,
                    .field = u"name"_s,
                    .message = u"there is a %1 called %2 already"_s.arg(kind, quoted(seen[key]))});
            seen.insert(key, name);
        }
    };
    check(schema.tables.keys(), u"table"_s);
    check(schema.virtualTables.keys(), u"table"_s);
    check(schema.views.keys(), u"table or view"_s);
    QHash<QString, QString> indexes;
    for (const Table &table : schema.tables) {
        for (qsizetype i = 0; i < table.indexes.size(); ++i) {
            const QString key = policy.nameKey(table.indexes[i].name);
            const auto other = indexes.constFind(key);
            if (other != indexes.constEnd() && touched.contains(table.name))
                problems.append({table.name, SchemaSection::Indexes, i, u"name"_s,
                    u"table %1 has an index of that name"_s.arg(quoted(*other))});
            indexes.insert(key, table.name);
        }
    }
    return problems;
}

} // namespace

namespace {

QList<SchemaProblem> search(const MetaData &edited, const QStringList &names,
    const QSet<QString> &knownTypes, const Dialect &dialect, const DatabaseProvider *provider)
{
    const QSet<QString> touched(names.begin(), names.end());
    QList<SchemaProblem> problems = nameProblems(edited, touched, dialect.comparePolicy());
    const auto refersToTouched = [&](const Table &table) {
        return std::any_of(table.foreignKeys.begin(), table.foreignKeys.end(),
            [&](const ForeignKeyConstraint &key) { return touched.contains(key.referredTable); });
    };
    for (const Table &table : edited.tables) {
        const bool own = touched.contains(table.name);
        if (!own && !refersToTouched(table))
            continue;
        const QList<SchemaProblem> found
            = TableSearch(edited, table, knownTypes, dialect).run(!own);
        problems += found;
        if (provider && own && found.isEmpty())
            problems += expressionProblems(table, dialect, *provider);
    }
    return problems;
}

} // namespace

QList<SchemaProblem> structureProblems(const MetaData &edited, const QStringList &names,
    const QSet<QString> &knownTypes, const Dialect &dialect)
{
    return search(edited, names, knownTypes, dialect, nullptr);
}

QList<SchemaProblem> schemaProblems(const MetaData &edited, const QStringList &names,
    const QSet<QString> &knownTypes, const Dialect &dialect, const DatabaseProvider &provider)
{
    return search(edited, names, knownTypes, dialect, &provider);
}

} // namespace joinery
