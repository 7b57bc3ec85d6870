// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/claims.h"

#include "joinery/compare/names.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

/// The renames while it is being found out which of them hold.
class ClaimResolver
{
public:
    ClaimResolver(const QStringList &before, const QList<NamedObject> &after, const QString &kind,
        const ComparePolicy &policy)
        : m_after(after)
        , m_kind(kind)
        , m_policy(policy)
    {
        for (const QString &name : before)
            m_before.insert(policy.nameKey(name), name);
        for (const NamedObject &object : after)
            m_afterNames.insert(policy.nameKey(object.name), object.name);
    }

    Result<> addAsked(const QList<Claim> &asked);
    Result<> addRenamedFrom();
    void addSpellings();
    QList<Claim> inOrder() const;

private:
    QString key(const QString &name) const { return m_policy.nameKey(name); }
    Result<> add(const Claim &claim);
    QHash<QString, Claim> claimsOfTheModels() const;
    void dropStale(QHash<QString, Claim> &claims) const;

    const QList<NamedObject> &m_after;
    const QString &m_kind;
    const ComparePolicy &m_policy;
    Spellings m_before;
    Spellings m_afterNames;
    QHash<QString, Claim> m_byFrom;
    QHash<QString, Claim> m_byTo;
};

Result<> ClaimResolver::add(const Claim &claim)
{
    const auto exclude = [&](const Claim &other) {
        return fail(ErrorCode::Conflict,
            u"%1 \"%2\" to \"%3\" and \"%4\" to \"%5\" exclude each other"_s.arg(
                u"the renames of "_s + m_kind, claim.from, claim.to, other.from, other.to),
            u"keep one of them"_s);
    };
    const auto sameFrom = m_byFrom.constFind(key(claim.from));
    const auto sameTo = m_byTo.constFind(key(claim.to));
    if (sameFrom != m_byFrom.constEnd() && key(sameFrom->to) != key(claim.to))
        return exclude(*sameFrom);
    if (sameTo != m_byTo.constEnd() && key(sameTo->from) != key(claim.from))
        return exclude(*sameTo);
    m_byFrom.insert(key(claim.from), claim);
    m_byTo.insert(key(claim.to), claim);
    return {};
}

Result<> ClaimResolver::addAsked(const QList<Claim> &asked)
{
    for (const Claim &claim : asked) {
        const auto from = m_before.constFind(key(claim.from));
        const auto to = m_afterNames.constFind(key(claim.to));
        if (from == m_before.constEnd() || to == m_afterNames.constEnd()) {
            const bool noFrom = from == m_before.constEnd();
            return fail(ErrorCode::NotFound,
                u"the rename of %1 \"%2\" to \"%3\" does not fit: there is no \"%4\" %5"_s.arg(
                    m_kind, claim.from, claim.to, noFrom ? claim.from : claim.to,
                    noFrom ? u"before the change"_s : u"after it"_s),
                u"check both names"_s);
        }
        if (Result<> added = add({*from, *to, true}); !added)
            return added;
    }
    return {};
}

QHash<QString, Claim> ClaimResolver::claimsOfTheModels() const
{
    QHash<QString, Claim> claims;
    for (const NamedObject &object : m_after) {
        const auto from = m_before.constFind(key(object.renamedFrom));
        const bool says
            = !object.renamedFrom.isEmpty() && key(object.renamedFrom) != key(object.name);
        if (says && from != m_before.constEnd() && !m_byTo.contains(key(object.name)))
            claims.insert(key(object.name), {*from, object.name});
    }
    return claims;
}

/// A `renamedFrom` that an earlier revision consumed is stale: both names are there before, and
/// still are, each for an object of its own. One that waits is taken away with what it alone
/// justifies.
void ClaimResolver::dropStale(QHash<QString, Claim> &claims) const
{
    QHash<QString, QString> byFrom;
    for (const Claim &claim : std::as_const(claims))
        byFrom.insert(key(claim.from), key(claim.to));
    QStringList doubtful = claims.keys();
    while (!doubtful.isEmpty()) {
        const QString to = doubtful.takeLast();
        const auto claim = claims.constFind(to);
        if (claim == claims.constEnd())
            continue;
        const QString from = key(claim->from);
        const bool newNameWasThere
            = m_before.contains(to) && !byFrom.contains(to) && !m_byFrom.contains(to);
        const bool oldNameIsThere
            = m_afterNames.contains(from) && !claims.contains(from) && !m_byTo.contains(from);
        if (!newNameWasThere || !oldNameIsThere)
            continue;
        claims.remove(to);
        byFrom.remove(from);
        doubtful.append(from);
        if (byFrom.contains(to))
            doubtful.append(byFrom.value(to));
    }
}

Result<> ClaimResolver::addRenamedFrom()
{
    QHash<QString, Claim> claims = claimsOfTheModels();
    dropStale(claims);
    for (const NamedObject &object : m_after) {
        const auto claim = claims.constFind(key(object.name));
        if (claim == claims.constEnd())
            continue;
        if (Result<> added = add(*claim); !added)
            return added;
    }
    return {};
}

void ClaimResolver::addSpellings()
{
    for (const NamedObject &object : m_after) {
        const QString same = key(object.name);
        const auto before = m_before.constFind(same);
        if (before == m_before.constEnd() || *before == object.name)
            continue;
        if (!m_byFrom.contains(same) && !m_byTo.contains(same))
            m_byTo.insert(same, {*before, object.name});
    }
}

QList<Claim> ClaimResolver::inOrder() const
{
    QList<Claim> claims;
    for (const NamedObject &object : m_after) {
        const auto claim = m_byTo.constFind(key(object.name));
        if (claim != m_byTo.constEnd() && claim->from != claim->to)
            claims.append(*claim);
    }
    return claims;
}

} // namespace

Result<QList<Claim>> resolveClaims(const QStringList &before, const QList<NamedObject> &after,
    const QList<Claim> &asked, const QString &kind, const ComparePolicy &policy)
{
    ClaimResolver resolver(before, after, kind, policy);
    if (Result<> added = resolver.addAsked(asked); !added)
        return fail(std::move(added.error()));
    if (Result<> added = resolver.addRenamedFrom(); !added)
        return fail(std::move(added.error()));
    resolver.addSpellings();
    return resolver.inOrder();
}

} // namespace joinery::detail
