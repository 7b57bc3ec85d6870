// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/plan.h"

namespace joinery::sqlite {

/// What is copied where a full-text table that holds its text itself is dropped and made again
/// under its name, with other arguments.
struct FtsCopy
{
    QString table;
    QStringList columns {}; ///< that both have
    QStringList gone {}; ///< that only the old one has
    qsizetype creates = 0; ///< the operation that makes it again
};

/// The copy for the operation at `drop`. Nothing where that drops no such table, none of its name
/// is made later, they have no column in common, or one of the texts is not understood.
std::optional<FtsCopy> ftsCopyAt(const QList<Operation> &operations, qsizetype drop);

/// In front of the drop: the rows wait in an ordinary table called `holding`.
QList<Statement> holdFtsRows(const FtsCopy &copy, const QString &holding);

/// Behind the create: the rows go into the new table, are counted, and `holding` goes.
QList<Statement> takeFtsRows(const FtsCopy &copy, const QString &holding);

} // namespace joinery::sqlite
