// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/db/value.h"

#include <QFutureWatcher>
#include <QImage>
#include <QWidget>

class QAbstractButton;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QStackedWidget;

namespace joinery {

class CurrentCell;
class EmptyState;
class Workbench;

/// What a dock shows of the current cell: its value whole, as text to edit, as bytes, as laid-out
/// JSON or as a picture. NULL is a button and a state of its own, never an empty text.
class ValuePanel : public QWidget
{
    Q_OBJECT

public:
    enum class View
    {
        Text,
        Bytes,
        Json,
        Picture
    };

    explicit ValuePanel(Workbench &workbench, QWidget *parent = nullptr);
    ~ValuePanel() override;

    View view() const;
    void setView(View view);
    /// What stands in the text field, and what the read-only views show.
    QPlainTextEdit &text() const { return *m_text; }
    QPlainTextEdit &bytes() const { return *m_bytes; }
    QPlainTextEdit &json() const { return *m_json; }
    /// Stages what was typed.
    void apply();
    void setNull();
    /// Stages the content of a file: a blob, or a text where the column holds text and the file is
    /// UTF-8. Errors go to Navigator::complain.
    void load(const QString &file);
    void save(const QString &file);

Q_SIGNALS:
    /// The picture was decoded, or is none.
    void pictureShown(bool any);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QAbstractButton *button(const QString &iconName, const QString &text, const QString &toolTip,
        const std::function<void()> &run);
    void makeViews();
    void show();
    void showValue(const Value &value);
    void showViews();
    void decodePicture();
    void scalePicture();
    void updateButtons();
    void write(const Value &value);
    void chooseLoad();
    void chooseSave();
    bool isTyped() const;

    Workbench &m_workbench;
    CurrentCell &m_cell;
    QLabel *m_title;
    QLabel *m_state; ///< type and size, or why it cannot be edited
    QComboBox *m_views;
    QStackedWidget *m_pages;
    QStackedWidget *m_forms;
    EmptyState *m_empty;
    QPlainTextEdit *m_text;
    QPlainTextEdit *m_bytes;
    QPlainTextEdit *m_json;
    QLabel *m_picture;
    QAbstractButton *m_apply;
    QAbstractButton *m_null;
    QAbstractButton *m_load;
    QAbstractButton *m_save;
    Value m_value {};
    QString m_shownTitle {};
    QImage m_image {};
    QFutureWatcher<QImage> m_decoding {};
};

} // namespace joinery
