// SPDX-License-Identifier: MPL-2.0
// The generated headers say exactly what the models they were made from say. usage: same MODELS
#include "models.h"

#include <joinery/compare/compare.h>
#include <joinery/connection/provider.h>
#include <joinery/dialects/registry.h>
#include <joinery/operations/describe.h>
#include <joinery/project/modelsdirectory.h>

#include <cstdio>

using namespace joinery;

static int differences(const MetaData &from, const MetaData &to, const char *direction)
{
    const ConnectionProvider provider;
    const DialectRegistry registry(provider);
    const auto dialect = registry.find(QStringLiteral("sqlite"));
    if (!dialect)
        return 1;
    const auto difference = compare(
        from, to, (*dialect)->comparePolicy(), (*dialect)->replayPolicy(), {.columnOrder = true});
    if (!difference)
        std::printf("%s: %s\n", direction, qPrintable(difference.error().message));
    for (const Operation &operation : difference ? difference->operations : QList<Operation>())
        std::printf("%s: %s\n", direction, qPrintable(describe(operation)));
    return difference && difference->isEmpty() ? 0 : 1;
}

int main(int, char *argv[])
{
    const auto models = loadModels(QString::fromLocal8Bit(argv[1]));
    if (!models || models->isEmpty()) {
        std::puts("there are no models");
        return 1;
    }
    const MetaData generated = ::models::metaData();
    return differences(*models, generated, "missing in the headers")
        + differences(generated, *models, "missing in the models")
        + (generated.tables.keys() == models->tables.keys() ? 0 : 1);
}
