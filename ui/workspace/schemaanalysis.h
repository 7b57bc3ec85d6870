// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/project/schemachange.h"
#include "joinery/project/schemaproblems.h"

namespace joinery {

/// What the schema edits amount to, as far as it can be told without looking at rows.
struct EditAnalysis
{
    QList<Operation> operations {};
    QStringList words {}; ///< one line for each operation
    Plan plan {};
    QList<RenameCandidate> candidates {}; ///< drops and adds that look like renames
    QList<SchemaProblem> problems {};
    QStringList changed {}; ///< names of objects that are added, changed or gone
    std::optional<Error> error {}; ///< why there is no plan
    bool columnOrder = false; ///< the order of columns was changed on purpose
    qint64 microseconds = 0; ///< that finding out took
};

/// What is to be analysed: values only, for another thread.
struct EditState
{
    SchemaBase base {};
    MetaData edited {};
    bool columnOrder = false; ///< the project heeds the order of columns
    QSet<QString> knownTypes {};
    const Dialect *dialect = nullptr;
    const DatabaseProvider *provider = nullptr;
};

/// Whether the order of columns counts: the project says so, or it was changed in the edits.
bool isColumnOrderMeant(const EditState &state);

/// Any thread; a few milliseconds for one change among a thousand tables.
EditAnalysis analyse(const EditState &state);

/// The names of objects that are not the same on both sides.
QStringList differingObjects(const MetaData &a, const MetaData &b);
/// The object of that name, table or other.
std::optional<SchemaObject> objectNamed(const MetaData &schema, const QString &name);
/// Takes the object of that name away and puts `object`, if any, in its place.
void replaceObject(
    MetaData &schema, const QString &name, const std::optional<SchemaObject> &object);

} // namespace joinery
