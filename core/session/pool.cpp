// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/pool.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

void cleanUp(PoolEntry &entry)
{
    entry.executor->setProgressHandler({});
    if (!entry.broken && entry.executor->inTransaction())
        entry.broken = !entry.executor->execute(u"ROLLBACK"_s);
}

} // namespace

PooledConnection::PooledConnection(std::shared_ptr<ConnectionPool> pool, PoolEntry entry)
    : m_pool(std::move(pool))
    , m_entry(std::move(entry))
{ }

PooledConnection::PooledConnection(PooledConnection &&other) noexcept = default;

PooledConnection &PooledConnection::operator=(PooledConnection &&other) noexcept
{
    if (this != &other) {
        giveBack();
        m_pool = std::move(other.m_pool);
        m_entry = std::move(other.m_entry);
    }
    return *this;
}

PooledConnection::~PooledConnection()
{
    giveBack();
}

void PooledConnection::giveBack()
{
    if (!m_entry.executor)
        return;
    cleanUp(m_entry);
    std::exchange(m_pool, nullptr)->take(std::move(m_entry));
}

} // namespace joinery
