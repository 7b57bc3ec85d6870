// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/asyncengine.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Of the job that runs on this thread.
thread_local std::function<bool()> mayGoOn;

int threadsFor(const Url &url, int wanted)
{
    const bool ownDatabases = url.isMemory() && url.query.value(u"cache"_s) != u"shared";
    return ownDatabases ? 1 : std::max(wanted, 1);
}

} // namespace

/// Borrows a connection for each job.
class AsyncEngine::PoolSource final : public ExecutorSource
{
public:
    explicit PoolSource(const Engine &engine)
        : m_engine(engine)
    { }
    [[nodiscard]] Result<Executor *> acquire(const std::function<bool()> &mayWait) override
    {
        Result<PooledConnection> connection = m_engine.connect(mayWait);
        if (!connection)
            return fail(connection.error());
        m_connection.emplace(*std::move(connection));
        mayGoOn = mayWait;
        return &m_connection->executor();
    }
    void release() override
    {
        mayGoOn = {};
        m_connection.reset();
    }

private:
    const Engine m_engine;
    std::optional<PooledConnection> m_connection {};
};

AsyncEngine::AsyncEngine(const Engine &engine, int threads)
    : m_engine(engine)
{
    for (int i = 0; i < threadsFor(engine.url(), threads); ++i)
        m_threads.push_back(std::make_unique<Connection>(std::make_unique<PoolSource>(engine)));
}

AsyncEngine::~AsyncEngine()
{
    // All at once, so that none is waited for while another still works.
    cancel();
}

Connection &AsyncEngine::leastBusy() const
{
    Connection *best = m_threads.front().get();
    qsizetype fewest = best->jobs();
    for (const std::unique_ptr<Connection> &each : m_threads) {
        if (const qsizetype jobs = each->jobs(); jobs < fewest) {
            best = each.get();
            fewest = jobs;
        }
    }
    return *best;
}

void AsyncEngine::cancel()
{
    for (const std::unique_ptr<Connection> &each : m_threads)
        each->cancel();
}

bool AsyncEngine::isCancelled()
{
    return mayGoOn && !mayGoOn();
}

} // namespace joinery
