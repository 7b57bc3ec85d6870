// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/statementat.h"

#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery {

qsizetype statementAt(const QList<SqlStatement> &statements, const QString &text, qsizetype cursor)
{
    qsizetype found = -1;
    for (qsizetype i = 0; i < statements.size(); ++i) {
        if (statements[i].start > cursor)
            break;
        found = i;
    }
    if (found < 0)
        return statements.isEmpty() ? -1 : 0;
    // Behind its line, and with another one to come: that one is meant.
    const SqlStatement &statement = statements[found];
    const qsizetype end = statement.start + statement.text.size();
    const bool lineOver = cursor > end && text.mid(end, cursor - end).contains(u'\n');
    return lineOver && found + 1 < statements.size() ? found + 1 : found;
}

QString oneLineOf(const QString &sql, qsizetype longest)
{
    const QList<Token> tokens = tokenize(QStringView(sql).left(4 * longest + 4096));
    QString line;
    for (const auto &token : tokens) {
        if (token.kind == TokenKind::Comment || token.kind == TokenKind::Space) {
            if (!line.isEmpty() && !line.endsWith(u' '))
                line += u' ';
        } else {
            line += textOf(sql, token);
        }
        if (line.size() > longest)
            return line.left(longest).simplified() + u'…';
    }
    return line.trimmed();
}

} // namespace joinery
