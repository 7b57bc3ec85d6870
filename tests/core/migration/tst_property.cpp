// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/compare.h"
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/dialect.h"
#include "joinery/migration/trial.h"
#include "joinery/operations/inverse.h"
#include "support/compared.h"
#include "support/mutation.h"
#include "support/randomcases.h"
#include "support/randomschema.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr int usual = 40;

} // namespace

/// Whatever is compared, the plan made of it takes a database there and back.
class TestProperty : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plansReachTheirTargetAndComeBack_data()
    {
        QTest::addColumn<int>("edits");
        QTest::addColumn<bool>("columnOrder");
        QTest::newRow("one edit") << 1 << false;
        QTest::newRow("some edits, order counts") << 6 << true;
        QTest::newRow("many edits") << 20 << false;
    }

    void plansReachTheirTargetAndComeBack()
    {
        QFETCH(int, edits);
        QFETCH(bool, columnOrder);
        for (const quint32 seed : caseSeeds(0, caseCount(usual))) {
            const MetaData from = randomMetaData(seed, 4);
            const MetaData to = mutated(from, seed, edits, m_dialect.replayPolicy());
            const Result<Difference> found = compare(from, to, m_dialect.comparePolicy(),
                m_dialect.replayPolicy(), {.columnOrder = columnOrder});
            VERIFY_RESULT(found);
            const QString there = trouble(from, found->operations, found->target, columnOrder);
            QVERIFY2(there.isEmpty(), qPrintable(u"seed %1, there: %2"_s.arg(seed).arg(there)));
            const Result<QList<Operation>> undo = inverse(found->operations);
            VERIFY_RESULT(undo);
            const QString back = trouble(found->target, *undo, from, false);
            QVERIFY2(back.isEmpty(), qPrintable(u"seed %1, back: %2"_s.arg(seed).arg(back)));
        }
    }

private:
    QString trouble(const MetaData &from, const QList<Operation> &operations, const MetaData &to,
        bool columnOrder) const
    {
        const Result<Plan> plan = m_dialect.ddl().compile(from, operations);
        if (!plan)
            return errorText(plan.error());
        const Result<> tried = tryPlan(*plan, to, m_dialect, m_provider, columnOrder);
        return tried ? QString()
                     : errorText(tried.error()) + u'\n' + described(operations).join(u'\n');
    }

    ConnectionProvider m_provider;
    sqlite::SqliteDialect m_dialect {m_provider};
};

QTEST_GUILESS_MAIN(TestProperty)
#include "tst_property.moc"
