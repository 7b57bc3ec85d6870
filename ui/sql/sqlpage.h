// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/sql/splitter.h"
#include "ui/sql/completion.h"
#include "ui/sql/scratchfile.h"
#include "ui/sql/sqlrunner.h"
#include "ui/workspace/page.h"

#include <QElapsedTimer>

class QAbstractButton;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTimer;
class QToolBar;

namespace joinery {

class Banner;
class CodeView;
class CompletionPopup;
class HistoryList;
class ResultTabs;

/// SQL to write and run, with its results below. Has a connection of its own; what is typed is kept
/// from one start to the next, and over a crash.
class SqlPage : public Page
{
    Q_OBJECT

public:
    SqlPage(OpenDatabase &database, int number, QWidget *parent = nullptr);
    ~SqlPage() override;

    QString title() const override;
    QString iconName() const override;
    QString key() const override;
    OpenDatabase *database() const override { return &m_database; }
    bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    QVariantMap saveState() const override;
    void restoreState(const QVariantMap &state) override;
    QString unsaved() const override;
    bool isModified() const override;

    void setText(const QString &text);
    /// Shows the file and saves to it from then on. Failing is told on the page.
    void openFile(const QString &path);

    CodeView &code() { return *m_code; }
    ResultTabs &results() { return *m_results; }
    SqlRunner &runner() { return *m_runner; }

    void runAtCursor(); ///< the selection, where there is one
    void runAll();
    void stop();
    void explain();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Task
    {
        None,
        Run,
        More,
        Explain
    };

    QWidget *makeBar();
    QWidget *makeHint();
    QAbstractButton *addButton(
        QToolBar *bar, const QString &iconName, const QString &text, const QString &toolTip);
    void layOut();
    void connectTimers();
    void connectResults();
    void connectRunner();
    Completion completionAt(qsizetype cursor) const;
    bool handleKey(QKeyEvent *event);
    void run(const QList<SqlStatement> &statements, qsizetype offset);
    void start(const QList<SqlJob> &jobs, Task task);
    void fetchMore(int index, const QString &sql, qint64 skip, qint64 limit);
    void takeOutcome(int index, const SqlOutcome &outcome);
    void takeEnd();
    void remember(const SqlJob &job, const SqlOutcome &outcome);
    SqlOutcome withPlace(const SqlJob &job, SqlOutcome outcome) const;
    void markError(const SqlJob &job, const SqlOutcome &outcome);
    void tellChanges();
    void showTrouble(const Error &error);
    void showTransaction(bool isOpen);
    void offerLostTexts();
    void updateCurrentStatement();
    void updateButtons();
    void insertSql(const QString &sql, bool andRun);
    void save();
    void saveAs();
    void chooseFile();
    void keepText();

    OpenDatabase &m_database;
    const int m_number;
    ScratchFile m_scratch;
    QString m_path {}; ///< of the file it was opened from or saved to
    SqlRunner *m_runner;
    CodeView *m_code;
    CompletionPopup *m_popup;
    ResultTabs *m_results;
    QStackedWidget *m_lower;
    HistoryList *m_history;
    QSplitter *m_halves;
    Banner *m_transaction;
    Banner *m_trouble;
    Banner *m_lost;
    QLabel *m_elapsed;
    QTimer *m_ticks;
    QTimer *m_keeping;
    QTimer *m_marking;
    QElapsedTimer m_since {};
    QAbstractButton *m_run = nullptr;
    QAbstractButton *m_runAll = nullptr;
    QAbstractButton *m_explain = nullptr;
    QAbstractButton *m_stop = nullptr;
    Task m_task = Task::None;
    QList<SqlJob> m_jobs {};
    int m_moreOf = -1; ///< the result that fetches more
    RowStore m_plan {};
    bool m_changedSchema = false;
    bool m_changedRows = false;
    mutable bool m_textIsSafe = true; ///< whoever closes the page has it
};

} // namespace joinery
