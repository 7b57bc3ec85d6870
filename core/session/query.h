// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/bulkchange.h"
#include "joinery/session/queryrunner.h"

namespace joinery {

namespace session_detail {

/// What a query gives for a part of its row: the session's object instead of a model's value.
template <typename T> struct TrackedPart
{
    using type = T;
};
template <Mapped T> struct TrackedPart<T>
{
    using type = T *;
};
template <Mapped T> struct TrackedPart<std::optional<T>>
{
    using type = T *; ///< nullptr: an outer join found none
};
template <typename... Ts> struct TrackedPart<std::tuple<Ts...>>
{
    using type = std::tuple<typename TrackedPart<Ts>::type...>;
};

/// The same where there may be no row: nullptr of an object, otherwise std::nullopt.
template <typename T> struct OrNone
{
    using type = std::optional<T>;
};
template <typename T> struct OrNone<T *>
{
    using type = T *;
};

/// Sets a part of a row from its columns and the objects that stand for them.
template <typename T, typename Tracked>
[[nodiscard]] bool readTracked(
    const ValueView *values, void *const *objects, int &at, int &part, Tracked &tracked)
{
    if constexpr (isTuple<T>) {
        return [&]<size_t... Is>(std::index_sequence<Is...>)
        {
            return (readTracked<std::tuple_element_t<Is, T>>(
                        values, objects, at, part, std::get<Is>(tracked))
                && ...);
        }
        (std::make_index_sequence<std::tuple_size_v<T>>());
    } else if constexpr (Mapped<withoutOptional<T>>) {
        tracked = static_cast<Tracked>(objects[part++]);
        at += columnsOf<T>();
        return true;
    } else {
        const int before = at;
        const bool fits = readColumns(values, at, tracked);
        part += at - before;
        return fits;
    }
}

} // namespace session_detail

namespace session_detail {

template <typename Statement> QuerySource sourceOf(const Statement &statement)
{
    return {.compile = [statement](const DmlCompiler &dml, [[maybe_unused]] bool objects) {
        if constexpr (requires { compileForObjects(statement.statement(), dml); }) {
            if (objects)
                return compileForObjects(statement.statement(), dml);
        }
        return compile(statement.statement(), dml);
    }};
}

} // namespace session_detail

/// A query of a session, not run yet: Session::exec() gives it. Each function runs it once. Errors:
/// those of compile() and of the database; Failed for a value that does not fit, naming column and
/// value. Lasts no longer than the session.
template <typename Row> class Query
{
public:
    /// Of models: the session's objects.
    using Tracked = typename session_detail::TrackedPart<Row>::type;
    /// The same where there may be none: nullptr of an object, otherwise std::nullopt.
    using TrackedOrNone = typename session_detail::OrNone<Tracked>::type;

    /// For Session::exec().
    Query(SessionCore &session, QuerySource source)
        : m_session(&session)
        , m_source(std::move(source))
    { }

    /// All rows, in memory.
    [[nodiscard]] Result<QList<Tracked>> all() const { return read(-1); }
    /// The first row; nullptr or std::nullopt when there is none.
    [[nodiscard]] Result<TrackedOrNone> first() const { return orNone(read(1)); }
    /// The only row; nullptr or std::nullopt when there is none. Errors: also Conflict when there
    /// are several.
    [[nodiscard]] Result<TrackedOrNone> oneOrNone() const
    {
        const Result<QList<Tracked>> rows = read(2);
        if (rows && rows->size() > 1)
            return fail(session_detail::severalRows());
        return orNone(rows);
    }
    /// The only row. Errors: also NotFound when there is none, Conflict when there are several.
    [[nodiscard]] Result<Tracked> one() const
    {
        const Result<QList<Tracked>> rows = read(2);
        if (!rows)
            return fail(rows.error());
        if (rows->size() != 1)
            return fail(rows->isEmpty() ? session_detail::noRow() : session_detail::severalRows());
        return rows->first();
    }

    /// Hands over each row as it comes, as plain values that the session does not keep: memory does
    /// not grow with the number of rows. The handler gets `const Row &`; when it returns bool,
    /// false stops. It must not write to the tables it reads from.
    template <typename Handler> [[nodiscard]] Result<> forEach(Handler handler) const
    {
        Row row {};
        QueryRunner runner(*m_session, m_source);
        return runner.run([&](RowView values) {
            int at = 0;
            if (!readColumns(values.data(), at, row))
                return runner.misfitAt(at, values);
            if constexpr (std::same_as<std::invoke_result_t<Handler &, const Row &>, bool>) {
                return handler(static_cast<const Row &>(row));
            } else {
                handler(static_cast<const Row &>(row));
                return true;
            }
        });
    }
    /// All rows as plain values that the session does not keep: the fast way to read.
    [[nodiscard]] Result<QList<Row>> values() const
    {
        QList<Row> rows;
        QueryRunner runner(*m_session, m_source);
        const Result<> done = runner.run([&](RowView values) {
            int at = 0;
            if (rows.size() == rows.capacity())
                rows.reserve(session_detail::grownCapacity(rows.size(), sizeof(Row)));
            return readColumns(values.data(), at, rows.emplaceBack())
                || runner.misfitAt(at, values);
        });
        if (!done)
            return fail(done.error());
        return rows;
    }

private:
    [[nodiscard]] Result<QList<Tracked>> read(qsizetype atMost) const
    {
        QList<Tracked> rows;
        const Result<> done
            = QueryRunner(*m_session, m_source)
                  .runTracked([&](const ValueView *values, void *const *objects) -> RowOutcome {
                      int at = 0;
                      int part = 0;
                      if (!session_detail::readTracked<Row>(
                              values, objects, at, part, rows.emplaceBack()))
                          return {.misfit = at};
                      return {.goOn = rows.size() != atMost};
                  });
        if (!done)
            return fail(done.error());
        return rows;
    }
    [[nodiscard]] static Result<TrackedOrNone> orNone(const Result<QList<Tracked>> &rows)
    {
        if (!rows)
            return fail(rows.error());
        return rows->isEmpty() ? TrackedOrNone() : TrackedOrNone(rows->first());
    }

    SessionCore *m_session;
    QuerySource m_source;
};

} // namespace joinery
