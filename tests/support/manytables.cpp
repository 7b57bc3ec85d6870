// SPDX-License-Identifier: MPL-2.0
#include "support/manytables.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

tl::unexpected<Error> bareError(sqlite3 *db, const QByteArray &sql)
{
    return fail(Error {.message = QString::fromUtf8(sqlite3_errmsg(db)),
        .statement = QString::fromUtf8(sql).left(200)});
}

QByteArray createTable(int number)
{
    const QByteArray own = QByteArray::number(number);
    const QByteArray referred = QByteArray::number(number > 0 ? number - 1 : 0);
    return "CREATE TABLE \"item_" + own + R"(" (
    "id" INTEGER PRIMARY KEY,
    "parent_id" INTEGER NOT NULL,
    "code" VARCHAR(20) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "note" TEXT,
    "amount" NUMERIC(12, 2) DEFAULT 0 NOT NULL,
    "weight" DOUBLE,
    "active" BOOLEAN DEFAULT 1 NOT NULL,
    "state" VARCHAR(10) DEFAULT 'draft' CHECK ("state" IN ('draft', 'live', 'gone')),
    "created" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "changed" DATETIME,
    "payload" BLOB,
    CONSTRAINT "uq_item_)"
        + own + R"(_code" UNIQUE ("code"),
    CONSTRAINT "fk_item_)"
        + own + R"(_parent" FOREIGN KEY ("parent_id") REFERENCES "item_)" + referred
        + R"(" ("id") ON DELETE CASCADE
);
CREATE INDEX "ix_item_)"
        + own + R"(_parent" ON "item_)" + own + R"(" ("parent_id");
CREATE INDEX "ix_item_)"
        + own + R"(_name" ON "item_)" + own + R"(" ("name", "created");
)";
}

} // namespace

Result<BareDatabase> openBare(const QString &path)
{
    sqlite3 *db = nullptr;
    const int code = sqlite3_open(path.toUtf8().constData(), &db);
    BareDatabase opened(db, &sqlite3_close);
    if (code != SQLITE_OK)
        return bareError(db, path.toUtf8());
    return opened;
}

Result<> runBare(sqlite3 *db, const QByteArray &sql)
{
    if (sqlite3_exec(db, sql.constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return bareError(db, sql);
    return {};
}

Result<> makeManyTables(const QString &path, int count)
{
    QByteArray script = "BEGIN;\n";
    for (int number = 0; number < count; ++number)
        script += createTable(number);
    const auto db = openBare(path);
    return db ? runBare(db->get(), script + "COMMIT") : fail(db.error());
}

Result<qint64> askThreeSets(sqlite3 *db)
{
    qint64 rows = 0;
    for (const QByteArray sql :
        {"SELECT m.name, x.* FROM sqlite_schema m, pragma_table_xinfo(m.name) x "
         "WHERE m.type = 'table'",
            "SELECT m.name, i.*, x.* FROM sqlite_schema m, pragma_index_list(m.name) i, "
            "pragma_index_xinfo(i.name) x WHERE m.type = 'table'",
            "SELECT m.name, f.* FROM sqlite_schema m, pragma_foreign_key_list(m.name) f "
            "WHERE m.type = 'table'"}) {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(db, sql.constData(), -1, &statement, nullptr) != SQLITE_OK)
            return bareError(db, sql);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            ++rows;
            for (int column = 0; column < sqlite3_column_count(statement); ++column)
                sqlite3_column_text(statement, column);
        }
        sqlite3_finalize(statement);
    }
    return rows;
}

} // namespace joinery::testing
