// SPDX-License-Identifier: MPL-2.0
#include "app/cli/terminal.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <cstdio>
#include <iostream>
#include <string>

#ifdef Q_OS_WIN
#include <io.h>
#define isatty _isatty
#define fileno _fileno
#else
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

void write(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
}

QString colourCode(Tone tone)
{
    switch (tone) {
    case Tone::Plain:
        return {};
    case Tone::Strong:
        return u"\x1b[1m"_s;
    case Tone::Dim:
        return u"\x1b[2m"_s;
    case Tone::Good:
        return u"\x1b[32m"_s;
    case Tone::Bad:
        return u"\x1b[31m"_s;
    case Tone::Warning:
        return u"\x1b[33m"_s;
    }
    return {};
}

} // namespace

Terminal::Terminal()
    : m_inputIsTerminal(isatty(fileno(stdin)))
    , m_outputIsTerminal(isatty(fileno(stdout)))
    , m_errorIsTerminal(isatty(fileno(stderr)))
    , m_colours(
          qEnvironmentVariableIsEmpty("NO_COLOR") && qEnvironmentVariable("TERM") != u"dumb"_s)
{ }

void Terminal::say(const QString &line) const
{
    if (!quiet)
        write(dataOnStdout ? stderr : stdout, (inOwnWords(line) + u'\n').toUtf8());
}

QString Terminal::inOwnWords(const QString &line) const
{
    static const QRegularExpression command(
        uR"(\bjoinery (?=(db|init|inspect|diff|query|generate|export|import)\b))"_s);
    return program == u"joinery"_s ? line : QString(line).replace(command, program + u' ');
}

void Terminal::warn(const QString &line) const
{
    std::fflush(stdout);
    write(stderr, (inOwnWords(line) + u'\n').toUtf8());
}

void Terminal::put(const QString &text) const
{
    write(stdout, text.toUtf8());
}

void Terminal::put(const QByteArray &text) const
{
    write(stdout, text);
}

void Terminal::put(const QJsonObject &document) const
{
    write(stdout, QJsonDocument(document).toJson());
}

QString Terminal::toned(Tone tone, const QString &text) const
{
    const bool shows = dataOnStdout ? m_errorIsTerminal : m_outputIsTerminal;
    if (!m_colours || !shows || tone == Tone::Plain)
        return text;
    return colourCode(tone) + text + u"\x1b[0m"_s;
}

void Terminal::progress(const QString &line) const
{
    if (m_errorIsTerminal && !quiet)
        write(stderr, (u"\r\x1b[K"_s + line).toUtf8());
}

void Terminal::endProgress() const
{
    progress({});
}

QString Terminal::ask(const QString &prompt) const
{
    write(stderr, prompt.toUtf8());
    std::string line;
    if (!std::getline(std::cin, line))
        return {};
    const QString text = QString::fromStdString(line).trimmed();
    return text.isNull() ? u""_s : text;
}

} // namespace joinery::cli
