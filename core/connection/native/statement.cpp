// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/statement.h"

#include "joinery/base/overloaded.h"

#include <sqlite3.h>

#include <cstring>

namespace joinery {

namespace {

int bindText(sqlite3_stmt *statement, int index, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    return sqlite3_bind_text64(statement, index, bytes.constData(),
        static_cast<sqlite3_uint64>(bytes.size()), SQLITE_TRANSIENT, SQLITE_UTF8);
}

int bindBlob(sqlite3_stmt *statement, int index, const QByteArray &bytes)
{
    // A null pointer would bind NULL; an empty QByteArray has none.
    return sqlite3_bind_blob64(statement, index, bytes.constData(),
        static_cast<sqlite3_uint64>(bytes.size()), SQLITE_TRANSIENT);
}

int bindValue(sqlite3_stmt *statement, int index, const Value &value)
{
    return std::visit(
        overloaded {[&](std::monostate) { return sqlite3_bind_null(statement, index); },
            [&](qint64 number) { return sqlite3_bind_int64(statement, index, number); },
            [&](double number) { return sqlite3_bind_double(statement, index, number); },
            [&](const QString &text) { return bindText(statement, index, text); },
            [&](const QByteArray &bytes) { return bindBlob(statement, index, bytes); }},
        value);
}

/// Never null: a null pointer would bind NULL.
const char *pointerTo(QByteArrayView bytes)
{
    return bytes.isEmpty() ? "" : bytes.data();
}

int bindView(sqlite3_stmt *statement, int index, const ValueView &value)
{
    return std::visit(
        overloaded {[&](std::monostate) { return sqlite3_bind_null(statement, index); },
            [&](qint64 number) { return sqlite3_bind_int64(statement, index, number); },
            [&](double number) { return sqlite3_bind_double(statement, index, number); },
            [&](TextView text) {
                return sqlite3_bind_text64(statement, index, pointerTo(text.utf8),
                    static_cast<sqlite3_uint64>(text.utf8.size()), SQLITE_STATIC, SQLITE_UTF8);
            },
            [&](BlobView blob) {
                return sqlite3_bind_blob64(statement, index, pointerTo(blob.bytes),
                    static_cast<sqlite3_uint64>(blob.bytes.size()), SQLITE_STATIC);
            }},
        value);
}

/// Through the value, which is asked for once: each sqlite3_column_… looks for it again. The value
/// is unprotected, which does no harm as the statement belongs to this thread.
ValueView columnView(sqlite3_stmt *statement, int column)
{
    sqlite3_value *const value = sqlite3_column_value(statement, column);
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        return qint64 {sqlite3_value_int64(value)};
    case SQLITE_FLOAT:
        return sqlite3_value_double(value);
    case SQLITE_TEXT: {
        // The pointer comes first: asking for it may convert and so change the length.
        const auto *text = reinterpret_cast<const char *>(sqlite3_value_text(value));
        return TextView {QByteArrayView(text, sqlite3_value_bytes(value))};
    }
    case SQLITE_BLOB: {
        const auto *bytes = static_cast<const char *>(sqlite3_value_blob(value));
        return BlobView {QByteArrayView(bytes, sqlite3_value_bytes(value))};
    }
    default:
        return {};
    }
}

} // namespace

void StatementFinalizer::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

int prepareStatement(sqlite3 *db, const char *sql, Statement &statement, const char **end)
{
    sqlite3_stmt *raw = nullptr;
    // A negative length: SQLite need neither measure nor copy the text.
    const int code = sqlite3_prepare_v2(db, sql, -1, &raw, end);
    statement.reset(raw);
    return code;
}

bool isBlankSql(const char *sql)
{
    while (*sql != '\0') {
        if (std::strchr(" \t\n\r\f;", *sql)) {
            ++sql;
        } else if (sql[0] == '-' && sql[1] == '-') {
            sql += std::strcspn(sql, "\n");
        } else if (sql[0] == '/' && sql[1] == '*') {
            const char *end = std::strstr(sql + 2, "*/");
            sql = end ? end + 2 : sql + std::strlen(sql);
        } else {
            return false;
        }
    }
    return true;
}

int bindParameters(sqlite3_stmt *statement, const QList<Value> &parameters)
{
    for (int i = 0; i < parameters.size(); ++i) {
        if (const int code = bindValue(statement, i + 1, parameters[i]); code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

int bindViews(sqlite3_stmt *statement, RowView values)
{
    for (size_t i = 0; i < values.size(); ++i) {
        const int code = bindView(statement, static_cast<int>(i) + 1, values[i]);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

bool onlyReads(sqlite3_stmt *statement)
{
    return sqlite3_stmt_readonly(statement) != 0 && sqlite3_column_count(statement) > 0;
}

QStringList columnNames(sqlite3_stmt *statement)
{
    QStringList names;
    const int count = sqlite3_column_count(statement);
    for (int i = 0; i < count; ++i)
        names.append(QString::fromUtf8(sqlite3_column_name(statement, i)));
    return names;
}

QList<Value> currentRow(sqlite3_stmt *statement)
{
    QList<Value> row;
    const int count = sqlite3_column_count(statement);
    row.reserve(count);
    for (int i = 0; i < count; ++i)
        row.append(toValue(columnView(statement, i)));
    return row;
}

void viewCurrentRow(sqlite3_stmt *statement, std::vector<ValueView> &row)
{
    const auto count = static_cast<size_t>(sqlite3_column_count(statement));
    row.resize(count);
    for (size_t i = 0; i < count; ++i)
        row[i] = columnView(statement, static_cast<int>(i));
}

} // namespace joinery
