// SPDX-License-Identifier: MPL-2.0
// Any bytes as a URL: a value or an Error; a value survives being written and read again, and no
// text for people shows its password.
#include "fuzz/require.h"
#include "joinery/db/url.h"

using joinery::Url;
using joinery::fuzz::require;

namespace {

void roundTrip(const Url &url)
{
    const auto again = Url::parse(url.toString());
    require(again && *again == url);
    const auto without = Url::parse(url.withoutPassword());
    require(without && without->password.isEmpty() && without->database == url.database
        && without->host == url.host && without->user == url.user);
    Url other = url;
    other.password = QStringLiteral("another");
    require(url.password.isEmpty() || url.display() == other.display());
    (void)url.resolvedAgainst(QStringLiteral("/folder"));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(joinery::fuzz::bytesOf(data, size));
    if (const auto url = Url::parse(text))
        roundTrip(*url);
    (void)joinery::parseLocation(text);
    return 0;
}
