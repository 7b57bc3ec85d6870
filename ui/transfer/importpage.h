// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/importer.h"
#include "ui/workspace/opendatabase.h"
#include "ui/workspace/page.h"
#include "ui/workspace/tasks.h"

#include <QPointer>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace joinery {

class BadRowsModel;
class Banner;
class ImportColumnsModel;
class ImportPreviewModel;
class ImportSettings;
struct PreviewRow;

/// Puts the rows of a text file into a table: how the file is read, which of its columns goes
/// where, the first rows as they will be, and what was wrong with those that were not imported.
class ImportPage final : public Page
{
    Q_OBJECT

public:
    /// `table` empty: a new one, where that is possible.
    ImportPage(OpenDatabase &database, const QString &table, QWidget *parent = nullptr);
    ~ImportPage() override;

    QString title() const override;
    QString iconName() const override { return QStringLiteral("import"); }
    QString key() const override;
    OpenDatabase *database() const override { return &m_database; }
    bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    QString unsaved() const override;

    /// Reads the beginning of the file and shows what it would become.
    void setFile(const QString &path);
    /// Begins the import of what is shown.
    void start();

Q_SIGNALS:
    void previewed(); ///< the first rows are there, or why not
    void ended(); ///< the import is over, well or not

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    /// What the job hands back: also when it fails, how far it came.
    struct Outcome
    {
        ImportReport report {};
        std::optional<Error> error {};
    };

    QWidget *makeNothing();
    QWidget *makeContent();
    QWidget *makeTop();
    QWidget *makeTables();
    QWidget *makeBottom();
    void chooseFile();
    void fillTargets();
    void followTarget();
    bool isNewTable() const;
    /// The table that the rows go into; without a name when there is none.
    Table target() const;
    ImportOptions options() const;
    void takeSample(const QByteArray &sample);
    void analyse();
    void takeColumns(const QList<CsvColumn> &columns, const QList<QStringList> &rows);
    void updatePreview();
    void showPreview(const Result<QList<PreviewRow>> &rows, const QStringList &columns);
    void showError(const Error &error);
    void finish(const Outcome &outcome);
    void tellEnd(const Outcome &outcome);
    void updateState();

    OpenDatabase &m_database;
    const QString m_table;
    QString m_path {};
    QByteArray m_sample {};
    Table m_shown {}; ///< the table whose columns are to choose from
    int m_step = 0; ///< of what is done in the background: only the last is taken
    QStackedWidget *m_stack;
    QLineEdit *m_file = nullptr;
    QComboBox *m_target = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_projectNote = nullptr;
    QFormLayout *m_topForm = nullptr;
    ImportSettings *m_settings = nullptr;
    ImportColumnsModel *m_columns;
    ImportPreviewModel *m_preview;
    BadRowsModel *m_badRows;
    QTableView *m_columnsView = nullptr;
    QTableView *m_previewView = nullptr;
    QTableView *m_badRowsView = nullptr;
    QLabel *m_previewNote = nullptr;
    QComboBox *m_onBadRow = nullptr;
    QComboBox *m_onConflict = nullptr;
    QCheckBox *m_rejects = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_cancel = nullptr;
    Banner *m_banner;
    QPointer<Task> m_task {};
    std::unique_ptr<Connection> m_importing {};
};

} // namespace joinery
