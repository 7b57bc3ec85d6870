// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/exporter.h"
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
class QTimer;

namespace joinery {

class Banner;
class CodeView;

/// Writes the rows of a table, a view or a query to a file: what, how, where, and the first lines
/// as they will be.
class ExportPage final : public Page
{
    Q_OBJECT

public:
    /// `relation` empty: the query that setQuery() gives.
    ExportPage(OpenDatabase &database, const QString &relation, QWidget *parent = nullptr);
    ~ExportPage() override;

    QString title() const override;
    QString iconName() const override { return QStringLiteral("export"); }
    QString key() const override;
    OpenDatabase *database() const override { return &m_database; }
    bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    QString unsaved() const override;

    /// Shows the rows of this query instead of those of the table.
    void setQuery(const QString &sql);

Q_SIGNALS:
    void previewed(); ///< the first lines are there, or why not
    void ended(); ///< the export is over, well or not

private:
    QWidget *makeForm();
    void makeSourceRows(QFormLayout &form);
    void makeFormatRows(QFormLayout &form);
    void makeTargetRow(QFormLayout &form);
    void fillRelations();
    void followFormat();
    void changed();
    ExportFormat format() const;
    ExportSource source() const;
    ExportOptions options() const;
    bool isQuery() const;
    void updatePreview();
    void showPreview(const Result<QByteArray> &text);
    void suggestFile();
    void chooseFile();
    void checkFile();
    void start();
    void finish(const Result<qint64> &rows, const QString &file);
    void setRunning(bool running);

    OpenDatabase &m_database;
    const QString m_relation;
    QComboBox *m_what;
    CodeView *m_query;
    QComboBox *m_format;
    QComboBox *m_delimiter;
    QLineEdit *m_null;
    QComboBox *m_blobs;
    QCheckBox *m_header;
    QCheckBox *m_mark;
    QCheckBox *m_create;
    QLineEdit *m_into;
    QLineEdit *m_file;
    QString m_suggested {};
    QLabel *m_fileNote;
    QPushButton *m_run;
    QPushButton *m_cancel;
    Banner *m_banner;
    CodeView *m_preview;
    QTimer *m_later;
    QFormLayout *m_form = nullptr;
    int m_previews = 0; ///< asked for; only the last is shown
    QPointer<Task> m_task {};
    std::unique_ptr<Connection> m_looking {}; ///< for previews
    std::unique_ptr<Connection> m_exporting {};
};

} // namespace joinery
