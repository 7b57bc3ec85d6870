// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <tl/expected.hpp>

#include <QString>

namespace joinery {

/// What kind of trouble an Error is; callers branch on this, people read Error::message.
enum class ErrorCode
{
    Failed, ///< anything without a kind of its own
    Usage, ///< the command line or the arguments of a call are wrong
    Parse, ///< text (YAML, SQL, a URL) does not parse
    NotFound, ///< a file, object or revision that was named does not exist
    Conflict, ///< two things that exclude each other: heads, names, an edited revision
    Refused, ///< a person must decide first; nothing was changed
    Unsupported, ///< the dialect or this build cannot do it
    Io, ///< reading or writing a file failed, or the disk is full
    NotADatabase, ///< the file is something else, or damaged
    ReadOnly, ///< the database or its medium cannot be written
    Locked, ///< another program holds the database
    Violation, ///< a row violates a constraint
    Interrupted, ///< cancelled on request
};

/// Everything a person needs to get on: what failed, where, and the way out.
struct Error
{
    ErrorCode code = ErrorCode::Failed; ///< what kind of trouble it is
    QString message; ///< one sentence that names the object and the place; never a password
    QString statement {}; ///< the SQL that failed, if one did
    QString driverText {}; ///< the database's own words, if it said any
    QString hint {}; ///< what to do about it, one sentence

    bool operator==(const Error &) const = default;
};

/// A value, or the Error that kept it from coming about. Every function that returns one is
/// [[nodiscard]].
template <typename T = void> using Result = tl::expected<T, Error>;

/// Makes the failure value of any Result: `return fail(ErrorCode::NotFound, …, hint);`
[[nodiscard]] inline tl::unexpected<Error> fail(
    ErrorCode code, const QString &message, const QString &hint = {})
{
    return tl::unexpected<Error>(Error {.code = code, .message = message, .hint = hint});
}

/// Passes on an Error that a callee made.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

/// Puts where-we-were in front of the message: "table \"t\": no such column".
[[nodiscard]] inline tl::unexpected<Error> failIn(const QString &where, Error error)
{
    error.message = where + QStringLiteral(": ") + error.message;
    return tl::unexpected<Error>(std::move(error));
}

} // namespace joinery
