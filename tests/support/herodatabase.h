// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "joinery/session/rawsql.h"
#include "joinery/session/select.h"
#include "joinery/session/selectcompiler.h"
#include "support/heroes.h"
#include "support/testutils.h"

namespace joinery::testing {

/// A database in memory with the tables of support/heroes.h and some rows.
class HeroDatabase
{
public:
    HeroDatabase();

    Executor &executor() { return *m_executor; }
    const DmlCompiler &dml() const;
    void run(const QString &script);
    /// Creates the tables that are not there.
    void create(const MetaData &metaData);

    /// The query's SQL; the error's message where it does not compile.
    template <typename Query> QString sql(const Query &query) const
    {
        return text(compile(query.statement(), dml()));
    }
    /// The rows as texts, joined by '|' ("-" for NULL); one line with the error otherwise.
    template <typename Query> QStringList rows(const Query &query)
    {
        return texts(compile(query.statement(), dml()));
    }
    /// The rows as the query's type.
    template <typename Query> QList<typename Query::RowType> values(const Query &query)
    {
        QList<typename Query::RowType> list;
        each(compile(query.statement(), dml()), [&](RowView row) {
            int at = 0;
            return readColumns(row.data(), at, list.emplaceBack());
        });
        return list;
    }

    /// Hands over the rows of SQL of one's own.
    template <typename Row, typename F>
    [[nodiscard]] Result<> each(const RawSelect<Row> &query, const F &handler)
    {
        return each(query.statement(), [&](const ValueView *values) {
            Row row {};
            int at = 0;
            const bool fits = readColumns(values, at, row);
            handler(row);
            return fits;
        });
    }

private:
    using RowHandler = std::function<bool(const ValueView *values)>;
    [[nodiscard]] Result<> each(const RawStatement &statement, const RowHandler &handler);
    static QString text(const Result<CompiledSelect> &compiled);
    QStringList texts(const Result<CompiledSelect> &compiled);
    void each(const Result<CompiledSelect> &compiled, const RowViewHandler &handler);

    std::unique_ptr<Executor> m_executor;
    QStringList m_tables {};
};

} // namespace joinery::testing
