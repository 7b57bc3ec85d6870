// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/rowwriters.h"

#include "joinery/base/overloaded.h"
#include "joinery/data/cells.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

class CsvRows final : public RowWriter
{
public:
    CsvRows(QByteArray &out, const CsvStyle &style)
        : m_out(out)
        , m_style(style)
        , m_writer(out, style)
    { }
    void begin(const QStringList &columns) override
    {
        if (m_style.byteOrderMark)
            m_out.append("\xef\xbb\xbf");
        if (m_style.header)
            m_writer.writeHeader(columns);
    }
    void writeRow(RowView row) override { m_writer.writeRow(row); }
    void end() override { }

private:
    QByteArray &m_out;
    const CsvStyle m_style;
    CsvWriter m_writer;
};

// --- JSON
// -----------------------------------------------------------------------------------------

void appendEscaped(QByteArray &out, char c)
{
    static constexpr char digits[] = "0123456789abcdef";
    switch (c) {
    case '"':
    case '\\':
        out.append('\\').append(c);
        break;
    case '\n':
        out.append("\\n");
        break;
    case '\r':
        out.append("\\r");
        break;
    case '\t':
        out.append("\\t");
        break;
    default:
        out.append("\\u00").append(digits[(c >> 4) & 15]).append(digits[c & 15]);
    }
}

void appendJsonText(QByteArray &out, QByteArrayView utf8)
{
    if (!utf8.isValidUtf8()) {
        const QByteArray mended = QString::fromUtf8(utf8).toUtf8();
        appendJsonText(out, mended);
        return;
    }
    out.append('"');
    for (const char c : utf8) {
        if (c == '"' || c == '\\' || (c >= 0 && c < ' '))
            appendEscaped(out, c);
        else
            out.append(c);
    }
    out.append('"');
}

void appendJsonReal(QByteArray &out, double number)
{
    if (std::isfinite(number)) {
        appendReal(out, number);
        return;
    }
    out.append("{\"$real\":\"");
    appendReal(out, number);
    out.append("\"}");
}

void appendJsonValue(QByteArray &out, const ValueView &value)
{
    std::visit(overloaded {[&](std::monostate) { out.append("null"); },
                   [&](qint64 number) { out.append(QByteArray::number(number)); },
                   [&](double number) { appendJsonReal(out, number); },
                   [&](TextView text) { appendJsonText(out, text.utf8); },
                   [&](BlobView blob) {
                       const auto bytes
                           = QByteArray::fromRawData(blob.bytes.data(), blob.bytes.size());
                       out.append("{\"$blob\":\"").append(bytes.toBase64()).append("\"}");
                   }},
        value);
}

class JsonRows final : public RowWriter
{
public:
    explicit JsonRows(QByteArray &out)
        : m_out(out)
    { }
    void begin(const QStringList &columns) override
    {
        QStringList names;
        for (const QString &column : columns) {
            QString name = column;
            for (int number = 2; names.contains(name); ++number)
                name = u"%1:%2"_s.arg(column).arg(number);
            names.append(name);
            QByteArray key;
            appendJsonText(key, name.toUtf8());
            m_keys.append(key + ':');
        }
        m_out.append('[');
    }
    void writeRow(RowView row) override
    {
        m_out.append(std::exchange(m_first, false) ? "\n{" : ",\n{");
        for (size_t i = 0; i < row.size(); ++i) {
            if (i > 0)
                m_out.append(',');
            m_out.append(m_keys[qsizetype(i)]);
            appendJsonValue(m_out, row[i]);
        }
        m_out.append('}');
    }
    void end() override { m_out.append("\n]\n"); }

private:
    QByteArray &m_out;
    QByteArrayList m_keys {};
    bool m_first = true;
};

// --- SQL
// ------------------------------------------------------------------------------------------

class SqlRows final : public RowWriter
{
public:
    SqlRows(QByteArray &out, const Dialect &dialect, const QString &table,
        const std::optional<Table> &definition)
        : m_out(out)
        , m_dialect(dialect)
        , m_table(table)
    {
        if (definition)
            m_schema = dialect.ddl().createStatements(*definition);
    }
    void begin(const QStringList &columns) override
    {
        m_out.append("BEGIN;\n");
        if (!m_schema.isEmpty())
            writeStatement(m_schema.takeFirst());
        QStringList names;
        for (const QString &column : columns)
            names.append(m_dialect.dml().quote(column));
        m_head = u"INSERT INTO %1 (%2) VALUES\n("_s
                     .arg(m_dialect.dml().quote(m_table), names.join(u", "_s))
                     .toUtf8();
    }
    void writeRow(RowView row) override
    {
        if (m_rows == mostRows || m_bytes > mostBytes)
            endInsert();
        const qsizetype start = m_out.size();
        m_out.append(m_rows == 0 ? m_head : QByteArray(",\n("));
        for (size_t i = 0; i < row.size(); ++i) {
            if (i > 0)
                m_out.append(", ");
            m_out.append(m_dialect.dml().literal(toValue(row[i])).toUtf8());
        }
        m_out.append(')');
        ++m_rows;
        m_bytes += m_out.size() - start;
    }
    /// Triggers and indexes come last: the rows are to set nothing off.
    void end() override
    {
        endInsert();
        for (const QString &statement : m_schema)
            writeStatement(statement);
        m_out.append("COMMIT;\n");
    }

private:
    static constexpr int mostRows = 500;
    static constexpr qsizetype mostBytes = 256 << 10;

    void endInsert()
    {
        if (m_rows > 0)
            m_out.append(";\n");
        m_rows = 0;
        m_bytes = 0;
    }
    void writeStatement(const QString &statement)
    {
        m_out.append(statement.toUtf8()).append(";\n");
    }

    QByteArray &m_out;
    const Dialect &m_dialect;
    const QString m_table;
    QStringList m_schema {};
    QByteArray m_head {};
    int m_rows = 0; ///< of the INSERT under way
    qsizetype m_bytes = 0;
};

} // namespace

std::unique_ptr<RowWriter> makeCsvRows(QByteArray &out, const CsvStyle &style)
{
    return std::make_unique<CsvRows>(out, style);
}

std::unique_ptr<RowWriter> makeJsonRows(QByteArray &out)
{
    return std::make_unique<JsonRows>(out);
}

std::unique_ptr<RowWriter> makeSqlRows(QByteArray &out, const Dialect &dialect,
    const QString &table, const std::optional<Table> &definition)
{
    return std::make_unique<SqlRows>(out, dialect, table, definition);
}

} // namespace joinery
