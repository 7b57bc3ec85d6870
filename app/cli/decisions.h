// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "app/cli/cli.h"
#include "joinery/migration/decisionflags.h"

namespace joinery::cli {

/// The steps that are not reversible with data: what they do, how far they are, and why not.
QJsonArray irreversibleDocument(const QList<Operation> &operations, const Dialect &dialect);

/// The open decisions as `{"status": "refused", "decisions": […]}`.
QJsonObject refusedDocument(const QList<Decision> &decisions);

/// Prints the decisions with counts, example rows and the flags that decide them.
void printDecisions(const Terminal &terminal, const QList<Decision> &decisions);

/// Asks a person for each decision and adds the chosen flags. False: they gave up.
bool askDecisions(const Terminal &terminal, const QList<Decision> &decisions, DecisionFlags &flags);

} // namespace joinery::cli
