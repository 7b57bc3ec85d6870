// SPDX-License-Identifier: MPL-2.0
#include "app/cli/transferring.h"

#include "app/cli/interrupts.h"
#include "joinery/base/suggestion.h"
#include "joinery/sql/names.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace joinery::cli {

Result<TransferDatabase> openForTransfer(const Cli &cli, const std::string &location, Access access)
{
    const Result<Url> url = locationArgument(location);
    if (!url)
        return fail(url.error());
    Result<std::unique_ptr<Executor>> live = cli.provider().open(*url, {.access = access});
    if (!live)
        return fail(live.error());
    const Result<const Dialect *> dialect = cli.registry().find((*live)->dialectName());
    if (!dialect)
        return fail(dialect.error());
    watchInterrupts();
    (*live)->setProgressHandler([] { return !interruptRequested(); });
    Result<MetaData> schema = (*dialect)->inspector().reflect(**live);
    if (!schema)
        return fail(schema.error());
    return TransferDatabase {*std::move(live), *dialect, *std::move(schema)};
}

Result<QString> findRelation(const MetaData &schema, const QString &name, bool viewsToo)
{
    QStringList names = schema.tables.keys() + schema.virtualTables.keys();
    if (viewsToo)
        names += schema.views.keys();
    if (names.contains(name))
        return name;
    for (const QString &candidate : names) {
        if (sameAscii(candidate, name))
            return candidate;
    }
    const QString near = closestTo(name, names);
    return fail(ErrorCode::NotFound, u"there is no table \"%1\""_s.arg(name),
        near.isEmpty() ? QString() : u"did you mean \"%1\"?"_s.arg(near));
}

TransferProgress transferProgress(const Cli &cli, const QString &doing)
{
    auto timer = std::make_shared<QElapsedTimer>();
    timer->start();
    return [&cli, doing, timer](const TransferState &state) {
        if (timer->elapsed() >= 100) {
            timer->restart();
            const QString share = state.total > 0
                ? u" (%1 %)"_s.arg(100 * std::min(state.done, state.total) / state.total)
                : QString();
            cli.terminal.progress(u"%1: %2 rows%3"_s.arg(
                doing, QLocale(QLocale::English).toString(state.rows), share));
        }
        return !interruptRequested();
    };
}

Result<char> separatorArgument(const std::string &text, const QString &option)
{
    if (text == "tab" || text == "\\t")
        return '\t';
    const bool isAscii = text.size() == 1 && text[0] > 0 && text[0] < 127;
    if (!isAscii)
        return fail(ErrorCode::Usage,
            u"%1 takes one ASCII character or the word tab, not \"%2\""_s.arg(
                option, fromArgument(text)));
    return text[0];
}

Result<> checkIsNotTheDatabase(const std::string &location, const std::string &file)
{
    const Result<Url> url = locationArgument(location);
    if (!url || url->database.isEmpty())
        return {};
    const QString canonical = QFileInfo(fromArgument(file)).canonicalFilePath();
    if (!canonical.isEmpty() && canonical == QFileInfo(url->database).canonicalFilePath())
        return fail(ErrorCode::Usage, u"\"%1\" is the database itself"_s.arg(fromArgument(file)));
    return {};
}

} // namespace joinery::cli
