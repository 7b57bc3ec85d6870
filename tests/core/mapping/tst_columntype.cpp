// SPDX-License-Identifier: MPL-2.0
// Values of the program in columns and back: <chrono>, bytes, types of one's own.
#include "joinery/mapping/chronotypes.h"
#include "joinery/mapping/columntype.h"
#include "joinery/mapping/mapping.h"

#include <QTest>

#include <random>

using namespace joinery;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

struct Money
{
    qint64 cents = 0;
    auto operator<=>(const Money &) const = default;
};

/// What the column gets; "error" when the value does not fit.
template <typename T> QString written(const T &value)
{
    ValueBuffer buffer;
    ValueView view;
    return writeValue(value, buffer, view) ? toText(toValue(view)) : u"error"_s;
}

/// What a message says of a value that does not fit.
template <typename T> QString shown(const T &value)
{
    ValueBuffer buffer;
    ValueView view;
    return writeValue(value, buffer, view) ? u"it fits"_s : toText(toValue(view));
}

template <typename T> std::optional<T> read(const Value &value)
{
    ValueBuffer buffer;
    ValueView view;
    T read {};
    const bool fits = buffer.keep(value, view) && readValue(view, read);
    return fits ? std::optional<T>(read) : std::nullopt;
}

template <typename T> std::optional<T> andBack(const T &value)
{
    return read<T>(written(value));
}

} // namespace

namespace joinery {

template <> struct ColumnType<Money>
{
    static constexpr std::string_view type = "numeric(12,2)";
    static Value toValue(const Money &money)
    {
        return QString::number(money.cents / 100) + u'.'
            + QString::number(money.cents % 100).rightJustified(2, u'0');
    }
    static std::optional<Money> fromValue(const Value &value)
    {
        bool valid = false;
        const double amount = toText(value).toDouble(&valid);
        return valid ? std::optional(Money {qRound64(amount * 100)}) : std::nullopt;
    }
};

} // namespace joinery

using Micro = sys_time<microseconds>;
using Local = local_time<milliseconds>;

