// SPDX-License-Identifier: MPL-2.0
#include "app/cli/commands.h"

#include "app/cli/commandline.h"

#include <QFileInfo>

namespace joinery {

int runCommands(int argc, char *argv[], const MetaData &metaData)
{
    const QString path = argc > 0 ? QString::fromLocal8Bit(argv[0]) : QString();
    const QString name = QFileInfo(path).completeBaseName();
    return cli::runCommandLine(argc, argv,
        {.name = name.isEmpty() ? QStringLiteral("joinery") : name, .models = metaData});
}

} // namespace joinery
