// SPDX-License-Identifier: MPL-2.0
// The least that a program can do with a database: open the file, read one row of the version
// table.
#include <sqlite3.h>

int main(int argc, char *argv[])
{
    sqlite3 *db = nullptr;
    sqlite3_stmt *statement = nullptr;
    const bool read = argc == 2
        && sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK
        && sqlite3_prepare_v2(
               db, "SELECT revision FROM joinery_revision LIMIT 1", -1, &statement, nullptr)
            == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return read ? 0 : 1;
}
