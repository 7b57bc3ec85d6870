// SPDX-License-Identifier: MPL-2.0
#include "support/randomschema.h"

#include "support/random.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

const QStringList awkwardNames {u"post"_s, u"order"_s, u"select"_s, u"Group"_s, u"with space"_s,
    u"quo\"te"_s, u"it's"_s, u"naïve"_s, u"日本"_s, u"smile 😀"_s, u"a.b"_s, u"semi;colon"_s,
    u"back\\slash"_s, u"per%cent"_s, u"dash--dash"_s, u"[bracket]"_s, u"`tick`"_s, u"null"_s,
    u"current_date"_s, u"42"_s, u"1e5"_s, u"UPPER"_s, u"key: value"_s, u"comma, comma"_s,
    u"{brace}"_s, u"#hash"_s, u"- dash"_s, u"Müller"_s, u"/* x */"_s, u"?"_s, u":name"_s,
    u"_under"_s};

const QStringList types {u"boolean"_s, u"smallint"_s, u"integer"_s, u"bigint"_s, u"real"_s,
    u"double"_s, u"numeric(10,2)"_s, u"numeric"_s, u"char(3)"_s, u"varchar(80)"_s, u"text"_s,
    u"blob"_s, u"binary(16)"_s, u"date"_s, u"time"_s, u"timestamp"_s, u"timestamptz"_s,
    u"interval"_s, u"json"_s, u"uuid"_s, u"enum(draft, live)"_s, u"integer[]"_s, u"NVARCHAR(160)"_s,
    u"unsigned big int"_s};

/// What a STRICT table takes.
const QStringList strictTypes {
    u"integer"_s, u"bigint"_s, u"real"_s, u"text"_s, u"blob"_s, u"ANY"_s};

const QStringList resolutions {u"rollback"_s, u"abort"_s, u"fail"_s, u"ignore"_s, u"replace"_s};

const QStringList defaults {u"1"_s, u"0"_s, u"-1.5"_s, u"NULL"_s, u"CURRENT_TIMESTAMP"_s,
    u"'draft'"_s, u"'it''s: a, {trap} # here'"_s, u"''"_s, u"1 + 1"_s, u"lower('ABC')"_s,
    u"x'00ff'"_s, u"-9223372036854775808"_s, u"1e999"_s, u"true"_s, u"'quo\"te'"_s,
    u"(1, 2) = (1, 2)"_s};

QString quoted(QString name)
{
    return u'"' + name.replace(u'"', u"\"\""_s) + u'"';
}

class Generator
{
public:
    explicit Generator(quint32 seed)
        : m_random(seed)
    { }

    MetaData schema(int tables)
    {
        for (int i = 0; i < tables; ++i)
            insert(m_schema, table());
        addMutualKey();
        for (int i = 0; i < tables / 3; ++i)
            insert(m_schema, view());
        if (!m_schema.views.isEmpty() && m_random.chance(30))
            insert(m_schema, viewOnView());
        if (m_random.chance(10))
            insert(m_schema, virtualTable());
        return m_schema;
    }

private:
    /// A name that nothing in `taken` has, letter case aside.
    QString name(QSet<QString> &taken)
    {
        QString result = m_random.pick(awkwardNames);
        for (int i = 2; taken.contains(result.toCaseFolded()); ++i)
            result = m_random.pick(awkwardNames) + u' ' + QString::number(i);
        taken.insert(result.toCaseFolded());
        return result;
    }

    QString maybeName(int percent, QSet<QString> &taken)
    {
        return m_random.chance(percent) ? name(taken) : QString();
    }

    Column column(QSet<QString> &taken)
    {
        Column result {
            .name = name(taken), .type = {m_random.pick(m_strict ? strictTypes : types)}};
        result.nullable = m_random.chance(60);
        if (!result.nullable && m_random.chance(10))
            result.options[u"sqlite"_s][u"not_null_on_conflict"_s] = m_random.pick(resolutions);
        if (m_random.chance(30))
            result.serverDefault = m_random.pick(defaults);
        if (m_random.chance(15))
            result.collation = m_random.pick(QStringList {u"NOCASE"_s, u"RTRIM"_s});
        return result;
    }

    Column computedColumn(const Table &table, QSet<QString> &taken)
    {
        const QString source = quoted(m_random.pick(table.columns).name);
        return {.name = name(taken),
            .type = {u"text"_s},
            .computed = Computed {u"upper("_s + source + u") || ', x'"_s, m_random.chance(50)}};
    }

