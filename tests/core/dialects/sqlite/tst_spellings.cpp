// SPDX-License-Identifier: MPL-2.0
// Which ways to write a schema of SQLite mean the same: those must compare as equal, and no others.
#include "joinery/operations/describe.h"
#include "support/casefile.h"
#include "support/sqlitefacts.h"
#include "support/sqlitemigration.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::TextCase;

class TestSpellings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatMeansTheSameIsEqual_data();
    void whatMeansTheSameIsEqual();
    void theSameDefaultStoresTheSame_data();
    void theSameDefaultStoresTheSame();

private:
    QString described(const MetaData &from, const MetaData &to) const;
    QString storedDefaults(const QString &script) const;
    const testing::SqliteMigration m_sqlite {};
};

namespace {

void addCases(bool (*wanted)(const TextCase &))
{
    QTest::addColumn<TextCase>("said");
    for (const TextCase &said : testing::readCases(u"core/dialects/sqlite/cases/spellings.txt"_s)) {
        if (wanted(said))
            QTest::newRow(qPrintable(said.name)) << said;
    }
}

bool hasConstantDefault(const TextCase &said)
{
    const QString one = said.field(u"one"_s);
    return one.contains(u"DEFAULT"_s) && !one.contains(u"NULL"_s) && !one.contains(u"CHECK"_s)
        && !one.contains(u"CURRENT_"_s, Qt::CaseInsensitive);
}

} // namespace

QString TestSpellings::described(const MetaData &from, const MetaData &to) const
{
    const auto difference = m_sqlite.difference(from, to);
    if (!difference)
        return testing::errorText(difference.error());
    QStringList lines;
    for (const Operation &operation : difference->operations)
        lines.append(describe(operation));
    return lines.join(u'\n');
}

void TestSpellings::whatMeansTheSameIsEqual_data()
{
    addCases([](const TextCase &) { return true; });
}

void TestSpellings::whatMeansTheSameIsEqual()
{
    QFETCH(TextCase, said);
    const bool same = said.fields.contains(u"and"_s);
    const MetaData one = m_sqlite.schemaOf(said.field(u"one"_s));
    const MetaData other = m_sqlite.schemaOf(said.field(same ? u"and"_s : u"not"_s));
    if (same) {
        QCOMPARE(described(one, other), QString());
        QCOMPARE(described(other, one), QString());
    } else {
        QVERIFY(!described(one, other).isEmpty());
        QVERIFY(!described(other, one).isEmpty());
    }
}

/// What a row gets in table t that says nothing, with its storage class.
QString TestSpellings::storedDefaults(const QString &script) const
{
    const auto database = m_sqlite.loaded(script);
    if (!database || !database->execute(u"INSERT INTO t DEFAULT VALUES"_s))
        return {};
    const auto row = database->query(u"SELECT quote(a) || ' ' || typeof(a) FROM t"_s);
    return row ? toText(row->scalar()) : QString();
}

void TestSpellings::theSameDefaultStoresTheSame_data()
{
    addCases(&hasConstantDefault);
}

/// SQLite itself is asked whether two defaults are the same.
void TestSpellings::theSameDefaultStoresTheSame()
{
    QFETCH(TextCase, said);
    const bool same = said.fields.contains(u"and"_s);
    const QString other = said.field(same ? u"and"_s : u"not"_s);
    QCOMPARE(storedDefaults(said.field(u"one"_s)) == storedDefaults(other), same);
}

QTEST_GUILESS_MAIN(TestSpellings)
#include "tst_spellings.moc"
