// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/plan.h"

namespace joinery::sqlite {

/// What a CREATE VIRTUAL TABLE of a full-text module (fts3, fts4, fts5) says about where its text
/// is. https://www.sqlite.org/fts5.html#external_content_and_contentless_tables and
/// https://www.sqlite.org/fts3.html#the_content_option_.
struct FtsTable
{
    enum class Content
    {
        Own, ///< in the table itself
        External, ///< in another table or view; here is only the index
        None ///< nowhere: what was indexed cannot be had again
    };
    QString name;
    Content content = Content::Own;
    QString source {}; ///< the table or view of External
    QStringList columns {};
    QStringList options {}; ///< the names in front of "=", in lower case
};

/// Nothing when the text is not understood or names another module.
std::optional<FtsTable> ftsTable(const VirtualTable &table);

/// The table or view that an index is made from; empty when it is not made from another one.
QString ftsSource(const VirtualTable &table);

/// Whether there is a table or view of that name; false for an empty one.
bool holdsSource(const MetaData &schema, const QString &source);

/// The statement that makes the index anew from the rows of its source.
Statement ftsRebuild(const VirtualTable &table);

} // namespace joinery::sqlite
