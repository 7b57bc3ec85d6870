// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/columntype.h"

#include <chrono>

// Members of the types of <chrono>. A header of its own, as <chrono> takes long to compile.
namespace joinery {

namespace mapping_detail {

/// A span of time, or a moment since the epoch: whole seconds, rounded down, and what is left.
struct SplitTime
{
    qint64 seconds = 0;
    qint32 nanoseconds = 0; ///< 0 to 999 999 999

    bool operator==(const SplitTime &) const = default;
};

/// A period's seconds as a ratio; one of both is 1.
struct TickLength
{
    qint64 seconds; ///< of one tick
    qint64 perSecond; ///< ticks of one second
};

[[nodiscard]] bool fromTicks(qint64 ticks, TickLength length, SplitTime &time);
/// False when it is no whole number of ticks, or too many.
[[nodiscard]] bool toTicks(const SplitTime &time, TickLength length, qint64 &ticks);

// Text of the four kinds; false when the value has none (a year beyond 1 to 9999) or the text no
// value.
[[nodiscard]] bool writeMoment(
    const SplitTime &time, bool utc, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool readMoment(const ValueView &view, bool utc, SplitTime &time);
[[nodiscard]] bool writeDay(qint64 days, ValueBuffer &buffer, ValueView &out);
/// For a message: a day that no calendar has. Returns false.
[[nodiscard]] bool showDay(
    int year, unsigned month, unsigned day, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool readDay(const ValueView &view, qint64 &days);
[[nodiscard]] bool writeInterval(const SplitTime &time, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool readInterval(const ValueView &view, SplitTime &time);
[[nodiscard]] bool writeTimeOfDay(const SplitTime &time, ValueBuffer &buffer, ValueView &out);
[[nodiscard]] bool readTimeOfDay(const ValueView &view, SplitTime &time);

/// Durations in whole ticks, from nanoseconds up: no information is lost in a column.
template <typename D>
concept KeptDuration = std::integral<typename D::rep> && sizeof(typename D::rep) <= sizeof(qint64)
    && (D::period::num == 1 || D::period::den == 1) && 1'000'000'000 % D::period::den == 0;
template <typename D> inline constexpr TickLength tickLength {D::period::num, D::period::den};
template <typename D> inline constexpr bool isDays = std::same_as<D, std::chrono::days>;

template <KeptDuration D> bool split(const D &duration, SplitTime &time)
{
    return std::in_range<qint64>(duration.count())
        && fromTicks(static_cast<qint64>(duration.count()), tickLength<D>, time);
}
template <KeptDuration D> bool join(const SplitTime &time, D &duration)
{
    qint64 ticks = 0;
    if (!toTicks(time, tickLength<D>, ticks) || !std::in_range<typename D::rep>(ticks))
        return false;
    duration = D(static_cast<typename D::rep>(ticks));
    return true;
}

/// Time points: days are dates, all others moments.
template <typename Clock, typename D, bool Utc> struct TimePointType
{
    using Point = std::chrono::time_point<Clock, D>;
    static constexpr std::string_view type
        = isDays<D> ? "date" : (Utc ? "timestamptz" : "timestamp");
    static constexpr bool exact = false; ///< one value has several spellings
    [[nodiscard]] static bool write(const Point &value, ValueBuffer &buffer, ValueView &out)
    {
        if constexpr (isDays<D>) {
            return writeDay(value.time_since_epoch().count(), buffer, out);
        } else {
            SplitTime time;
            return split(value.time_since_epoch(), time) && writeMoment(time, Utc, buffer, out);
        }
    }
    [[nodiscard]] static bool read(const ValueView &view, Point &value)
    {
        D since {};
        if constexpr (isDays<D>) {
            qint64 days = 0;
            if (!readDay(view, days))
                return false;
            since = D(static_cast<typename D::rep>(days));
        } else {
            SplitTime time;
            if (!readMoment(view, Utc, time) || !join(time, since))
                return false;
        }
        value = Point(since);
        return true;
    }
};

} // namespace mapping_detail

/// A moment, as QDateTime is kept, with as many digits as it has: "2026-11-22
/// 10:12:33.123456+00:00". sys_days is a date: "2026-11-22". What has more digits than the member
/// can hold does not fit.
template <mapping_detail::KeptDuration D>
struct ColumnType<std::chrono::sys_time<D>>
    : mapping_detail::TimePointType<std::chrono::system_clock, D, true>
{ };
/// The same without an offset: a time on the wall, wherever that is. local_days is a date.
template <mapping_detail::KeptDuration D>
struct ColumnType<std::chrono::local_time<D>>
    : mapping_detail::TimePointType<std::chrono::local_t, D, false>
{ };

template <> struct ColumnType<std::chrono::year_month_day>
{
    static constexpr std::string_view type = "date";
    static constexpr bool exact = false;
    [[nodiscard]] static bool write(
        const std::chrono::year_month_day &value, ValueBuffer &buffer, ValueView &out)
    {
        if (!value.ok())
            return mapping_detail::showDay(
                int(value.year()), unsigned(value.month()), unsigned(value.day()), buffer, out);
        const auto days = std::chrono::sys_days(value).time_since_epoch().count();
        return mapping_detail::writeDay(days, buffer, out);
    }
    [[nodiscard]] static bool read(const ValueView &view, std::chrono::year_month_day &value)
    {
        qint64 days = 0;
        const bool valid = mapping_detail::readDay(view, days);
        if (valid)
            value = std::chrono::sys_days(std::chrono::days(static_cast<int>(days)));
        return valid;
    }
};

/// ISO 8601 in hours, minutes and seconds: "PT49H12M33.5S", "PT-0.5S". Days and weeks are read as
/// well; months and years are no fixed time.
template <mapping_detail::KeptDuration D>
requires(std::same_as<D,
    std::chrono::duration<typename D::rep, typename D::period>>) struct ColumnType<D>
{
    static constexpr std::string_view type = "interval";
    static constexpr bool exact = false;
    [[nodiscard]] static bool write(const D &value, ValueBuffer &buffer, ValueView &out)
    {
        mapping_detail::SplitTime time;
        return mapping_detail::split(value, time)
            && mapping_detail::writeInterval(time, buffer, out);
    }
    [[nodiscard]] static bool read(const ValueView &view, D &value)
    {
        mapping_detail::SplitTime time;
        return mapping_detail::readInterval(view, time) && mapping_detail::join(time, value);
    }
};

/// A time of day: "10:12:33.5".
template <mapping_detail::KeptDuration D> struct ColumnType<std::chrono::hh_mm_ss<D>>
{
    using Time = std::chrono::hh_mm_ss<D>;
    using Precision = typename Time::precision;
    static constexpr std::string_view type = "time";
    static constexpr bool exact = false;
    [[nodiscard]] static bool write(const Time &value, ValueBuffer &buffer, ValueView &out)
    {
        mapping_detail::SplitTime time;
        return mapping_detail::split(value.to_duration(), time)
            && mapping_detail::writeTimeOfDay(time, buffer, out);
    }
    [[nodiscard]] static bool read(const ValueView &view, Time &value)
    {
        mapping_detail::SplitTime time;
        D since {};
        const bool fits
            = mapping_detail::readTimeOfDay(view, time) && mapping_detail::join(time, since);
        if (fits)
            value = Time(since);
        return fits;
    }
};

} // namespace joinery
