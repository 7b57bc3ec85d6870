// SPDX-License-Identifier: MPL-2.0
#include "joinery/db/executor.h"

#include "joinery/base/overloaded.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Keeps the UTF-8 of a row's texts while they are looked at.
class ViewedRow
{
public:
    RowView of(const QList<Value> &row)
    {
        m_texts.clear();
        m_views.clear();
        m_texts.reserve(row.size());
        for (const Value &value : row)
            m_views.push_back(viewOf(value));
        return m_views;
    }

private:
    ValueView viewOf(const Value &value)
    {
        return std::visit(overloaded {[](std::monostate) { return ValueView(); },
                              [](qint64 number) { return ValueView(number); },
                              [](double number) { return ValueView(number); },
                              [this](const QString &text) {
                                  m_texts.append(text.toUtf8());
                                  return ValueView(TextView {m_texts.last()});
                              },
                              [](const QByteArray &bytes) { return ValueView(BlobView {bytes}); }},
            value);
    }

    QList<QByteArray> m_texts {};
    std::vector<ValueView> m_views {};
};

/// A statement that is handed to the executor for each row anew.
class PlainBulk final : public BulkStatement
{
public:
    PlainBulk(Executor &executor, const QString &sql)
        : m_executor(executor)
        , m_sql(sql)
    { }
    [[nodiscard]] Result<qint64> run(RowView values) override
    {
        return m_executor.execute(m_sql, owned(values));
    }
    [[nodiscard]] Result<bool> runReturning(RowView values, const RowViewHandler &handler) override
    {
        bool any = false;
        const Result<> done = m_executor.streamViews(m_sql, owned(values), [&](RowView row) {
            any = true;
            return !handler || handler(row);
        });
        return done.map([&] { return any; });
    }

private:
    static QList<Value> owned(RowView values)
    {
        QList<Value> parameters;
        parameters.reserve(static_cast<qsizetype>(values.size()));
        for (const ValueView &value : values)
            parameters.append(toValue(value));
        return parameters;
    }

    Executor &m_executor;
    QString m_sql;
};

} // namespace

Result<> Executor::streamViews(const QString &sql, const QList<Value> &parameters,
    const ViewHandler &handler, QStringList *columns)
{
    ViewedRow viewed;
    return stream(
        sql, parameters, [&](const QList<Value> &row) { return handler(viewed.of(row)); }, columns);
}

Result<qint64> Executor::executeOnCatalogue(const QString &)
{
    return fail(ErrorCode::Unsupported, u"this database's catalogue cannot be edited"_s);
}

Result<std::unique_ptr<BulkStatement>> Executor::bulk(const QString &sql)
{
    if (!inTransaction())
        return fail(ErrorCode::Usage,
            u"a statement for many rows was prepared without a transaction"_s,
            u"begin a transaction first"_s);
    return prepare(sql);
}

Result<std::unique_ptr<BulkStatement>> Executor::prepare(const QString &sql)
{
    return std::make_unique<PlainBulk>(*this, sql);
}

Result<bool> Executor::writes(const QString &)
{
    return true;
}

Result<> Executor::ping()
{
    const Result<RowSet> answer = query(u"SELECT 1"_s);
    return answer ? Result<>() : fail(answer.error());
}

} // namespace joinery
