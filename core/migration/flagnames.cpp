// SPDX-License-Identifier: MPL-2.0
// Names in flags that nothing has.
#include "joinery/base/suggestion.h"
#include "joinery/dialects/decisiontext.h"
#include "joinery/migration/decisionflags.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The tables and columns of both schemas, as flags name them.
struct Known
{
    QStringList tables {};
    QStringList columns {}; ///< "table.column", also as they are where flags need quotes
};

void collect(Known &known, const MetaData &schema)
{
    for (const QString &name : schema.tables.keys() + schema.virtualTables.keys())
        known.tables += {flagName(name), name};
    for (const Table &table : schema.tables) {
        for (const Column &column : table.columns)
            known.columns
                += {columnObject(table.name, column.name), table.name + u'.' + column.name};
    }
    known.tables.removeDuplicates();
    known.columns.removeDuplicates();
}

bool contains(const QStringList &names, const QString &name, const ReplayPolicy &policy)
{
    return std::any_of(names.begin(), names.end(),
        [&](const QString &other) { return policy.nameKey(other) == policy.nameKey(name); });
}

QString meant(const QString &name, const QStringList &candidates)
{
    const QString close = closestTo(name, candidates);
    return close.isEmpty() ? QString() : u"; did you mean %1?"_s.arg(close);
}

Result<> unknown(const QString &flag, const QString &what, const QString &hint)
{
    return fail(ErrorCode::Usage, u"%1: %2"_s.arg(flag, what), hint);
}

/// "t" of "t", "t.c" and "t(c, d)"; names may hold dots, so the known ones are tried.
bool namesTable(const QString &object, const Known &known, const ReplayPolicy &policy)
{
    const QString key = policy.nameKey(object);
    return std::any_of(known.tables.begin(), known.tables.end(), [&](const QString &table) {
        const QString name = policy.nameKey(table);
        return key == name || key.startsWith(name + u'.') || key.startsWith(name + u'(');
    });
}

Result<> checkColumn(
    const QString &flag, const QString &object, const Known &known, const ReplayPolicy &policy)
{
    if (contains(known.columns, object, policy))
        return {};
    const QString close = meant(object, known.columns);
    if (namesTable(object, known, policy))
        return unknown(flag, u"there is no column %1%2"_s.arg(object, close),
            u"write table.column, names as they are after the change"_s);
    const QString table = object.section(u'.', 0, 0);
    return unknown(flag,
        u"there is no table %1%2"_s.arg(
            table, close.isEmpty() ? meant(table, known.tables) : close),
        u"write table.column, names as they are after the change"_s);
}

Result<> checkAllow(const QString &allow, const Known &known, const ReplayPolicy &policy)
{
    static const QStringList codes {
        accepts::dataLoss, accepts::deleteRows, accepts::orphans, accepts::lossyCast};
    const QString flag = u"--allow "_s + allow;
    const QString code = allow.section(u':', 0, 0);
    const QString object = withNamesInOneWay(allow).section(u':', 1);
    if (!codes.contains(code))
        return unknown(flag,
            u"nothing that can be allowed is called %1%2"_s.arg(code, meant(code, codes)),
            u"write one of %1, for all or with :object behind it"_s.arg(codes.join(u", "_s)));
    if (object.isEmpty() || (namesTable(object, known, policy) && !object.contains(u'.')))
        return {};
    if (contains(known.columns, object, policy) || contains(known.tables, object, policy)
        || (namesTable(object, known, policy) && object.contains(u'(')))
        return {};
    return checkColumn(flag, object, known, policy);
}

} // namespace

Result<> checkFlags(const DecisionFlags &flags, const MetaData &from, const MetaData &after,
    const ReplayPolicy &policy)
{
    Known known;
    collect(known, after);
    for (const auto &[column, sql] : flags.fills) {
        if (auto checked = checkColumn(u"--fill %1=%2"_s.arg(column, sql), column, known, policy);
            !checked)
            return checked;
    }
    for (const auto &[column, sql] : flags.casts) {
        if (auto checked = checkColumn(u"--cast %1=%2"_s.arg(column, sql), column, known, policy);
            !checked)
            return checked;
    }
    collect(known, from);
    for (const QString &allow : flags.allows) {
        if (auto checked = checkAllow(allow, known, policy); !checked)
            return checked;
    }
    return {};
}

} // namespace joinery
