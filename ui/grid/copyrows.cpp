// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/copyrows.h"

#include "ui/workspace/tsv.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int rowsAtOnce = 500;

/// Writes rows, one after the other, in one of the formats.
class RowText
{
public:
    explicit RowText(const CopyRequest &request)
        : m_request(request)
        , m_names(request.reader->sql().query().columns)
    {
        if (request.format == CopyFormat::TsvWithHeader) {
            QStringList names;
            for (const int column : request.cells.columns)
                names.append(tsvCell(m_names.value(column)));
            m_text = names.join(u'\t') + u'\n';
        }
    }

    void add(qint64 row, const std::function<std::optional<Value>(int)> &valueOf)
    {
        QStringList names;
        QStringList values;
        const bool insert = m_request.format == CopyFormat::Insert;
        for (const int column : m_request.cells.columns) {
            const bool selected = m_request.cells.contains(row, column);
            const std::optional<Value> value = selected ? valueOf(column) : std::nullopt;
            if (!insert) {
                values.append(value ? tsvCell(*value) : QString());
            } else if (value) {
                names.append(m_request.dml->quote(m_names.value(column)));
                values.append(m_request.dml->literal(*value));
            }
        }
        if (!insert)
            m_text += values.join(u'\t') + u'\n';
        else if (!values.isEmpty())
            m_text += u"INSERT INTO %1 (%2) VALUES (%3);\n"_s.arg(
                m_request.reader->sql().relation(), names.join(u", "), values.join(u", "));
    }

    QString take()
    {
        // One cell is copied as it is; rows of a spreadsheet end in line breaks.
        const bool one = m_request.format == CopyFormat::Tsv && m_request.cells.columns.size() == 1
            && m_request.cells.rowCount() == 1;
        if (one)
            m_text.chop(1);
        return std::move(m_text);
    }
    bool isTooLarge() const { return m_text.size() * 2 > m_request.maxBytes; }

private:
    const CopyRequest &m_request;
    const QStringList m_names;
    QString m_text {};
};

Error tooLarge()
{
    return {.code = ErrorCode::Refused,
        .message = QCoreApplication::translate(
            "joinery::CopyRows", "That is more than the clipboard should hold; nothing was copied"),
        .hint = QCoreApplication::translate("joinery::CopyRows", "Export the table to a file.")};
}

} // namespace

QList<std::pair<qint64, qint64>> CellBlock::rows() const
{
    QList<std::pair<qint64, qint64>> all;
    for (const Range &range : ranges)
        all.append({range.top, range.bottom});
    std::sort(all.begin(), all.end());
    QList<std::pair<qint64, qint64>> merged;
    for (const auto &stretch : std::as_const(all)) {
        if (!merged.isEmpty() && stretch.first <= merged.last().second + 1)
            merged.last().second = std::max(merged.last().second, stretch.second);
        else
            merged.append(stretch);
    }
    return merged;
}

qint64 CellBlock::rowCount() const
{
    qint64 count = 0;
    for (const auto &[top, bottom] : rows())
        count += bottom - top + 1;
    return count;
}

bool CellBlock::contains(qint64 row, int column) const
{
    return std::any_of(ranges.cbegin(), ranges.cend(), [&](const Range &range) {
        return range.top <= row && row <= range.bottom && range.columns.contains(column);
    });
}

Result<QString> copyRows(
    Executor &db, const CopyRequest &request, const std::function<bool(qint64)> &progress)
{
    RowText text(request);
    qint64 done = 0;
    for (const auto &[top, bottom] : request.cells.rows()) {
        const qint64 stored = std::min(bottom, request.storedRows - 1);
        RowKey last;
        for (qint64 first = top; first <= stored;) {
            PageRequest piece {.first = first,
                .count = int(std::min<qint64>(rowsAtOnce, stored - first + 1)),
                .keyBefore = last,
                .values = RowSql::Values::Whole};
            const Result<RowPage> page = request.reader->page(db, piece);
            if (!page)
                return fail(page.error());
            if (page->rows.isEmpty())
                break;
            for (qsizetype i = 0; i < page->rows.size(); ++i) {
                const DataRow &row = page->rows[i];
                if (row.gone)
                    continue;
                const auto staged = request.staged.find(row.key);
                text.add(first + i, [&](int column) -> std::optional<Value> {
                    const Value read = row.cells[column].value;
                    return staged == request.staged.end() ? read
                                                          : staged->second.value(column, read);
                });
            }
            first += page->rows.size();
            done += page->rows.size();
            last = page->rows.last().key;
            if (text.isTooLarge())
                return fail(tooLarge());
            if (!progress(done))
                return fail(ErrorCode::Interrupted, u"cancelled"_s);
        }
        for (qint64 row = std::max(top, request.storedRows); row <= bottom; ++row) {
            const QMap<int, Value> values = request.added.value(row - request.storedRows);
            text.add(row, [&](int column) {
                const auto value = values.constFind(column);
                return value == values.cend() ? std::nullopt : std::optional<Value>(*value);
            });
        }
    }
    return text.take();
}

} // namespace joinery
