// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/expressionproblems.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Asks a scratch database.
class Trial
{
public:
    Trial(const Table &table, const Dialect &dialect, Executor &scratch)
        : m_table(table)
        , m_dialect(dialect)
        , m_scratch(scratch)
    { }

    QList<SchemaProblem> run()
    {
        if (!createPlain())
            return {};
        for (qsizetype i = 0; i < m_table.columns.size(); ++i) {
            const Column &column = m_table.columns[i];
            if (column.serverDefault)
                tryExpression(SchemaSection::Columns, i, u"default"_s, *column.serverDefault);
            if (column.computed)
                tryExpression(SchemaSection::Columns, i, u"computed"_s, column.computed->sql);
        }
        for (qsizetype i = 0; i < m_table.checks.size(); ++i)
            tryExpression(SchemaSection::Checks, i, u"sql"_s, m_table.checks[i].sql);
        for (qsizetype i = 0; i < m_table.indexes.size(); ++i)
            tryIndex(i, m_table.indexes[i]);
        if (m_problems.isEmpty())
            tryWhole();
        return m_problems;
    }

private:
    /// The columns alone, under the table's name: expressions may be qualified with it.
    bool createPlain()
    {
        QStringList columns;
        for (const Column &column : m_table.columns)
            columns.append(m_dialect.ddl().quote(column.name));
        return m_scratch
            .execute(u"CREATE TABLE %1 (%2)"_s.arg(
                m_dialect.ddl().quote(m_table.name), columns.join(u", "_s)))
            .has_value();
    }

    void add(SchemaSection section, qsizetype row, const QString &field, const Error &error)
    {
        const QString text = error.driverText.isEmpty() ? error.message : error.driverText;
        m_problems.append({m_table.name, section, row, field, text});
    }

    void tryExpression(
        SchemaSection section, qsizetype row, const QString &field, const QString &sql)
    {
        // On a line of its own, so that a comment at its end does no harm.
        const auto tried = m_scratch.query(
            u"SELECT (%1\n) FROM %2"_s.arg(sql, m_dialect.ddl().quote(m_table.name)));
        if (!tried)
            add(section, row, field, tried.error());
    }

    void tryIndex(qsizetype row, const Index &index)
    {
        if (!index.where.isEmpty())
            tryExpression(SchemaSection::Indexes, row, u"where"_s, index.where);
        for (const KeyPart &part : index.columns) {
            if (!part.expression.isEmpty())
                tryExpression(SchemaSection::Indexes, row, u"columns"_s, part.expression);
        }
    }

    /// What only the table as a whole shows: a default that is no constant, a STRICT type.
    void tryWhole()
    {
        std::ignore
            = m_scratch.execute(u"DROP TABLE %1"_s.arg(m_dialect.ddl().quote(m_table.name)));
        Table bare = m_table;
        bare.triggers.clear();
        const QStringList statements = m_dialect.ddl().createStatements(bare);
        for (qsizetype i = 0; i < statements.size(); ++i) {
            const auto done = m_scratch.execute(statements[i]);
            if (done)
                continue;
            const bool isIndex = i > 0 && i - 1 < m_table.indexes.size();
            add(isIndex ? SchemaSection::Indexes : SchemaSection::Object, isIndex ? i - 1 : -1,
                isIndex ? u"columns"_s : u"name"_s, done.error());
            return;
        }
        tryTriggers();
    }

    void tryTriggers()
    {
        for (qsizetype i = 0; i < m_table.triggers.size(); ++i) {
            const auto done = m_scratch.execute(m_table.triggers[i].sql);
            if (!done)
                add(SchemaSection::Triggers, i, u"sql"_s, done.error());
        }
    }

    const Table &m_table;
    const Dialect &m_dialect;
    Executor &m_scratch;
    QList<SchemaProblem> m_problems {};
};

} // namespace

QList<SchemaProblem> expressionProblems(
    const Table &table, const Dialect &dialect, const DatabaseProvider &provider)
{
    const Result<std::unique_ptr<Executor>> scratch = provider.scratch(dialect.name());
    if (!scratch)
        return {};
    return Trial(table, dialect, **scratch).run();
}

} // namespace joinery