    void addColumns(Table &table)
    {
        QSet<QString> taken;
        const int kind = m_random.below(4);
        if (kind < 2) {
            Column id {.name = name(taken), .type = {u"bigint"_s}, .nullable = false};
            if (m_random.chance(70))
                id.identity = Identity {};
            if (id.identity && m_random.chance(30))
                table.options[u"sqlite"_s][u"autoincrement"_s] = u"true"_s;
            table.columns.append(id);
        }
        const int count = 2 + m_random.below(6);
        for (int i = 0; i < count; ++i)
            table.columns.append(column(taken));
        addPrimaryKey(table, kind);
        if (m_random.chance(25))
            table.columns.append(computedColumn(table, taken));
    }

    void addPrimaryKey(Table &table, int kind)
    {
        if (kind == 3)
            return;
        const qsizetype members = kind == 2 ? 2 : 1;
        QStringList names;
        for (qsizetype i = 0; i < members; ++i) {
            table.columns[i].nullable = false;
            table.columns[i].serverDefault.reset();
            names.append(table.columns[i].name);
        }
        table.primaryKey
            = PrimaryKeyConstraint {maybeName(30, m_constraintNames), keyParts(names), {}};
        if (m_random.chance(10))
            resolve(table.primaryKey->options);
        if (kind == 2 && m_random.chance(30))
            table.options[u"sqlite"_s][u"without_rowid"_s] = u"true"_s;
    }

    void resolve(Options &options)
    {
        options[u"sqlite"_s][u"on_conflict"_s] = m_random.pick(resolutions);
    }

    static bool hasKeyOver(const Table &table, const QStringList &names)
    {
        const auto same = [&](const auto &key) { return columnNames(key.columns) == names; };
        return (table.primaryKey && same(*table.primaryKey))
            || std::any_of(table.uniques.begin(), table.uniques.end(), same);
    }

    void addUnique(Table &table)
    {
        UniqueConstraint unique {maybeName(50, m_constraintNames),
            keyParts(someColumns(table, 1 + m_random.below(2))), {}};
        if (m_random.chance(20))
            unique.columns.first().descending = true;
        if (m_random.chance(20))
            unique.columns.last().collation = u"NOCASE"_s;
        if (m_random.chance(25))
            resolve(unique.options);
        if (!hasKeyOver(table, columnNames(unique.columns))) // two may not resolve in two ways
            table.uniques.append(unique);
    }

    /// A key from one of the first tables to a later one, which may refer back.
    void addMutualKey()
    {
        if (m_schema.tables.size() < 2 || !m_random.chance(30))
            return;
        Table &first = m_schema.tables.first();
        const Table &last = m_schema.tables.last();
        if (last.primaryKey && last.primaryKey->columns.size() == 1)
            first.foreignKeys.append({.columns = {someColumn(first)},
                .referredTable = last.name,
                .onDelete = u"cascade"_s});
    }

    /// Some of the table's own columns, no generated ones.
    QStringList someColumns(const Table &table, qsizetype count)
    {
        QStringList names;
        for (const Column &candidate : table.columns) {
            if (!candidate.computed)
                names.append(candidate.name);
        }
        const int first = m_random.below(int(names.size()));
        QStringList result;
        for (qsizetype i = 0; i < std::min(count, names.size()); ++i)
            result.append(names[(first + i) % names.size()]);
        return result;
    }

    QString someColumn(const Table &table) { return someColumns(table, 1).first(); }

    void addForeignKey(Table &table)
    {
        QList<Table> parents = m_schema.tables.values();
        parents.append(table);
        const Table parent = m_random.pick(parents);
        if (!parent.primaryKey)
            return;
        const QStringList referred = columnNames(parent.primaryKey->columns);
        const QStringList own = someColumns(table, referred.size());
        if (own.size() != referred.size())
            return;
        table.foreignKeys.append({.name = maybeName(60, m_constraintNames),
            .columns = own,
            .referredTable = parent.name,
            .referredColumns = m_random.chance(80) ? referred : QStringList(),
            .onDelete = m_random.pick(QStringList {{}, u"cascade"_s, u"set null"_s, u"restrict"_s}),
            .onUpdate = m_random.pick(QStringList {{}, {}, u"cascade"_s}),
            .deferrable = m_random.chance(20)});
        table.foreignKeys.last().initiallyDeferred
            = table.foreignKeys.last().deferrable && m_random.chance(50);
    }

