// SPDX-License-Identifier: MPL-2.0
#include "support/clirunner.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::CliProject;

namespace {

const QString person = uR"(CREATE TABLE person ( -- people
  id INTEGER PRIMARY KEY, /* never reused */
  -- as they call themselves
  name TEXT NOT NULL,   -- shown in lists
  born INT DEFAULT 1900, -- may be unknown
  /* rules */
  CONSTRAINT ck_name CHECK (length(name) > 0) -- no empty ones
))"_s;
const QString onBorn = u"CREATE INDEX ix ON person (born /* years */, name)"_s;

QString with(const QString &part, const QString &other)
{
    QString text = person;
    return text.replace(part, other);
}

/// The name is quoted by SQLite where the table was renamed into its place.
QString storedText(const CliProject &project, const QString &name)
{
    QString text = project.scalar(u"SELECT sql FROM sqlite_schema WHERE name = '%1'"_s.arg(name));
    return text.replace(u"TABLE \"person\""_s, u"TABLE person"_s);
}

} // namespace

/// A commented schema on its way through revisions.
class TestKeptComments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void throughUpgradeAndDowngrade_data()
    {
        QTest::addColumn<QString>("part");
        QTest::addColumn<QString>("other");
        QTest::newRow("not_null_goes") << u"TEXT NOT NULL,"_s << u"TEXT,"_s;
        QTest::newRow("not_null_comes") << u"DEFAULT 1900,"_s << u"NOT NULL DEFAULT 1900,"_s;
        QTest::newRow("default") << u"1900"_s << u"1950"_s;
        QTest::newRow("type") << u"born INT "_s << u"born BIGINT "_s;
        QTest::newRow("other_affinity") << u"born INT "_s << u"born REAL "_s;
        QTest::newRow("check") << u"length(name) > 0"_s << u"length(name) > 0 AND name <> '?'"_s;
    }

    void throughUpgradeAndDowngrade()
    {
        QFETCH(const QString, part);
        QFETCH(const QString, other);
        CliProject project;
        VERIFY_CLI(0, project.init());
        QVERIFY(project.sql(person + u";\n"_s + onBorn
            + u";\n"
              "INSERT INTO person VALUES (1, 'a', 1950), (7, 'b', 1960)"_s));
        VERIFY_CLI(0, project.run({u"db"_s, u"adopt"_s}));

        CliProject wanted;
        VERIFY_CLI(0, wanted.init());
        QVERIFY(wanted.sql(with(part, other) + u";\n"_s + onBorn));
        VERIFY_CLI(0, wanted.run({u"pull"_s}));
        project.setModels(wanted.models());
        VERIFY_CLI(0,
            project.run({u"db"_s, u"makemigrations"_s, u"-m"_s, u"x"_s, u"--no-input"_s,
                u"--allow"_s, u"lossy_cast"_s}));
        VERIFY_CLI(3, project.run({u"db"_s, u"check"_s}));

        const testing::CliRun shown = project.run({u"db"_s, u"migrate"_s, u"--dry-run"_s});
        VERIFY_CLI(0, shown);
        VERIFY_CLI(0, project.run({u"db"_s, u"migrate"_s, u"--no-input"_s}));
        QCOMPARE(storedText(project, u"person"_s), with(part, other));
        QCOMPARE(storedText(project, u"ix"_s), onBorn);
        QVERIFY2(shown.out.contains(u"-- as they call themselves"_s), qPrintable(shown.text()));
        VERIFY_CLI(0, project.run({u"db"_s, u"check"_s}));

        VERIFY_CLI(0, project.run({u"db"_s, u"downgrade"_s, u"-1"_s, u"--yes"_s}));
        QCOMPARE(storedText(project, u"person"_s), person);
        QCOMPARE(storedText(project, u"ix"_s), onBorn);
        QCOMPARE(project.scalar(u"SELECT group_concat(id || name || born) FROM person"_s),
            u"1a1950,7b1960"_s);
    }
};

QTEST_GUILESS_MAIN(TestKeptComments)
#include "tst_keptcomments.moc"
