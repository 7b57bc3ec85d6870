// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/registry.h"

#include "joinery/dialects/sqlite/dialect.h"

using namespace Qt::StringLiterals;

namespace joinery {

DialectRegistry::DialectRegistry(const DatabaseProvider &provider)
{
    const auto add = [this](std::unique_ptr<Dialect> dialect) {
        const QString name = dialect->name();
        m_dialects.emplace(name, std::move(dialect));
    };
    add(std::make_unique<sqlite::SqliteDialect>(provider));
}

DialectRegistry::~DialectRegistry() = default;

Result<const Dialect *> DialectRegistry::find(const QString &name) const
{
    const auto found = m_dialects.find(name);
    if (found != m_dialects.end())
        return found->second.get();
    return fail(ErrorCode::Unsupported, u"this build has no dialect \"%1\""_s.arg(name),
        u"it has %1"_s.arg(names().join(u", "_s)));
}

QStringList DialectRegistry::names() const
{
    QStringList names;
    for (const auto &[name, dialect] : m_dialects)
        names.append(name);
    return names;
}

} // namespace joinery