    QString condition(const Table &table)
    {
        const QString column = quoted(someColumn(table));
        return m_random
            .pick(QStringList {u"length(%1) < 5000"_s, u"%1 IS NOT NULL OR 1 = 1"_s,
                u"%1 <> 'it''s, {bad}: #1'"_s})
            .arg(column);
    }

    KeyPart indexPart(const Table &table)
    {
        KeyPart part {.column = someColumn(table), .descending = m_random.chance(25)};
        if (m_random.chance(15))
            part.collation = u"NOCASE"_s;
        if (m_random.chance(20)) {
            part.expression = u"lower("_s + quoted(part.column) + u")"_s;
            part.column.clear();
        }
        return part;
    }

    void addIndex(Table &table)
    {
        Index index {.name = name(m_schemaNames), .columns = {indexPart(table)}};
        index.unique = m_random.chance(15);
        if (m_random.chance(25))
            index.where = condition(table);
        table.indexes.append(index);
    }

    void addTrigger(Table &table)
    {
        const QString trigger = name(m_schemaNames);
        const QString own = quoted(table.name);
        const QString column = quoted(someColumn(table));
        if (!m_schema.tables.isEmpty() && m_random.chance(40)) {
            const Table other = m_random.pick(m_schema.tables.values());
            const QString target = quoted(someColumn(other));
            table.triggers.append({trigger,
                u"CREATE TRIGGER %1 BEFORE DELETE ON %2 WHEN OLD.%3 IS NOT NULL BEGIN\n"
                "  UPDATE %4 SET %5 = NULL WHERE %5 = OLD.%3;\nEND"_s.arg(
                    quoted(trigger), own, column, quoted(other.name), target)});
            return;
        }
        table.triggers.append({trigger,
            u"CREATE TRIGGER %1 AFTER UPDATE OF %3 ON %2 BEGIN\n  SELECT 'a: b; c', NEW.%3;\nEND"_s
                .arg(quoted(trigger), own, column)});
    }

    Table table()
    {
        Table result {.name = name(m_schemaNames)};
        m_strict = m_random.chance(15);
        if (m_strict)
            result.options[u"sqlite"_s][u"strict"_s] = u"true"_s;
        addColumns(result);
        while (m_random.chance(40))
            addForeignKey(result);
        if (m_random.chance(30))
            addUnique(result);
        while (m_random.chance(30))
            result.checks.append({maybeName(50, m_constraintNames), condition(result), {}});
        while (m_random.chance(40))
            addIndex(result);
        if (m_random.chance(20))
            addTrigger(result);
        return result;
    }

    View view()
    {
        const Table table = m_random.pick(m_schema.tables.values());
        View result {.name = name(m_schemaNames)};
        const QString column = quoted(someColumn(table));
        result.sql = m_random.chance(50)
            ? u"SELECT %1 AS c FROM %2"_s.arg(column, quoted(table.name))
            : u"SELECT %1 AS c -- first\nFROM %2\nWHERE 'x: y' <> '#'"_s.arg(
                column, quoted(table.name));
        if (m_random.chance(30))
            result.columns = {u"first column"_s};
        if (m_random.chance(30)) {
            const QString trigger = name(m_schemaNames);
            result.triggers.append({trigger,
                u"CREATE TRIGGER %1 INSTEAD OF DELETE ON %2 BEGIN\n  DELETE FROM %3 WHERE %4 = 'x';\nEND"_s
                    .arg(quoted(trigger), quoted(result.name), quoted(table.name), column)});
        }
        return result;
    }

    View viewOnView()
    {
        const View base = m_random.pick(m_schema.views.values());
        return {.name = name(m_schemaNames),
            .sql = u"SELECT count(*) AS n FROM %1"_s.arg(quoted(base.name))};
    }

    VirtualTable virtualTable()
    {
        const QString own = name(m_schemaNames);
        const QString module
            = m_random.chance(60) ? u"fts5(title, body)"_s : u"rtree(id, minX, maxX, minY, maxY)"_s;
        return {own, u"CREATE VIRTUAL TABLE %1 USING %2"_s.arg(quoted(own), module), {}};
    }

    Random m_random;
    bool m_strict = false; ///< the table that is being made
    MetaData m_schema {};
    QSet<QString> m_schemaNames {};
    QSet<QString> m_constraintNames {};
};

} // namespace

MetaData randomMetaData(quint32 seed, int tables)
{
    return Generator(seed).schema(tables);
}

} // namespace joinery::testing
