// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/session.h"

#include "joinery/dialects/dialect.h"

namespace joinery {

namespace {

/// A connection that somebody else keeps open.
class BorrowedConnection final : public ConnectionSource
{
public:
    BorrowedConnection(Executor &executor, const Dialect &dialect)
        : m_executor(executor)
        , m_dialect(dialect)
    { }
    [[nodiscard]] Result<Executor *> acquire() override { return &m_executor; }
    void release() override { }
    const DmlCompiler &dml() const override { return m_dialect.dml(); }

private:
    Executor &m_executor;
    const Dialect &m_dialect;
};

/// One of a pool, from the first statement until the transaction ends.
class EngineConnection final : public ConnectionSource
{
public:
    explicit EngineConnection(const Engine &engine)
        : m_engine(engine)
    { }
    [[nodiscard]] Result<Executor *> acquire() override
    {
        Result<PooledConnection> connection = m_engine.connect();
        if (!connection)
            return fail(connection.error());
        m_connection.emplace(*std::move(connection));
        return &m_connection->executor();
    }
    void release() override { m_connection.reset(); }
    const DmlCompiler &dml() const override { return m_engine.dialect().dml(); }

private:
    Engine m_engine;
    std::optional<PooledConnection> m_connection {};
};

} // namespace

Savepoint::~Savepoint()
{
    if (m_session && m_session->hasSavepoint(m_number))
        static_cast<void>(m_session->endNested(m_number, false));
}

Result<> Savepoint::commit()
{
    return m_session->endNested(m_number, true);
}

Result<> Savepoint::rollback()
{
    return m_session->endNested(m_number, false);
}

Session::Session(const Engine &engine, SessionOptions options)
    : m_core(std::make_unique<EngineConnection>(engine), options)
{ }

Session::Session(Executor &executor, const Dialect &dialect, SessionOptions options)
    : m_core(std::make_unique<BorrowedConnection>(executor, dialect), options)
{ }

Result<Savepoint> Session::beginNested()
{
    const Result<int> number = m_core.beginNested();
    if (!number)
        return fail(number.error());
    return Savepoint(m_core, *number);
}

} // namespace joinery
