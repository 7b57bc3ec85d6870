// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/enumcheck.h"

#include <QTest>

using namespace joinery;
using namespace joinery::sqlite;
using namespace Qt::StringLiterals;

class TestEnumCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checksBesideThatOfTheEnum_data()
    {
        QTest::addColumn<QString>("check");
        QTest::addColumn<bool>("stays");
        QTest::newRow("the list of the column itself is said by its type")
            << u"\"status\" IN ('old', 'new')"_s << false;
        QTest::newRow("another rule of that name gives way")
            << u"length(\"status\") < 9"_s << false;
        QTest::newRow("the list of a column that had the name before")
            << u"\"old_status\" IN ('draft', 'live')"_s << true;
    }
    void checksBesideThatOfTheEnum()
    {
        QFETCH(QString, check);
        const CheckConstraint given {.name = u"ck_t_status"_s, .sql = check};
        const Table table {.name = u"t"_s,
            .columns = {{.name = u"old_status"_s, .type = {.text = u"text"_s}},
                {.name = u"status"_s, .type = {.text = u"enum(new, old)"_s}}},
            .checks = {given}};
        const QList<CheckConstraint> checks = withEnumChecks(table);
        QTEST(checks.contains(given), "stays");
        QCOMPARE(checks.last().sql, u"\"status\" IN ('new', 'old')"_s);
    }
};

QTEST_GUILESS_MAIN(TestEnumCheck)
#include "tst_enumcheck.moc"
