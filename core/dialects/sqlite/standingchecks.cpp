// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/standingchecks.h"

#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

bool isGenerated(const TableChange &change, const QString &name)
{
    const Column *column = findColumn(change.after, name);
    return column && column->computed;
}

/// Whether the check comes out for every row that is copied as it did for the old one.
bool stands(const TableChange &change, const CheckConstraint &check)
{
    const QList<CheckConstraint> before = withEnumChecks(change.before);
    const bool wasThere = std::any_of(before.begin(), before.end(),
        [&](const CheckConstraint &old) { return old.sql == check.sql; });
    const bool anyConverts = std::any_of(change.columns.begin(), change.columns.end(),
        [](const ColumnCopy &copy) { return copy.converts; });
    return wasThere
        && std::none_of(change.columns.begin(), change.columns.end(), [&](const ColumnCopy &copy) {
               const Column *old = findColumn(change.before, copy.column);
               const Column *now = findColumn(change.after, copy.column);
               return mentions(check.sql, copy.column)
                   && (copy.converts || !old || !now || old->collation != now->collation
                       || (isGenerated(change, copy.column) && anyConverts));
           });
}

Statement setIgnoring(bool on)
{
    return {.sql = u"PRAGMA ignore_check_constraints = %1"_s.arg(on ? u"ON"_s : u"OFF"_s),
        .purpose = on ? u"rows that break a check already stay as they are"_s : QString()};
}

Statement lookAt(const CheckConstraint &check, const QString &table, const QString &into)
{
    return {.kind = Statement::Kind::Check,
        .sql = u"SELECT %1\nFROM %2\nWHERE %3\nLIMIT 1"_s.arg(
            quotedText(u"a row breaks the check "_s + check.sql.simplified()), quotedName(into),
            violatesCheck(check.sql)),
        .purpose = u"every row of table \"%1\" passes its new checks"_s.arg(table)};
}

} // namespace

QList<Statement> pastStandingChecks(
    const TableChange &change, const Statement &copy, const QString &into)
{
    QList<Statement> looks;
    const QList<CheckConstraint> checks = withEnumChecks(change.after);
    for (const CheckConstraint &check : checks) {
        if (!stands(change, check))
            looks.append(lookAt(check, change.after.name, into));
    }
    if (looks.size() == checks.size())
        return {copy};
    return QList<Statement> {setIgnoring(true), copy, setIgnoring(false)} + looks;
}

} // namespace joinery::sqlite
