// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/tsv.h"

using namespace Qt::StringLiterals;

namespace joinery {

QString tsvCell(const Value &value)
{
    if (isNull(value))
        return {};
    QString text = toText(value);
    const bool quote = text.isEmpty() || text.contains(u'\t') || text.contains(u'\n')
        || text.contains(u'\r') || text.contains(u'"');
    return quote ? u'"' + text.replace(u'"', u"\"\""_s) + u'"' : text;
}

QList<QList<std::optional<QString>>> parseTsv(const QString &text)
{
    QList<QList<std::optional<QString>>> rows;
    QList<std::optional<QString>> row;
    qsizetype at = 0;
    while (at < text.size()) {
        QString cell;
        bool quoted = text[at] == u'"';
        if (quoted) {
            for (++at; at < text.size(); ++at) {
                const bool mark = text[at] == u'"';
                if (mark && (at + 1 >= text.size() || text[at + 1] != u'"')) {
                    ++at;
                    break;
                }
                at += mark ? 1 : 0;
                cell += text[at];
            }
        }
        while (at < text.size() && text[at] != u'\t' && text[at] != u'\n' && text[at] != u'\r')
            cell += text[at++];
        row.append(cell.isEmpty() && !quoted ? std::nullopt : std::optional<QString>(cell));
        const QChar end = at < text.size() ? text[at++] : u'\n';
        if (end == u'\r' && at < text.size() && text[at] == u'\n')
            ++at;
        if (end == u'\t' && at < text.size())
            continue;
        if (end == u'\t')
            row.append(std::nullopt);
        rows.append(std::exchange(row, {}));
    }
    return rows;
}

} // namespace joinery
