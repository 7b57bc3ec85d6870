// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QIcon>

#include <functional>

class QLineEdit;
class QListWidget;

namespace joinery {

/// One thing the palette can do.
struct PaletteEntry
{
    QString text; ///< "album", "Design album", "Open a file…"
    QString detail {}; ///< the database, the shortcut
    QIcon icon {};
    std::function<void()> run {};
    int weight = 0; ///< greater comes first among equal matches
};

/// Ctrl+P: type a few letters of anything, Enter does it. Letters must occur in order; beginnings
/// of words count more. Esc closes it.
class CommandPalette : public QFrame
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget *parent);

    /// Shows it over the parent, with these entries to choose from.
    void open(const QList<PaletteEntry> &entries);

    /// How well `pattern` fits: 0 = not at all.
    static int score(const QString &pattern, const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void search(const QString &pattern);
    void runCurrent();

    QList<PaletteEntry> m_entries {};
    QLineEdit *m_input;
    QListWidget *m_list;
};

} // namespace joinery
