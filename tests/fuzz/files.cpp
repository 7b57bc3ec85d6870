// SPDX-License-Identifier: MPL-2.0
// Any bytes as a model, a revision or joinery.yaml: a value or an Error; a value survives being
// written and read again.
#include "fuzz/require.h"
#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/projectfile.h"
#include "joinery/serialization/revisionfile.h"

namespace {

template <typename Read, typename Write>
void roundTrip(const QByteArray &text, Read read, Write write)
{
    const auto value = read(text, QStringLiteral("fuzz.yaml"));
    if (!value) {
        return;
    }
    const auto again = read(write(*value), QStringLiteral("fuzz.yaml"));
    joinery::fuzz::require(again && *again == *value);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray text = joinery::fuzz::bytesOf(data, size);
    roundTrip(text, joinery::readModel, joinery::writeModel);
    roundTrip(text, joinery::readRevision, joinery::writeRevision);
    roundTrip(text, joinery::readProjectFile,
        [](const joinery::ProjectFile &file) { return joinery::writeProjectFile(file); });
    (void)joinery::readSqlRevision(text, QStringLiteral("fuzz.sql"));
    return 0;
}
