// SPDX-License-Identifier: MPL-2.0
#include "support/databasefiles.h"

#include "joinery/connection/provider.h"
#include "support/testutils.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace joinery::testing {

Result<std::unique_ptr<Executor>> openFile(const QString &path, Access access)
{
    return ConnectionProvider().open(
        Url {.dialect = u"sqlite"_s, .database = path}, {.access = access, .busyTimeoutMs = 300});
}

void makeDatabase(const QString &path, const QString &journalMode, int rows)
{
    auto db = openFile(path, Access::Create);
    VERIFY_RESULT(db);
    VERIFY_RESULT((*db)->executeScript(
        u"PRAGMA journal_mode = %1; CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);"_s.arg(
            journalMode)));
    VERIFY_RESULT((*db)->execute(
        u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
        "INSERT INTO t SELECT i, hex(randomblob(100)) FROM n"_s,
        {qint64 {rows}}));
}

QString countIn(Executor &db)
{
    const Result<RowSet> rows = db.query(u"SELECT count(*) FROM t"_s);
    return rows ? toText(rows->scalar()) : errorText(rows.error());
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace joinery::testing
