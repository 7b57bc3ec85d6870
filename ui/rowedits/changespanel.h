// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QAbstractButton;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace joinery {

struct Error;
struct CommitFailure;
class Banner;
class CodeView;
class EmptyState;
class OpenDatabase;
class RowChangesModel;
class RowEditsStore;

/// What a dock shows of the staged rows of a database: every change with before and after, the SQL
/// that a commit runs, and what went wrong with the last one.
class ChangesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ChangesPanel(QWidget *parent = nullptr);
    ~ChangesPanel() override;

    /// Null shows that no database is open.
    void setDatabase(OpenDatabase *database);
    RowChangesModel &model() const { return *m_model; }
    QTreeView &view() const { return *m_view; }
    /// The SQL as it is shown.
    QString sql() const;

private:
    RowEditsStore *store() const;
    void makeButtons();
    void makeLists();
    QAbstractButton *button(const QString &iconName, const QString &text, const QString &toolTip,
        void (ChangesPanel::*run)());
    void commit();
    void discard();
    void revertSelected();
    void togglePreview();
    void copySql();
    void openSql();
    void changed();
    void update();
    void updateSql();
    void showCurrent();
    void showFailure(const CommitFailure &failure);
    void commitFailed(const Error &error);

    QPointer<OpenDatabase> m_database {};
    QList<QMetaObject::Connection> m_following {};
    RowChangesModel *m_model;
    QLabel *m_count;
    QAbstractButton *m_commit;
    QAbstractButton *m_preview;
    QAbstractButton *m_discard;
    QAbstractButton *m_revert;
    QAbstractButton *m_copy;
    QAbstractButton *m_open;
    Banner *m_trouble; ///< of the commit as a whole
    Banner *m_failure; ///< of the line in front
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QTreeView *m_view;
    CodeView *m_sql;
    QSplitter *m_splitter;
    QTimer m_sqlLater {};
};

} // namespace joinery
