// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery::testing {

struct CorpusSchema
{
    QString name;
    QString script;
};

/// Every SQLite schema of the shared cases, rows included where they have some; empty without the
/// corpus.
QList<CorpusSchema> sqliteSchemas();

} // namespace joinery::testing
