// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/dmlcompiler.h"

using namespace Qt::StringLiterals;

namespace joinery {

QString DmlCompiler::insertsInSequence() const
{
    return {};
}

QString DmlCompiler::orderTerm(const QString &expression, bool descending, NullsOrder nulls) const
{
    QString term = expression;
    if (descending)
        term += u" DESC"_s;
    if (nulls != NullsOrder::AsTheDatabaseDoes)
        term += nulls == NullsOrder::First ? u" NULLS FIRST"_s : u" NULLS LAST"_s;
    return term;
}

QString DmlCompiler::limitClause(bool limit, bool offset) const
{
    if (limit && offset)
        return u"LIMIT ? OFFSET ?"_s;
    return limit ? u"LIMIT ?"_s : u"OFFSET ?"_s;
}

QString DmlCompiler::forUpdate() const
{
    return u"FOR UPDATE"_s;
}

QString DmlCompiler::concatenation(const QString &left, const QString &right) const
{
    return u"%1 || %2"_s.arg(left, right);
}

QString DmlCompiler::now() const
{
    return u"CURRENT_TIMESTAMP"_s;
}

} // namespace joinery
