// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/candidates.h"
#include "joinery/compare/names.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

constexpr double leastShare = 0.6;

/// Name and type of each column, in normal form.
QSet<QString> columnTexts(const Table &table, const ComparePolicy &policy)
{
    QSet<QString> texts;
    for (const Column &column : policy.normalized(table).columns)
        texts.insert(policy.nameKey(column.name) + QChar(0) + column.type.text);
    return texts;
}

/// The dropped tables by the columns they have.
class ColumnIndex
{
public:
    ColumnIndex(const QList<Table> &tables, const ComparePolicy &policy)
    {
        for (qsizetype i = 0; i < tables.size(); ++i) {
            const QSet<QString> texts = columnTexts(tables[i], policy);
            m_sizes.append(texts.size());
            for (const QString &text : texts)
                m_tables[text].append(i);
        }
    }

    /// The tables and the share of columns, 0 to 1, that each has in common with these.
    QMap<qsizetype, double> sharesWith(const QSet<QString> &texts) const
    {
        // A column that very many tables have says little, and would make the work quadratic.
        constexpr qsizetype commonplace = 200;
        QMap<qsizetype, qsizetype> common;
        for (const QString &text : texts) {
            const QList<qsizetype> tables = m_tables.value(text);
            for (const qsizetype table : tables.mid(0, commonplace))
                ++common[table];
        }
        QMap<qsizetype, double> shares;
        for (auto it = common.constBegin(); it != common.constEnd(); ++it) {
            const qsizetype most = std::max(m_sizes[it.key()], texts.size());
            shares.insert(it.key(), double(it.value()) / double(most));
        }
        return shares;
    }

private:
    QList<qsizetype> m_sizes;
    QHash<QString, QList<qsizetype>> m_tables;
};

RenameCandidate score(const Table &from, const Table &to, double share)
{
    const double likeness = nameSimilarity(from.name, to.name);
    // Many tables have just an id and a name: few columns in common say less than many.
    constexpr double manyColumns = 5;
    const double weight = std::min(1.0, double(to.columns.size()) / manyColumns);
    RenameCandidate candidate {.rename = {{}, from.name, to.name}};
    candidate.score = qRound((45 + 40 * weight) * share + 15 * likeness);
    candidate.reasons.append(share == 1
            ? u"same columns"_s
            : u"%1 % of the columns are the same"_s.arg(qRound(100 * share)));
    if (likeness >= 0.5)
        candidate.reasons.append(u"similar name (%1)"_s.arg(likeness, 0, 'f', 1));
    return candidate;
}

} // namespace

QList<RenameCandidate> tableCandidates(const CandidateSearch &search)
{
    if (search.dropped.isEmpty() || search.created.isEmpty())
        return {};
    const ColumnIndex index(search.dropped, search.policy);
    QList<RenameCandidate> candidates;
    for (const Table &table : search.created) {
        const QMap<qsizetype, double> shares = index.sharesWith(columnTexts(table, search.policy));
        for (auto it = shares.constBegin(); it != shares.constEnd(); ++it) {
            if (it.value() >= leastShare)
                candidates.append(score(search.dropped[it.key()], table, it.value()));
        }
    }
    return candidates;
}

} // namespace joinery::detail
