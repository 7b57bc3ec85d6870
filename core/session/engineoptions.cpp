// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/engineoptions.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

tl::unexpected<Error> wrong(const char *variable, const QString &text, const QString &wanted)
{
    return fail(ErrorCode::Usage,
        u"The environment variable %1 is \"%2\", not %3"_s.arg(
            QLatin1StringView(variable), text, wanted),
        u"Correct it or unset it."_s);
}

std::optional<QString> textOf(const char *variable)
{
    const QString text = qEnvironmentVariable(variable).trimmed();
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

std::optional<bool> booleanOf(const QString &text)
{
    static const QStringList yes {u"1"_s, u"true"_s, u"yes"_s, u"on"_s};
    static const QStringList no {u"0"_s, u"false"_s, u"no"_s, u"off"_s};
    if (yes.contains(text.toLower()))
        return true;
    return no.contains(text.toLower()) ? std::optional(false) : std::nullopt;
}

Result<> readBoolean(const char *variable, bool &value)
{
    const std::optional<QString> text = textOf(variable);
    if (!text)
        return {};
    const std::optional<bool> read = booleanOf(*text);
    if (!read)
        return wrong(variable, *text, u"true or false"_s);
    value = *read;
    return {};
}

/// `least` is what the variable may be at least.
template <typename T, typename Make>
Result<> readNumber(const char *variable, int least, T &value, Make make)
{
    const std::optional<QString> text = textOf(variable);
    if (!text)
        return {};
    bool ok = false;
    const int number = text->toInt(&ok);
    if (!ok || number < least)
        return wrong(variable, *text, u"a whole number of at least %1"_s.arg(least));
    value = make(number);
    return {};
}

Result<> readEcho(Echo &echo)
{
    const char *const variable = "JOINERY_ECHO";
    const std::optional<QString> text = textOf(variable);
    if (!text)
        return {};
    const std::optional<bool> on = booleanOf(*text);
    const bool masked = text->toLower() == u"masked";
    if (!on && !masked)
        return wrong(variable, *text, u"true, false or masked"_s);
    echo = masked ? Echo::Masked : *on ? Echo::Statements : Echo::Off;
    return {};
}

} // namespace

Result<EngineOptions> EngineOptions::fromEnvironment()
{
    EngineOptions options;
    const auto plain = [](int number) { return number; };
    const auto seconds = [](int number) { return std::chrono::seconds(number); };
    for (const Result<> &read :
        {readEcho(options.echo), readBoolean("JOINERY_POOL_PRE_PING", options.prePing),
            readNumber("JOINERY_POOL_SIZE", 0, options.poolSize, plain),
            readNumber("JOINERY_MAX_OVERFLOW", -1, options.maxOverflow, plain),
            readNumber("JOINERY_POOL_TIMEOUT", 0, options.poolTimeout, seconds),
            readNumber("JOINERY_POOL_RECYCLE", -1, options.poolRecycle, seconds)}) {
        if (!read)
            return fail(read.error());
    }
    return options;
}

} // namespace joinery
