// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/claims.h"
#include "joinery/compare/names.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

class Sequencer
{
public:
    Sequencer(const QList<Claim> &claims, const QStringList &before, const QStringList &taken,
        const ComparePolicy &policy)
        : m_claims(claims)
        , m_policy(policy)
    {
        for (const QString &name : before) {
            m_before.insert(key(name), name);
            m_taken.insert(key(name));
        }
        for (const QString &name : taken)
            m_taken.insert(key(name));
        for (qsizetype i = 0; i < claims.size(); ++i) {
            m_byFrom.insert(key(claims[i].from), i);
            m_taken.insert(key(claims[i].to));
        }
    }

    RenameSequence run()
    {
        for (const Claim &claim : m_claims)
            displace(claim);
        for (qsizetype i = 0; i < m_claims.size(); ++i)
            follow(i);
        return m_result;
    }

private:
    QString key(const QString &name) const { return m_policy.nameKey(name); }

    QString madeUpName(const QString &name, const QString &ending)
    {
        // Short enough for every engine's limit, also where a character takes three bytes.
        QString start = name.left(18);
        if (start.back().isHighSurrogate())
            start.chop(1);
        const QString stem = start + ending;
        QString candidate = stem;
        for (int number = 2; m_taken.contains(key(candidate)); ++number)
            candidate = stem + QString::number(number);
        m_taken.insert(key(candidate));
        return candidate;
    }

    /// What has the new name and is not renamed itself makes room, to be dropped later.
    void displace(const Claim &claim)
    {
        const QString wanted = key(claim.to);
        if (!m_before.contains(wanted) || m_byFrom.contains(wanted))
            return;
        const QString name = madeUpName(m_before.value(wanted), u"_old"_s);
        m_result.steps.append({m_before.value(wanted), name});
        m_result.displaced.append(name);
    }

    /// The renames from this one to the end of its chain, last first.
    void follow(qsizetype first)
    {
        QList<qsizetype> chain;
        qsizetype next = first;
        while (next >= 0 && !m_done.contains(next)) {
            m_done.insert(next);
            chain.append(next);
            next = m_byFrom.value(key(m_claims[next].to), -1);
        }
        if (chain.isEmpty())
            return;
        const bool cycle = chain.size() > 1 && next == first;
        const Claim &last = m_claims[chain.last()];
        const QString aside = cycle ? madeUpName(last.from, u"_tmp"_s) : QString();
        if (cycle) {
            m_result.steps.append({last.from, aside});
            chain.removeLast();
        }
        for (auto it = chain.crbegin(); it != chain.crend(); ++it)
            m_result.steps.append({m_claims[*it].from, m_claims[*it].to});
        if (cycle)
            m_result.steps.append({aside, last.to});
    }

    const QList<Claim> &m_claims;
    const ComparePolicy &m_policy;
    Spellings m_before;
    QHash<QString, qsizetype> m_byFrom;
    QSet<QString> m_taken;
    QSet<qsizetype> m_done;
    RenameSequence m_result;
};

} // namespace

RenameSequence sequenceOf(const QList<Claim> &claims, const QStringList &before,
    const QStringList &taken, const ComparePolicy &policy)
{
    return Sequencer(claims, before, taken, policy).run();
}

} // namespace joinery::detail
