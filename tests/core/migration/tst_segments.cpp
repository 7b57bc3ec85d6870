// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/segments.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

static MigrationStep rebuild()
{
    MigrationStep step;
    step.plan.foreignKeysOff = true;
    return step;
}

static MigrationStep dataStep(bool reliesOnCascades)
{
    MigrationStep step;
    step.plan.foreignKeysOn = reliesOnCascades;
    return step;
}

class TestSegments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsShareOneTransaction()
    {
        const auto segments = segmentsOf({rebuild(), MigrationStep {}, rebuild()});
        VERIFY_RESULT(segments);
        QCOMPARE(segments->size(), 1);
        QCOMPARE(segments->first().count, 3);
        QVERIFY(segments->first().foreignKeysOff);
    }

    void sqlKeepsItsCascades()
    {
        const auto segments = segmentsOf({rebuild(), dataStep(true), rebuild()});
        VERIFY_RESULT(segments);
        QCOMPARE(segments->size(), 3);
        QVERIFY(!segments->at(1).foreignKeysOff);
    }

    void sqlWithoutCascadesNeedsNoTransactionOfItsOwn()
    {
        const auto segments = segmentsOf({rebuild(), dataStep(false)});
        VERIFY_RESULT(segments);
        QCOMPARE(segments->size(), 1);
    }

    void oneRevisionWithBothIsRefused()
    {
        MigrationStep both = dataStep(true);
        both.plan.foreignKeysOff = true;
        both.entry.fileName = u"both.yaml"_s;
        const auto segments = segmentsOf({both});
        QVERIFY(!segments);
        QCOMPARE(segments.error().code, ErrorCode::Unsupported);
        QVERIFY(segments.error().message.contains(u"both.yaml"_s));
        QVERIFY(!segments.error().hint.isEmpty());
    }

    void aRevisionOutsideOfTransactionsStandsAlone()
    {
        MigrationStep alone;
        alone.entry.revision.transaction = TransactionMode::None;
        const auto segments
            = segmentsOf({MigrationStep {}, alone, MigrationStep {}, MigrationStep {}});
        VERIFY_RESULT(segments);
        QCOMPARE(segments->size(), 3);
        QVERIFY(!segments->at(1).inTransaction);
        QCOMPARE(segments->at(2).count, 2);
    }
};

QTEST_GUILESS_MAIN(TestSegments)
#include "tst_segments.moc"
