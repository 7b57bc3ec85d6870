// SPDX-License-Identifier: MPL-2.0
#include "support/randomrows.h"

#include "joinery/sql/quoting.h"
#include "support/random.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

const QStringList integers {u"0"_s, u"1"_s, u"-1"_s, u"7"_s, u"42"_s, u"9007199254740993"_s,
    u"9223372036854775807"_s, u"-9223372036854775808"_s};
const QStringList reals {u"0.5"_s, u"-0.0"_s, u"1.0"_s, u"1e300"_s, u"4.9e-324"_s, u"9e999"_s,
    u"-9e999"_s, u"0.1"_s, u"3.0e15"_s, u"9007199254740993.0"_s};
const QStringList texts {u"''"_s, u"'draft'"_s, u"'live'"_s, u"'x'"_s, u"'X'"_s, u"'it''s'"_s,
    u"'12'"_s, u"'007'"_s, u"' 5 '"_s, u"'1.50'"_s, u"'1e5'"_s, u"'日本語 🦊'"_s,
    u"'2024-02-30'"_s, u"'a' || char(0) || 'b'"_s, u"'line' || char(10) || 'break'"_s,
    u"CAST(x'ff41fe' AS TEXT)"_s, u"'NaN'"_s, u"'true'"_s, u"'x '"_s};
const QStringList blobs {
    u"x''"_s, u"x'00'"_s, u"x'00ff'"_s, u"x'3132'"_s, u"zeroblob(40)"_s, u"zeroblob(70000)"_s};

class Filler
{
public:
    Filler(Executor &db, const MetaData &schema, quint32 seed)
        : m_db(db)
        , m_schema(schema)
        , m_random(seed)
    { }

    void fill(const Table &table, int rows)
    {
        for (int i = 0; i < rows; ++i)
            addRow(table);
        if (m_random.chance(40)) // a gap in the rowids, and a counter beyond the highest
            run(u"DELETE FROM %1 WHERE rowid = (SELECT max(rowid) FROM %1)"_s.arg(
                quotedName(table.name)));
    }

    void fill(const VirtualTable &table)
    {
        const QString name = quotedName(table.name);
        if (table.sql.contains(u"rtree"))
            run(u"INSERT INTO %1 VALUES (1, 0.5, 2, 3, 4), (7, -1, 1, -1, 1)"_s.arg(name));
        else
            run(u"INSERT INTO %1 VALUES ('first', 'the quick fox'), ('it''s', NULL)"_s.arg(name));
    }

    void analyze()
    {
        if (m_random.chance(25))
            run(u"ANALYZE"_s);
    }

private:
    /// What a constraint refuses is left out.
    void run(const QString &sql) { static_cast<void>(m_db.execute(sql)); }

    void addRow(const Table &table)
    {
        QStringList columns;
        QStringList values;
        for (const Column &column : table.columns) {
            const bool defaults = (column.serverDefault || column.identity) && m_random.chance(40);
            if (column.computed || defaults)
                continue;
            columns.append(quotedName(column.name));
            values.append(value(table, column));
        }
        const QString into = u"INSERT OR IGNORE INTO %1 "_s.arg(quotedName(table.name));
        run(columns.isEmpty()
                ? into + u"DEFAULT VALUES"_s
                : into + u"(%1) VALUES (%2)"_s.arg(columns.join(u", "_s), values.join(u", "_s)));
    }

    QString value(const Table &table, const Column &column)
    {
        if (m_random.chance(column.nullable ? 20 : 2))
            return u"NULL"_s;
        for (const ForeignKeyConstraint &key : table.foreignKeys) {
            if (key.columns.contains(column.name) && m_random.chance(75))
                return parentValue(key, key.columns.indexOf(column.name));
        }
        return m_random.chance(70) ? fitting(column.type.text) : anything();
    }

    QString parentValue(const ForeignKeyConstraint &key, qsizetype position)
    {
        const auto parent = m_schema.tables.constFind(key.referredTable);
        if (parent == m_schema.tables.constEnd())
            return anything();
        QStringList referred = key.referredColumns;
        if (referred.isEmpty() && parent->primaryKey)
            referred = columnNames(parent->primaryKey->columns);
        return u"(SELECT %1 FROM %2 LIMIT 1 OFFSET %3)"_s
            .arg(quotedName(referred.value(position)), quotedName(parent->name))
            .arg(m_random.below(4));
    }

    QString fitting(const QString &type)
    {
        const auto says
            = [&](QStringView word) { return type.contains(word, Qt::CaseInsensitive); };
        if (type.startsWith(u"enum"))
            return m_random.pick(QStringList {u"'draft'"_s, u"'live'"_s});
        if (says(u"int") || says(u"bool"))
            return m_random.chance(60) ? QString::number(m_random.below(30))
                                       : m_random.pick(integers);
        if (says(u"real") || says(u"double") || says(u"numeric"))
            return m_random.pick(reals);
        if (says(u"blob") || says(u"binary"))
            return m_random.pick(blobs);
        return m_random.chance(40) ? u"'text %1'"_s.arg(m_random.below(100)) : m_random.pick(texts);
    }

    QString anything()
    {
        return m_random.pick(m_random.pick(QList<QStringList> {integers, reals, texts, blobs}));
    }

    Executor &m_db;
    const MetaData &m_schema;
    Random m_random;
};

} // namespace

void fillRandomly(Executor &db, const MetaData &schema, quint32 seed, int rowsPerTable)
{
    Filler filler(db, schema, seed);
    for (const Table &table : schema.tables)
        filler.fill(table, rowsPerTable);
    for (const VirtualTable &table : schema.virtualTables)
        filler.fill(table);
    filler.analyze();
}

} // namespace joinery::testing
