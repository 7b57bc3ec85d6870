// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/plan.h"

namespace joinery::sqlite {

/// A change that a table's text alone makes.
struct CatalogueEdit
{
    QString text; ///< the table's text, after
    QList<Statement> statements {};
    bool foreignKeysOff = false; ///< must run with them off, so that new ones are checked
};

/// What a column's NULLs become: SQL over the row.
struct Fill
{
    QString column;
    QString expression;
};

/// Whether the operation may be part of a CatalogueEdit, going by what it asks for alone.
bool mayEditCatalogue(const Operation &operation);

/// The statements that make `before` to `after` by an edit of the table's stored text, without
/// touching its rows: SQLite's procedure for changes that do not affect what is on disk, section 7
/// of https://sqlite.org/lang_altertable.html. That goes for NOT NULL, CHECK and FOREIGN KEY, and
/// for a declared type that treats values as the one before did. New rules are checked on the rows
/// first. Not for defaults: rows from before an ADD COLUMN take theirs from the text.
/// `fills` are made by an UPDATE before; they are why the rows of a table with triggers are copied.
/// Unset where `stored` cannot be edited so, or the change does reach the disk. `schema` is what
/// new names must keep clear of.
std::optional<CatalogueEdit> catalogueEdit(const QString &stored, const Table &before,
    const Table &after, const MetaData &schema, const QList<Fill> &fills = {});

/// The statements that give a table another text which means the same on disk.
QList<Statement> exchangeTableText(
    const QString &table, const QString &stored, const QString &text, const MetaData &schema);

} // namespace joinery::sqlite
