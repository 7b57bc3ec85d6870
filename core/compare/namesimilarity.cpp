// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/candidates.h"

#include <numeric>

namespace joinery::detail {

namespace {

/// Levenshtein's distance.
int editDistance(const QString &a, const QString &b)
{
    QList<int> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0]++;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const int replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.last();
}

/// "authorId" and "author_id" -> {"author", "id"}.
QStringList wordsOf(const QString &name)
{
    QStringList words {QString()};
    QChar previous;
    for (const QChar c : name) {
        const bool starts = c.isUpper() && previous.isLower();
        if (starts || !c.isLetterOrNumber())
            words.append(QString());
        if (c.isLetterOrNumber())
            words.last() += c.toLower();
        previous = c;
    }
    words.removeAll(QString());
    return words;
}

} // namespace

double nameSimilarity(const QString &a, const QString &b)
{
    constexpr qsizetype longest = 64;
    const QStringList wordsA = wordsOf(a.left(longest));
    const QStringList wordsB = wordsOf(b.left(longest));
    qsizetype common = 0;
    for (const QString &word : wordsA)
        common += wordsB.contains(word) ? 1 : 0;
    const double words = wordsA.isEmpty() || wordsB.isEmpty()
        ? 0
        : double(common) / double(std::max(wordsA.size(), wordsB.size()));
    const QString plainA = wordsA.join(QString());
    const QString plainB = wordsB.join(QString());
    const double length = double(std::max<qsizetype>({plainA.size(), plainB.size(), 1}));
    return std::max(words, 1 - editDistance(plainA, plainB) / length);
}

} // namespace joinery::detail
