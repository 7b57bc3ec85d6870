// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/rawsql.h"
#include "support/herodatabase.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

struct NameAge
{
    QString name {};
    std::optional<int> age {};
};

} // namespace

class TestRawSql : public QObject
{
    Q_OBJECT

private:
    HeroDatabase m_db;

    /// The first column of each row; one line with the error otherwise.
    template <typename Row> QStringList names(const RawSelect<Row> &query)
    {
        QStringList names;
        const auto done = m_db.each(query, [&](const auto &row) {
            if constexpr (requires { row.name; })
                names.append(row.name);
            else
                names.append(std::get<0>(row));
        });
        return done ? names : QStringList {u"error: "_s + done.error().message};
    }

private Q_SLOTS:
    void R16_rows_become_models_by_the_names_of_columns()
    {
        const auto query
            = sql<Hero>(u"WITH old AS (SELECT * FROM hero WHERE age > ?) "
                        "SELECT team_id, age, secret_name, name, id FROM old ORDER BY age"_s,
                {35});
        QCOMPARE(names(query), QStringList({u"Dr. Weird"_s, u"Rusty-Man"_s}));
    }

    void R16_lists_expand_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QList<qint64>>("ids");
        QTest::addColumn<QStringList>("expected");
        const QList<qint64> two {1, 3};
        const QStringList both {u"Deadpond"_s, u"Rusty-Man"_s};
        QTest::newRow("by name") << u"id IN :ids"_s << two << both;
        QTest::newRow("in brackets of their own") << u"id IN (:ids)"_s << two << both;
        QTest::newRow("in brackets with blanks") << u"id IN ( :ids )"_s << two << both;
        QTest::newRow("twice") << u"id IN :ids AND id IN :ids"_s << two << both;
        QTest::newRow("empty: nothing is in it")
            << u"id IN :ids"_s << QList<qint64> {} << QStringList {};
        QTest::newRow("empty in brackets")
            << u"id IN (:ids)"_s << QList<qint64> {} << QStringList {};
        QTest::newRow("not in an empty one")
            << u"id NOT IN :ids AND id < 2"_s << QList<qint64> {} << QStringList {u"Deadpond"_s};
    }
    void R16_lists_expand()
    {
        QFETCH(QString, condition);
        QFETCH(QList<qint64>, ids);
        QTEST(names(sql<Hero>(u"SELECT * FROM hero WHERE "_s + condition + u" ORDER BY id"_s,
                  {{u"ids"_s, ids}})),
            "expected");
    }

    void R16_parameters_are_told_from_text_and_comments()
    {
        QCOMPARE(names(sql<std::tuple<QString>>(u"SELECT ? || ':x?' || :x /* ? :y */ || :x -- ?"_s,
                     {u"a"_s, {u"x"_s, u"b"_s}})),
            QStringList {u"a:x?bb"_s});
    }

    void A7_windows_and_recursion_into_tuples_and_structs()
    {
        QCOMPARE(names(sql<std::tuple<QString, qint64>>(
                           u"SELECT name, rank() OVER (ORDER BY age) FROM hero WHERE age > 30"_s))
                     .size(),
            4);
        QCOMPARE(names(sql<NameAge>(u"SELECT name, age FROM hero WHERE id = ?"_s, {4})),
            QStringList {u"Tarantula"_s});
    }

    void what_does_not_agree_is_named_data();
    void what_does_not_agree_is_named()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(names(sql<Team>(text, {})), QStringList {u"error: "_s + expected});
    }

    void parametersThatDoNotAgreeAreNamed()
    {
        QCOMPARE(names(sql<Team>(u"SELECT * FROM team"_s, {{u"id"_s, 1}})),
            QStringList {u"error: The SQL has no place for parameter \":id\""_s});
        QCOMPARE(names(sql<Team>(u"SELECT * FROM team WHERE id = ?"_s, {1, 2})),
            QStringList {u"error: The SQL has no place for parameter 2"_s});
        QCOMPARE(names(sql<NameAge>(u"SELECT 1"_s)),
            QStringList {u"error: The query gives 1 columns (1), and its rows take 2"_s});
    }
};

void TestRawSql::what_does_not_agree_is_named_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a column is missing")
        << u"SELECT id, name FROM team"_s
        << u"The query gives no column \"headquarters\" for model \"team\"; it gives id, name"_s;
    QTest::newRow("a column is too many")
        << u"SELECT *, 1 AS one FROM team"_s
        << u"The query gives a column \"one\", which model \"team\" does not have"_s;
    QTest::newRow("a column is there twice")
        << u"SELECT *, 1 AS id FROM team"_s
        << u"The query gives two columns \"id\" for model \"team\""_s;
    QTest::newRow("a value is missing")
        << u"SELECT * FROM team WHERE id = :id"_s
        << u"The SQL has a parameter :id that no value is given for"_s;
    QTest::newRow("a value without a name is missing")
        << u"SELECT * FROM team WHERE id = ?"_s
        << u"The SQL has a parameter ? that no value is given for"_s;
}

QTEST_GUILESS_MAIN(TestRawSql)
#include "tst_rawsql.moc"
