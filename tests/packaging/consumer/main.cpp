// SPDX-License-Identifier: MPL-2.0
// A program of somebody else's that uses the installed library, down to the database driver.
#include <joinery/connection/provider.h>
#include <joinery/db/databaseprovider.h>
#include <joinery/schema/metadata.h>

#include <cstdio>

int main()
{
    const joinery::ConnectionProvider provider;
    const auto database = provider.scratch(QStringLiteral("sqlite"));
    if (!database) {
        return 1;
    }
    const auto rows = (*database)->query(QStringLiteral("SELECT 6 * 7"));
    return rows && joinery::MetaData {}.isEmpty() && std::puts("linked") >= 0 ? 0 : 1;
}
