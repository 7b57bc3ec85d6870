// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/history/historyreader.h"
#include "ui/workspace/opendatabase.h"
#include "ui/workspace/page.h"

class QAbstractButton;
class QLabel;
class QListWidget;
class QStackedWidget;
class QTableView;
class QTabWidget;

namespace joinery {

class BackupsModel;
class Banner;
class CodeView;
class EmptyState;
class RevisionsModel;

/// The revisions of a database with what each of them does, the way to each of them, and the
/// backups that were taken on the way.
class HistoryPage : public Page
{
    Q_OBJECT

public:
    explicit HistoryPage(OpenDatabase &database, QWidget *parent = nullptr);
    ~HistoryPage() override;

    QString title() const override;
    QString iconName() const override;
    QString key() const override;
    OpenDatabase *database() const override { return &m_database; }
    bool can(PageCommand command) const override;
    void perform(PageCommand command) override;

    /// Reads everything anew, in the background.
    void reload();
    bool isReading() const { return m_readings != m_taken; }

private:
    QWidget *makeLists();
    QWidget *makeDetail();
    QTableView *makeTable(QAbstractItemModel *model, const QString &name);
    QAbstractButton *addButton(const QString &iconName, const QString &text);
    void take(const Result<HistoryView> &view);
    void showEmpty();
    void begin();
    void selectCurrent();
    void showRevision();
    void showDetail(const QString &revision, const RevisionDetail &detail);
    void updateButtons();
    void migrate(bool down);
    void askToRestore();
    void restore(const QString &name, const QString &label);
    void complain(const Error &error);

    OpenDatabase &m_database;
    std::unique_ptr<Connection> m_connection; ///< a thread for reading and restoring
    HistoryView m_view {};
    int m_readings = 0; ///< asked for; only the last counts
    int m_taken = 0;
    bool m_restoring = false;
    QString m_shown {}; ///< the revision whose detail is there or on its way
    RevisionsModel *m_revisions;
    BackupsModel *m_backups;
    Banner *m_trouble;
    Banner *m_question;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QTableView *m_revisionsView = nullptr;
    QTableView *m_backupsView = nullptr;
    QLabel *m_noBackups = nullptr;
    QLabel *m_message = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_hint = nullptr;
    QListWidget *m_operations = nullptr;
    QTabWidget *m_parts = nullptr;
    CodeView *m_up = nullptr;
    CodeView *m_down = nullptr;
    CodeView *m_file = nullptr;
    QAbstractButton *m_upgrade = nullptr;
    QAbstractButton *m_downgrade = nullptr;
    QAbstractButton *m_restore = nullptr;
};

} // namespace joinery
