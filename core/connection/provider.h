// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"

namespace joinery {

/// Opens databases with the drivers of this build: SQLite.
///
/// While a database file is open here, the program must not open it by other means, such as QFile:
/// on Unix, closing any descriptor of a file drops every lock that the process has on it.
class ConnectionProvider final : public DatabaseProvider
{
public:
    [[nodiscard]] Result<std::unique_ptr<Executor>> open(
        const Url &url, const OpenOptions &options = {}) const override;
    [[nodiscard]] Result<std::unique_ptr<Executor>> scratch(const QString &dialect) const override;
    [[nodiscard]] Result<> copyToFile(Executor &source, const QString &file,
        const std::function<bool(qint64, qint64)> &progress = {}) const override;
    [[nodiscard]] Result<> copyInto(Executor &source, Executor &target) const override;
};

} // namespace joinery
