// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "joinery/session/session.h"
#include "support/heroes.h"

#include <QTemporaryDir>
#include <QTest>

namespace joinery::testing {

struct Note
{
    QString text {};
};

struct Stock
{
    QString sku {};
    int warehouse = 0;
    int amount = 0;
    int revision = 0;
};

struct Node
{
    std::optional<qint64> id {};
    QString name {};
    std::optional<qint64> parentId {};
    Related<Node> parent {};
    RelatedList<Node> children {};
};

struct Priced
{
    std::optional<qint64> id {};
    int net = 0;
    std::optional<QString> currency {};
    std::optional<int> gross {};
};

/// A database with a table for each model, in a file, with two connections: the session's and that
/// of somebody else. A test calls prepare() from init().
class SessionFiles
{
public:
    [[nodiscard]] Result<> prepare();
    std::unique_ptr<Executor> open() const;
    const Dialect &dialect() const { return **m_dialects.find(QStringLiteral("sqlite")); }
    QString url() const;
    Executor &db() { return *m_db; }
    Executor &other() { return *m_other; }
    /// What the other connection reads; the error's message when it cannot.
    Value scalar(const QString &sql);
    /// The names in a table, in the order of its keys.
    QString names(const QString &table, const QString &expression = QStringLiteral("name"));
    std::unique_ptr<Session> session() { return std::make_unique<Session>(*m_db, dialect()); }

private:
    ConnectionProvider m_provider {};
    DialectRegistry m_dialects {m_provider};
    std::unique_ptr<QTemporaryDir> m_folder {};
    std::unique_ptr<Executor> m_db {};
    std::unique_ptr<Executor> m_other {};
};

} // namespace joinery::testing

#define VERIFY_DONE(call)                                                                          \
    do {                                                                                           \
        const auto &outcome = (call);                                                              \
        QVERIFY2(outcome.has_value(), qPrintable(outcome ? QString() : outcome.error().message));  \
    } while (false)

namespace joinery {

template <>
inline constexpr auto mapping<testing::Note> = model<testing::Note>(
    "note", column("text", &testing::Note::text));
template <>
inline constexpr auto mapping<testing::Stock> = model<testing::Stock>("stock",
    column("sku", &testing::Stock::sku), column("warehouse", &testing::Stock::warehouse),
    column("amount", &testing::Stock::amount, check("amount >= 0")),
    column("revision", &testing::Stock::revision, version),
    primaryKey(&testing::Stock::sku, &testing::Stock::warehouse));
template <>
inline constexpr auto mapping<testing::Node> = model<testing::Node>("node",
    column("id", &testing::Node::id, primaryKey), column("name", &testing::Node::name),
    column("parent_id", &testing::Node::parentId, references(&testing::Node::id)),
    manyToOne(&testing::Node::parent, &testing::Node::parentId),
    oneToMany(&testing::Node::children, &testing::Node::parentId).cascadeDelete());
template <>
inline constexpr auto mapping<testing::Priced> = model<testing::Priced>("priced",
    column("id", &testing::Priced::id, primaryKey), column("net", &testing::Priced::net),
    column("currency", &testing::Priced::currency, serverDefault("'EUR'")),
    column("gross", &testing::Priced::gross, computed("net * 119 / 100", stored)));

} // namespace joinery
