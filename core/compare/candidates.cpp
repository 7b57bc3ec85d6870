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
    // Names weigh most: columns that have nothing in common often have the same type.
    add(sameType, 25, u"same type"_s);
    add(!sameType, 5, u"similar type"_s);
    add(likeness >= similarName, qRound(40 * likeness),
        u"similar name (%1)"_s.arg(likeness, 0, 'f', 1));
    const bool sameRules = from.normal.nullable == to.normal.nullable
        && from.normal.serverDefault == to.normal.serverDefault;
    add(sameRules, 10, u"same NULL rule and default"_s);
    add(from.position == to.position, 10, u"same position"_s);
    const bool noKeys = from.keys.isEmpty();
    add(from.keys == to.keys, noKeys ? 5 : 15, noKeys ? u"no keys on either"_s : u"same keys"_s);
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

/// What one candidate has that others have as well: the object before, or the one after.
QString sideKey(const Rename &rename, bool before)
{
    return QStringList {rename.table, before ? rename.from : rename.to, before ? u"-"_s : u"+"_s}
        .join(QChar(0));
}

/// The second best score of each object before and after.
QHash<QString, int> secondScores(const QList<RenameCandidate> &bestFirst)
{
    QHash<QString, int> found;
    QHash<QString, int> second;
    for (const RenameCandidate &candidate : bestFirst) {
        for (const bool before : {true, false}) {
            const QString key = sideKey(candidate.rename, before);
            if (++found[key] == 2)
                second.insert(key, candidate.score);
        }
    }
    return second;
}

/// Where another candidate is nearly as good, the best one is no more than a guess.
void doubt(RenameCandidate &candidate, const QHash<QString, int> &second)
{
    constexpr int nearly = 10;
    constexpr int lessSure = 15;
    const int rival = std::max(second.value(sideKey(candidate.rename, true)),
        second.value(sideKey(candidate.rename, false)));
    if (rival + nearly < candidate.score)
        return;
    candidate.score = std::max(0, candidate.score - lessSure);
    candidate.reasons.append(u"another one fits as well"_s);
}

} // namespace

QList<RenameCandidate> bestPairs(QList<RenameCandidate> candidates, const CandidateSearch &search)
{
    QSet<QString> turnedDown;
    for (const Rename &rename : search.turnedDown)
        turnedDown.insert(pairKey(rename, search.policy));
    candidates.removeIf([&](const RenameCandidate &candidate) {
        return turnedDown.contains(pairKey(candidate.rename, search.policy));
    });
    const auto better
        = [](const RenameCandidate &a, const RenameCandidate &b) { return a.score > b.score; };
    std::stable_sort(candidates.begin(), candidates.end(), better);
    const QHash<QString, int> second = secondScores(candidates);
    QSet<QString> used;
    QList<RenameCandidate> best;
    for (const RenameCandidate &candidate : candidates) {
        const Rename &rename = candidate.rename;
        const QString from = sideKey(rename, true);
        const QString to = sideKey(rename, false);
        if (used.contains(from) || used.contains(to))
            continue;
        used.insert(from);
        used.insert(to);
        best.append(candidate);
        doubt(best.last(), second);
    }
    std::stable_sort(best.begin(), best.end(), better);
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
