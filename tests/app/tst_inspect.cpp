// SPDX-License-Identifier: MPL-2.0
// `joinery inspect` as a user runs it.
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestInspect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sqlIsTheStoredText();
    void sqlOfModelsIsCompiled();
};

void TestInspect::sqlIsTheStoredText()
{
    const QString script = u"CREATE TABLE t ( -- first\n\ta  int /* kept */,\n\tb text);\n"
                           "CREATE INDEX [i] ON t(b   DESC);\n"
                           "CREATE VIEW v AS SELECT a FROM t -- to the end\n;\n"
                           "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END;\n"_s;
    CliProject project;
    QVERIFY(project.sql(script));
    const CliRun run
        = project.runBare({u"inspect"_s, project.databaseUrl(), u"--format"_s, u"sql"_s});
    VERIFY_CLI(0, run);
    QCOMPARE(run.out, script);
}

void TestInspect::sqlOfModelsIsCompiled()
{
    CliProject project;
    QDir(project.scratchPath({})).mkpath(u"models"_s);
    QFile model(project.scratchPath(u"models/t.yaml"_s));
    QVERIFY(model.open(QIODevice::WriteOnly));
    model.write("joinery: 1\ntable: t\ncolumns:\n  - {name: id, type: integer}\nprimary_key: "
                "{columns: [id]}\n");
    model.close();
    const CliRun run = project.runBare(
        {u"inspect"_s, project.scratchPath(u"models"_s), u"--format"_s, u"sql"_s});
    VERIFY_CLI(0, run);
    QVERIFY2(run.out.startsWith(u"CREATE TABLE \"t\" ("_s), qPrintable(run.out));
}

QTEST_GUILESS_MAIN(TestInspect)
#include "tst_inspect.moc"
