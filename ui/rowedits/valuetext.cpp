// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rowedits/valuetext.h"

#include "joinery/base/overloaded.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("joinery::ValuePanel", text);
}

constexpr qsizetype bytesPerLine = 16;

QString hexLine(const QByteArray &bytes, qsizetype offset)
{
    const QByteArray line = bytes.mid(offset, bytesPerLine);
    QString ascii;
    for (const char byte : line)
        ascii += byte >= ' ' && byte <= '~' ? QChar::fromLatin1(byte) : QChar(u'·');
    return u"%1  %2  %3"_s.arg(offset, 8, 16, QChar(u'0'))
        .arg(QString::fromLatin1(line.toHex(' ')), -int(bytesPerLine) * 3 + 1)
        .arg(ascii);
}

/// Lays out text that is known to be JSON.
class JsonLayout
{
public:
    explicit JsonLayout(QStringView text)
        : m_text(text)
    { }

    QString run()
    {
        for (m_at = 0; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text[m_at];
            if (c == u'"')
                copyString();
            else if (c == u'{' || c == u'[')
                open(c);
            else if (c == u'}' || c == u']')
                close(c);
            else if (c == u',')
                m_result += c + newLine();
            else if (c == u':')
                m_result += u": "_s;
            else if (!c.isSpace())
                m_result += c;
        }
        return m_result;
    }

private:
    QString newLine() const { return u'\n' + QString(2 * m_depth, u' '); }

    void copyString()
    {
        const qsizetype start = m_at++;
        while (m_at < m_text.size() && m_text[m_at] != u'"')
            m_at += m_text[m_at] == u'\\' ? 2 : 1;
        m_result += m_text.mid(start, m_at - start + 1);
    }

    void open(QChar c)
    {
        m_result += c;
        qsizetype next = m_at + 1;
        while (next < m_text.size() && m_text[next].isSpace())
            ++next;
        m_empty = next < m_text.size() && (m_text[next] == u'}' || m_text[next] == u']');
        ++m_depth;
        if (!m_empty)
            m_result += newLine();
    }

    void close(QChar c)
    {
        --m_depth;
        if (!std::exchange(m_empty, false))
            m_result += newLine();
        m_result += c;
    }

    QStringView m_text;
    QString m_result {};
    qsizetype m_at = 0;
    qsizetype m_depth = 0;
    bool m_empty = false;
};

} // namespace

QString hexDump(const QByteArray &bytes, qsizetype most)
{
    QStringList lines;
    const qsizetype shown = std::min(bytes.size(), most);
    for (qsizetype offset = 0; offset < shown; offset += bytesPerLine)
        lines.append(hexLine(bytes.left(shown), offset));
    if (bytes.size() > shown)
        lines.append(translated(QT_TRANSLATE_NOOP("joinery::ValuePanel", "… and %1 more"))
                         .arg(bytes.size() - shown));
    return lines.join(u'\n');
}

QString prettyJson(const QString &text)
{
    // A number or a word alone is JSON as well, but nothing to lay out.
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    return document.isNull() ? QString() : JsonLayout(text).run();
}

QByteArray bytesOf(const Value &value)
{
    const QByteArray *bytes = std::get_if<QByteArray>(&value);
    return bytes ? *bytes : toText(value).toUtf8();
}

QString valueSummary(const Value &value)
{
    return std::visit(
        overloaded {[](std::monostate) { return u"NULL"_s; },
            [](qint64) {
                return translated(QT_TRANSLATE_NOOP("joinery::ValuePanel", "Whole number"));
            },
            [](double) { return translated(QT_TRANSLATE_NOOP("joinery::ValuePanel", "Number")); },
            [](const QString &text) {
                return text.isEmpty()
                    ? translated(QT_TRANSLATE_NOOP("joinery::ValuePanel", "Text, empty"))
                    : translated(QT_TRANSLATE_NOOP("joinery::ValuePanel", "Text, length %1"))
                          .arg(text.size());
            },
            [](const QByteArray &bytes) {
                return translated(QT_TRANSLATE_NOOP("joinery::ValuePanel", "BLOB, %1"))
                    .arg(QLocale().formattedDataSize(bytes.size()));
            }},
        value);
}

} // namespace joinery
