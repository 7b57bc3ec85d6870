// SPDX-License-Identifier: MPL-2.0
// What a migration made from two real schemas reaches, judged by SQLite's own facts.
#include "joinery/compare/compare.h"
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "joinery/operations/inverse.h"
#include "support/corpus.h"
#include "support/sqlitefacts.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

class TestConverge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCorpusChangeConverges_data();
    void everyCorpusChangeConverges();

private:
    std::unique_ptr<Executor> loaded(const QString &script) const;
    /// Runs the operations on the database; the error's words, or an empty text.
    QString migrate(
        Executor &database, const MetaData &before, const QList<Operation> &operations) const;
    Result<QList<Operation>> operationsBetween(const MetaData &from, const MetaData &to) const;

    bool m_withTexts = false; ///< plans are made for the texts of the database
    const ConnectionProvider m_provider {};
    const DialectRegistry m_registry {m_provider};
    const Dialect &m_sqlite {**m_registry.find(u"sqlite"_s)};
};

/// The tables are emptied: what rows ask of a migration is not the matter here.
std::unique_ptr<Executor> TestConverge::loaded(const QString &script) const
{
    auto database = m_provider.scratch(u"sqlite"_s);
    if (!database || !(*database)->executeScript(u"PRAGMA foreign_keys = OFF;\n"_s + script))
        return nullptr;
    const auto metaData = m_sqlite.inspector().reflect(**database);
    if (!metaData)
        return nullptr;
    for (const QString &table : metaData->tables.keys()) {
        if (!(*database)->execute(u"DELETE FROM "_s + m_sqlite.ddl().quote(table)))
            return nullptr;
    }
    return *std::move(database);
}

QString TestConverge::migrate(
    Executor &database, const MetaData &before, const QList<Operation> &operations) const
{
    const Result<std::unique_ptr<StoredTexts>> texts = m_sqlite.ddl().readTexts(database);
    if (!texts)
        return testing::errorText(texts.error());
    const Result<Plan> plan
        = m_sqlite.ddl().compile(before, operations, m_withTexts ? texts->get() : nullptr);
    if (!plan)
        return testing::errorText(plan.error());
    const auto transaction = m_sqlite.migrationTransaction(database);
    Result<> done = transaction->begin(plan->foreignKeysOff);
    if (done)
        done = transaction->run(*plan, {});
    if (done)
        done = transaction->verify();
    if (done)
        done = transaction->commit();
    return done ? QString() : testing::errorText(done.error());
}

Result<QList<Operation>> TestConverge::operationsBetween(
    const MetaData &from, const MetaData &to) const
{
    const Result<Difference> difference
        = compare(from, to, m_sqlite.comparePolicy(), m_sqlite.replayPolicy());
    if (!difference)
        return fail(difference.error());
    return difference->operations;
}

void TestConverge::everyCorpusChangeConverges_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<bool>("withTexts");
    const QList<testing::CorpusChange> changes = testing::sqliteChanges();
    if (changes.isEmpty())
        QTest::newRow("none") << QString() << QString() << false;
    for (const testing::CorpusChange &change : changes) {
        QTest::newRow(qPrintable(change.name)) << change.before << change.after << false;
        QTest::newRow(qPrintable(change.name + u", its texts kept"_s))
            << change.before << change.after << true;
    }
}

void TestConverge::everyCorpusChangeConverges()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(bool, withTexts);
    m_withTexts = withTexts;
    if (testing::corpusFolder().isEmpty())
        QSKIP("no corpus beside this checkout");
    const auto live = loaded(before);
    const auto goal = loaded(after);
    QVERIFY(live && goal);
    const auto original = testing::sqliteFacts(*live);
    const auto from = m_sqlite.inspector().reflect(*live);
    const auto to = m_sqlite.inspector().reflect(*goal);
    VERIFY_RESULT(from);
    VERIFY_RESULT(to);
    const auto upgrade = operationsBetween(*from, *to);
    VERIFY_RESULT(upgrade);
    QCOMPARE(migrate(*live, *from, *upgrade), QString());
    QCOMPARE(testing::factsDifference(testing::sqliteFacts(*live), testing::sqliteFacts(*goal))
                 .join(u'\n'),
        QString());
    const auto reached = m_sqlite.inspector().reflect(*live);
    VERIFY_RESULT(reached);
    const auto again = operationsBetween(*reached, *to);
    VERIFY_RESULT(again);
    QCOMPARE(again->size(), 0);
    const auto downgrade = inverse(*upgrade);
    VERIFY_RESULT(downgrade);
    QCOMPARE(migrate(*live, *reached, *downgrade), QString());
    QCOMPARE(
        testing::factsDifference(testing::sqliteFacts(*live), original).join(u'\n'), QString());
}

QTEST_GUILESS_MAIN(TestConverge)
#include "tst_converge.moc"
