// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/review/reviewpage.h"

namespace joinery {

class SchemaEdits;

/// What the thread that applies and the page share.
struct ReviewPage::Run
{
    std::atomic<bool> cancelled = false;
};

/// Whether the order of columns was changed on purpose.
bool analyseOrder(const SchemaEdits &edits);

/// The proposal as the page shows it. Any thread.
[[nodiscard]] Result<ReviewContent> propose(const ProjectContext &context, const SchemaBase &base,
    const MetaData &edited, const SchemaChangeOptions &options, bool history, Executor &live);

} // namespace joinery
