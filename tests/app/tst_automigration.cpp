// SPDX-License-Identifier: MPL-2.0
// The story of Reflex's own test of its migrations, told with joinery: and the type change that
// goes unnoticed there is found here.
#include "support/clirunner.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestAutomigration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelsEvolveAndRowsStay();

private:
    CliProject m_project {};

    CliRun make(const QStringList &flags = {}) const
    {
        return m_project.run(
            QStringList {u"db"_s, u"makemigrations"_s, u"--message"_s, u"something changed"_s}
            + flags);
    }
    CliRun migrate() const { return m_project.run({u"db"_s, u"migrate"_s}); }
};

static Table tableT(const QList<Column> &columns)
{
    return {.name = u"t"_s,
        .columns = columns,
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}};
}

static Column required(
    const QString &name, const QString &type, const std::optional<QString> &serverDefault = {})
{
    return {
        .name = name, .type = {.text = type}, .nullable = false, .serverDefault = serverDefault};
}

void TestAutomigration::modelsEvolveAndRowsStay()
{
    const Column id = required(u"id"_s, u"integer"_s);
    const Column t1 = required(u"t1"_s, u"varchar"_s);
    const Column t1Nullable {.name = u"t1"_s, .type = {.text = u"varchar"_s}};
    const Column t2 = required(u"t2"_s, u"varchar"_s, u"'bar'"_s);

    // One table; init makes the first revision and applies it.
    VERIFY_CLI(0, m_project.init());
    MetaData models;
    insert(models, tableT({id, t1}));
    m_project.setModels(models);
    VERIFY_CLI(0, m_project.run({u"db"_s, u"init"_s}));
    QCOMPARE(m_project.revisionFiles().size(), 1);
    QVERIFY(m_project.revisionFiles().first().endsWith(u"_initial_revision.yaml"_s));
    QVERIFY(m_project.sql(u"INSERT INTO t (t1) VALUES ('foo')"_s));

    // t1 may be NULL now, t2 comes with a default: the old row keeps foo and gets bar.
    insert(models, tableT({id, t1Nullable, t2}));
    m_project.setModels(models);
    VERIFY_CLI(0, make());
    QCOMPARE(m_project.revisionFiles().size(), 2);
    VERIFY_CLI(0, migrate());
    QCOMPARE(m_project.scalar(u"SELECT t1 || '/' || t2 FROM t"_s), u"foo/bar"_s);

    // Dropping t1 loses foo: that is asked for, not done in passing.
    insert(models, tableT({id, t2}));
    m_project.setModels(models);
    VERIFY_CLI(4, make());
    QCOMPARE(m_project.revisionFiles().size(), 2);
    VERIFY_CLI(0, make({u"--allow"_s, u"data_loss:t.t1"_s}));
    QCOMPARE(m_project.revisionFiles().size(), 3);
    VERIFY_CLI(0, migrate());
    QCOMPARE(m_project.scalar(u"SELECT t2 FROM t"_s), u"bar"_s);

    // A second table with defaults.
    Table tableU = tableT(
        {id, required(u"a"_s, u"integer"_s, u"42"_s), required(u"b"_s, u"double"_s, u"4.2"_s)});
    tableU.name = u"u"_s;
    insert(models, tableU);
    m_project.setModels(models);
    VERIFY_CLI(0, make());
    VERIFY_CLI(0, migrate());
    QCOMPARE(m_project.revisionFiles().size(), 4);
    QVERIFY(m_project.sql(u"INSERT INTO u DEFAULT VALUES"_s));
    QCOMPARE(m_project.scalar(u"SELECT a || '/' || b FROM u"_s), u"42/4.2"_s);

    // No change writes no file.
    VERIFY_CLI(0, make());
    QCOMPARE(m_project.revisionFiles().size(), 4);

    // The second table goes, with its row, once that is allowed.
    models.tables.remove(u"u"_s);
    m_project.setModels(models);
    VERIFY_CLI(4, make());
    VERIFY_CLI(0, make({u"--allow"_s, u"data_loss:u"_s}));
    VERIFY_CLI(0, migrate());
    QCOMPARE(m_project.revisionFiles().size(), 5);
    QCOMPARE(m_project.scalar(u"SELECT count(*) FROM sqlite_schema WHERE name = 'u'"_s), u"0"_s);

    // Another type: Reflex does not see it. 'bar' is no number, so what becomes of it is asked.
    insert(models, tableT({id, required(u"t2"_s, u"integer"_s, u"0"_s)}));
    m_project.setModels(models);
    const CliRun refused = make({u"--json"_s});
    VERIFY_CLI(4, refused);
    QCOMPARE(refused.json()[u"status"_s].toString(), u"refused"_s);
    VERIFY_CLI(0, make({u"--cast"_s, u"t.t2=CAST(t2 AS INTEGER)"_s}));
    VERIFY_CLI(0, migrate());
    QCOMPARE(m_project.revisionFiles().size(), 6);
    QCOMPARE(m_project.scalar(u"SELECT typeof(t2) || t2 FROM t"_s), u"integer0"_s);

    // All models go.
    m_project.setModels({});
    VERIFY_CLI(0, make({u"--allow"_s, u"data_loss:t"_s}));
    VERIFY_CLI(0, migrate());
    QCOMPARE(m_project.revisionFiles().size(), 7);
    QCOMPARE(m_project.scalar(u"SELECT count(*) FROM sqlite_schema WHERE name = 't'"_s), u"0"_s);
}

QTEST_GUILESS_MAIN(TestAutomigration)
#include "tst_automigration.moc"
