// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

class TestRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dialectsAreFoundByName()
    {
        const auto sqlite = m_registry.find(u"sqlite"_s);
        VERIFY_RESULT(sqlite);
        QCOMPARE((*sqlite)->name(), u"sqlite"_s);
        QCOMPARE((*sqlite)->replayPolicy().dialectName(), u"sqlite"_s);
        QVERIFY((*sqlite)->capabilities().transactionalDdl);
        QVERIFY((*sqlite)->capabilities().fileDatabase);
        QCOMPARE((*sqlite)->compileType({}, Column {.name = u"a"_s, .type = {u"varchar(80)"_s}}),
            u"VARCHAR(80)"_s);
    }

    void anUnknownDialectNamesTheOthers()
    {
        const auto none = m_registry.find(u"oracle"_s);
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::Unsupported);
        QVERIFY(none.error().message.contains(u"oracle"_s));
        for (const QString &name : m_registry.names())
            QVERIFY(none.error().hint.contains(name));
    }

    void everyDialectIsWhole()
    {
        for (const QString &name : m_registry.names()) {
            const Dialect &dialect = **m_registry.find(name);
            QCOMPARE(dialect.name(), name);
            QCOMPARE(
                dialect.comparePolicy().nameKey(u"a"_s), dialect.replayPolicy().nameKey(u"a"_s));
            QCOMPARE(dialect.ddl()
                         .createStatements(Table {.name = u"t"_s,
                             .columns = {Column {.name = u"a"_s, .type = {u"text"_s}}}})
                         .size(),
                1);
            const auto database = m_provider.scratch(name);
            VERIFY_RESULT(database);
            QCOMPARE(*dialect.inspector().reflect(**database), MetaData {});
            QVERIFY(dialect.migrationTransaction(**database) != nullptr);
            const auto asked = dialect.decisions().find(**database, {}, {});
            VERIFY_RESULT(asked);
            QCOMPARE(asked->size(), 0);
        }
    }

private:
    const ConnectionProvider m_provider {};
    const DialectRegistry m_registry {m_provider};
};

QTEST_GUILESS_MAIN(TestRegistry)
#include "tst_registry.moc"
