// SPDX-License-Identifier: MPL-2.0
// Rows as text: aligned table, CSV, JSON.
#include "app/cli/terminal.h"

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

bool isWide(char32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf)
        || (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff)
        || (c >= 0x20000 && c <= 0x3fffd);
}

bool isCombining(char32_t c)
{
    return QChar::category(c) == QChar::Mark_NonSpacing
        || QChar::category(c) == QChar::Mark_Enclosing;
}

QString cellText(const Value &value, int maxWidth)
{
    if (isNull(value))
        return u"NULL"_s;
    QString text = toText(value);
    text.replace(u'\n', u'⏎').remove(u'\r').replace(u'\t', u' ');
    if (maxWidth > 0 && text.size() > maxWidth)
        text = text.left(maxWidth - 1) + u'…';
    return text;
}

bool isNumber(const Value &value)
{
    return std::holds_alternative<qint64>(value) || std::holds_alternative<double>(value);
}

QString padded(const QString &text, int width, bool right)
{
    const QString space(std::max(0, width - displayWidth(text)), u' ');
    return right ? space + text : text + space;
}

QString trimmedEnd(QString line)
{
    while (line.endsWith(u' '))
        line.chop(1);
    return line + u'\n';
}

QString csvCell(const Value &value)
{
    if (isNull(value))
        return {};
    QString text = toText(value);
    const bool plain = !text.isEmpty() && !text.contains(u'"') && !text.contains(u',')
        && !text.contains(u'\n') && !text.contains(u'\r');
    return plain ? text : u'"' + text.replace(u'"', u"\"\""_s) + u'"';
}

QJsonValue jsonCell(const Value &value)
{
    if (const qint64 *number = std::get_if<qint64>(&value))
        return QJsonValue(*number);
    if (const double *number = std::get_if<double>(&value))
        return qIsFinite(*number) ? QJsonValue(*number)
                                  : QJsonValue(QJsonObject {{u"$real"_s, toText(value)}});
    if (const QString *text = std::get_if<QString>(&value))
        return QJsonValue(*text);
    if (const QByteArray *blob = std::get_if<QByteArray>(&value))
        return QJsonObject {{u"$blob"_s, QString::fromLatin1(blob->toBase64())}};
    return QJsonValue(QJsonValue::Null);
}

} // namespace

int displayWidth(const QString &text)
{
    int width = 0;
    for (const char32_t c : text.toUcs4())
        width += isCombining(c) ? 0 : isWide(c) ? 2 : 1;
    return width;
}

QString alignedTable(const RowSet &rows, int maxWidth)
{
    const qsizetype count = rows.columns.size();
    QList<int> widths(count);
    QList<bool> numeric(count, !rows.isEmpty());
    for (qsizetype i = 0; i < count; ++i)
        widths[i] = displayWidth(rows.columns[i]);
    QList<QStringList> cells;
    for (const QList<Value> &row : rows.rows) {
        QStringList line;
        for (qsizetype i = 0; i < count; ++i) {
            line.append(cellText(row[i], maxWidth));
            widths[i] = std::max(widths[i], displayWidth(line.last()));
            numeric[i] = numeric[i] && (isNumber(row[i]) || isNull(row[i]));
        }
        cells.append(line);
    }
    QString table;
    const auto addLine = [&](const QStringList &line) {
        QStringList parts;
        for (qsizetype i = 0; i < count; ++i)
            parts.append(padded(line[i], widths[i], numeric[i]));
        table += trimmedEnd(parts.join(u"  "_s));
    };
    addLine(rows.columns);
    QStringList rule;
    for (const int width : widths)
        rule.append(QString(width, u'─'));
    table += trimmedEnd(rule.join(u"  "_s));
    for (const QStringList &line : cells)
        addLine(line);
    return table;
}

QString toCsv(const RowSet &rows)
{
    QString csv;
    const auto addLine = [&](const QStringList &cells) { csv += cells.join(u',') + u"\r\n"_s; };
    QStringList header;
    for (const QString &name : rows.columns)
        header.append(csvCell(name));
    addLine(header);
    for (const QList<Value> &row : rows.rows) {
        QStringList cells;
        for (const Value &value : row)
            cells.append(csvCell(value));
        addLine(cells);
    }
    return csv;
}

/// The columns as keys of an object: a name that comes again gets a number.
static QStringList distinctNames(const QStringList &columns)
{
    QStringList names;
    for (const QString &column : columns) {
        QString name = column;
        for (int number = 2; names.contains(name); ++number)
            name = u"%1:%2"_s.arg(column, QString::number(number));
        names.append(name);
    }
    return names;
}

QJsonArray toJson(const RowSet &rows)
{
    const QStringList names = distinctNames(rows.columns);
    QJsonArray array;
    for (const QList<Value> &row : rows.rows) {
        QJsonObject object;
        for (qsizetype i = 0; i < row.size(); ++i)
            object.insert(names[i], jsonCell(row[i]));
        array.append(object);
    }
    return array;
}

} // namespace joinery::cli
