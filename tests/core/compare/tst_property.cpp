// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/replaypolicy.h"
#include "joinery/operations/describe.h"
#include "support/compared.h"
#include "support/mutation.h"
#include "support/random.h"
#include "support/randomcases.h"
#include "support/randomschema.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr int usual = 60;

} // namespace

/// What holds for any two schemas, under the policies of a real dialect.
class TestProperty : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSchemaDoesNotDifferFromItself()
    {
        for (int i = 0; i < caseCount(usual); ++i) {
            const quint32 seed = caseSeed(i);
            const MetaData schema = randomMetaData(seed, 5);
            const Result<Difference> found
                = compare(schema, schema, m_policy, m_replay, {.columnOrder = true});
            VERIFY_RESULT(found);
            QVERIFY2(found->isEmpty() && found->candidates.isEmpty(), trouble(seed, u"differs"_s));
            QVERIFY2(found->target == schema, trouble(seed, u"target"_s));
        }
    }

    void unrelatedSchemasAreReachedAndLeft()
    {
        for (int i = 0; i < caseCount(usual); ++i) {
            const quint32 seed = caseSeed(i);
            const MetaData from = randomMetaData(seed, 4);
            check(seed, from, randomMetaData(seed + 7919, 4), {});
        }
    }

    void editedSchemasAreReachedAndLeft_data()
    {
        QTest::addColumn<int>("edits");
        QTest::addColumn<bool>("columnOrder");
        QTest::newRow("one edit") << 1 << false;
        QTest::newRow("some edits, order counts") << 5 << true;
        QTest::newRow("many edits") << 25 << false;
    }
    void editedSchemasAreReachedAndLeft()
    {
        QFETCH(int, edits);
        QFETCH(bool, columnOrder);
        for (int i = 0; i < caseCount(usual); ++i) {
            const quint32 seed = caseSeed(i);
            const MetaData from = randomMetaData(seed, 4);
            const MetaData to = mutated(from, seed, edits, m_replay);
            check(seed, from, to, {.columnOrder = columnOrder});
        }
    }

    void editingNamesAloneIsARenameAndNothingElse()
    {
        for (int i = 0; i < caseCount(usual); ++i) {
            const quint32 seed = caseSeed(i);
            const MetaData from = randomMetaData(seed, 5);
            const MetaData to = withNamesEdited(from, seed);
            const Result<Difference> found = compare(from, to, m_policy, m_replay);
            VERIFY_RESULT(found);
            for (const Operation &operation : found->operations)
                QVERIFY2(
                    kindOf(operation).startsWith(u"rename"_s), trouble(seed, describe(operation)));
            const QString left = roundTripTrouble(from, *found, m_policy, m_replay);
            QVERIFY2(left.isEmpty(), trouble(seed, left));
        }
    }

private:
    /// Some tables and columns renamed, and nothing that refers to them told.
    static MetaData withNamesEdited(const MetaData &schema, quint32 seed)
    {
        Random random(seed);
        MetaData edited;
        for (Table table : schema.tables) {
            for (Column &column : table.columns) {
                if (random.chance(25))
                    rename(column);
            }
            if (random.chance(25))
                rename(table);
            insert(edited, table);
        }
        edited.views = schema.views;
        edited.virtualTables = schema.virtualTables;
        return edited;
    }

    template <typename T> static void rename(T &object)
    {
        object.renamedFrom = object.name;
        object.name = u"new "_s + object.name;
    }

    static const char *trouble(quint32 seed, const QString &text)
    {
        static QByteArray bytes;
        bytes = (u"seed %1: %2"_s.arg(seed).arg(text)).toUtf8();
        return bytes.constData();
    }

    void check(
        quint32 seed, const MetaData &from, const MetaData &to, const CompareOptions &options)
    {
        const Result<Difference> found = compare(from, to, m_policy, m_replay, options);
        VERIFY_RESULT(found);
        const bool order = options.columnOrder;
        const QString other = firstDifference(
            normalForm(found->target, m_policy, order), normalForm(to, m_policy, order));
        QVERIFY2(other.isEmpty(), trouble(seed, u"another target: "_s + other));
        const QString left = roundTripTrouble(from, *found, m_policy, m_replay, options);
        QVERIFY2(left.isEmpty(), trouble(seed, left));
    }

    ConnectionProvider m_provider;
    sqlite::SqliteComparePolicy m_policy;
    sqlite::SqliteReplayPolicy m_replay {m_provider};
};

QTEST_GUILESS_MAIN(TestProperty)
#include "tst_property.moc"
