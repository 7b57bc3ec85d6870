// SPDX-License-Identifier: MPL-2.0
#include "joinery/base/suggestion.h"
#include "joinery/serialization/revisionfile.h"
#include "joinery/serialization/revisionheader.h"
#include "joinery/serialization/texterrors.h"

#include <QHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

const QStringList &headerKeys()
{
    static const QStringList keys {u"joinery"_s, u"revision"_s, u"down_revision"_s, u"depends_on"_s,
        u"branch_labels"_s, u"message"_s, u"created"_s, u"transaction"_s, u"dialect"_s};
    return keys;
}

/// "upgrade" for "-- upgrade", "--UPGRADE:" and the like: a part that was meant but not recognised
/// would be run with the other.
QString markerWord(const QString &line)
{
    if (!line.startsWith(u"--"_s))
        return {};
    QString word = line.mid(2).trimmed().toLower();
    if (word.endsWith(u':'))
        word = word.chopped(1).trimmed();
    return word;
}

bool isBlankOrComment(const QString &line)
{
    const QString text = line.trimmed();
    return text.isEmpty() || text.startsWith(u"--"_s);
}

/// The lines without the blank ones around them.
QString joined(QStringList lines)
{
    while (!lines.isEmpty() && lines.first().trimmed().isEmpty())
        lines.removeFirst();
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
    return lines.join(u'\n');
}

class SqlRevisionReader
{
public:
    SqlRevisionReader(const QByteArray &text, TextErrors &errors)
        : m_lines(QString::fromUtf8(text).split(u'\n'))
        , m_errors(errors)
    { }

    Revision read()
    {
        const int upgrade = readHeader();
        if (m_errors.any())
            return {};
        const int downgrade = lineOf(u"downgrade"_s, upgrade + 1);
        if (const int second = lineOf(u"upgrade"_s, upgrade + 1); second >= 0)
            report(second, u"a second \"-- upgrade\" stands here"_s);
        if (downgrade >= 0 && lineOf(u"downgrade"_s, downgrade + 1) >= 0)
            report(
                lineOf(u"downgrade"_s, downgrade + 1), u"a second \"-- downgrade\" stands here"_s);
        Revision revision = header();
        revision.upgrade = {execute(upgrade, downgrade)};
        return revision;
    }

private:
    struct Entry
    {
        QString value {};
        int line = 0;
    };

    void report(int line, const QString &sentence, const QString &hint = {})
    {
        m_errors.report({line, 0}, sentence, hint);
    }

    int lineOf(const QString &word, qsizetype from) const
    {
        for (qsizetype i = from; i < m_lines.size(); ++i) {
            if (markerWord(m_lines[i]) == word)
                return int(i);
        }
        return -1;
    }

    /// Collects the entries. The line of "-- upgrade", or -1 with the reason reported.
    int readHeader()
    {
        for (int i = 0; i < m_lines.size(); ++i) {
            const QString word = markerWord(m_lines[i]);
            if (word == u"upgrade"_s)
                return i;
            if (word == u"downgrade"_s)
                report(i, u"\"-- downgrade\" stands before \"-- upgrade\""_s);
            else if (!isBlankOrComment(m_lines[i]))
                report(i, u"SQL stands before the line \"-- upgrade\""_s,
                    u"The header is made of comments, \"-- key: value\"."_s);
            else
                readEntry(i);
        }
        report(int(m_lines.size()) - 1, u"the line \"-- upgrade\" is missing"_s,
            u"Put it between the header and the SQL."_s);
        return -1;
    }

    void readEntry(int line)
    {
        static const QRegularExpression pattern(u"^--\\s*([A-Za-z_]+)\\s*:\\s*(.*?)\\s*$"_s);
        const QRegularExpressionMatch match = pattern.match(m_lines[line]);
        if (!match.hasMatch())
            return;
        const QString key = match.captured(1);
        if (!headerKeys().contains(key)) {
            const QString closest = closestTo(key, headerKeys());
            report(line, u"\"%1\" is not a key of a revision's header"_s.arg(key),
                (closest.isEmpty() ? QString() : u"Did you mean \"%1\"? "_s.arg(closest))
                    + u"Expected: %1."_s.arg(headerKeys().join(u", "_s)));
        } else if (m_entries.contains(key)) {
            report(line,
                u"the key \"%1\" stands here twice; the first is in line %2"_s.arg(key).arg(
                    m_entries[key].line + 1));
        } else {
            m_entries.insert(key, {match.captured(2), line});
        }
    }

