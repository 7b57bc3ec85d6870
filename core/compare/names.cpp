// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/names.h"

#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

/// Names in use and who uses each.
class NameSpace
{
public:
    explicit NameSpace(const ComparePolicy &policy)
        : m_policy(policy)
    { }

    /// Errors: Conflict when the name is taken.
    [[nodiscard]] Result<> take(const QString &name, const QString &owner)
    {
        QString &other = m_owners[m_policy.nameKey(name)];
        if (!other.isEmpty()) {
            return fail(ErrorCode::Conflict, u"%1 and %2 have the same name"_s.arg(other, owner),
                u"give one of them another name"_s);
        }
        other = owner;
        return {};
    }

private:
    const ComparePolicy &m_policy;
    QHash<QString, QString> m_owners;
};

template <typename T>
Result<> takeAll(NameSpace &names, const QMap<QString, T> &objects, const QString &kind)
{
    for (auto it = objects.keyBegin(); it != objects.keyEnd(); ++it) {
        if (Result<> taken = names.take(*it, u"%1 \"%2\""_s.arg(kind, *it)); !taken)
            return taken;
    }
    return {};
}

Result<> checkColumns(const Table &table, const ComparePolicy &policy)
{
    NameSpace names(policy);
    for (const Column &column : table.columns) {
        const QString owner = u"column \"%1\""_s.arg(column.name);
        if (Result<> taken = names.take(column.name, owner); !taken)
            return failIn(u"table \"%1\""_s.arg(table.name), std::move(taken.error()));
    }
    return {};
}

Result<> takeIndexes(NameSpace &names, const Table &table)
{
    for (const Index &index : table.indexes) {
        const QString owner = u"index \"%1\" of table \"%2\""_s.arg(index.name, table.name);
        if (Result<> taken = names.take(index.name, owner); !taken)
            return taken;
    }
    return {};
}

} // namespace

Result<> checkNames(const MetaData &metaData, const ComparePolicy &policy)
{
    NameSpace objects(policy);
    if (Result<> taken = takeAll(objects, metaData.tables, u"table"_s); !taken)
        return taken;
    if (Result<> taken = takeAll(objects, metaData.views, u"view"_s); !taken)
        return taken;
    if (Result<> taken = takeAll(objects, metaData.virtualTables, u"virtual table"_s); !taken)
        return taken;
    NameSpace indexes(policy);
    for (const Table &table : metaData.tables) {
        if (Result<> distinct = checkColumns(table, policy); !distinct)
            return distinct;
        if (Result<> taken = takeIndexes(indexes, table); !taken)
            return taken;
    }
    return {};
}

QSet<QString> identifierKeys(const QString &sql, const ComparePolicy &policy)
{
    QSet<QString> keys;
    for (const Token &token : significantTokens(sql)) {
        if (token.kind == TokenKind::Word || token.kind == TokenKind::QuotedName)
            keys.insert(policy.nameKey(nameIn(sql, token)));
    }
    return keys;
}

} // namespace joinery::detail
