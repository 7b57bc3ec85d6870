// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery::testing {

struct CorpusSchema
{
    QString name;
    QString script;
};

/// Two schemas of which one becomes the other.
struct CorpusChange
{
    QString name;
    QString before;
    QString after;
};

/// Every SQLite schema of the shared cases, rows included where they have some; empty without the
/// corpus.
QList<CorpusSchema> sqliteSchemas();
/// Every change of a SQLite schema among the shared cases.
QList<CorpusChange> sqliteChanges();

} // namespace joinery::testing
