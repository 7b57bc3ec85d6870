// SPDX-License-Identifier: MPL-2.0
#include "support/memorydatabase.h"

#include "joinery/sql/splitter.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace joinery::testing {

MemoryDatabase::MemoryDatabase()
{
    if (sqlite3_open(":memory:", &m_database) != SQLITE_OK)
        qFatal("no database in memory");
}

MemoryDatabase::~MemoryDatabase()
{
    sqlite3_close(m_database);
}

bool MemoryDatabase::execute(const QString &sql)
{
    sqlite3_stmt *statement = nullptr;
    int status = sqlite3_prepare_v2(m_database, sql.toUtf8().constData(), -1, &statement, nullptr);
    while (status == SQLITE_OK || status == SQLITE_ROW)
        status = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return status == SQLITE_DONE;
}

QStringList MemoryDatabase::executeScript(const QString &script)
{
    QStringList errors;
    for (const SqlStatement &statement : splitStatements(script)) {
        if (!execute(statement.text))
            errors.append(u"line %1: %2: %3"_s.arg(statement.line).arg(error(), statement.text));
    }
    return errors;
}

QList<QStringList> MemoryDatabase::rows(const QString &sql)
{
    QList<QStringList> rows;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(m_database, sql.toUtf8().constData(), -1, &statement, nullptr)
        != SQLITE_OK)
        qFatal("%s: %s", qPrintable(sql), sqlite3_errmsg(m_database));
    while (sqlite3_step(statement) == SQLITE_ROW) {
        QStringList row;
        for (int i = 0; i < sqlite3_column_count(statement); ++i) {
            const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(statement, i));
            row.append(text ? QString::fromUtf8(text) : QString());
        }
        rows.append(row);
    }
    sqlite3_finalize(statement);
    return rows;
}

QString MemoryDatabase::error() const
{
    return QString::fromUtf8(sqlite3_errmsg(m_database));
}

} // namespace joinery::testing
