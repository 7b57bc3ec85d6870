// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "app/cli/terminal.h"
#include "joinery/connection/provider.h"
#include "joinery/project/context.h"

#include <QJsonObject>

#include <functional>
#include <memory>
#include <optional>

namespace CLI {
class App;
}

namespace joinery::cli {

/// Exit statuses of docs/command-line.md.
namespace exitstatus {
constexpr int done = 0;
constexpr int failed = 1;
constexpr int usage = 2;
constexpr int difference = 3;
constexpr int refused = 4;
} // namespace exitstatus

/// The flags that every verb takes, before or after it.
struct GlobalOptions
{
    std::string project {};
    std::string environment {};
    std::string url {};
    bool json = false;
    bool noInput = false;
    bool yes = false;
    bool quiet = false;
    bool verbose = false;
};

/// The program whose command line it is.
struct Program
{
    QString name = QStringLiteral("joinery");
    std::optional<MetaData> models {}; ///< its own; joinery itself has none
};

/// What one run of the program works with. A verb sets `action`; runCommandLine() calls it.
class Cli
{
public:
    explicit Cli(const Program &ofProgram);
    ~Cli();

    const Program program;
    GlobalOptions options {};
    std::function<int()> action {};
    Terminal terminal {};
    const CLI::App *app = nullptr; ///< the parsed command line, for completion scripts

    const DatabaseProvider &provider() const { return m_provider; }
    const DialectRegistry &registry() const;

    /// The project of --project, or of the current folder or one above it.
    [[nodiscard]] Result<Project> project() const;
    /// That project with the database meant by --url, JOINERY_DB_URL, --env or joinery.yaml.
    [[nodiscard]] Result<ProjectContext> context() const;
    /// Before anything is changed: a protected environment (joinery.yaml) needs --yes, or its name
    /// typed by a person. Errors: Refused.
    [[nodiscard]] Result<> confirmProtected() const;
    /// True when a person can be asked.
    bool isInteractive() const;

    /// Prints the error (as JSON under --json) and returns its exit status.
    int fail(const Error &error) const;
    /// Prints the document under --json; otherwise calls `print`. Returns `status`.
    int finish(
        const QJsonObject &document, const std::function<void()> &print, int status = 0) const;

private:
    Error inOwnWords(Error error) const;

    ConnectionProvider m_provider {};
    mutable std::unique_ptr<DialectRegistry> m_registry {};
};

/// A path or URL argument, relative paths made absolute against the current folder.
[[nodiscard]] Result<Url> locationArgument(const std::string &text);

QJsonObject toJson(const Error &error);
QString fromArgument(const std::string &text);

} // namespace joinery::cli
