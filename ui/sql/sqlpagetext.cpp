// SPDX-License-Identifier: GPL-3.0-or-later
#include "joinery/sql/tokenizer.h"
#include "ui/sql/completionpopup.h"
#include "ui/sql/resulttabs.h"
#include "ui/sql/sqlpage.h"
#include "ui/sql/statementat.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/codeview.h"
#include "ui/workspace/workbench.h"

#include <QAbstractButton>
#include <QFile>
#include <QFileDialog>
#include <QSaveFile>
#include <QSplitter>
#include <QTimer>

using namespace Qt::StringLiterals;

// What an SQL page does with its text: marks in it, files, what outlives a crash.

namespace joinery {

void SqlPage::setText(const QString &text)
{
    m_code->setText(text);
    m_code->setCursorPosition(text.size());
    updateCurrentStatement();
}

/// Completes in the statement around the cursor; between two, a new one begins.
Completion SqlPage::completionAt(qsizetype cursor) const
{
    const QString text = m_code->text();
    qsizetype start = 0;
    qsizetype end = text.size();
    for (const SqlStatement &statement : splitStatements(text)) {
        const qsizetype behind = statement.start + statement.text.size();
        const qsizetype semicolon = text.indexOf(u';', behind);
        if (statement.start > cursor)
            end = std::min(end, statement.start);
        else if (behind < cursor && semicolon >= 0 && semicolon < cursor)
            start = semicolon + 1;
        else
            start = statement.start;
    }
    Completion completion
        = completeSql(m_database.schema(), text.mid(start, end - start), cursor - start,
            [this](const QString &name) { return m_database.dialect().ddl().quote(name); });
    completion.start += start;
    return completion;
}

/// The same with the error's place counted in the page, where the database counts in the statement.
SqlOutcome SqlPage::withPlace(const SqlJob &job, SqlOutcome outcome) const
{
    const QString text = m_code->text();
    const qsizetype at = job.start + outcome.errorOffset;
    if (!outcome.error || outcome.errorOffset < 0 || at < 0 || at > text.size())
        return outcome;
    const QStringView before = QStringView(text).left(at);
    const qsizetype line = before.count(u'\n') + 1;
    const qsizetype column = at - before.lastIndexOf(u'\n');
    outcome.error->message
        = tr("%1 (line %2, column %3)")
              .arg(outcome.error->driverText, QString::number(line), QString::number(column));
    return outcome;
}

void SqlPage::markError(const SqlJob &job, const SqlOutcome &outcome)
{
    if (outcome.error->code == ErrorCode::Interrupted)
        return;
    const QString text = m_code->text();
    // EXPLAIN was put in front by us: what a person wrote begins behind it.
    const qsizetype own = std::max<qsizetype>(0, std::min(job.start, text.size()));
    const qsizetype shift = own - job.start;
    const QString written = job.sql.mid(shift);
    if (text.mid(own, written.size()) != written)
        return; // edited meanwhile: the place means nothing any more
    qsizetype at = 0;
    qsizetype length = 0;
    if (outcome.errorOffset >= shift) {
        at = outcome.errorOffset - shift;
        for (const Token &token : significantTokens(written)) {
            if (token.start <= at && at < token.end())
                length = token.length;
        }
    } else { // the statement as a whole: its first word
        const QList<Token> tokens = significantTokens(written);
        at = tokens.isEmpty() ? 0 : tokens.first().start;
        length = tokens.isEmpty() ? 1 : tokens.first().length;
    }
    const QString words
        = outcome.error->driverText.isEmpty() ? outcome.error->message : outcome.error->driverText;
    m_code->markError(own + at, length, words);
}

void SqlPage::tellChanges()
{
    if (m_changedSchema)
        m_database.refresh();
    if (m_changedRows || m_changedSchema)
        Q_EMIT m_database.rowsChanged({});
    m_changedSchema = m_changedRows = false;
}

void SqlPage::showTrouble(const Error &error)
{
    m_trouble->setText(bannerText(error), bannerDetails(error));
    m_trouble->setDismissable(true);
    m_trouble->show();
}

void SqlPage::showTransaction(bool isOpen)
{
    if (isOpen && m_transaction->findChildren<QAbstractButton *>(u"commit"_s).isEmpty()) {
        m_transaction->setText(tr("A transaction is open: what it changed is not saved yet, and "
                                  "others may have to wait for it."));
        m_transaction
            ->addButton(tr("Commit"),
                [this] {
                    if (!m_runner->isRunning())
                        run({{.text = u"COMMIT"_s}}, 0);
                })
            ->setObjectName(u"commit"_s);
        m_transaction
            ->addButton(tr("Roll back"),
                [this] {
                    if (!m_runner->isRunning())
                        run({{.text = u"ROLLBACK"_s}}, 0);
                })
            ->setObjectName(u"rollback"_s);
    }
    m_transaction->setVisible(isOpen);
    Q_EMIT titleChanged();
}

void SqlPage::updateCurrentStatement()
{
    const QString text = m_code->text();
    constexpr qsizetype mostMarked = 500'000; // splitting more with each key would be felt
    if (m_code->hasSelection() || text.size() > mostMarked)
        return m_code->setCurrentRange(0, 0);
    const QList<SqlStatement> all = splitStatements(text);
    const qsizetype at = statementAt(all, text, m_code->cursorPosition());
    if (at < 0)
        m_code->setCurrentRange(0, 0);
    else
        m_code->setCurrentRange(all[at].start, all[at].text.size());
}

void SqlPage::updateButtons()
{
    const bool running = m_runner->isRunning();
    m_run->setEnabled(!running);
    m_runAll->setEnabled(!running);
    m_explain->setEnabled(!running);
    m_stop->setEnabled(running);
    Q_EMIT commandsChanged();
}

void SqlPage::insertSql(const QString &sql, bool andRun)
{
    const QString text = m_code->text();
    const QString before = text.trimmed().isEmpty() ? QString()
        : text.trimmed().endsWith(u';')             ? u"\n"_s
                                                    : u";\n"_s;
    const qsizetype end = text.size();
    m_code->replace(end, 0, before + sql + u';');
    m_code->setFocus();
    if (andRun && !m_runner->isRunning())
        run({{.text = sql, .start = end + before.size()}}, 0);
}

bool SqlPage::isModified() const
{
    return m_code->isModified() || m_runner->isInTransaction();
}

QString SqlPage::unsaved() const
{
    if (m_runner->isInTransaction())
        return tr("Its transaction is still open. Closing the page rolls it back.");
    if (!m_path.isEmpty() && m_code->isModified())
        return tr("“%1” has changes that are not saved to the file.").arg(title());
    return {}; // any other text comes back with the page
}

QVariantMap SqlPage::saveState() const
{
    m_textIsSafe = true;
    QVariantMap state {{u"cursor"_s, m_code->cursorPosition()}, {u"path"_s, m_path},
        {u"split"_s, m_halves->saveState()}};
    if (m_path.isEmpty() || m_code->isModified())
        state.insert(u"text"_s, m_code->text());
    return state;
}

void SqlPage::restoreState(const QVariantMap &state)
{
    m_halves->restoreState(state.value(u"split"_s).toByteArray());
    if (const QString path = state.value(u"path"_s).toString(); !path.isEmpty())
        openFile(path);
    if (state.contains(u"text"_s)) {
        const QString text = state.value(u"text"_s).toString();
        const bool modified = !m_path.isEmpty() && text != m_code->text();
        m_code->setText(text);
        m_code->setModified(modified);
        m_textIsSafe = false;
        keepText();
    }
    m_code->setCursorPosition(state.value(u"cursor"_s).toLongLong());
    updateCurrentStatement();
}

void SqlPage::openFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return showTrouble({.code = ErrorCode::Io,
            .message = tr("“%1” cannot be read: %2").arg(path, file.errorString())});
    }
    m_path = path;
    m_code->setText(QString::fromUtf8(file.readAll()));
    m_textIsSafe = true;
    updateCurrentStatement();
    Q_EMIT titleChanged();
}

