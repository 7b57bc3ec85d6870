// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/filter.h"
#include "support/testutils.h"

using namespace Qt::StringLiterals;
using namespace joinery;

using Operator = ColumnFilter::Operator;

Q_DECLARE_METATYPE(joinery::FilterKind)
Q_DECLARE_METATYPE(joinery::ColumnFilter)

class TestFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typedTextIsRead_data()
    {
        QTest::addColumn<FilterKind>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<ColumnFilter>("filter");
        const auto row = [](const char *fact, FilterKind kind, const QString &text, Operator op,
                             const Value &value = {}, const Value &upper = {}) {
            QTest::newRow(fact) << kind << text
                                << ColumnFilter {
                                       .column = u"c"_s, .op = op, .value = value, .upper = upper};
        };
        const auto Text = FilterKind::Text;
        const auto Number = FilterKind::Number;
        row("plain text is contained", Text, u" ab "_s, Operator::Contains, u"ab"_s);
        row("digits in a text are contained", Text, u"42"_s, Operator::Contains, u"42"_s);
        row("a number equals", Number, u"42"_s, Operator::Equal, qint64(42));
        row("a real number equals", Number, u"-1.5e3"_s, Operator::Equal, -1500.0);
        row("a word in numbers is contained", Number, u"4x"_s, Operator::Contains, u"4x"_s);
        row("nan is a word", Number, u"nan"_s, Operator::Contains, u"nan"_s);
        row("equal keeps leading zeros of text", Text, u"=007"_s, Operator::Equal, u"007"_s);
        row("equal", Number, u"= 7"_s, Operator::Equal, qint64(7));
        row("not equal", Text, u"<>a"_s, Operator::NotEqual, u"a"_s);
        row("less", Number, u"<5"_s, Operator::Less, qint64(5));
        row("at most", Number, u"<=5"_s, Operator::LessOrEqual, qint64(5));
        row("greater", Text, u">m"_s, Operator::Greater, u"m"_s);
        row("at least", Number, u">= -5"_s, Operator::GreaterOrEqual, qint64(-5));
        row("a range by tilde", Number, u"1~9"_s, Operator::Between, qint64(1), qint64(9));
        row("a range by dots", Number, u"-5 .. 5"_s, Operator::Between, qint64(-5), qint64(5));
        row("a range of texts", Text, u"a~c"_s, Operator::Between, u"a"_s, u"c"_s);
        row("half a range is text", Text, u"a~"_s, Operator::Contains, u"a~"_s);
        row("NULL", Text, u"=null"_s, Operator::IsNull);
        row("not NULL", Number, u"<> NULL"_s, Operator::IsNotNull);
        row("the word NULL", Text, u"='NULL'"_s, Operator::Equal, u"NULL"_s);
        row("the empty text", Number, u"=''"_s, Operator::Equal, u""_s);
        row("quotes are doubled", Text, u"='it''s'"_s, Operator::Equal, u"it's"_s);
        row("a quoted number is a text", FilterKind::Any, u"='42'"_s, Operator::Equal, u"42"_s);
        row("a backslash takes signs as text", Text, u"\\=x"_s, Operator::Contains, u"=x"_s);
        row("quotes take signs as text", Text, u"'<b>'"_s, Operator::Contains, u"<b>"_s);
        row("a lone quote is text", Text, u"'"_s, Operator::Contains, u"'"_s);
        row("a lone backslash is text", Text, u"\\"_s, Operator::Contains, u"\\"_s);
    }
    void typedTextIsRead()
    {
        QFETCH(FilterKind, kind);
        QFETCH(QString, text);
        const auto filter = parseFilter(u"c"_s, kind, text);
        VERIFY_RESULT(filter);
        QVERIFY(*filter);
        QTEST(**filter, "filter");
    }

    void blankTextIsNoFilter()
    {
        const auto filter = parseFilter(u"c"_s, FilterKind::Text, u"  "_s);
        VERIFY_RESULT(filter);
        QVERIFY(!*filter);
    }

    void errorsNameTheColumn_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("an operator without a value") << u"="_s;
        QTest::newRow("nothing is less than NULL") << u"<NULL"_s;
    }
    void errorsNameTheColumn()
    {
        QFETCH(QString, text);
        const auto filter = parseFilter(u"my column"_s, FilterKind::Text, text);
        QVERIFY(!filter);
        QVERIFY(filter.error().message.contains(u"\"my column\""));
        QVERIFY(!filter.error().hint.isEmpty());
    }

    void aValueFiltersByItself_data()
    {
        QTest::addColumn<FilterKind>("kind");
        QTest::addColumn<Value>("value");
        for (const FilterKind kind : {FilterKind::Text, FilterKind::Number, FilterKind::Any}) {
            for (const Value &value : QList<Value> {u"a"_s, u""_s, u" a "_s, u"NULL"_s, u"'q'"_s,
                     u"it's"_s, u"42"_s, u"a~b"_s, u"\"x"_s, qint64(-3), 0.1}) {
                if (kind == FilterKind::Text && !std::holds_alternative<QString>(value))
                    continue;
                QTest::addRow("kind %d: %s", int(kind), qPrintable(toText(value))) << kind << value;
            }
        }
    }
    void aValueFiltersByItself()
    {
        QFETCH(FilterKind, kind);
        QFETCH(Value, value);
        const auto filter = parseFilter(u"c"_s, kind, filterTextFor(kind, value));
        VERIFY_RESULT(filter);
        const ColumnFilter wanted {.column = u"c"_s, .op = Operator::Equal, .value = value};
        QCOMPARE(**filter, wanted);
    }

    void declaredTypesGiveTheKind()
    {
        QCOMPARE(filterKindOf(u"BIGINT"_s), FilterKind::Number);
        QCOMPARE(filterKindOf(u"decimal(10,2)"_s), FilterKind::Number);
        QCOMPARE(filterKindOf(u"VARCHAR(80)"_s), FilterKind::Text);
        QCOMPARE(filterKindOf(u"DATE"_s), FilterKind::Text);
        QCOMPARE(filterKindOf(u"interval"_s), FilterKind::Text);
        QCOMPARE(filterKindOf(u""_s), FilterKind::Any);
        QCOMPARE(filterKindOf(u"BLOB"_s), FilterKind::Any);
    }
};

QTEST_APPLESS_MAIN(TestFilter)
#include "tst_filter.moc"
