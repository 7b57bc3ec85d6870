// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/mapping/modelinfo.h"
#include "joinery/session/selectstatement.h"

namespace joinery {

/// The column of `referred` that a foreign key of `holder` refers to, as a position in its columns;
/// -1 = its hidden key.
int referredColumn(const ModelInfo &holder, int column, const ModelInfo &referred);
/// True when that column alone is the primary key.
bool isKey(const ModelInfo &model, int column);
/// That foreign keys of a relationship of `model` say what they refer to. Errors: Usage where only
/// references() could tell, as the key has several columns.
[[nodiscard]] Result<> checkReferredColumns(
    const ModelInfo &model, const RelationshipInfo &relationship);

/// A table that a statement reads, and how it comes to it.
struct StatementSource
{
    TableReference table {};
    ExpressionPtr on {}; ///< unset: the statement begins with it, or every row meets every other
    bool outer = false;
};

/// The tables that join a relationship of `from` to `target`, the link of many-to-many in between
/// as `linkAlias`.
QList<StatementSource> joinRelationship(const TableReference &from, int relationship,
    const TableReference &target, const QString &linkAlias);

/// All tables of a SELECT with their conditions, those of relationships loaded by joined() left
/// out. Tables of `enclosing` are the ones of the statements around it. Errors: Usage.
[[nodiscard]] Result<QList<StatementSource>> sourcesOf(
    const SelectStatement &statement, const QList<TableReference> &enclosing);

/// "team", or "team" as "leader".
QString tableText(const TableReference &table);
/// The name by which the statement calls it.
QString tableName(const TableReference &table);
/// A name for another table of the model: its own if nobody has it, else one with a number.
QString freeAlias(const ModelInfo &model, const QList<StatementSource> &sources);

} // namespace joinery
