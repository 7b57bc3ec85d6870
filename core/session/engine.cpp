// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/engine.h"

#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "joinery/session/loggingexecutor.h"

#include <QDir>
#include <QLoggingCategory>

#include <atomic>
#include <mutex>

using namespace Qt::StringLiterals;

namespace joinery {

struct Engine::Shared
{
    Url url;
    EngineOptions options;
    const Dialect *dialect;
    std::shared_ptr<ConnectionPool> pool;
    std::atomic<bool> unwell = false; ///< health() has told so
};

namespace {

Q_LOGGING_CATEGORY(engineLog, "joinery.engine")

const DatabaseProvider &provider()
{
    static const ConnectionProvider instance;
    return instance;
}

Result<const Dialect *> dialectOf(const Url &url)
{
    static const DialectRegistry registry(provider());
    return registry.find(url.dialect);
}

Result<> checkOptions(const EngineOptions &options)
{
    const auto wrong = [](const QString &name, qint64 value) {
        return fail(ErrorCode::Usage, u"The engine's option %1 cannot be %2"_s.arg(name).arg(value),
            u"Leave it out for the default."_s);
    };
    if (options.poolSize < 0)
        return wrong(u"poolSize"_s, options.poolSize);
    if (options.maxOverflow < -1)
        return wrong(u"maxOverflow"_s, options.maxOverflow);
    if (options.mmapSize < 0)
        return wrong(u"mmapSize"_s, options.mmapSize);
    if (options.keptStatements < 0)
        return wrong(u"keptStatements"_s, options.keptStatements);
    return {};
}

OpenOptions openOptionsOf(const EngineOptions &options)
{
    return {.access = options.access,
        .busyTimeoutMs = static_cast<int>(options.busyTimeout.count()),
        .foreignKeys = options.foreignKeys,
        .mmapSize = options.mmapSize,
        .keptStatements = options.keptStatements};
}

ConnectionPool::Open openerOf(const Url &url, const EngineOptions &options)
{
    return [url, openOptions = openOptionsOf(options),
               observer
               = echoing(options.echo, options.observer)]() -> Result<std::unique_ptr<Executor>> {
        Result<std::unique_ptr<Executor>> executor = provider().open(url, openOptions);
        if (!executor || !observer)
            return executor;
        return std::make_unique<LoggingExecutor>(*std::move(executor), observer);
    };
}

std::shared_ptr<ConnectionPool> poolOf(const Url &url, const EngineOptions &options)
{
    PoolOptions pool {.size = options.poolSize,
        .maxOverflow = options.maxOverflow,
        .timeout = options.poolTimeout,
        .recycle = options.poolRecycle,
        .prePing = options.prePing};
    if (!url.isMemory())
        return queuePool(openerOf(url, options), pool);
    if (url.query.value(u"cache"_s) != u"shared")
        return singletonThreadPool(openerOf(url, options));
    // Its data is gone with the last connection: none is opened anew.
    pool.recycle = std::chrono::seconds(-1);
    return queuePool(openerOf(url, options), pool);
}

/// Whether another connection may do better. One to a database in memory holds its data.
bool isBroken(const Engine &engine, const Error &error)
{
    return !engine.url().isMemory()
        && (error.code == ErrorCode::Io || error.code == ErrorCode::NotADatabase);
}

template <typename Ask>
auto askedOf(const Engine &engine, Ask ask) -> std::invoke_result_t<Ask, Executor &>
{
    Result<PooledConnection> connection = engine.connect();
    if (!connection)
        return fail(connection.error());
    auto answer = ask(connection->executor());
    if (!answer && isBroken(engine, answer.error()))
        connection->invalidate();
    return answer;
}

} // namespace

Engine::Engine(std::shared_ptr<Shared> shared)
    : m_shared(std::move(shared))
{ }

Result<Engine> Engine::create(const QString &url, EngineOptions options)
{
    const Result<Url> parsed = Url::parse(url);
    return parsed ? create(*parsed, std::move(options)) : fail(parsed.error());
}

Result<Engine> Engine::create(const Url &url, EngineOptions options)
{
    if (const Result<> checked = checkOptions(options); !checked)
        return fail(checked.error());
    const Result<const Dialect *> dialect = dialectOf(url);
    if (!dialect)
        return fail(dialect.error());
    auto shared = std::make_shared<Shared>();
    shared->url = url.resolvedAgainst(QDir::currentPath());
    shared->options = std::move(options);
    shared->dialect = *dialect;
    shared->pool = poolOf(shared->url, shared->options);
    return Engine(std::move(shared));
}

Result<Engine> Engine::fromEnvironment()
{
    const QString url = qEnvironmentVariable("JOINERY_DB_URL").trimmed();
    if (url.isEmpty())
        return fail(ErrorCode::NotFound,
            u"No database is configured: the environment variable JOINERY_DB_URL is not set"_s,
            u"Set it to a URL such as sqlite:///app.db, or call Engine::create() with one."_s);
    const Result<EngineOptions> options = EngineOptions::fromEnvironment();
    if (!options)
        return fail(options.error());
    Result<Engine> engine = create(url, *options);
    return engine ? engine : failIn(u"JOINERY_DB_URL"_s, engine.error());
}

Result<Engine> Engine::cached(const QString &url)
{
    static std::mutex mutex;
    static QHash<QString, Engine> engines;
    const std::lock_guard lock(mutex);
    if (const auto found = engines.constFind(url); found != engines.constEnd())
        return *found;
    const Result<EngineOptions> options = EngineOptions::fromEnvironment();
    if (!options)
        return fail(options.error());
    Result<Engine> engine = create(url, *options);
    if (engine)
        engines.insert(url, *engine);
    return engine;
}

const Url &Engine::url() const
{
    return m_shared->url;
}

const EngineOptions &Engine::options() const
{
    return m_shared->options;
}

const Dialect &Engine::dialect() const
{
    return *m_shared->dialect;
}

Result<PooledConnection> Engine::connect(const ConnectionPool::MayWait &mayWait) const
{
    return m_shared->pool->checkOut(mayWait);
}

Result<RowSet> Engine::query(const QString &sql, const QList<Value> &parameters) const
{
    return askedOf(*this, [&](Executor &executor) { return executor.query(sql, parameters); });
}

Result<qint64> Engine::execute(const QString &sql, const QList<Value> &parameters) const
{
    return askedOf(*this, [&](Executor &executor) { return executor.execute(sql, parameters); });
}

Result<> Engine::health() const
{
    const Result<RowSet> answer = query(u"SELECT 1"_s);
    const bool toldBefore = m_shared->unwell.exchange(!answer);
    if (answer)
        return {};
    if (!toldBefore)
        qCWarning(engineLog).noquote() << u"The database %1 does not answer: %2"_s.arg(
            m_shared->url.display(), answer.error().message);
    return fail(answer.error());
}

void Engine::dispose() const
{
    m_shared->pool->dispose();
}

PoolStatus Engine::poolStatus() const
{
    return m_shared->pool->status();
}

} // namespace joinery
