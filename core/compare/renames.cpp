// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/renames.h"

#include "joinery/base/toposort.h"
#include "joinery/compare/claims.h"
#include "joinery/compare/viewchanges.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

class RenamePlanner
{
public:
    RenamePlanner(const MetaData &from, const MetaData &to, const ComparePolicy &policy,
        const QList<Rename> &asked)
        : m_from(from)
        , m_to(to)
        , m_policy(policy)
        , m_asked(asked)
        , m_fromTables(spellings(from.tables, policy))
        , m_toTables(spellings(to.tables, policy))
    { }

    Result<> planTables();
    Result<> planColumns();
    RenamePlan plan {};

private:
    QString key(const QString &name) const { return m_policy.nameKey(name); }
    QList<Claim> askedTables() const;
    QString dottedHint(const Rename &rename) const;
    Result<> sortAskedColumns();
    Result<> planColumnsOf(const Table &table);
    void matchTables(const QList<Claim> &claims);
    QStringList namesOfOthers() const;
    void freeNamesOfOthers(const QList<Claim> &claims);
    void dropViewsOver(QSet<QString> freed);
    void noteReuse(const QList<Claim> &claims, const QList<NamedObject> &after);

    const MetaData &m_from;
    const MetaData &m_to;
    const ComparePolicy &m_policy;
    const QList<Rename> &m_asked;
    Spellings m_fromTables;
    Spellings m_toTables;
    QHash<QString, QList<Claim>> m_askedColumns; ///< by the name key of the table after
};

QList<Claim> RenamePlanner::askedTables() const
{
    QList<Claim> claims;
    for (const Rename &rename : m_asked) {
        if (rename.table.isEmpty())
            claims.append({rename.from, rename.to, true});
    }
    return claims;
}

/// A table that gets the name of a view or virtual table: that one goes first.
void RenamePlanner::freeNamesOfOthers(const QList<Claim> &claims)
{
    const Spellings views = spellings(m_from.views, m_policy);
    const Spellings virtualTables = spellings(m_from.virtualTables, m_policy);
    QSet<QString> freed;
    QList<Operation> drops;
    for (const Claim &claim : claims) {
        const QString name = key(claim.to);
        if (const auto view = views.constFind(name); view != views.constEnd())
            drops.append(DropView {m_from.views[*view]});
        const auto table = virtualTables.constFind(name);
        if (table != virtualTables.constEnd())
            drops.append(DropVirtualTable {.table = m_from.virtualTables[*table]});
        if (views.contains(name) || virtualTables.contains(name))
            freed.insert(name);
    }
    dropViewsOver(freed);
    plan.operations += drops;
}

/// The views that use what goes, and those that use them, dependents first: on the way back the
/// rename of the table would take them along.
void RenamePlanner::dropViewsOver(QSet<QString> freed)
{
    if (freed.isEmpty())
        return;
    QList<View> views;
    QHash<QString, qsizetype> positions;
    QList<QSet<QString>> uses;
    for (const View &view : m_from.views) {
        if (freed.contains(key(view.name)))
            continue;
        positions.insert(key(view.name), views.size());
        views.append(view);
        uses.append(identifierKeys(textOf(view), m_policy));
    }
    QList<QList<qsizetype>> dependencies(views.size());
    for (qsizetype i = 0; i < views.size(); ++i) {
        for (const QString &used : std::as_const(uses[i])) {
            if (const auto other = positions.constFind(used); other != positions.constEnd())
                dependencies[i].append(*other);
        }
    }
    QList<Operation> drops;
    for (const qsizetype i : topologicalOrder(dependencies)) {
        if (!uses[i].intersects(freed))
            continue;
        freed.insert(key(views[i].name));
        drops.prepend(DropView {views[i]});
    }
    plan.operations += drops;
}

void RenamePlanner::matchTables(const QList<Claim> &claims)
{
    Spellings unclaimed = m_fromTables;
    for (const Claim &claim : claims)
        unclaimed.remove(key(claim.from));
    for (auto it = m_toTables.keyBegin(); it != m_toTables.keyEnd(); ++it) {
        if (unclaimed.contains(*it))
            plan.tableBefore.insert(*it, unclaimed.value(*it));
    }
    for (const Claim &claim : claims)
        plan.tableBefore.insert(key(claim.to), claim.from);
}

void RenamePlanner::noteReuse(const QList<Claim> &claims, const QList<NamedObject> &after)
{
    QSet<QString> names;
    for (const NamedObject &object : after)
        names.insert(key(object.name));
    for (const Claim &claim : claims) {
        if (key(claim.from) != key(claim.to) && names.contains(key(claim.from)))
            plan.reusesNames = true;
    }
}

QStringList RenamePlanner::namesOfOthers() const
{
    return m_from.views.keys() + m_from.virtualTables.keys() + m_to.tables.keys()
        + m_to.views.keys() + m_to.virtualTables.keys();
}

