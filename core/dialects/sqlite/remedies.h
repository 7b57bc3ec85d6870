// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"
#include "joinery/dialects/sqlite/projection.h"
#include "joinery/dialects/sqlite/rowrules.h"

namespace joinery::sqlite {

/// The rows that break a rule, out of `rows` of its table: FROM … WHERE …
QString rowsBreaking(const QString &rows, const QString &table, const RowRule &rule);

/// Finds flags with which a change does not break a rule any more, by trying values on the rows.
class Remedies
{
public:
    /// Both must outlive it; the projection is that of the rows before the change.
    Remedies(Executor &live, const Projection &projection);

    /// Flags of makemigrations, each of which decides the rule, the safest first.
    QStringList flagsFor(const RowChange &change, const RowRule &rule) const;

private:
    QStringList repairFlags(const RowChange &change, const RowRule &rule) const;
    bool repairs(const RowChange &change, const QString &column, const QString &cast) const;
    QStringList castFlags(const RowChange &change, const RowRule &rule, const QString &name) const;
    QStringList fillFlags(const RowChange &change, const RowRule &rule, const QString &name) const;
    QString validFill(
        const RowChange &change, const RowRule &rule, const QString &column, bool parentsToo) const;
    QString settlingFill(const RowChange &change, const RowRule &rule, const QString &column) const;
    QMap<QString, qint64> brokenRows(const RowChange &trial, const QString &column, bool parentsToo,
        bool firmOnly = false) const;

    Executor &m_live;
    const Projection &m_projection;
};

} // namespace joinery::sqlite
