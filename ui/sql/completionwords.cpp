// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/completionwords.h"

using namespace Qt::StringLiterals;

namespace joinery {

const QStringList &completionKeywords()
{
    static const QStringList words {u"SELECT"_s, u"FROM"_s, u"WHERE"_s, u"AND"_s, u"OR"_s, u"NOT"_s,
        u"IN"_s, u"IS"_s, u"NULL"_s, u"LIKE"_s, u"BETWEEN"_s, u"EXISTS"_s, u"AS"_s, u"DISTINCT"_s,
        u"ALL"_s, u"JOIN"_s, u"LEFT JOIN"_s, u"INNER JOIN"_s, u"CROSS JOIN"_s, u"RIGHT JOIN"_s,
        u"FULL JOIN"_s, u"NATURAL JOIN"_s, u"ON"_s, u"USING"_s, u"GROUP BY"_s, u"HAVING"_s,
        u"ORDER BY"_s, u"ASC"_s, u"DESC"_s, u"NULLS FIRST"_s, u"NULLS LAST"_s, u"LIMIT"_s,
        u"OFFSET"_s, u"UNION"_s, u"UNION ALL"_s, u"INTERSECT"_s, u"EXCEPT"_s, u"CASE"_s, u"WHEN"_s,
        u"THEN"_s, u"ELSE"_s, u"END"_s, u"CAST"_s, u"COLLATE"_s, u"ESCAPE"_s, u"GLOB"_s,
        u"INSERT INTO"_s, u"VALUES"_s, u"DEFAULT VALUES"_s, u"RETURNING"_s, u"UPDATE"_s, u"SET"_s,
        u"DELETE FROM"_s, u"REPLACE INTO"_s, u"ON CONFLICT"_s, u"DO NOTHING"_s, u"DO UPDATE SET"_s,
        u"CREATE TABLE"_s, u"CREATE VIEW"_s, u"CREATE INDEX"_s, u"CREATE UNIQUE INDEX"_s,
        u"CREATE TRIGGER"_s, u"ALTER TABLE"_s, u"DROP TABLE"_s, u"DROP VIEW"_s, u"DROP INDEX"_s,
        u"DROP TRIGGER"_s, u"IF EXISTS"_s, u"IF NOT EXISTS"_s, u"ADD COLUMN"_s, u"RENAME TO"_s,
        u"RENAME COLUMN"_s, u"PRIMARY KEY"_s, u"FOREIGN KEY"_s, u"REFERENCES"_s, u"UNIQUE"_s,
        u"CHECK"_s, u"CONSTRAINT"_s, u"WITH"_s, u"RECURSIVE"_s, u"OVER"_s, u"PARTITION BY"_s,
        u"ROWS"_s, u"RANGE"_s, u"FILTER"_s, u"WINDOW"_s, u"BEGIN"_s, u"COMMIT"_s, u"ROLLBACK"_s,
        u"SAVEPOINT"_s, u"RELEASE"_s, u"PRAGMA"_s, u"EXPLAIN QUERY PLAN"_s, u"ANALYZE"_s,
        u"VACUUM"_s, u"REINDEX"_s, u"ATTACH"_s, u"DETACH"_s, u"TRUE"_s, u"FALSE"_s,
        u"CURRENT_TIMESTAMP"_s, u"CURRENT_DATE"_s, u"CURRENT_TIME"_s};
    return words;
}

const QStringList &statementBeginnings()
{
    static const QStringList words {u"SELECT"_s, u"INSERT INTO"_s, u"UPDATE"_s, u"DELETE FROM"_s,
        u"WITH"_s, u"CREATE TABLE"_s, u"CREATE VIEW"_s, u"CREATE INDEX"_s, u"CREATE UNIQUE INDEX"_s,
        u"CREATE TRIGGER"_s, u"ALTER TABLE"_s, u"DROP TABLE"_s, u"DROP VIEW"_s, u"DROP INDEX"_s,
        u"DROP TRIGGER"_s, u"BEGIN"_s, u"COMMIT"_s, u"ROLLBACK"_s, u"SAVEPOINT"_s, u"RELEASE"_s,
        u"EXPLAIN QUERY PLAN"_s, u"PRAGMA"_s, u"REPLACE INTO"_s, u"VALUES"_s, u"VACUUM"_s,
        u"ANALYZE"_s, u"REINDEX"_s, u"ATTACH"_s, u"DETACH"_s};
    return words;
}

const QStringList &completionFunctions()
{
    static const QStringList words
        = u"count sum avg min max total group_concat abs round coalesce ifnull nullif iif length lower upper substr trim ltrim rtrim replace instr printf format quote hex char unicode typeof random randomblob zeroblob date time datetime julianday unixepoch strftime json json_extract json_array json_object json_each json_tree json_group_array json_group_object json_type json_valid row_number rank dense_rank ntile lag lead first_value last_value nth_value changes last_insert_rowid total_changes likelihood likely unlikely"_s
              .split(u' ');
    return words;
}

} // namespace joinery
