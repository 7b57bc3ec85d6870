// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/dialect.h"

#include <map>
#include <memory>

namespace joinery {

/// The dialects of this build. Dialects that need scratch databases get them from `provider`, which
/// must outlive the registry. Thread-safe after construction.
class DialectRegistry
{
public:
    explicit DialectRegistry(const DatabaseProvider &provider); ///< all that this build knows
    ~DialectRegistry();

    /// The dialect of that name. Errors: Unsupported, listing those there are.
    [[nodiscard]] Result<const Dialect *> find(const QString &name) const;
    QStringList names() const; ///< in order

private:
    std::map<QString, std::unique_ptr<Dialect>> m_dialects;
};

} // namespace joinery
