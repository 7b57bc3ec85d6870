// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <functional>

class QAbstractButton;
class QHBoxLayout;
class QLabel;

namespace joinery {

struct Error;

/// A line across a page that says something and offers what to do about it. Never in the way: no
/// modal box. Told apart by icon as well as by colour.
class Banner : public QFrame
{
    Q_OBJECT

public:
    enum class Kind
    {
        Info,
        Warning,
        Danger
    };

    explicit Banner(Kind kind = Kind::Info, QWidget *parent = nullptr);

    void setKind(Kind kind);
    /// `details` is shown on demand (the database's own words, the statement).
    void setText(const QString &text, const QString &details = {});
    QString text() const;
    /// Adds a button at the end; owned by the banner.
    QAbstractButton *addButton(const QString &text, const std::function<void()> &clicked);
    void clearButtons();
    /// Whether a person may put it away; it then hides and emits dismissed().
    void setDismissable(bool dismissable);

Q_SIGNALS:
    void dismissed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    Kind m_kind;
    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_details;
    QHBoxLayout *m_buttons;
    QAbstractButton *m_more;
    QAbstractButton *m_close;
};

/// An Error as a banner's text: message and hint; and its details: statement and driver's words.
QString bannerText(const Error &error);
QString bannerDetails(const Error &error);

} // namespace joinery
