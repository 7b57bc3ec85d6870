// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"

#include <QMap>

namespace joinery::testing {

/// What SQLite itself says about a schema: a fact's name ("column post.title") -> its value. Read
/// by pragmas and from the stored texts, brought to one spelling by a tokenizer of its own, so that
/// it shares no code with what it judges. Joinery's and Alembic's own tables are left out.
QMap<QString, QString> sqliteFacts(Executor &executor);

/// The facts that differ, in words; empty when all are the same. The order of columns counts on
/// request.
QStringList factsDifference(const QMap<QString, QString> &got, const QMap<QString, QString> &want,
    bool orderMatters = false);

} // namespace joinery::testing
