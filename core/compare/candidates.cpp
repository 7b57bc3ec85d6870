// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/candidates.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

constexpr int leastScore = 50;
constexpr double similarName = 0.5;

/// What is weighed of a column that goes or comes.
struct Weighed
{
    Column column;
    Column normal;
    qsizetype position
        = 0; ///< among those that go or come, which is where it stands relative to the rest
    QSet<QString> keys {}; ///< the kinds of keys and indexes it is part of
};

/// The kinds of keys, constraints and indexes that name the column.
QSet<QString> keysOf(const QString &column, const QList<Constraint> &constraints,
    const QList<Index> &indexes, const ComparePolicy &policy)
{
    const QString key = policy.nameKey(column);
    const auto names = [&](const QStringList &columns) {
        return std::any_of(columns.begin(), columns.end(),
            [&](const QString &other) { return policy.nameKey(other) == key; });
    };
    QSet<QString> kinds;
    for (const Constraint &constraint : constraints) {
        if (const auto *primary = std::get_if<PrimaryKeyConstraint>(&constraint);
            primary && names(columnNames(primary->columns)))
            kinds.insert(u"primary key"_s);
        if (const auto *unique = std::get_if<UniqueConstraint>(&constraint);
            unique && names(columnNames(unique->columns)))
            kinds.insert(u"unique"_s);
        if (const auto *foreign = std::get_if<ForeignKeyConstraint>(&constraint);
            foreign && names(foreign->columns))
            kinds.insert(u"foreign key to "_s + policy.nameKey(foreign->referredTable));
    }
    for (const Index &index : indexes) {
        if (names(columnNames(index.columns)))
            kinds.insert(u"index"_s);
    }
    return kinds;
}

QList<Weighed> weighed(const QList<Column> &columns, const QString &table,
    const QList<Constraint> &constraints, const QList<Index> &indexes, const ComparePolicy &policy)
{
    const QList<Column> normal
        = policy.normalized(Table {.name = table, .columns = columns}).columns;
    QList<Weighed> all;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        all.append({columns[i], normal.value(i, columns[i]), i,
            keysOf(columns[i].name, constraints, indexes, policy)});
    }
    return all;
}

RenameCandidate score(const QString &table, const Weighed &from, const Weighed &to)
{
    RenameCandidate candidate {.rename = {table, from.column.name, to.column.name}};
    const auto add = [&](bool holds, int points, const QString &reason) {
        if (!holds)
            return;
        candidate.score += points;
        candidate.reasons.append(reason);
    };
    const double likeness = nameSimilarity(from.column.name, to.column.name);
    const bool sameType = from.normal.type == to.normal.type;
    add(sameType, 30, u"same type"_s);
    add(!sameType, 10, u"similar type"_s);
    add(likeness >= similarName, qRound(35 * likeness), u"similar name"_s);
    const bool sameRules = from.normal.nullable == to.normal.nullable
        && from.normal.serverDefault == to.normal.serverDefault;
    add(sameRules, 15, u"same NULL rule and default"_s);
    add(from.position == to.position, 10, u"same position"_s);
    add(from.keys == to.keys, 10, from.keys.isEmpty() ? u"no keys on either"_s : u"same keys"_s);
    return candidate;
}

QList<RenameCandidate> columnCandidates(const TableChanges &changes, const CandidateSearch &search)
{
    // Beyond this a table has become another one, and comparing all pairs would take too long.
    constexpr qsizetype mostPairs = 10000;
    const QList<Column> &dropped = changes.droppedColumns;
    const QList<Column> &added = changes.addedColumns;
    if (dropped.isEmpty() || added.isEmpty() || dropped.size() * added.size() > mostPairs)
        return {};
    const QString table = search.tableBefore.value(search.policy.nameKey(changes.table));
    const QList<Weighed> gone = weighed(
        dropped, changes.table, changes.droppedConstraints, changes.droppedIndexes, search.policy);
    const QList<Weighed> come = weighed(
        added, changes.table, changes.addedConstraints, changes.createdIndexes, search.policy);
    QList<RenameCandidate> candidates;
    for (const Weighed &from : gone) {
        for (const Weighed &to : come) {
            if (from.column.computed || to.column.computed
                || !search.policy.sameFamily(from.column.type, to.column.type))
                continue;
            const RenameCandidate candidate = score(table, from, to);
            if (candidate.score >= leastScore)
                candidates.append(candidate);
        }
    }
    return candidates;
}

/// Names in key form, so that what was turned down is recognised however it is spelled.
QString pairKey(const Rename &rename, const ComparePolicy &policy)
{
    return QStringList {
        policy.nameKey(rename.table), policy.nameKey(rename.from), policy.nameKey(rename.to)}
        .join(QChar(0));
}

} // namespace

QList<RenameCandidate> bestPairs(QList<RenameCandidate> candidates, const CandidateSearch &search)
{
    QSet<QString> turnedDown;
    for (const Rename &rename : search.turnedDown)
        turnedDown.insert(pairKey(rename, search.policy));
    std::stable_sort(candidates.begin(), candidates.end(),
        [](const RenameCandidate &a, const RenameCandidate &b) { return a.score > b.score; });
    QSet<QString> used;
    QList<RenameCandidate> best;
    for (const RenameCandidate &candidate : candidates) {
        const Rename &rename = candidate.rename;
        const QString from = rename.table + QChar(0) + rename.from + QChar(0) + u'-';
        const QString to = rename.table + QChar(0) + rename.to + QChar(0) + u'+';
        if (used.contains(from) || used.contains(to)
            || turnedDown.contains(pairKey(rename, search.policy)))
            continue;
        used.insert(from);
        used.insert(to);
        best.append(candidate);
    }
    return best;
}

QList<RenameCandidate> renameCandidates(const CandidateSearch &search)
{
    QList<RenameCandidate> candidates = tableCandidates(search);
    for (const TableChanges &changes : search.changed)
        candidates += columnCandidates(changes, search);
    return bestPairs(candidates, search);
}

} // namespace joinery::detail