void SqlPage::chooseFile()
{
    auto *dialog
        = new QFileDialog(this, tr("Open an SQL file"), {}, tr("SQL (*.sql);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &SqlPage::openFile);
    dialog->open();
}

void SqlPage::save()
{
    if (m_path.isEmpty())
        return saveAs();
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) || file.write(m_code->text().toUtf8()) < 0
        || !file.commit()) {
        return showTrouble({.code = ErrorCode::Io,
            .message = tr("“%1” cannot be written: %2").arg(m_path, file.errorString())});
    }
    m_code->setModified(false);
    Q_EMIT titleChanged();
    Q_EMIT m_database.workbench().navigator().say(tr("Saved “%1”.").arg(m_path));
}

void SqlPage::saveAs()
{
    auto *dialog = new QFileDialog(this, tr("Save as an SQL file"), {}, tr("SQL (*.sql)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"sql"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_path = path;
        save();
    });
    dialog->open();
}

void SqlPage::keepText()
{
    m_scratch.keep(m_code->text());
}

/// Texts of pages that were never closed: the program ended before it could.
void SqlPage::offerLostTexts()
{
    const QStringList lost = m_scratch.lost();
    if (lost.isEmpty())
        return;
    m_lost->clearButtons();
    m_lost->setText(lost.size() == 1
            ? tr("A text of an earlier session was not closed.")
            : tr("%1 texts of an earlier session were not closed.").arg(lost.size()));
    m_lost->addButton(tr("Insert here"), [this, lost] {
        QString all = m_code->text();
        for (const QString &path : lost) {
            if (!all.isEmpty() && !all.endsWith(u'\n'))
                all += u'\n';
            all += ScratchFile::textOf(path);
        }
        m_code->replace(0, m_code->text().size(), all);
        keepText();
        for (const QString &path : lost)
            QFile::remove(path);
        m_lost->hide();
    });
    m_lost->addButton(tr("Discard"), [this, lost] {
        for (const QString &path : lost)
            QFile::remove(path);
        m_lost->hide();
    });
    m_lost->show();
}

} // namespace joinery
