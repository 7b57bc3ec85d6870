// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/review/reviewcontent.h"
#include "ui/workspace/opendatabase.h"
#include "ui/workspace/page.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QTabWidget;
class QVBoxLayout;

namespace joinery {

class Banner;
class CodeView;
class SchemaEdits;
class Task;

/// What a change of the schema will do, one card an operation, with what must be decided; and the
/// button that does it. Shows the schema edits, or revisions on their way up or down.
class ReviewPage : public Page
{
    Q_OBJECT

public:
    enum class State
    {
        Working, ///< finding out what is to be shown
        Shown,
        Applying,
        Applied
    };

    /// Reviews the schema edits.
    explicit ReviewPage(OpenDatabase &database, QWidget *parent = nullptr);
    /// Reviews existing revisions.
    ReviewPage(OpenDatabase &database, const MigrationWish &wish, QWidget *parent = nullptr);
    ~ReviewPage() override;

    QString title() const override;
    QString iconName() const override;
    QString key() const override;
    OpenDatabase *database() const override { return &m_database; }
    bool can(PageCommand command) const override;
    void perform(PageCommand command) override;

    State state() const { return m_state; }
    const ReviewContent &content() const { return m_content; }
    QList<ChangeCard *> cards() const { return m_cards; }
    /// What the banner says; empty without one.
    QString notice() const;
    void setKeepHistory(bool keep);

public Q_SLOTS:
    void work(); ///< finds out anew what is to be shown
    void apply();
    void cancel();

Q_SIGNALS:
    void stateChanged();

private:
    /// A decision that was taken, as it was asked.
    struct Answer
    {
        Decision decision;
        QString flags;
    };
    struct Run; ///< what the thread that applies and this page share

    void build();
    QWidget *makeHead();
    QWidget *makeFoot();
    DecisionFlags flags() const;
    void setState(State state);
    void showContent(const Result<ReviewContent> &content);
    void showCards();
    void addDecisions(QVBoxLayout *above);
    void decide(const Decision &decision, const QString &flags);
    void reopen(const Decision &decision);
    void showNotice();
    void showText(int tab, const QString &text);
    void say(int kind, const QString &text, const QString &details = {});
    void applyEdits(const std::shared_ptr<Run> &run);
    void applyMigration(const std::shared_ptr<Run> &run);
    void noteStatement(qsizetype step, qsizetype statement);
    void endStatement(const QString &error);
    void finish(const Result<AppliedChange> &applied);
    void showFailure(const Error &error);
    void offerWayBack(const AppliedChange &applied);

    OpenDatabase &m_database;
    SchemaEdits *m_edits = nullptr; ///< reviewed; nullptr for revisions
    MigrationWish m_wish {};
    State m_state = State::Working;
    bool m_failed = false; ///< what is to be shown could not be found out
    int m_number = 0; ///< of what is worked out; only the last counts
    ReviewContent m_content {};
    QList<Answer> m_answers {};
    QList<ChangeCard *> m_cards {};
    std::shared_ptr<Run> m_run {};
    QPointer<Task> m_task {};
    qsizetype m_step = -1; ///< of the statement that runs
    qsizetype m_statement = -1;
    QElapsedTimer m_clock {};
    QTimer m_soon {};
    std::unique_ptr<Connection> m_worker {};
    Banner *m_banner = nullptr;
    QLineEdit *m_message = nullptr;
    QScrollArea *m_scroll = nullptr;
    QTabWidget *m_tabs = nullptr;
    QList<CodeView *> m_texts {};
    QCheckBox *m_keep = nullptr;
    QLabel *m_progress = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_apply = nullptr;
};

} // namespace joinery
