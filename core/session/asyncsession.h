// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/asyncengine.h"
#include "joinery/session/session.h"

namespace joinery {

/// Queues `job`, a function of `Session &` that returns a `Result<R>`, on a thread of the engine,
/// with a session of its own that ends with the job: what it has not committed is rolled back. The
/// future yields the Result, or throws what the job has thrown, as AsyncEngine::run(). Objects end
/// with the session: return values.
template <typename Job>
requires std::invocable<Job &, Session &>
auto runInSession(AsyncEngine &engine, Job job, SessionOptions options = {})
{
    return engine.run([job = std::move(job), options, &dialect = engine.engine().dialect()](
                          Executor &executor) mutable {
        Session session(executor, dialect, options);
        return job(session);
    });
}

} // namespace joinery