Result<> RenamePlanner::planTables()
{
    QList<NamedObject> after;
    for (const Table &table : m_to.tables)
        after.append({table.name, table.renamedFrom});
    const QStringList before = m_from.tables.keys();
    const Result<QList<Claim>> claims
        = resolveClaims(before, after, askedTables(), u"table"_s, m_policy);
    if (!claims)
        return fail(claims.error());
    matchTables(*claims);
    if (claims->isEmpty())
        return {};
    freeNamesOfOthers(*claims);
    noteReuse(*claims, after);
    const RenameSequence sequence = sequenceOf(*claims, before, namesOfOthers(), m_policy);
    for (const RenameStep &step : sequence.steps)
        plan.operations.append(RenameTable {step.from, step.to});
    plan.displaced += sequence.displaced;
    return {};
}

/// What was meant where a dot is part of a name.
QString RenamePlanner::dottedHint(const Rename &rename) const
{
    const QString whole = rename.table + u'.' + rename.from;
    if (m_fromTables.contains(key(whole)))
        return u"the table's name holds a dot; write it in double quotes: --rename '%1=%2'"_s.arg(
            quotedName(whole), quotedName(rename.to));
    for (qsizetype dot = whole.indexOf(u'.'); dot >= 0; dot = whole.indexOf(u'.', dot + 1)) {
        const auto table = m_from.tables.constFind(m_fromTables.value(key(whole.left(dot))));
        const bool has = table != m_from.tables.constEnd()
            && std::any_of(table->columns.begin(), table->columns.end(),
                [&](const Column &column) { return key(column.name) == key(whole.mid(dot + 1)); });
        if (has)
            return u"a name with a dot stands in double quotes: --rename '%1.%2=%3'"_s.arg(
                quotedName(table->name), quotedName(whole.mid(dot + 1)), quotedName(rename.to));
    }
    return rename.table.contains(u'.')
        ? u"check the table's name; names with a dot stand in double quotes: --rename '\"a.b\".\"c\"=d'"_s
        : u"check the table's name"_s;
}

/// People say the table's name before; its name after is understood too.
Result<> RenamePlanner::sortAskedColumns()
{
    QHash<QString, QString> tableAfter;
    for (auto it = plan.tableBefore.constBegin(); it != plan.tableBefore.constEnd(); ++it)
        tableAfter.insert(key(it.value()), it.key());
    for (const Rename &rename : m_asked) {
        if (rename.table.isEmpty())
            continue;
        const QString after = tableAfter.value(key(rename.table), key(rename.table));
        if (!plan.tableBefore.contains(after)) {
            return fail(ErrorCode::NotFound,
                u"the rename of column \"%1\" to \"%2\" does not fit: "
                "there is no table \"%3\" before and after the change"_s.arg(
                    rename.from, rename.to, rename.table),
                dottedHint(rename));
        }
        m_askedColumns[after].append({rename.from, rename.to, true});
    }
    return {};
}

Result<> RenamePlanner::planColumnsOf(const Table &table)
{
    const QString same = key(table.name);
    const auto before = m_from.tables.constFind(plan.tableBefore.value(same));
    if (before == m_from.tables.constEnd())
        return {};
    QStringList names;
    for (const Column &column : before->columns)
        names.append(column.name);
    QList<NamedObject> after;
    for (const Column &column : table.columns)
        after.append({column.name, column.renamedFrom});
    const Result<QList<Claim>> claims
        = resolveClaims(names, after, m_askedColumns.value(same), u"column"_s, m_policy);
    if (!claims)
        return failIn(u"table \"%1\""_s.arg(table.name), claims.error());
    if (claims->isEmpty())
        return {};
    noteReuse(*claims, after);
    QStringList taken;
    for (const NamedObject &object : after)
        taken.append(object.name);
    const RenameSequence sequence = sequenceOf(*claims, names, taken, m_policy);
    for (const RenameStep &step : sequence.steps)
        plan.operations.append(RenameColumn {table.name, step.from, step.to});
    plan.displaced += sequence.displaced;
    return {};
}

Result<> RenamePlanner::planColumns()
{
    if (Result<> sorted = sortAskedColumns(); !sorted)
        return sorted;
    for (const Table &table : m_to.tables) {
        if (Result<> planned = planColumnsOf(table); !planned)
            return planned;
    }
    return {};
}

} // namespace

Result<RenamePlan> planRenames(const MetaData &from, const MetaData &to,
    const ComparePolicy &policy, const ReplayPolicy &replay, const QList<Rename> &asked)
{
    RenamePlanner planner(from, to, policy, asked);
    if (Result<> planned = planner.planTables(); !planned)
        return fail(std::move(planned.error()));
    if (Result<> planned = planner.planColumns(); !planned)
        return fail(std::move(planned.error()));
    RenamePlan plan = std::move(planner.plan);
    plan.working = from;
    if (Result<> applied = apply(plan.working, plan.operations, replay); !applied)
        return fail(std::move(applied.error()));
    return plan;
}

} // namespace joinery::detail