    /// The entry; reports that it is missing.
    Entry required(const QString &key)
    {
        if (!m_entries.contains(key))
            report(0, u"a revision needs the key \"%1\""_s.arg(key),
                u"Write a line \"-- %1: …\" above \"-- upgrade\"."_s.arg(key));
        return m_entries.value(key);
    }

    QStringList ids(const QString &key)
    {
        const Entry entry = m_entries.value(key);
        QString text = entry.value;
        if (text.startsWith(u'[') && text.endsWith(u']'))
            text = text.mid(1, text.size() - 2);
        if (text.isEmpty() || text == u"null"_s)
            return {};
        QStringList result;
        for (const QString &part : text.split(u',')) {
            result.append(part.trimmed());
            if (!isRevisionWord(result.last()))
                report(entry.line,
                    u"\"%1\" holds \"%2\", which is no revision"_s.arg(key, result.last()),
                    revisionWordHint());
        }
        return result;
    }

    void checkFormat()
    {
        const Entry format = required(u"joinery"_s);
        bool isNumber = false;
        const qlonglong version = format.value.toLongLong(&isNumber);
        if (isNumber && version > 1)
            report(format.line, newerFormat(version), newerFormatHint());
        else if (version != 1)
            report(format.line, u"\"joinery\" must be the number of the format, 1"_s,
                u"Write \"-- joinery: 1\"."_s);
    }

    TransactionMode transaction()
    {
        const Entry entry = m_entries.value(u"transaction"_s, {u"auto"_s});
        const qsizetype index = transactionWords().indexOf(entry.value);
        if (index < 0)
            report(entry.line, u"\"transaction\" cannot be \"%1\""_s.arg(entry.value),
                u"It is one of: %1."_s.arg(transactionWords().join(u", "_s)));
        return TransactionMode(std::max<qsizetype>(0, index));
    }

    QDateTime created()
    {
        const Entry entry = m_entries.value(u"created"_s);
        const QDateTime time = parseCreated(entry.value);
        if (!time.isValid() && m_entries.contains(u"created"_s))
            report(entry.line, u"\"created\" is no time: \"%1\""_s.arg(entry.value), createdHint());
        return time;
    }

    Revision header()
    {
        checkFormat();
        const Entry id = required(u"revision"_s);
        if (m_entries.contains(u"revision"_s) && !isRevisionWord(id.value))
            report(id.line, u"\"revision\" cannot be \"%1\""_s.arg(id.value), revisionWordHint());
        required(u"down_revision"_s);
        return {.id = id.value,
            .downRevisions = ids(u"down_revision"_s),
            .dependsOn = ids(u"depends_on"_s),
            .branchLabels = ids(u"branch_labels"_s),
            .message = m_entries.value(u"message"_s).value,
            .created = created(),
            .transaction = transaction()};
    }

    /// "-- irreversible" or "-- irreversible: the rows are gone"; -1 when there is none.
    int irreversibleLine(qsizetype from) const
    {
        for (qsizetype i = from; i < m_lines.size(); ++i) {
            const QString word = markerWord(m_lines[i]);
            if (word == u"irreversible"_s || word.startsWith(u"irreversible:"_s))
                return int(i);
        }
        return -1;
    }

    Execute execute(int upgrade, int downgrade)
    {
        const QString dialect = m_entries.value(u"dialect"_s).value;
        const QStringList up
            = m_lines.mid(upgrade + 1, downgrade < 0 ? -1 : downgrade - upgrade - 1);
        Execute result {.sql = {{dialect, joined(up)}}};
        if (downgrade < 0)
            return result;
        const QStringList down = m_lines.mid(downgrade + 1);
        const int irreversible = irreversibleLine(downgrade + 1);
        const bool hasSql = !std::all_of(down.begin(), down.end(), isBlankOrComment);
        if (irreversible >= 0 && hasSql)
            report(irreversible, u"\"-- irreversible\" stands beside SQL that reverses"_s,
                u"Keep one of them."_s);
        if (irreversible < 0)
            result.reversedBy = {{dialect, hasSql ? joined(down) : QString()}};
        return result;
    }

    const QStringList m_lines;
    TextErrors &m_errors;
    QHash<QString, Entry> m_entries {};
};

} // namespace

Result<Revision> readSqlRevision(const QByteArray &text, const QString &fileName)
{
    const QByteArray clean = normalized(text);
    TextErrors errors(fileName, clean);
    checkEncoding(clean, errors);
    Revision revision;
    if (!errors.any())
        revision = SqlRevisionReader(clean, errors).read();
    if (errors.any())
        return fail(errors.first());
    return revision;
}

} // namespace joinery
