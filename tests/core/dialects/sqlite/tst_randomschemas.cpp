// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/compare.h"
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "joinery/operations/describe.h"
#include "joinery/serialization/modelfile.h"
#include "support/randomschema.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

/// Random schemas are created, reflected, and written as models: nothing differs on the way.
class TestRandomSchemas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createdReflectedAndWrittenTheyStayTheSame()
    {
        for (quint32 seed = 0; seed < 120; ++seed) {
            const MetaData wanted = testing::randomMetaData(seed, 1 + int(seed % 8));
            const Result<MetaData> reflected = createdAndReflected(wanted);
            const QByteArray about = "seed " + QByteArray::number(seed);
            QVERIFY2(reflected.has_value(),
                about
                    + (reflected ? "" : testing::errorText(reflected.error()).toUtf8())
                          .constData());
            QCOMPARE(about + differences(*reflected, wanted), about);
            const Result<MetaData> read = writtenAndRead(*reflected);
            VERIFY_RESULT(read);
            QVERIFY2(*read == *reflected, about);
        }
    }

private:
    Result<MetaData> createdAndReflected(const MetaData &wanted)
    {
        const Dialect *dialect = *m_registry.find(u"sqlite"_s);
        Result<std::unique_ptr<Executor>> scratch = m_provider.scratch(u"sqlite"_s);
        if (!scratch)
            return fail(scratch.error());
        for (const SchemaObject &object : objects(wanted)) {
            for (const QString &statement : dialect->ddl().createStatements(object)) {
                if (const auto done = (*scratch)->execute(statement); !done)
                    return failIn(statement, done.error());
            }
        }
        return dialect->inspector().reflect(**scratch);
    }

    QByteArray differences(const MetaData &from, const MetaData &to)
    {
        const Dialect *dialect = *m_registry.find(u"sqlite"_s);
        const Result<Difference> found
            = compare(from, to, dialect->comparePolicy(), dialect->replayPolicy());
        if (!found)
            return testing::errorText(found.error()).toUtf8();
        QByteArray text;
        for (const Operation &operation : found->operations)
            text += '\n' + describe(operation).toUtf8();
        return text;
    }

    static Result<MetaData> writtenAndRead(const MetaData &metaData)
    {
        MetaData result;
        for (const SchemaObject &object : objects(metaData)) {
            const Result<SchemaObject> read = readModel(writeModel(object), u"model"_s);
            if (!read)
                return fail(read.error());
            insert(result, *read);
        }
        return result;
    }

    ConnectionProvider m_provider;
    DialectRegistry m_registry {m_provider};
};

QTEST_GUILESS_MAIN(TestRandomSchemas)
#include "tst_randomschemas.moc"
