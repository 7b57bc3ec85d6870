// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "app/cli/cli.h"

namespace joinery::cli {

/// A schema named on the command line, with the dialect it speaks.
struct Side
{
    MetaData metaData;
    const Dialect *dialect = nullptr;
    QStringList statements {}; ///< as the database or the script keeps them; empty for the others
};

/// What FROM and TO of `diff` may be: a URL or database file, a models directory ("models" are the
/// program's own where it has some), a .sql file (loaded in memory), or a revision of the project
/// ("head", "base", an id, a prefix). Errors: NotFound when it is none of these; those of reading
/// it.
[[nodiscard]] Result<Side> loadSide(const Cli &cli, const QString &text);

} // namespace joinery::cli
