// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "app/cli/cli.h"
#include "joinery/data/transferprogress.h"

namespace joinery::cli {

/// What a verb that moves rows between files and tables needs of a database.
struct TransferDatabase
{
    std::unique_ptr<Executor> live;
    const Dialect *dialect = nullptr;
    MetaData schema {};
};

/// Opens and reflects it; a statement that Ctrl+C interrupts ends with Interrupted.
[[nodiscard]] Result<TransferDatabase> openForTransfer(
    const Cli &cli, const std::string &location, Access access);

/// The name as the schema has it, case aside. Errors: NotFound, with the nearest name as hint.
[[nodiscard]] Result<QString> findRelation(
    const MetaData &schema, const QString &name, bool viewsToo);

/// Shows rows and share on stderr, and cancels on Ctrl+C.
TransferProgress transferProgress(const Cli &cli, const QString &doing);

/// One ASCII character, "tab" or "\t". Errors: Usage, naming the option.
[[nodiscard]] Result<char> separatorArgument(const std::string &text, const QString &option);

/// "-" is standard input or output.
inline bool isStandardStream(const std::string &file)
{
    return file == "-";
}

/// A file that is the database itself, which must neither be read nor replaced as text. Errors:
/// Usage.
[[nodiscard]] Result<> checkIsNotTheDatabase(const std::string &location, const std::string &file);

} // namespace joinery::cli
