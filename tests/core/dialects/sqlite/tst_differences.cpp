// SPDX-License-Identifier: MPL-2.0
// What comparing two schemas of SQLite finds, one kind of change a case, and whether it then comes
// about: on rows, up and down, judged by SQLite's own facts.
#include "joinery/migration/autogenerate.h"
#include "joinery/operations/describe.h"
#include "joinery/operations/inverse.h"
#include "support/casefile.h"
#include "support/sqlitefacts.h"
#include "support/sqlitemigration.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::TextCase;

class TestDifferences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDifferenceIsFoundAndComesAbout_data();
    void everyDifferenceIsFoundAndComesAbout();
    void renamesKeepTheValues_data();
    void renamesKeepTheValues();

private:
    void check(const TextCase &said);
    const testing::SqliteMigration m_sqlite {};
};

namespace {

CompareOptions optionsOf(const TextCase &said)
{
    CompareOptions options {.columnOrder = said.field(u"order"_s) == u"yes"};
    for (const QString &text : said.field(u"renames"_s).split(u' ', Qt::SkipEmptyParts))
        options.renames.append(parseRename(text).value());
    return options;
}

QString described(const QList<Operation> &operations)
{
    QStringList lines;
    for (const Operation &operation : operations)
        lines.append(describe(operation));
    return lines.join(u'\n');
}

bool restoresValues(const QList<Operation> &operations)
{
    return std::all_of(operations.begin(), operations.end(), [](const Operation &operation) {
        return reversibility(operation) == Reversibility::WithData;
    });
}

void addCases(const QString &path)
{
    QTest::addColumn<TextCase>("said");
    for (const TextCase &said : testing::readCases(path))
        QTest::newRow(qPrintable(said.name)) << said;
}

QString factsApart(Executor &got, const QMap<QString, QString> &want, bool order)
{
    return testing::factsDifference(testing::sqliteFacts(got), want, order).join(u'\n');
}

} // namespace

void TestDifferences::everyDifferenceIsFoundAndComesAbout_data()
{
    addCases(u"core/dialects/sqlite/cases/differences.txt"_s);
}

void TestDifferences::everyDifferenceIsFoundAndComesAbout()
{
    QFETCH(TextCase, said);
    check(said);
}

void TestDifferences::renamesKeepTheValues_data()
{
    addCases(u"core/dialects/sqlite/cases/renames.txt"_s);
}

void TestDifferences::renamesKeepTheValues()
{
    QFETCH(TextCase, said);
    check(said);
}

void TestDifferences::check(const TextCase &said)
{
    const auto live = m_sqlite.loaded(said.field(u"before"_s) + said.field(u"rows"_s));
    const auto goal = m_sqlite.loaded(said.field(u"after"_s));
    QVERIFY(live && goal);
    const auto original = testing::sqliteFacts(*live);
    const QString rows = m_sqlite.rows(*live);
    const CompareOptions options = optionsOf(said);
    const auto from = m_sqlite.reflected(*live);
    const auto to = m_sqlite.reflected(*goal);
    VERIFY_RESULT(from);
    VERIFY_RESULT(to);
    const auto difference = m_sqlite.difference(*from, *to, options);
    VERIFY_RESULT(difference);
    QCOMPARE(described(difference->operations), said.field(u"expect"_s));

    QCOMPARE(m_sqlite.run(*live, *from, difference->operations), QString());
    if (const QString question = said.field(u"ask"_s); !question.isEmpty()) {
        const auto answer = live->query(question);
        VERIFY_RESULT(answer);
        QCOMPARE(toText(answer->scalar()), said.field(u"answer"_s));
    }
    const auto reached = m_sqlite.reflected(*live);
    VERIFY_RESULT(reached);
    QCOMPARE(factsApart(*live, testing::sqliteFacts(*goal), options.columnOrder), QString());
    const auto again = m_sqlite.difference(*reached, *to, {.columnOrder = options.columnOrder});
    VERIFY_RESULT(again);
    QCOMPARE(described(again->operations), QString());

    const auto undone = inverse(difference->operations);
    VERIFY_RESULT(undone);
    QCOMPARE(m_sqlite.run(*live, *reached, *undone), QString());
    QCOMPARE(factsApart(*live, original, options.columnOrder), QString());
    if (restoresValues(difference->operations))
        QCOMPARE(m_sqlite.rows(*live), rows);
}

QTEST_GUILESS_MAIN(TestDifferences)
#include "tst_differences.moc"
