// SPDX-License-Identifier: MPL-2.0
#include "joinery/base/suggestion.h"

#include <algorithm>
#include <numeric>

namespace joinery {

namespace {

/// Longer words are not typing errors of one another, and need not cost anything.
constexpr qsizetype longestWord = 64;

/// Levenshtein's distance, letter case aside.
qsizetype distance(const QString &left, const QString &right)
{
    QList<qsizetype> row(right.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < left.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i + 1;
        for (qsizetype j = 0; j < right.size(); ++j) {
            const bool same = left[i].toCaseFolded() == right[j].toCaseFolded();
            const qsizetype replaced = diagonal + (same ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.last();
}

} // namespace

QString closestTo(const QString &word, const QStringList &candidates)
{
    if (word.size() > longestWord)
        return {};
    QString closest;
    qsizetype least = std::max<qsizetype>(2, word.size() / 3) + 1;
    for (const QString &candidate : candidates) {
        if (candidate.size() > longestWord)
            continue;
        const qsizetype apart = distance(word, candidate);
        if (apart < least && apart < std::max(word.size(), candidate.size())) {
            least = apart;
            closest = candidate;
        }
    }
    return closest;
}

} // namespace joinery