class TestColumnType : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void S11_what_no_column_takes_is_shown()
    {
        QCOMPARE(shown(year_month_day(2021y / 2 / 29)), u"2021-02-29"_s);
        QCOMPARE(shown(sys_days(10000y / 1 / 1)), u"2932897 days since 1970-01-01"_s);
        QCOMPARE(shown(sys_seconds::max()), u"9223372036854775807 s since 1970-01-01"_s);
        QCOMPARE(shown(hh_mm_ss<seconds>(25h)), u"90000 s since midnight"_s);
    }

    void S4_types_of_chrono()
    {
        QCOMPARE(columnTypeText<Micro>(), u"timestamptz"_s);
        QCOMPARE(columnTypeText<std::optional<sys_seconds>>(), u"timestamptz"_s);
        QCOMPARE(columnTypeText<Local>(), u"timestamp"_s);
        QCOMPARE(columnTypeText<sys_days>(), u"date"_s);
        QCOMPARE(columnTypeText<local_days>(), u"date"_s);
        QCOMPARE(columnTypeText<year_month_day>(), u"date"_s);
        QCOMPARE(columnTypeText<milliseconds>(), u"interval"_s);
        QCOMPARE(columnTypeText<weeks>(), u"interval"_s);
        QCOMPARE(columnTypeText<hh_mm_ss<seconds>>(), u"time"_s);
        QCOMPARE(columnTypeText<Money>(), u"numeric(12,2)"_s);
        static_assert(!ColumnValue<duration<double>>, "a fraction of a second is not kept exactly");
        static_assert(!ColumnValue<duration<qint64, std::ratio<1, 60>>>);
    }

    void S4_moments_are_written_in_utc_with_the_digits_they_have()
    {
        const sys_days day = 2026y / 11 / 22;
        QCOMPARE(written(sys_seconds(day + 10h + 12min + 33s)), u"2026-11-22 10:12:33+00:00"_s);
        QCOMPARE(written(Micro(day + 5ms)), u"2026-11-22 00:00:00.005+00:00"_s);
        QCOMPARE(written(Micro(day + 5us)), u"2026-11-22 00:00:00.000005+00:00"_s);
        QCOMPARE(
            written(sys_time<nanoseconds>(day - 1ns)), u"2026-11-21 23:59:59.999999999+00:00"_s);
        QCOMPARE(written(Local(local_days(2026y / 1 / 2) + 3h)), u"2026-01-02 03:00:00"_s);
        QCOMPARE(written(day), u"2026-11-22"_s);
        QCOMPARE(written(year_month_day(2026y / 2 / 28)), u"2026-02-28"_s);
        QCOMPARE(written(year_month_day(2026y / 2 / 30)), u"error"_s);
        QCOMPARE(written(sys_days(10000y / 1 / 1)), u"error"_s);
    }

    void S4_moments_are_read_in_every_spelling_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("microseconds");
        const qint64 hour = 3'600'000'000;
        const auto row = [](const char *name, const QString &text, qint64 us) {
            QTest::newRow(name) << text << us;
        };
        row("UTC", u"1970-01-01 01:00:00+00:00"_s, hour);
        row("T and Z", u"1970-01-01T01:00:00Z"_s, hour);
        row("no offset is UTC", u"1970-01-01 01:00:00"_s, hour);
        row("another offset", u"1970-01-01 01:00:00+02:00"_s, -hour);
        row("a short offset", u"1970-01-01 01:00:00-01"_s, 2 * hour);
        row("an offset without colon", u"1970-01-01 01:00:00+0030"_s, hour / 2);
        row("no seconds", u"1970-01-01 01:00"_s, hour);
        row("a date alone", u"1970-01-02"_s, 24 * hour);
        row("one digit of a second", u"1970-01-01 00:00:00.5"_s, 500'000);
        row("zeros behind what counts", u"1970-01-01 00:00:00.500000000000"_s, 500'000);
        row("before 1970", u"1969-12-31 23:59:59.75"_s, -250'000);
    }
    void S4_moments_are_read_in_every_spelling()
    {
        QFETCH(QString, text);
        QFETCH(qint64, microseconds);
        QCOMPARE(read<Micro>(text), Micro(std::chrono::microseconds(microseconds)));
    }

    void S4_what_is_no_value_does_not_fit()
    {
        for (const QString &text : {u""_s, u"x"_s, u"2026-02-30"_s, u"2026-01-01 24:00:00"_s,
                 u"2026-01-01 10:61"_s, u"2026-01-01 10:00:00 "_s, u"2026-01-01 10:00:00.0000001"_s,
                 u"2026-01-01 10:00+25:00"_s, u"2026-1-1"_s})
            QVERIFY2(!read<Micro>(text), qPrintable(text));
        QVERIFY(!read<Local>(u"2026-01-01 10:00:00+00:00"_s));
        QVERIFY(!read<sys_seconds>(u"2026-01-01 10:00:00.5"_s));
        QVERIFY(!read<sys_days>(u"2026-01-01 10:00"_s));
        QVERIFY(!read<Micro>(Value(qint64(5))));
        for (const QString &text :
            {u""_s, u"P"_s, u"PT"_s, u"PT1"_s, u"P1M"_s, u"P1Y"_s, u"1:00"_s, u"PT1.5H"_s,
                u"PT1H "_s, u"PT99999999999999999999S"_s, u"PT9223372036854775807H"_s})
            QVERIFY2(!read<seconds>(text), qPrintable(text));
        QVERIFY(!read<hours>(u"PT30M"_s));
        QVERIFY(!read<hh_mm_ss<seconds>>(u"25:00:00"_s));
        QCOMPARE(written(hh_mm_ss<seconds>(25h)), u"error"_s);
        QCOMPARE(written(hh_mm_ss<seconds>(-1s)), u"error"_s);
    }

    void S4_durations_are_iso_8601()
    {
        QCOMPARE(written(49h + 12min + 33s), u"PT49H12M33S"_s);
        QCOMPARE(written(seconds(0)), u"PT0S"_s);
        QCOMPARE(written(milliseconds(-500)), u"PT-0.500S"_s);
        QCOMPARE(written(milliseconds(-90'500)), u"PT-1M-30.500S"_s);
        QCOMPARE(written(days(2)), u"PT48H"_s);
        QCOMPARE(read<seconds>(u"P1DT1H"_s), seconds(25h));
        QCOMPARE(read<seconds>(u"-P1W"_s), seconds(-weeks(1)));
        QCOMPARE(read<milliseconds>(u"PT1M-0.5S"_s), milliseconds(59'500));
        QCOMPARE(read<days>(u"PT48H"_s), days(2));
    }

    void S4_times_of_day()
    {
        using Time = hh_mm_ss<milliseconds>;
        QCOMPARE(written(Time(10h + 12min + 33s + 5ms)), u"10:12:33.005"_s);
        QCOMPARE(read<Time>(u"10:12"_s)->to_duration(), milliseconds(10h + 12min));
    }

    void S4_bytes_of_std()
    {
        const std::vector<std::byte> bytes {std::byte(0), std::byte(255)};
        ValueBuffer buffer;
        ValueView view;
        QVERIFY(writeValue(bytes, buffer, view));
        QCOMPARE(toValue(view), Value(QByteArray("\0\xff", 2)));
        std::vector<std::byte> after;
        QVERIFY(readValue(view, after));
        QCOMPARE(after, bytes);
        QCOMPARE(columnTypeText<std::vector<std::byte>>(), u"blob"_s);
    }

    void S4_types_of_ones_own()
    {
        QCOMPARE(written(Money {1250}), u"12.50"_s);
        QCOMPARE(read<Money>(12.5), Money {1250});
        QCOMPARE(read<Money>(u"x"_s), std::nullopt);
        QCOMPARE(read<Money>(Value()), std::nullopt);
        QCOMPARE(*read<std::optional<Money>>(Value()), std::nullopt);
    }

    void S4_whatever_is_written_is_read_back()
    {
        std::mt19937_64 random(7);
        // The years 1 to 9999 in seconds, and durations of any size.
        std::uniform_int_distribution<qint64> second(-62'135'596'800, 253'402'300'799);
        std::uniform_int_distribution<qint64> any(std::numeric_limits<qint64>::min() + 1);
        for (int i = 0; i < 20'000; ++i) {
            const Micro moment(seconds(second(random)) + microseconds(random() % 1'000'000));
            QCOMPARE(andBack(moment), moment);
            const Local local(floor<milliseconds>(moment.time_since_epoch()));
            QCOMPARE(andBack(local), local);
            const sys_days day = floor<days>(moment);
            QCOMPARE(andBack(day), day);
            QCOMPARE(andBack(year_month_day(day)), year_month_day(day));
            const nanoseconds small(any(random));
            QCOMPARE(andBack(small), small);
            const seconds large(any(random));
            QCOMPARE(andBack(large), large);
            const hh_mm_ss<nanoseconds> time(abs(small) % days(1));
            QCOMPARE(andBack(time)->to_duration(), time.to_duration());
        }
    }
};

QTEST_GUILESS_MAIN(TestColumnType)
#include "tst_columntype.moc"
