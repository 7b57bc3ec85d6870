// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
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
    /// Creates the tables.
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

private:
    static QString text(const Result<CompiledSelect> &compiled);
    QStringList texts(const Result<CompiledSelect> &compiled);
    void each(const Result<CompiledSelect> &compiled, const RowViewHandler &handler);

    std::unique_ptr<Executor> m_executor;
};

} // namespace joinery::testing
